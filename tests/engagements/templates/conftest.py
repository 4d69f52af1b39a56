"""A template in two versions, and who works by it."""

import pytest

from engagements.actions import new_version, open_engagement
from engagements.enums import Gate
from engagements.models import ProcessTemplate
from engagements.transitions import publish_template
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.templates import CriterionTemplateFactory, PhaseTemplateFactory, TemplateFactory


@pytest.fixture
def admin(client):
    """The administrator of the network, signed in."""
    person = UserFactory(is_network_admin=True, organisation=OrganisationFactory())
    client.force_login(person)
    return person


@pytest.fixture
def advisor(client):
    person = UserFactory(organisation=OrganisationFactory())
    client.force_login(person)
    return person


@pytest.fixture
def first():
    """A published first version with three phases; the middle one has two criteria."""
    template = TemplateFactory(code="dreischritt", name="Dreischritt", published=True)
    for order, code in enumerate(["anfang", "mitte", "ende"], start=1):
        PhaseTemplateFactory(template=template, code=code, name=code.title(), order=order * 10)
    middle = template.phases.get(code="mitte")
    CriterionTemplateFactory(phase=middle, text="Alle sind gehört.")
    CriterionTemplateFactory(phase=middle, text="Der Auftrag liegt vor.", gate=Gate.MANDATE)
    return template


@pytest.fixture
def second(first):
    """A published second version: „Ende“ is gone, „Nachher“ is new, „Mitte“ has another name and criterion."""
    editor = UserFactory(is_network_admin=True)
    draft, _is_new = new_version(first, by=editor)
    draft.phases.get(code="ende").delete()
    PhaseTemplateFactory(template=draft, code="nachher", name="Nachher", order=40)
    middle = draft.phases.get(code="mitte")
    middle.name = "Hauptteil"
    middle.save()
    middle.criteria.filter(text="Alle sind gehört.").delete()
    CriterionTemplateFactory(phase=middle, text="Niemand fehlt.")
    publish_template(draft, by=editor)
    return ProcessTemplate.objects.get(pk=draft.pk)


@pytest.fixture
def running(first, advisor):
    """A consultation of the signed-in advisor by the first version."""
    return open_engagement(by=advisor, template=first, title="Beratung in Musterstedt")
