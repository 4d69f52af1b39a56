from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Organisation, User
from demo import consultations
from engagements.models import Engagement
from municipalities.models import Place
from tests.factories.engagements import EngagementFactory

pytestmark = pytest.mark.django_db


def load(**options):
    out = StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def test_load_demo_refuses_outside_a_demonstration(settings):
    settings.SAMPLE_MODE = False
    with pytest.raises(CommandError, match="bekanntes Passwort"):
        load()
    assert not User.objects.exists()


def test_load_demo_refuses_where_somebody_works_already(settings):
    settings.SAMPLE_MODE = True
    EngagementFactory()
    with pytest.raises(CommandError, match="schon Beratungen"):
        load(force=True)


def test_load_demo_is_all_or_nothing(settings, monkeypatch):
    settings.SAMPLE_MODE = True

    def breaks(house):
        raise RuntimeError

    monkeypatch.setattr(consultations, "load", breaks)
    with pytest.raises(RuntimeError):
        load()
    assert not Organisation.objects.exists()
    assert not Place.objects.exists()


def test_load_demo_twice_is_once():
    assert "Beratungen" in load(force=True)
    counts = [model.objects.count() for model in (Engagement, Place, User, Organisation)]
    assert "schon da" in load(force=True)
    assert [model.objects.count() for model in (Engagement, Place, User, Organisation)] == counts
