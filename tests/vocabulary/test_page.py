"""The page where administrators say what their house calls its terms."""

import pytest
from django.urls import reverse

from audit.models import Entry
from engagements.enums import ActivityKind, ConflictTheme
from engagements.models import Engagement
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory, LogEntryFactory
from vocabulary.models import Term
from vocabulary.words import VOCABULARIES, house

pytestmark = pytest.mark.django_db
LIST = reverse("network:vocabulary-list")
WORKSHOP = "taetigkeiten", "workshop"


def url(key="taetigkeiten"):
    return reverse("network:vocabulary-edit", args=[key])


def page(response):
    return response.content.decode()


def sent(client, key="taetigkeiten", **values):
    """What the form on the page would send, with these values changed."""
    form = client.get(url(key)).context["form"]
    data = {"seen": form["seen"].value()}
    for row in form.rows:
        data |= {field.html_name: field.value() for field in row if field.value()}
    return data | values


def send(client, key="taetigkeiten", **values):
    answer = client.post(url(key), sent(client, key, **values))
    house.load()  # as the next request would, once it is stored
    return answer


def test_these_pages_do_not_exist_for_others(client):
    client.force_login(UserFactory())
    for path in (LIST, url()):
        assert client.get(path).status_code == 404
        assert client.post(path, {"workshop-label_de": "Werkstatt"}).status_code == 404
    client.logout()
    assert client.get(LIST).status_code == 302
    assert not Term.objects.exists()


def test_unknown_vocabularies_do_not_exist(signed_in):
    assert signed_in.get(url("zustaende")).status_code == 404


def test_the_workplace_leads_to_every_vocabulary(signed_in):
    assert LIST in page(signed_in.get(reverse("network:home")))
    listed = page(signed_in.get(LIST))
    for key, words in VOCABULARIES.items():
        assert url(key) in listed
        assert str(words.called) in listed


def test_the_list_asks_few_questions(signed_in, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        signed_in.get(LIST)
    with django_assert_max_num_queries(9):
        signed_in.get(url())


def test_a_term_gets_the_word_of_the_house(signed_in, admin):
    answer = send(signed_in, **{"workshop-label_de": "  Werk   statt ", "workshop-label_en": "Workbench"})

    row = Term.objects.get()
    assert answer.url == url()
    assert (row.vocabulary, row.term) == WORKSHOP
    assert (row.label_de, row.label_en, row.changed_by) == ("Werk statt", "Workbench", admin)
    assert str(ActivityKind.WORKSHOP.label) == "Werk statt"
    shown = page(signed_in.get(url()))
    assert "Werk statt" in shown
    assert "Standard: Workshop" in shown
    assert "<td" in page(signed_in.get(LIST))


def test_no_word_is_said_before_it_is_stored(signed_in, django_capture_on_commit_callbacks):
    house.load()
    with django_capture_on_commit_callbacks() as waiting:
        signed_in.post(url(), sent(signed_in, **{"workshop-label_de": "Werkstatt"}))
    assert Term.objects.exists()
    assert not house.said
    for told in waiting:
        told()
    assert house.read_at is None  # the next request reads them


def test_each_change_is_noted_with_the_old_and_the_new_word(signed_in, admin):
    send(signed_in, **{"workshop-label_de": "Werkstatt"})
    send(signed_in, **{"workshop-label_de": "Atelier"})
    send(signed_in, **{"workshop-label_de": "", "workshop-is_retired": "on"})
    send(signed_in, **{"workshop-is_retired": ""})

    lines = [(each.action, each.summary) for each in Entry.objects.about(Term.objects.get()).reverse()]
    assert lines == [
        ("term.renamed", "„Workshop“, deutsch: „Workshop“ → „Werkstatt“"),
        ("term.renamed", "„Workshop“, deutsch: „Werkstatt“ → „Atelier“"),
        ("term.renamed", "„Workshop“, deutsch: „Atelier“ → „Workshop“"),
        ("term.retired", "„Workshop“"),
        ("term.offered", "„Workshop“"),
    ]
    shown = page(signed_in.get(url()))
    assert "„Werkstatt“ → „Atelier“" in shown
    assert admin.name in shown
    assert "„Atelier“" not in page(signed_in.get(url("themen")))


def test_emptied_or_typed_the_standard_word_is_the_standard(signed_in):
    send(signed_in, **{"workshop-label_de": "Werkstatt"})
    send(signed_in, **{"workshop-label_de": "Workshop"})

    assert Term.objects.get().label_de == ""
    assert str(ActivityKind.WORKSHOP.label) == "Workshop"


def test_what_changes_nothing_leaves_nothing(signed_in):
    answer = signed_in.post(url(), sent(signed_in), follow=True)

    assert "Es war nichts zu ändern." in page(answer)
    assert not Term.objects.exists()


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("<b>fett</b>", "ohne &lt; und &gt;"),
        ("a\u202eb", "unsichtbare Zeichen"),
        ("=1+1", "Buchstaben oder einer Ziffer"),
        ("x" * 81, "höchstens 80 Zeichen"),
        ("Mediation", "So heißt hier schon „Mediation“"),
        ("mediation", "So heißt hier schon „Mediation“"),
    ],
)
def test_words_that_will_not_do_are_refused_and_stay_typed(signed_in, word, why):
    answer = send(signed_in, **{"workshop-label_de": word, "reise-label_de": "Fahrt"})

    assert why in page(answer)
    assert 'value="Fahrt"' in page(answer)
    assert not Term.objects.exists()
    assert not house.said


def test_two_terms_may_swap_their_words_but_not_share_one(signed_in):
    assert "So heißt hier schon" in page(send(signed_in, **{"workshop-label_de": "Termin", "reise-label_de": "TERMIN"}))
    assert send(signed_in, **{"workshop-label_de": "Reise", "reise-label_de": "Workshop"}).status_code == 302
    assert [str(ActivityKind(each).label) for each in ("workshop", "reise")] == ["Reise", "Workshop"]


def test_before_a_term_in_use_is_retired_it_is_asked_once_more(signed_in):
    for engagement in [*EngagementFactory.create_batch(5), None]:
        LogEntryFactory(engagement=engagement or Engagement.objects.first(), kind="workshop")
    values = {"workshop-is_retired": "on", "reise-label_de": "Fahrt"}
    asked = send(signed_in, **values)

    assert "6 Einträge tragen ihn weiter." in page(asked)
    assert 'value="Fahrt"' in page(asked)
    assert not Term.objects.exists()
    assert send(signed_in, **values, confirmed="reise").status_code == 200  # agreed to something else
    assert send(signed_in, **values, confirmed="workshop").status_code == 302
    assert ActivityKind.WORKSHOP.is_retired
    assert str(ActivityKind.TRAVEL.label) == "Fahrt"


def test_few_rows_are_not_counted_aloud(signed_in):
    LogEntryFactory.create_batch(6, engagement=EngagementFactory(), kind="workshop")
    asked = page(send(signed_in, **{"workshop-is_retired": "on"}))

    assert "Einträge aus weniger als fünf Fällen tragen ihn weiter." in asked
    assert "aus weniger als 5 Fällen" in asked


def test_what_nobody_uses_is_retired_at_once(signed_in):
    assert send(signed_in, **{"workshop-is_retired": "on"}).status_code == 302
    assert ActivityKind.WORKSHOP.is_retired


def test_what_the_product_needs_is_not_retired(signed_in):
    send(signed_in, **{"erstgespraech-is_retired": "on", "erstgespraech-label_de": "Auftakt"})

    row = Term.objects.get()
    assert (row.label_de, row.is_retired) == ("Auftakt", False)


def test_one_term_stays_offered(signed_in):
    values = {f"{each.value}-is_retired": "on" for each in ConflictTheme}

    assert "Mindestens ein Begriff" in page(send(signed_in, "themen", **values))
    assert not Term.objects.exists()


def test_two_who_change_at_once_overwrite_nobody(signed_in):
    late = sent(signed_in, **{"reise-label_de": "Fahrt"})
    send(signed_in, **{"workshop-label_de": "Werkstatt"})
    answer = signed_in.post(url(), late)

    assert "Inzwischen wurde dieses Vokabular geändert" in page(answer)
    assert 'value="Fahrt"' in page(answer)
    assert "Werkstatt" in page(answer)
    assert Term.objects.count() == 1


def test_english_pages_show_the_english_words(signed_in, admin):
    send(signed_in, **{"workshop-label_de": "Werkstatt", "workshop-label_en": "Workbench"})
    admin.language = "en"
    admin.save()

    assert "Workbench" in page(signed_in.get(url()))
