"""At the end of an event: working groups and who answers for each field, in one step and once."""

import pytest

from audit.models import Entry
from rooms.enums import Circle
from stakeholders.enums import BodyKind
from stakeholders.models import Body
from steering.models import ActionField
from tests.factories.steering import ActionFieldFactory, BodyFactory
from tests.pages.reading import key_in

from .visits import at, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def fields(engagement):
    names = ("Wohnen", "Sprache", "Innen")
    circles = (Circle.STEERING, Circle.STEERING, Circle.TEAM)
    return [
        ActionFieldFactory(engagement=engagement, name=name, circle=circle, number=number)
        for number, (name, circle) in enumerate(zip(names, circles, strict=True), 1)
    ]


def data_of(page, fields, **named):
    """What the page would send, with groups and leads by the name of the field."""
    data = {"key": key_in(page)}
    for row in fields:
        group, lead = named.get(row.name, ("", row.lead))
        data |= {f"group-{row.pk}": group, f"lead-{row.pk}": lead, f"was-{row.pk}": row.version}
    return data


def test_groups_and_leads_in_one_step_and_once(client, lead, engagement, fields):
    client.force_login(lead)
    url = at("working-groups", engagement)
    page = client.get(url)
    data = data_of(page, fields, Wohnen=("AG Wohnen", "Bauamt"), Sprache=("AG Sprache", ""), Innen=("", "Team"))
    for _twice in range(2):
        assert client.post(url, data).status_code == 302

    groups = Body.objects.filter(kind=BodyKind.WORKING_GROUP)
    assert sorted(groups.values_list("name", "circle")) == [("AG Sprache", 20), ("AG Wohnen", 20)]
    assert dict(ActionField.objects.values_list("name", "lead")) == {"Wohnen": "Bauamt", "Sprache": "", "Innen": "Team"}
    assert Entry.objects.filter(action="body.created").count() == 2
    assert "2 Arbeitsgruppen sind eingerichtet. 2 Handlungsfelder sind benannt." in text(
        client.get(at("plan", engagement))
    )


def test_a_group_of_an_inner_field_stays_inside(client, advisor, engagement, fields):
    client.force_login(advisor)
    url = at("working-groups", engagement)
    client.post(url, data_of(client.get(url), fields, Innen=("AG Innen", "")))

    assert Body.objects.get().circle == Circle.TEAM


def test_the_same_name_at_two_fields_is_one_group(client, lead, engagement, fields):
    client.force_login(lead)
    url = at("working-groups", engagement)
    both = {"Wohnen": ("AG Alle", ""), "Sprache": ("ag alle", ""), "Innen": ("AG alle", "")}
    client.post(url, data_of(client.get(url), fields, **both))

    body = Body.objects.get()
    assert (body.name, body.purpose) == ("AG Alle", "Handlungsfeld 1 Wohnen, 2 Sprache, 3 Innen")
    assert body.circle == Circle.TEAM  # it names a field of the team


def test_what_the_contact_does_not_see_is_not_asked_for(client, contact, engagement, fields):
    client.force_login(contact)
    shown = text(client.get(at("working-groups", engagement)))

    assert "Wohnen" in shown
    assert "Innen" not in shown


def test_a_name_that_is_taken_is_said_and_the_rest_stays(client, lead, engagement, fields):
    BodyFactory(room=engagement.room, kind=BodyKind.WORKING_GROUP, name="AG Wohnen", circle=Circle.STEERING)
    client.force_login(lead)
    url = at("working-groups", engagement)
    data = data_of(client.get(url), fields, Wohnen=("ag wohnen", "Bauamt"), Sprache=("AG Neu", ""))
    answer = text(client.post(url, data))

    assert "mit diesem Namen gibt es schon" in answer
    assert 'value="Bauamt"' in answer
    assert 'value="AG Neu"' in answer
    assert Body.objects.count() == 1


def test_whoever_else_named_somebody_meanwhile_is_not_overwritten(client, lead, engagement, fields):
    client.force_login(lead)
    url = at("working-groups", engagement)
    data = data_of(client.get(url), fields, Wohnen=("", "Bauamt"))
    ActionField.objects.filter(name="Wohnen").update(lead="Sozialamt", version=5)

    assert "dort steht jetzt „Sozialamt“" in text(client.post(url, data))
    assert ActionField.objects.get(name="Wohnen").lead == "Sozialamt"


def test_an_empty_form_says_what_is_missing(client, lead, engagement, fields):
    client.force_login(lead)
    url = at("working-groups", engagement)

    assert "Bitte nennen Sie eine Arbeitsgruppe" in text(client.post(url, data_of(client.get(url), fields)))


def test_without_a_field_it_leads_to_one(client, lead, engagement):
    client.force_login(lead)

    assert client.get(at("working-groups", engagement)).url == at("field-create", engagement)
