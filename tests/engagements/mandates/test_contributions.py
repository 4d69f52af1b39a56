"""What the town brings: who keeps the list, and what its amounts mean."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from engagements.drafts import sections
from engagements.forms.contributions import EuroField
from engagements.models import OwnContribution
from rooms.enums import Circle, Role
from tests.engagements.mandates.pages import mandate_page
from tests.factories.rooms import MembershipFactory

pytestmark = pytest.mark.django_db
TEAM = {Role.LEAD, Role.ADVISOR, Role.PROCESS}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.250,50", "1250.50"), ("1250,5", "1250.5"), ("1250.50", "1250.50"), ("1.250", "1250"), ("1 250,– €", "1250"),
        ("800 €", "800"), ("0", "0"), ("12.345.678,90", "12345678.90"),
    ],
)  # fmt: skip
def test_euro_reads_amounts_as_germans_write_them(typed, value):
    assert EuroField().clean(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["-1", "viel", "1,234", "١٢", "NaN", "1e5", "99999999999"])
def test_euro_refuses_what_is_no_amount(typed):
    with pytest.raises(ValidationError):
        EuroField().clean(typed)


@pytest.mark.parametrize("role", Role)
def test_town_and_team_keep_the_contributions(role, client, engagement, contribution):
    client.force_login(MembershipFactory(room=engagement.room, role=role).user)

    code = client.post(
        reverse("engagements:contribution-tick", args=[contribution.pk]), {"state": "zugesagt"}
    ).status_code

    contribution.refresh_from_db()
    may = role in TEAM | {Role.CONTACT}
    assert (code, contribution.state) == ((302, "zugesagt") if may else (403, "offen"))


def test_contact_of_one_town_keeps_no_list_of_another(client, contribution):
    client.force_login(MembershipFactory(role=Role.CONTACT).user)

    assert client.post(reverse("engagements:contribution-tick", args=[contribution.pk])).status_code == 404


def test_contact_edits_but_does_not_share(client, contribution, contact):
    client.force_login(contact)
    url = reverse("engagements:contribution-update", args=[contribution.pk])

    assert "Wer darf das lesen?" not in client.get(url).content.decode()
    sent = {"name": "Räume", "state": "erledigt", "value_eur": "1.250,50", "version": contribution.version}
    client.post(url, sent | {"circle": Circle.PUBLIC})

    contribution.refresh_from_db()
    assert (contribution.state, contribution.value_eur) == ("erledigt", Decimal("1250.50"))
    assert contribution.circle == Circle.STEERING


def test_tick_answers_the_list_to_htmx(client, contribution, advisor):
    client.force_login(advisor)
    url = reverse("engagements:contribution-tick", args=[contribution.pk])

    text = client.post(url, {"state": "erledigt"}, headers={"HX-Request": "true"}).content.decode()

    assert "1 von 1 erledigt" in text
    assert "<html" not in text
    client.post(url, {"state": "quark"})
    contribution.refresh_from_db()
    assert contribution.state == "erledigt"


def test_unknown_value_is_not_zero(client, engagement, advisor):
    for name, value in (("Räume", None), ("Material", "1250.50"), ("Catering", "0"), ("Presse", None)):
        OwnContribution.objects.create(engagement=engagement, room=engagement.room, name=name, value_eur=value)
    client.force_login(advisor)

    assert "2 von 4 mit Wert, zusammen 1.250,50 €" in client.get(mandate_page(engagement)).content.decode()


def test_contribution_is_on_the_list_once(client, contribution, advisor):
    client.force_login(advisor)

    answer = client.post(
        reverse("engagements:contribution-create", args=[contribution.engagement_id]),
        {"name": "räume", "state": "offen", "note": "Aula", "circle": 20},
    )

    assert "steht schon auf der Liste" in answer.content.decode()
    assert "Aula" in answer.content.decode()


def test_contribution_is_removed_after_asking(client, contribution, advisor):
    client.force_login(advisor)
    url = reverse("engagements:contribution-delete", args=[contribution.pk])

    client.get(url)
    assert OwnContribution.objects.exists()
    client.post(url)
    assert not OwnContribution.objects.exists()


def test_sample_offers_the_usual_points(client, engagement, contribution, advisor):
    client.force_login(advisor)

    text = (
        client.get(reverse("engagements:agreement-create", args=[engagement.pk]), {"muster": "1"})
        .context["form"]
        .initial["text"]
    )

    names = [name for name, _text in sections(text)]
    assert {"Partner", "Vertraulichkeit", "Eigenleistungen der Kommune", "Lenkungsrunde", "Datenschutz"} <= set(names)
    assert "- Räume" in text
