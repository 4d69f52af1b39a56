"""Agreements: drafted, signed, printed, and resting on each other."""

import pytest
from django.urls import reverse

from engagements.enums import AgreementKind, AgreementState
from engagements.models import Agreement
from engagements.views.mandate import tree
from rooms.enums import Circle
from tests.factories.engagements import PhaseFactory

pytestmark = pytest.mark.django_db


def test_separate_agreement_is_drafted_from_the_first(client, engagement, paper, advisor):
    PhaseFactory(engagement=engagement, code="masterplan", name="Masterplan", in_offer=False)
    client.force_login(advisor)
    url = reverse("engagements:agreement-draft-separate", args=[engagement.pk, "masterplan"])

    initial = client.get(url).context["form"].initial

    assert (initial["kind"], initial["based_on"], initial["modules"]) == ("gesondert", paper, ["masterplan"])
    assert "Notizen bleiben beim Team." in initial["text"]
    assert "- Räume" in initial["text"]
    assert "Alt" not in initial["text"]

    client.post(url, initial | {"based_on": paper.pk, "circle": 40})
    draft = Agreement.objects.get(kind=AgreementKind.SEPARATE)
    assert (draft.state, draft.based_on, draft.modules) == (AgreementState.DRAFT, paper, ["masterplan"])


def test_draft_takes_nothing_from_a_paper_its_writer_may_not_read(client, engagement, paper, advisor):
    paper.circle = Circle.SEALED
    paper.save()
    PhaseFactory(engagement=engagement, code="masterplan", in_offer=False)
    client.force_login(advisor)

    initial = (
        client.get(reverse("engagements:agreement-draft-separate", args=[engagement.pk, "masterplan"]))
        .context["form"]
        .initial
    )

    assert initial.get("based_on") is None
    assert "Notizen bleiben beim Team." not in initial["text"]


def test_sealed_paper_is_not_copied_into_a_draft(client, engagement, paper, lead):
    paper.circle, paper.author = Circle.SEALED, lead
    paper.save()
    PhaseFactory(engagement=engagement, code="masterplan", in_offer=False)
    client.force_login(lead)

    answer = client.get(reverse("engagements:agreement-draft-separate", args=[engagement.pk, "masterplan"]))

    assert "Notizen bleiben beim Team." not in answer.content.decode()


def test_signing_asks_when_and_who(client, paper, advisor):
    client.force_login(advisor)
    url = reverse("engagements:agreement-move", args=[paper.pk, "unterzeichnet"])

    assert "Bitte nennen Sie mindestens eine Person" in client.post(url, {"when": "Herbst 2015"}).content.decode()
    client.post(url, {"when": "Herbst 2015", "names": "Erika Muster, Bürgermeisterin\n"})

    paper.refresh_from_db()
    assert (paper.state, paper.signed) == (AgreementState.SIGNED, "Herbst 2015")
    assert "- Erika Muster, Bürgermeisterin" in client.get(paper.get_absolute_url()).context["agreement"].text


def test_signed_paper_keeps_its_wording(client, paper, advisor):
    Agreement.objects.filter(pk=paper.pk).update(state=AgreementState.SIGNED)
    client.force_login(advisor)

    client.post(
        reverse("engagements:agreement-update", args=[paper.pk]),
        {"title": "Neu", "kind": "loi", "text": "anders", "modules": [], "circle": 20, "version": paper.version},
    )

    before, (paper.title, paper.text) = paper.text, ("", "")
    paper.refresh_from_db()
    assert (paper.title, paper.kind, paper.text) == ("Neu", "kooperation", before)


def test_paper_rests_on_no_circle(client, paper, advisor):
    follower = Agreement.objects.create(engagement=paper.engagement, room=paper.room, title="Folge", based_on=paper)
    last = Agreement.objects.create(engagement=paper.engagement, room=paper.room, title="Letzte", based_on=follower)
    client.force_login(advisor)

    client.post(
        reverse("engagements:agreement-update", args=[paper.pk]),
        {"title": "X", "kind": "kooperation", "based_on": last.pk, "circle": 20},
    )

    paper.refresh_from_db()
    assert paper.based_on is None


def test_tree_shows_what_rests_on_what(engagement, paper):
    follower = Agreement.objects.create(engagement=engagement, room=engagement.room, title="Folge", based_on=paper)

    assert tree([follower, paper]) == [(paper, 0), (follower, 1)]
    assert tree([follower]) == [(follower, 0)]


def test_print_view_has_lines_to_sign_until_it_is_signed(client, paper, advisor):
    client.force_login(advisor)
    url = reverse("engagements:agreement-print", args=[paper.pk])

    assert "für die Kommune" in client.get(url).content.decode()
    Agreement.objects.filter(pk=paper.pk).update(state=AgreementState.SIGNED)
    assert "für die Kommune" not in client.get(url).content.decode()
