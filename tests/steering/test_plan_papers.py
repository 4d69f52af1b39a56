"""The plan as a document: the reader's rights, no further than the group when asked for it, no obstacle ever."""

import io
import re
import subprocess
import sys
import zipfile
import zlib

import pytest
from django.urls import reverse
from docx import Document

from accounts.sessions import CONFIRMED
from audit.models import Entry
from rooms.enums import Circle
from steering.models import ActionField, Measure, MeasureStep, Mirror, Obstacle
from tests.factories.steering import ActionFieldFactory, GoalFactory, MeasureFactory, ResolutionFactory

pytestmark = pytest.mark.django_db

ASKED = "?fuer=runde"
FORMS = ["docx", "pdf"]


def document(engagement, form, query=""):
    return reverse("steering:plan-document", args=[engagement.pk, form]) + query


def printed(engagement, query=""):
    return reverse("steering:plan-print", args=[engagement.pk]) + query


def words_of(response):
    """Everything in a DOCX, unpacked."""
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


@pytest.fixture
def planted(engagement):
    """One branch per circle, and around the group's measure what stays further inside."""
    for circle in (Circle.TEAM, Circle.CLIENT, Circle.STEERING):
        word, here = f"wort{int(circle)}", {"circle": circle}
        field = ActionFieldFactory(engagement=engagement, name=f"{word}feld", vision=f"{word}bild", **here)
        goal = GoalFactory(field=field, text=f"{word}ziel", **here)
        ground = ResolutionFactory(engagement=engagement, title=f"{word}grund", **here)
        measure = MeasureFactory(goal=goal, title=f"{word}tun", owner=f"{word}amt", rests_on=ground, **here)
        MeasureStep.objects.create(measure=measure, text=f"{word}schritt")
        Mirror.objects.create(goal=goal, room=goal.room, judgement="kaum", evidence=f"{word}urteil", **here)
        Obstacle.objects.create(measure=measure, room=goal.room, text=f"hindernis{word}", **here)
    ground = ResolutionFactory(engagement=engagement, title="wort40herkunft")
    MeasureFactory(goal=Measure.objects.get(title="wort20tun").goal, circle=Circle.STEERING, rests_on=ground)


@pytest.fixture
def told(monkeypatch):
    """What the typesetter is given: in a PDF letters are glyphs."""
    import typst

    seen, really = [], typst.compile
    monkeypatch.setattr(
        typst, "compile", lambda *args, **more: seen.append(more["sys_inputs"]["plan"]) or really(*args, **more)
    )
    return seen


MET = {"lead": {"20", "30", "40"}, "contact": {"20", "30"}, "member": {"20"}}


@pytest.mark.parametrize("query", ["", ASKED])
@pytest.mark.parametrize("who", MET)
def test_it_carries_what_its_reader_reads_and_for_the_group_no_more(
    client, *, engagement, planted, told, who, query, request
):
    client.force_login(request.getfixturevalue(who))
    pages = [words_of(client.get(document(engagement, "docx", query))), client.get(printed(engagement, query))]
    pages[1] = pages[1].content.decode()
    assert client.get(document(engagement, "pdf", query)).content.startswith(b"%PDF")
    for page in [*pages, *told]:
        assert set(re.findall(r"wort(\d\d)", page)) == ({"20"} if query else MET[who])
        assert {"wort20schritt", "wort20urteil", "wort20grund", "wort20bild"} <= set(re.findall(r"wort20\w+", page))
        assert "hindernis" not in page


def test_one_field_of_action_has_a_master_plan_of_its_own(client, engagement, lead, planted, told):
    client.force_login(lead)
    for circle, more, met in ((20, "", {"20", "40"}), (20, "&fuer=runde", {"20"}), (40, "", {"40"})):
        field = ActionField.objects.get(circle=circle)
        query = f"?feld={field.pk}{more}"
        told.clear()
        pages = [words_of(client.get(document(engagement, "docx", query)))]
        pages.append(client.get(printed(engagement, query)).content.decode())
        client.get(document(engagement, "pdf", query))
        for page in [*pages, *told]:
            assert set(re.findall(r"wort(\d\d)", page)) == met
            assert f"Masterplan {field.name}" in page


def test_a_field_from_further_inside_is_none_for_the_group(client, engagement, lead, member, planted):
    hidden = ActionField.objects.get(circle=Circle.TEAM)
    client.force_login(lead)
    for key in (f"{hidden.pk}&fuer=runde", "unsinn", "00000000-0000-0000-0000-000000000000"):
        assert client.get(printed(engagement, f"?feld={key}")).status_code == 404
    client.force_login(member)
    assert client.get(printed(engagement, f"?feld={hidden.pk}")).status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_it_wants_a_fresh_proof_and_is_noted(client, engagement, lead, planted, form):
    client.force_login(lead)
    session = client.session
    session[CONFIRMED] = 0
    session.save()
    assert "bestaetigen" in client.get(document(engagement, form)).url
    assert not Entry.objects.filter(action="engagement.plan_exported").exists()

    client.force_login(lead)
    response = client.get(document(engagement, form, ASKED))
    assert response["Cache-Control"] == "private, no-store"
    assert re.search(rf'attachment; filename="masterplan-[\w-]+\.{form}"', response["Content-Disposition"])
    assert "für die Lenkungsrunde" in Entry.objects.get(action="engagement.plan_exported").summary


def test_what_people_type_is_text_and_nothing_else(client, engagement, lead):
    """Commands of the typesetter, markup, letters no file knows and scripts its fonts do not have."""
    nasty = '#panic("x") $x$ <w:p/> *a* ]{}\x01\x0b\ufffe =Titel مرحبا 🙂'
    field = ActionFieldFactory(engagement=engagement, name=nasty, lead=nasty)
    MeasureFactory(goal=GoalFactory(field=field, text=nasty), title=nasty, text=nasty, owner=nasty)
    client.force_login(lead)
    book = Document(io.BytesIO(client.get(document(engagement, "docx")).content))
    assert any('#panic("x") $x$ <w:p/> *a*' in paragraph.text for paragraph in book.paragraphs)
    assert client.get(document(engagement, "pdf")).content.startswith(b"%PDF")
    assert client.get(printed(engagement)).status_code == 200


def test_it_has_headings_and_a_language(client, engagement, lead, planted):
    client.force_login(lead)
    book = Document(io.BytesIO(client.get(document(engagement, "docx")).content))
    assert [paragraph.style.name for paragraph in book.paragraphs if paragraph.style.name[-1:] in "123"][:3] == [
        "Heading 1", "Heading 2", "Heading 3",
    ]  # fmt: skip
    assert (book.core_properties.author, book.core_properties.language) == ("", "de")
    packed = client.get(document(engagement, "pdf")).content
    found = packed + b"".join(unpacked(packed))
    assert b"/Lang" in found
    assert b"/StructTreeRoot" in found
    assert b"pdfuaid" in found


def unpacked(content):
    for piece in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            yield zlib.decompress(piece)
        except zlib.error:
            continue


def test_an_empty_plan_makes_a_file_all_the_same(client, engagement, member):
    client.force_login(member)
    for form in FORMS:
        assert client.get(document(engagement, form)).status_code == 200


def test_the_libraries_are_loaded_with_the_first_document():
    code = "import django; django.setup(); import sys; import config.urls; print({'typst', 'docx'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"
