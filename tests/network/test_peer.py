"""Peer consultation: read by those who sit in it, by the clock, and gone after six weeks."""

import datetime as dt

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Version
from network.models import PeerConsultation, PeerNote, PeerSeat
from network.models.peer import KEPT_DAYS, PHASES, clock
from network.transitions import peer as transitions
from rooms.acting import act_as
from tests.factories.accounts import UserFactory
from tests.factories.network import PeerConsultationFactory, keeper, networker
from tests.walls import as_owner, sql

pytestmark = pytest.mark.django_db
WORD = "verfremdeterfall"


@pytest.fixture
def giver(network):
    return networker(network, name="Gerda Geberin")


@pytest.fixture
def mate(network):
    return networker(network, name="Milan Mitberater")


@pytest.fixture
def case(network, giver, mate):
    return PeerConsultationFactory(network=network, giver=giver, case=f"Ein {WORD}", seats=[mate])


def data(**more):
    minutes = {f"m{number}": minutes for number, (_key, _label, minutes) in enumerate(PHASES)}
    return {"title": "Ein Runder Tisch stockt", "case": f"Ein {WORD}"} | minutes | more


def test_a_case_is_brought_in_and_the_others_hear_of_it(
    client, network, giver, mate, django_capture_on_commit_callbacks
):
    client.force_login(giver)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("network:peer-create", args=[network.pk]), data(people=[mate.pk], m1=15))

    case = PeerConsultation.objects.get()
    assert response.url == case.get_absolute_url()
    assert case.minutes[1] == 15
    assert {seat.person for seat in case.seats.all()} == {giver, mate}
    assert [message.to for message in mail.outbox] == [[mate.email]]
    assert WORD not in mail.outbox[0].body
    assert "Runder Tisch" not in mail.outbox[0].body + mail.outbox[0].subject


def test_it_is_made_once_however_often_it_is_sent(client, network, giver):
    client.force_login(giver)
    url = reverse("network:peer-create", args=[network.pk])
    for _time in range(2):
        client.post(url, data(key="01923c1e-0000-7000-8000-000000000001"))

    assert PeerConsultation.objects.count() == 1


def test_only_those_who_sit_in_it_read_it(client, case, network, giver, mate):
    readers = {"giver": giver, "mate": mate}
    others = {"member": networker(network), "keeper": keeper(network), "outside": UserFactory()}
    for name, person in (readers | others).items():
        client.force_login(person)
        for view in ("peer-detail", "peer-clock"):
            assert client.get(reverse(f"network:{view}", args=[case.pk])).status_code == (
                200 if name in readers else 404
            ), name
        page = client.get(reverse("network:peer-list", args=[network.pk]))
        assert (case.title in page.content.decode()) == (name in readers), name


def test_the_wall_lets_nobody_else_read_or_sit_down(case, network, giver, mate):
    PeerNote.objects.create(consultation=case, author=mate, text=WORD)
    for person, seen in ((giver, 1), (mate, 1), (networker(network), 0), (keeper(network), 0), (UserFactory(), 0)):
        act_as(person.pk)
        for table in ("peerconsultation", "peernote"):
            assert sql(f"SELECT count(*) FROM network_{table}") == [(seen,)], table
        if person != giver:
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                sql(
                    "INSERT INTO network_peerseat (consultation_id, person_id) VALUES (%s, %s)",
                    [case.pk, UserFactory.build().pk or person.pk],
                )
        as_owner()


def test_a_seat_for_everybody_would_be_seen(case, network):
    """The gate, seen red: a policy that forgets who sits where."""
    sql("ALTER POLICY wall_read ON network_peerconsultation USING (true)")
    act_as(keeper(network).pk)

    assert sql("SELECT count(*) FROM network_peerconsultation") == [(1,)]


def test_others_bring_in_ideas_and_change_no_word(client, case, mate):
    client.force_login(mate)
    response = client.post(case.get_absolute_url(), {"kind": "idee", "text": "Die Jugend fragen"})

    assert response.status_code == 302
    assert PeerNote.objects.get().author == mate
    for view in ("peer-update", "peer-takeaway", "peer-delete"):
        assert client.get(reverse(f"network:{view}", args=[case.pk])).status_code == 403
    assert client.post(reverse("network:peer-move", args=[case.pk, "beginnen"])).status_code == 403
    act_as(mate.pk)
    assert sql("UPDATE network_peerconsultation SET question = 'x'") == 0
    assert sql("UPDATE network_peernote SET text = 'x'") == 0


def test_one_press_twice_is_one_note(client, case, mate):
    client.force_login(mate)
    for _time in range(2):
        sent = {"kind": "idee", "text": "Einmal", "key": "01923c1e-0000-7000-8000-000000000002"}
        client.post(case.get_absolute_url(), sent)

    assert PeerNote.objects.count() == 1


# --- the clock


def test_the_clock_tells_the_phase_from_the_time_alone(case, giver):
    case = transitions.move(case, transitions.START, by=giver)
    begun = case.started_at
    rows = clock(case, begun + dt.timedelta(minutes=3))

    assert [row["key"] for row in rows if row["runs"]] == ["fall"]
    assert rows[0]["is_over"]
    assert rows[1]["left"] == PHASES[0][2] + PHASES[1][2] - 3
    after = clock(case, begun + dt.timedelta(hours=3))
    assert all(row["is_over"] for row in after)
    assert not any(row["runs"] for row in after)


def test_the_clock_renews_itself_without_a_script(client, case, giver, mate):
    transitions.move(case, transitions.START, by=giver)
    client.force_login(mate)
    url = reverse("network:peer-clock", args=[case.pk])
    page = client.get(url).content.decode()

    assert '<meta http-equiv="refresh" content="20">' in page
    assert 'aria-current="step"' in page
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "data-hx-get" in part


def test_what_has_begun_is_not_told_anew(client, case, giver):
    transitions.move(case, transitions.START, by=giver)
    client.force_login(giver)

    assert client.get(reverse("network:peer-update", args=[case.pk])).status_code == 302
    with pytest.raises(transitions.StepRefused):
        transitions.move(case, transitions.START, by=giver)


# --- what goes, and what stays


def ended(case, giver):
    transitions.move(case, transitions.START, by=giver)
    return transitions.move(case, transitions.END, by=giver)


def test_after_the_end_a_day_is_set(case, giver):
    case = ended(case, giver)

    assert case.delete_on == timezone.localdate() + dt.timedelta(days=KEPT_DAYS)


def test_notes_delete_themselves_and_leave_nothing(case, giver, mate):
    PeerNote.objects.create(consultation=case, author=mate, text=WORD)
    ended(case, giver)
    PeerConsultation.objects.update(delete_on=timezone.localdate() + dt.timedelta(days=1))
    call_command("forget_due")
    assert PeerConsultation.objects.count() == 1
    PeerConsultation.objects.update(delete_on=timezone.localdate())
    call_command("forget_due")

    for model in (PeerConsultation, PeerNote, PeerSeat):
        assert not model.objects.exists(), model
    assert not [row for row in Version.objects.all() if WORD in str(row.before) + str(row.texts)]


def test_the_case_giver_deletes_it_with_what_others_have_written(client, case, giver, mate):
    PeerNote.objects.create(consultation=case, author=mate, text=WORD)
    client.force_login(giver)
    client.post(reverse("network:peer-delete", args=[case.pk]))

    assert not PeerConsultation.objects.exists()
    as_owner()
    assert sql("SELECT count(*) FROM network_peernote") == [(0,)]


def test_what_the_case_giver_keeps_stays(client, case, giver):
    ended(case, giver)
    client.force_login(giver)
    client.post(reverse("network:peer-move", args=[case.pk, "behalten"]))
    call_command("forget_due")

    case.refresh_from_db()
    assert case.is_kept
    client.post(reverse("network:peer-move", args=[case.pk, "loeschen-lassen"]))
    case.refresh_from_db()
    assert case.delete_on is not None


def test_what_never_happened_goes_after_half_a_year(case):
    sql("UPDATE network_peerconsultation SET created_at = now() - interval '181 days'")
    call_command("forget_due")

    assert not PeerConsultation.objects.exists()


def test_the_page_asks_the_same_for_one_and_for_three(client, case, network, giver, mate):
    from django.db import connection

    client.force_login(giver)

    def statements():
        with CaptureQueriesContext(connection) as caught:
            client.get(case.get_absolute_url())
        return len(caught)

    PeerNote.objects.create(consultation=case, author=mate, text="eins")
    client.get(case.get_absolute_url())
    one = statements()
    for word in ("zwei", "drei"):
        PeerNote.objects.create(consultation=case, author=networker(network), text=word)

    assert statements() == one
