"""The logos of those who fund: small, described, kept by administrators alone, shown where they are signed."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from PIL import Image, ImageDraw

from accounts.models import User
from network.logos import logo_of
from network.models import FunderLogo
from network.models.funders import MOST_BYTES, MOST_ON_A_PAGE
from network.steps import ProfileStep
from network.transitions.profiles import propose
from rooms.acting import act_as
from rooms.enums import Circle
from tests.doors import profiles as planted
from tests.factories.accounts import UserFactory
from tests.factories.profiles import Sides
from tests.pages.reading import Page
from tests.pages.test_budget import packed, packed_file, scripts, styles

pytestmark = pytest.mark.django_db
LIST, CREATE = reverse("network:logo-list"), reverse("network:logo-create")
WORDS = {"name": "Stiftung  Beispiel", "alt": "Logo: Stiftung Beispiel", "licence": "vom Förderer zugesandt"}


def picture(size=(900, 300), kind="PNG", name="logo.png", noise=False):
    """A drawn one; with `noise` no picture compresses worse."""
    image = Image.effect_noise(size, 90).convert("RGB") if noise else Image.new("RGB", size, "white")
    ImageDraw.Draw(image).ellipse((2, 2, size[1] - 2, size[1] - 2), fill="teal")
    out = io.BytesIO()
    image.save(out, format=kind, **({"exif": b"Exif\0\0geheim"} if kind == "JPEG" else {}))
    return SimpleUploadedFile(name, out.getvalue())


@pytest.fixture
def administrator(client):
    person = UserFactory(is_network_admin=True)
    client.force_login(person)
    return person


def sent(client, url, **data):
    """The form as it comes out of the page, with these words."""
    form = client.get(url).context["form"]
    keys = {name: form[name].value() for name in form.fields if name not in {"picture", *WORDS}}
    found = re.search(r'name="key" value="([^"]+)"', client.get(url).content.decode())
    return client.post(url, {**keys, **({"key": found[1]} if found else {}), **WORDS, **data})


# --- the picture


@pytest.mark.parametrize(
    "upload",
    [picture(), picture(kind="JPEG", name="logo.jpg"), picture((2400, 1600), noise=True), picture((1500, 120))],
)
def test_whatever_comes_is_small_and_written_anew(upload):
    content, width, height = logo_of(upload)
    shown = Image.open(io.BytesIO(content))

    assert len(content) <= MOST_BYTES
    assert (shown.format, shown.size) == ("PNG", (width, height))
    assert width <= 360
    assert height <= 120
    assert not shown.getexif()
    assert b"geheim" not in content


@pytest.mark.parametrize(
    ("upload", "told"),
    [
        (SimpleUploadedFile("logo.svg", b"<svg onload='alert(1)'/>"), "PNG oder JPEG"),
        (SimpleUploadedFile("logo.png", b"<html>"), "passt nicht zur Endung"),
        (SimpleUploadedFile("logo.png", b""), "leer"),
        (picture((20, 20), name="logo.png"), "zu klein"),
        (picture((3000, 30)), "zu schmal"),
    ],
)
def test_what_is_no_logo_is_refused_and_the_words_stay(client, administrator, upload, told):
    page = sent(client, CREATE, picture=upload)

    assert page.status_code == 200
    assert told in page.content.decode()
    assert WORDS["licence"] in page.content.decode()
    assert not FunderLogo.objects.exists()


# --- who keeps them


def test_kept_changed_and_deleted(client, administrator):
    assert sent(client, CREATE, picture=picture()).status_code == 302
    logo = FunderLogo.objects.get()
    assert (logo.name, logo.changed_by) == ("Stiftung Beispiel", administrator)
    before = logo.mark
    assert sent(client, logo.get_absolute_url(), alt="Anders").status_code == 302
    logo.refresh_from_db()
    assert (logo.alt, logo.mark) == ("Anders", before)
    assert sent(client, logo.get_absolute_url(), picture=picture((300, 300))).status_code == 302
    logo.refresh_from_db()
    assert logo.mark != before
    assert client.get(reverse("reports:logo", args=[logo.pk, before])).status_code == 404
    assert "Anders" not in client.get(LIST).content.decode()
    assert client.get(reverse("network:logo-delete", args=[logo.pk])).status_code == 200
    client.post(reverse("network:logo-delete", args=[logo.pk]))

    assert not FunderLogo.objects.exists()


def test_one_name_has_one_logo(client, administrator):
    sent(client, CREATE, picture=picture())
    page = sent(client, CREATE, name="STIFTUNG beispiel", picture=picture())

    assert "hat schon ein Logo" in page.content.decode()
    assert FunderLogo.objects.count() == 1


@pytest.mark.parametrize("missing", ["alt", "licence", "name", "picture"])
def test_nothing_may_be_left_out(client, administrator, missing):
    page = sent(client, CREATE, **{"picture": picture(), missing: ""})

    assert page.status_code == 200
    assert not FunderLogo.objects.exists()


def test_the_database_lets_only_administrators_write():
    logo = planted.logo_of("Stiftung Beispiel")
    administrator, other = UserFactory(is_network_admin=True), UserFactory()
    for person, changed in ((other, 0), (None, 0), (administrator, 1)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('role', 'none', true)")
            act_as(person and person.pk)
            cursor.execute("UPDATE network_funderlogo SET alt = 'x' WHERE id = %s", [logo.pk])
            assert cursor.rowcount == changed
    act_as(other.pk)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        planted.logo_of("Noch eine")


# --- on the pages


def funded(**fields):
    return Sides(slug="ort", funders="Ministerium für Muster\nSTIFTUNG  beispiel", **fields)


def test_it_stands_where_the_signed_words_name_the_funder(client):
    logo = planted.logo_of("Stiftung Beispiel")
    planted.logo_of("Eine ganz andere")
    funded().out()
    page = client.get(reverse("reports:profile", args=["ort"])).content.decode()
    (image,) = re.findall("<img [^>]*>", page)

    assert f'alt="{logo.alt}"' in image
    assert f'width="{logo.shown[0]}" height="{logo.shown[1]}" loading="lazy"' in image
    answer = client.get(re.search('src="([^"]+)"', image)[1])
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert bytes(answer.content) == bytes(logo.content)
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "public" in answer["Cache-Control"]


def test_one_that_comes_later_needs_new_signatures(client):
    """What stands on a public page both sides have seen; deleted, it is gone from it at once."""
    sides = funded()
    edition = sides.out()
    logo = planted.logo_of("Stiftung Beispiel")
    url = reverse("reports:profile", args=["ort"])
    assert "<img" not in client.get(url).content.decode()
    edition.logos = [logo.pk]
    assert not edition.is_intact
    edition.sha256 = edition.digest()
    edition.save()
    kept = client.get(url)
    assert "<img" in kept.content.decode()
    logo.delete()
    answer = client.get(url, headers={"If-None-Match": kept["ETag"]})

    assert answer.status_code == 200
    assert "<img" not in answer.content.decode()


def test_both_sides_see_it_before_they_sign(client):
    logo = planted.logo_of("Stiftung Beispiel")
    sides = funded()
    client.force_login(sides.lead)
    asked = {"step": "kurz", "to_circle": "0"}
    page = client.get(reverse("network:profile-propose", args=[sides.engagement.pk]), asked).content.decode()
    assert logo.alt in page
    assert "Ohne Logo, mit Namen: Ministerium für Muster." in re.sub(r"\s+", " ", page)
    edition = propose(sides.profile, ProfileStep.SHORT, Circle.PUBLIC, by=sides.lead)
    client.force_login(User.objects.get(pk=sides.contact.pk))

    assert logo.alt in client.get(reverse("network:edition", args=[edition.pk])).content.decode()


def test_what_is_only_counted_has_none():
    planted.logo_of("Stiftung Beispiel")

    assert funded().out(ProfileStep.COUNTS).logos == []


@pytest.mark.slow
def test_with_all_its_logos_a_page_stays_below_a_hundred_kilobytes(client):
    names = [f"Förderer {n}" for n in range(MOST_ON_A_PAGE + 2)]
    for name in names:
        logo = planted.logo_of(name)
        logo.content, logo.width, logo.height = logo_of(picture((2400, 1600), noise=True))
        logo.save()
    sides = Sides(slug="ort", funders="\n".join(names), **dict.fromkeys(("situation", "results"), "Ein Satz. " * 400))
    assert len(sides.out().logos) == MOST_ON_A_PAGE
    answer = client.get(reverse("reports:profile", args=["ort"]))
    page = Page(answer.content)
    images = [client.get(image["src"]).content for image in page.all("img")]
    weight = packed(answer.content) + sum(map(packed_file, styles(page) | scripts(page))) + sum(map(len, images))

    assert len(images) == MOST_ON_A_PAGE
    assert weight < 100_000
