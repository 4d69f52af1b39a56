"""What names somebody comes back at once, also out of the history: a municipality that is not named, a consent."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from audit.models import Version
from engagements.enums import Disclosure
from network.steps import ProfileStep, Side
from network.transitions.profiles import ProfileRefused, propose, sign, withdraw_consent
from rooms.acting import act_as
from rooms.enums import Circle
from tests.factories.profiles import ConsentFactory, Sides

pytestmark = pytest.mark.django_db


def test_who_is_not_named_any_more_does_not_go_out(sides):
    """It is asked again at the last signature, by the rule and by the database."""
    edition = propose(sides.profile, ProfileStep.SHORT, Circle.PUBLIC, by=sides.lead)
    sign(edition, Side.TEAM, by=sides.lead, sha256=edition.sha256)
    with connection.cursor() as cursor:  # not by the house, so that the edition still waits
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE engagements_engagement DISABLE TRIGGER profile_unnamed")
    unnamed(sides)

    with pytest.raises(ProfileRefused, match="mitgezählt"):
        sign(edition, Side.TOWN, by=sides.contact, sha256=edition.sha256)
    act_as(sides.contact.pk)
    with pytest.raises(DatabaseError, match="only counted"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE network_profileedition SET state = 'veroeffentlicht', circle = 0, published_at = now(),"
            " signed_town_id = %s, signed_town_at = now()",
            [sides.contact.pk],
        )


def test_not_to_be_named_any_more_takes_back_what_names(client, sides):
    shown, counted = sides.out(), Sides().out(ProfileStep.COUNTS)
    waiting = propose(sides.profile, ProfileStep.SHORT, Circle.NETWORK, by=sides.lead)
    client.force_login(sides.lead)
    url = reverse("engagements:update", args=[sides.engagement.pk])
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value()}
    assert client.post(url, data | {"disclosure": "nicht_genannt"}).status_code == 302

    for edition in (shown, waiting, counted):
        edition.refresh_from_db()
    assert [each.state for each in (shown, waiting, counted)] == ["zurueckgezogen", "zurueckgezogen", "veroeffentlicht"]
    assert (shown.circle, shown.withdrawn_by) == (Circle.CLIENT, sides.lead)
    assert client.get(reverse("reports:profile", args=[shown.slug])).status_code == 404


def unnamed(sides):
    sides.engagement.disclosure = Disclosure.UNNAMED
    sides.engagement.save()
    sides.profile.refresh_from_db()


def test_nor_does_a_name_stand_in_the_history(sides):
    """What was changed in the edition before, and what was deleted, keeps the other words alone."""
    consent = ConsentFactory(profile=sides.profile)
    gone, edition = sides.out(), sides.out(circle=Circle.NETWORK)
    keys = {gone.pk, edition.pk}
    gone.delete()
    withdraw_consent(consent, by=sides.contact)
    told = Version.objects.filter(label="network.profileedition")

    assert {row.deed for row in told if "content" in row.before and row.key in keys} == {"update", "delete"}
    assert "Beispielname" not in str([row.before for row in told])
    assert "vollwort" in str([row.before for row in told])
