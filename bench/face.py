"""What everybody may read: profiles of some towns, one of them with all its words, and a map of sixteen Länder."""

from django.utils import timezone

from municipalities.models import Place
from network.models import CaseProfile, Outline, ProfileEdition
from network.profile_words import freeze
from network.steps import EditionState, ProfileStep
from rooms.enums import Circle

PROFILES, CORNERS = 40, 180
LONG = "Ein Satz, wie ihn beide Seiten unterschrieben haben. " * 8
WORDS = ("situation", "aims", "procedure", "events", "steering", "bodies", "actors", "results", "next_steps")


def make_face(engagements, author):
    """Signed by two, out for everybody; returns the address of one."""
    now = timezone.now()
    signed = {"signed_team": author, "signed_team_at": now, "signed_town_at": now, "published_at": now}
    signed |= {"state": EditionState.PUBLISHED, "circle": Circle.PUBLIC, "author": author}
    Place.objects.filter(level="gemeinde").update(latitude=51, longitude=10)
    editions = []
    for number, engagement in enumerate(engagements[:PROFILES]):
        engagement.municipality.latitude, engagement.municipality.longitude = 51, 10
        profile = CaseProfile.objects.create(
            engagement=engagement,
            room=engagement.room,
            author=author,
            slug=f"ort-{number}",
            title=engagement.title,
            place=engagement.municipality,
            themes=engagement.themes,
            population=12_000 + number,
            headline=LONG[:200],
            programme=f"Projekt {number % 4}",
            **dict.fromkeys(WORDS, LONG),
        )
        edition = freeze(profile, ProfileStep.FULL, Circle.PUBLIC)
        for name, value in signed.items():
            setattr(edition, name, value)
        editions.append(edition)
    second = editions[0].author.__class__.objects.exclude(pk=author.pk).first()
    for edition in editions:
        edition.signed_town = second
    ProfileEdition.objects.bulk_create(editions)
    Outline.objects.bulk_create(
        Outline(key=f"{land:02}", name=f"Land {land}", path="M10 10l" + "1.2 -0.8 " * CORNERS + "z", source="Zeichnung")
        for land in range(1, 17)
    )
    return editions[0].slug
