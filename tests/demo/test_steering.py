"""What the samples steer with: every case as its document tells it, and nothing confidential where a group reads."""

import re

import pytest

from demo import files
from rooms.enums import Circle
from rooms.models import Release
from stakeholders.models import Body, BodyShare, Term
from stakeholders.seating import Seating
from steering.enums import ItemState, Light, MeasureState, MinutesState
from steering.models import (
    ActionField,
    Addendum,
    AgendaItem,
    Goal,
    Measure,
    Meeting,
    Minutes,
    Obstacle,
    Progress,
    Resolution,
    RoundRequest,
    Task,
    UpdateRound,
)
from steering.presence import quorum_of
from steering.review import Review
from steering.transitions.meetings import MEETING_NEXT
from steering.visits import visit

SIX = ("duisburg", "hamm", "solingen", "herne", "soest", "oberberg")
ROWS = [Body, Meeting, AgendaItem, Minutes, Resolution, Task, ActionField, Goal, Measure, Progress, UpdateRound]


def bodies_of(house, key):
    return {body.name: body for body in Body.objects.filter(room=house.engagements[key].room).with_seats()}


def meeting(house, number):
    return Meeting.objects.get(engagement=house.engagements["ludwigslust"], number=number)


@pytest.fixture
def town(house):
    return house.engagements["ludwigslust"]


@pytest.fixture
def member(house):
    return house.accounts["lenkungsrunde"]


def test_steering_group_has_three_sides_and_a_free_seat(house):
    seating = Seating(bodies_of(house, "ludwigslust")["Lenkungsrunde Ludwigslust"])
    assert [row.group.label for row in seating.rows] == ["Stadtverwaltung", "Kommunalparlament", "Zivilgesellschaft"]
    assert (seating.seats, seating.free, seating.missing) == (11, 1, [])
    assert {term.account for term in seating.members if term.account} == {
        house.accounts["kommune"],
        house.accounts["lenkungsrunde"],
    }


def test_integration_board_is_seven_five_three_by_two_claims(house):
    board = bodies_of(house, "ludwigslust")["Integrationsbeirat Ludwigslust"]
    assert list(board.groups.values_list("seats", flat=True)) == [7, 5, 3]
    assert Seating(board).free == 0
    assert set(board.terms.values_list("period", flat=True)) == {"seit 21.02.2018"}
    claims = dict(board.claims.values_list("source", "wording"))
    assert "50 %" in claims["Fallseite forumZFD, Zeile 8"]
    assert "7 + 5 + 3" in claims["Stadt Ludwigslust, Seite des Integrationsbeirats"]
    assert (board.get_succession_display(), board.predecessor.set_up) == ("neu eingerichtet nach", "2015")
    assert [basis.decided for basis in board.legal_bases.all()] == ["2015", "21.02.2018"]
    assert not BodyShare.objects.exists()  # what a source counted is no share of the body's own telling


def test_administration_group_and_round_table_stand_without_members(house):
    bodies = bodies_of(house, "ludwigslust")
    for name in ("Fachübergreifende Arbeitsgruppe der Verwaltung", "Runder Tisch „Integration“"):
        assert bodies[name].source
        assert not bodies[name].terms.exists()


def test_eleventh_meeting_can_be_held_today(house):
    eleventh = meeting(house, 11)
    assert (eleventh.on, eleventh.is_over, "gehalten" in MEETING_NEXT[eleventh.state]) == (house.today, True, True)
    assert eleventh.invited_on <= house.today - eleventh.body.notice_days * (house.today.resolution)
    assert list(Meeting.objects.ahead(house.today).values_list("number", flat=True)) == [11, 12]


def test_open_item_of_the_tenth_returned_by_itself(house):
    left = meeting(house, 10).agenda.get(state=ItemState.CARRIED)
    assert left.carried_to.get().meeting == meeting(house, 11)
    seen = AgendaItem.objects.visible_to(house.accounts["lenkungsrunde"]).filter(meeting=meeting(house, 11))
    assert sorted(seen.values_list("order", flat=True)) == [1, 2, 3, 4, 5]  # no gap tells of the item it may not read


def test_tenth_meeting_had_its_quorum(house):
    tenth = meeting(house, 10)
    seating = Seating(Body.objects.with_seats().get(pk=tenth.body_id), tenth.on)
    quorum = quorum_of(seating, tenth.attendance.all())
    assert (quorum.there, quorum.needed, quorum.is_met) == (8, 6, True)


def test_steering_member_is_asked_to_read_the_tenth_minutes_and_has_a_task(house, town, member):
    review = Review(member, town, None)
    assert [row.number for row in review.minutes_to_read] == [10]
    assert [task.due > house.today for task in review.tasks] == [True]
    assert review.next_meeting.number == 11
    assert {row.number for row in review.attention} == {8, 9}


def test_steering_member_sees_what_is_new_since_the_last_visit(house, town, member):
    news = Review(member, town, visit(member, town)).news
    assert news == {"decided": 0, "recommended": 2, "reported": 2}


def test_minutes_one_to_nine_are_approved_and_the_tenth_is_not(house, town):
    states = dict(Minutes.objects.filter(meeting__engagement=town).values_list("meeting__number", "state"))
    assert states == dict.fromkeys(range(1, 10), MinutesState.APPROVED) | {10: MinutesState.REVIEW}
    assert not Addendum.objects.exists()


def test_internal_passages_stay_in_the_text_of_the_team(house, town, member):
    whole = Minutes.objects.get(meeting=meeting(house, 10))
    assert whole.circle == Circle.TEAM
    assert whole.text.count("[intern]") == 2
    edition = Release.objects.visible_to(member).get(key=whole.pk)
    assert edition.author != edition.decided_by
    told = "".join(text for _label, text in edition.content)
    assert "Begehung mit zwei Vereinen" in told
    for word in ("intern", "schärfer", "an dem man jemanden erkennt"):
        assert word not in told
    assert not Minutes.objects.visible_to(member).exists()


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model._meta.model_name)
def test_nothing_of_the_steering_is_sealed_and_no_mark_leaves_the_minutes(house, model):
    assert model.objects.exists()
    assert not model.objects.filter(circle=Circle.SEALED).exists()
    if model is not Minutes:
        for row in model.objects.all():
            assert not any("[intern]" in str(value) for value in vars(row).values())


def test_obstacles_and_the_item_between_town_and_team_stay_there(house, member):
    assert Obstacle.objects.exists()
    assert not Obstacle.objects.visible_to(member).exists()
    narrow = AgendaItem.objects.filter(circle=Circle.CLIENT)
    assert narrow.count() == 1
    assert not AgendaItem.objects.visible_to(member).filter(pk__in=narrow).exists()


def test_appointment_of_the_board_answers_a_recommendation(house, town):
    decision = Resolution.objects.get(engagement=town, decided="21.02.2018")
    assert (decision.sign, decision.answers.sign) == ("B 2", "E 1")
    assert decision.answers.passages.get(on="21.02.2018").organ == "Stadtvertretung"
    assert [measure.title for measure in decision.measures.all()] == ["Integrationsbeirat neu einrichten"]
    assert [row.sign for row in Resolution.objects.overdue()] == ["E 4"]


def test_measures_of_the_case_page_are_done_with_their_source(house, town):
    done = Measure.objects.filter(engagement=town, state=MeasureState.DONE)
    titles = " ".join(done.values_list("title", flat=True))
    for word in ("Willkommens-Lotsin", "Leitbild", "Integrationsbeirat", "Diskussionsforum", "Koordinierungsstelle"):
        assert word in titles
    assert all(row.source and row.light == Light.GREY for row in done)
    assert all(row.title.endswith("(fiktiv)") for row in Measure.objects.filter(source="Fiktiv"))


def test_one_round_is_closed_with_a_correction_and_one_is_open(house, town):
    closed, opened = UpdateRound.objects.filter(engagement=town).order_by("number")
    assert (closed.state, opened.state) == ("geschlossen", "offen")
    assert Progress.objects.get(round=closed, is_correction=True).on > closed.closed_on
    assert RoundRequest.objects.get(round=opened, answered_at=None).email == "ehrenamt@beispiel.example"
    owners = set(Measure.objects.filter(engagement=town).exclude(email="").values_list("email", flat=True))
    assert owners == set(opened.requests.values_list("email", flat=True))


def test_last_report_of_a_measure_is_where_it_stands(house, town):
    for row in Measure.objects.filter(engagement=town, progress__isnull=False).distinct():
        last = row.progress.order_by("-on").first()
        assert (last.target, last.light) == (row.state, row.light)


def test_ludwigshafen_has_a_group_that_stays_and_a_paper_for_the_head(house):
    group = bodies_of(house, "ludwigshafen")["Lenkungskreis"]
    assert group.carried_by.name == "Dezernat für Soziales und Integration"
    assert "ohne die externe Unterstützung" in group.carried_since
    paper = Resolution.objects.get(engagement=house.engagements["ludwigshafen"])
    assert (paper.kind, paper.addressee, paper.outcome) == ("empfehlung", "Stadtspitze", "offen")
    assert paper.measures.count() == 2


def test_nrw_towns_have_a_steering_group_and_five_components(house):
    parts = ["Beratung", "Training", "Mediation", "Konfliktmanagement", "Feedback"]
    for key in SIX:
        assert "Steuerungsgruppe" in bodies_of(house, key)
        measures = Measure.objects.filter(engagement=house.engagements[key]).in_order()
        assert [row.title for row in measures] == parts
        assert {(row.state, row.light) for row in measures} == {(MeasureState.PROPOSED, Light.GREY)}
        assert all("Zeile 15" in row.source for row in measures)
    invented = Measure.objects.filter(engagement=house.engagements["kkm-kurz-1"])
    assert len(set(invented.values_list("state", flat=True))) == 5


def test_bw_preparing_group_grows_into_the_accompanying_one(house):
    for number in range(1, 6):
        bodies = bodies_of(house, f"dialog-{number}")
        grown = bodies["Projektbegleitgruppe"]
        assert (grown.predecessor, grown.succession) == (bodies["Vorbereitungsgruppe"], "erweitert")
        assert grown.groups.count() == bodies["Vorbereitungsgruppe"].groups.count() + 1


def test_bw_working_groups_stand_one_per_field_of_action(house):
    groups = [body for body in bodies_of(house, "dialog-1").values() if body.kind == "arbeitsgruppe"]
    fields = ActionField.objects.filter(engagement=house.engagements["dialog-1"])
    assert {body.name for body in groups} == {f"Arbeitsgruppe {field.name}" for field in fields}
    leads = {term.name for body in groups for term in body.terms.filter(duty="vorsitz")}
    assert leads == set(fields.values_list("lead", flat=True))
    assert all("Ende der Veranstaltung" in body.set_up for body in groups)


def test_unnamed_towns_steer_for_themselves(house):
    for model in (Body, Measure, ActionField):
        unnamed = model.objects.filter(room__engagement__disclosure="nicht_genannt")
        assert unnamed.exists()
        assert not unnamed.filter(circle__lt=Circle.STEERING).exists()


def test_named_towns_besides_ludwigslust_have_nothing_invented():
    for row in files.read("lenkung_andere", None)["steering"]:
        if row.get("circle") == "public":
            assert "fiktiv" not in str(row).lower()


def test_what_steers_is_sourced_or_says_that_it_is_invented(house):
    for model in (Body, Resolution, Measure):
        for row in model.objects.all():
            assert row.source, row
    for item in AgendaItem.objects.exclude(input=""):
        assert item.input.startswith("Fiktiv: ")
    for row in [*Task.objects.all(), *Obstacle.objects.all(), *Minutes.objects.all()]:
        assert row.text.startswith("Fiktiv: ")
    for row in Progress.objects.all():
        assert row.note.startswith("Fiktiv: ")


def test_members_are_roles_and_nobody_is_named(house):
    """Two capitalised words in a row may be a name; the only ones allowed are parts of a role."""
    names = set(Term.objects.values_list("name", flat=True))
    pairs = {pair for name in names for pair in re.findall(r"\b[A-ZÄÖÜ]\w+ [A-ZÄÖÜ]\w+", name)}
    assert pairs == {
        "Freundeskreis Willkommen",
        "Fachbereich Soziales",
        "Fachbereich Ordnung",
        "Kommunales Integrationszentrum",
    }
    assert not Term.objects.exclude(person=None).exists()
