"""With its consultation a mission statement goes, adopted or not: what stands for the web role stands not for that."""

import datetime as dt

import pytest

from participation.models import AimMeasure, MissionStatement, Section, Signatory, StatementStep, StatementVersion
from participation.transitions.statements import adopt_rendering, begin, move_version
from participation.writing import begin_rendering
from retention import transitions
from retention.enums import Group
from rooms.acting import act_as
from tests.factories.participation import MissionStatementFactory, SignatoryFactory, StatementVersionFactory
from tests.factories.steering import MeasureFactory
from tests.faults.erasure import Closed, as_owner
from tests.participation.statements import adopted

pytestmark = pytest.mark.django_db
DAY = dt.date(2018, 6, 13)


@pytest.fixture
def closed(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }
    return Closed()


def test_an_adopted_text_goes_with_its_consultation(closed, django_capture_on_commit_callbacks):
    statement = MissionStatementFactory(engagement=closed.room.engagement)
    begin(statement, by=closed.lead)
    version = adopted(StatementVersionFactory(statement=statement, texts=["Alle reden mit."]), closed.lead, DAY)
    easy = StatementVersion(renders=version, wording="leicht", title="Alle", statement=statement)
    begin_rendering(easy, by=closed.lead)
    easy.sections.update(text="Alle reden.")
    adopt_rendering(move_version(easy, "endfassung", by=closed.lead), by=closed.lead)
    SignatoryFactory(statement=statement)
    measure = MeasureFactory(goal__field__engagement=statement.engagement)
    AimMeasure.objects.create(statement=statement, number=1, measure=measure)
    assert version.state == "beschlossen"

    for group in (Group.TALKS, Group.CASE):
        act_as(closed.lead.pk)
        plan = transitions.propose(closed.room, group, by=closed.lead)
        act_as(closed.advisor.pk)
        with django_capture_on_commit_callbacks(execute=True):
            transitions.confirm(plan, by=closed.advisor)
        as_owner()

    here = {"room": closed.room}
    assert not MissionStatement.objects.filter(**here).exists()
    assert not StatementVersion.objects.filter(**here).exists()
    assert not StatementStep.objects.filter(**here).exists()
    assert not Signatory.objects.filter(**here).exists()
    assert not Section.objects.filter(version__room=closed.room).exists()
    assert not AimMeasure.objects.filter(statement__room=closed.room).exists()
    assert MissionStatement.objects.exists()  # those of another consultation
