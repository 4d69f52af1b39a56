import pytest
from django import forms
from django.urls import reverse

from municipalities.fields import PlaceField, PlaceSearchMixin
from municipalities.models import Place
from municipalities.querysets import Fold, fold
from tests.factories.municipalities import PlaceFactory, PlaceNameFactory

pytestmark = pytest.mark.django_db
CHOOSE = "Bitte wählen Sie einen der gefundenen Orte aus."


class Request(PlaceSearchMixin, forms.Form):
    title = forms.CharField()
    ort = PlaceField(label="Ort")


def found(text):
    return [place.key for place in Place.objects.clients().search(text)]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Kalbe", ["03357029", "15081240"]),
        ("kalbe milde", ["15081240"]),
        ("Kalbe Niedersachsen", ["03357029"]),
        ("Soest", ["05974040", "05974"]),  # the same size: the dozen knows one town of the Kreis
        ("Kreis Soest", ["05974"]),
        ("Stadt Soest", ["05974040"]),
        ("05974040", ["05974040"]),
        ("0597 40040040", ["05974040"]),
        ("05112", ["05112000"]),
        ("duis", ["05112000"]),
        ("burg", ["05112000", "03357"]),
        ("Rotenburg Wuemme", ["03357"]),
        ("Düsseldorf", []),  # only as a Regierungsbezirk here
        ("Sachsen-Anhalt", []),
        ("%", []),
        ("", []),
    ],
)
def test_search_finds(dozen, text, keys):
    assert sorted(found(text)) == sorted(keys)


def test_search_puts_the_name_itself_first_and_what_only_contains_it_last(dozen):
    PlaceFactory(key="99000001", name="Kalbenau")
    PlaceFactory(key="99000002", name="Neu Kalbe")
    PlaceFactory(key="99000003", name="Niederkalben")

    assert found("Kalbe") == ["03357029", "15081240", "99000001", "99000002", "99000003"]


@pytest.mark.parametrize("text", ["Muenster", "münster", "MUNSTER", "Münster"])
def test_search_folds_umlauts(text):
    place = PlaceFactory(name="Münster")

    assert found(text) == [place.key]


def test_search_knows_other_names():
    place = PlaceFactory(name="Musterstedt")
    PlaceNameFactory(place=place, name="Karl-Marx-Stedt")

    assert found("karl marx") == [place.key]


def test_search_offers_no_place_twice_and_none_without_people():
    town = PlaceFactory(name="Schwedt/Oder", type_code="63")
    PlaceFactory(key="120735051", level="verband", name="Schwedt/Oder", type_code="58")
    PlaceFactory(name="Schwedter Forst", type_code="66")

    assert found("Schwedt") == [town.key]


@pytest.mark.parametrize("name", ["Bautzen / Budyšin", "St. Peter-Ording", "Weißenfels", "O'Hara's (Öd)", "100 %"])
def test_fold_is_the_same_here_and_in_the_database(name):
    place = PlaceFactory(name=name)

    folded = Place.objects.annotate(said=Fold("name")).get(pk=place.pk).said

    assert " ".join(folded.split()) == fold(name)


def test_search_page_shows_namesakes_beside_each_other_and_marks_none(client, advisor, dozen):
    client.force_login(advisor)

    response = client.get(reverse("municipalities:search"), {"q": "Kalbe", "name": "ort"})

    kalbe, milde = Place.objects.filter(name__startswith="Kalbe").order_by("key")
    html = response.content.decode()
    assert f'<input type="radio" name="ort" value="{kalbe.pk}">' in html
    assert f'<input type="radio" name="ort" value="{milde.pk}">' in html
    assert "Gemeinde · Landkreis Rotenburg (Wümme) · Niedersachsen · 03357029" in html
    assert "Stadt · Altmarkkreis Salzwedel · Sachsen-Anhalt · 15081240" in html
    assert "checked" not in html


def test_search_page_marks_not_even_a_single_hit(client, advisor, dozen):
    client.force_login(advisor)

    html = client.get(reverse("municipalities:search"), {"ort_suche": "Duisburg", "name": "ort"}).content.decode()

    assert "1 Ort gefunden" in html
    assert "checked" not in html


def test_search_page_shows_twelve_and_says_how_many_more(client, advisor):
    PlaceFactory.create_batch(15, name="Neustedt")
    client.force_login(advisor)

    html = client.get(reverse("municipalities:search"), {"q": "Neustedt"}).content.decode()

    assert html.count('type="radio" name="municipality"') == 12
    assert "15 Orte gefunden" in html
    assert "Und 3 weitere." in html


def test_search_page_says_when_nothing_is_found_and_when_there_is_no_register(client, advisor):
    client.force_login(advisor)
    url = reverse("municipalities:search")

    assert "import_municipalities" in client.get(url, {"q": "Nirgendwo"}).content.decode()
    PlaceFactory()
    assert "Keine Kommune gefunden für „&lt;b&gt;“" in client.get(url, {"q": "<b>"}).content.decode()


def test_search_page_asks_who_is_there(client):
    assert client.get(reverse("municipalities:search"), {"q": "Kalbe"}).status_code == 302


def bound(**data):
    return Request({"title": "T"} | data)


def test_field_takes_the_place_that_was_chosen(dozen):
    kalbe = Place.objects.get(key="15081240")

    form = bound(ort=str(kalbe.pk), ort_suche="Kalbe", ort_gefunden="Kalbe")

    assert form.is_valid()
    assert form.cleaned_data["ort"] == kalbe


@pytest.mark.parametrize(
    ("text", "message"), [("Duisburg", CHOOSE), ("Nirgendwo", "Keine Kommune gefunden für „Nirgendwo“.")]
)
def test_field_never_takes_the_first_hit(dozen, text, message):
    form = bound(ort_suche=text)

    assert not form.is_valid()
    assert form.errors["ort"][0].startswith(message)
    assert f'value="{text}"' in str(form["ort"])


def test_field_does_not_keep_the_old_place_when_another_was_typed(dozen):
    old = Place.objects.get(key="15081240")

    form = bound(ort=str(old.pk), ort_bisher=str(old.pk), ort_suche="Soest", ort_gefunden="Soest")

    assert form.errors["ort"] == [CHOOSE]


def test_field_wants_a_place(dozen):
    assert bound().errors["ort"] == ["Bitte suchen Sie den Ort und wählen Sie ihn aus."]


@pytest.mark.parametrize("key", ["05", "051", "99"])
def test_field_refuses_places_nobody_is_consulted_in(dozen, key):
    PlaceFactory(key="99", gone_on="2024-01-01")

    assert bound(ort=str(Place.objects.get(key=key).pk)).errors["ort"] == [CHOOSE]


@pytest.mark.parametrize("value", ["0", "abc", "9" * 30, "1; DROP TABLE", "²"])
def test_field_refuses_what_is_no_place(value):
    assert bound(ort=value).errors["ort"] == [CHOOSE]


def test_field_keeps_a_place_that_has_gone_since():
    gone = PlaceFactory(gone_on="2024-01-01")
    form = bound(ort=str(gone.pk))
    form.fields["ort"].keep = gone

    assert form.is_valid()


def test_form_searches_without_javascript_and_finds_nothing_wrong(dozen):
    form = Request({"title": "", "ort_suche": "Kalbe", "ort_suchen": "1"})

    assert form.is_searching
    assert not form.is_valid()
    assert not form.errors
    html = form.as_p()
    assert html.count('type="radio"') == 2
    assert "checked" not in html


def test_form_is_done_when_enter_pressed_the_search_button_after_the_choice(dozen):
    kalbe = Place.objects.get(key="15081240")

    form = bound(ort=str(kalbe.pk), ort_suche="Kalbe", ort_gefunden="Kalbe", ort_suchen="1")

    assert not form.is_searching
    assert form.is_valid()


def test_picker_shows_the_chosen_place_with_a_way_to_change_it(dozen):
    kalbe = Place.objects.get(key="15081240")

    html = str(Request(initial={"ort": kalbe.pk})["ort"])

    assert f'value="{kalbe.pk}" checked' in html
    assert "Stadt · Altmarkkreis Salzwedel · Sachsen-Anhalt · 15081240" in html
    assert "<summary>ändern</summary>" in html


def test_picker_remembers_the_choice_when_another_field_is_wrong(dozen):
    kalbe = Place.objects.get(key="15081240")

    html = str(Request({"title": "", "ort": str(kalbe.pk), "ort_suche": "Kalbe", "ort_gefunden": "Kalbe"})["ort"])

    assert f'value="{kalbe.pk}" checked' in html
    assert 'name="ort_suche" value=""' in html
