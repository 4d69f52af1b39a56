"""A case profile of a house: the draft of the team, a consent, and editions in the circles they can lie in."""

import io
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from network.logos import put
from network.models import CaseProfile, FunderLogo, ProfileConsent, ProfileEdition
from network.steps import EditionState, ProfileStep
from rooms.enums import Circle
from tests.factories.accounts import UserFactory

T, C = Circle.TEAM, Circle.CLIENT


def plant_profiles(group, name, place):
    """Gives the group of a house its profile; each attribute is a dict by circle."""
    engagement, each, word = group.engagement, group.each, group.word
    told = {"headline": word[T], "situation": word[T], "results": word[T], "source": word[T]}
    profile = CaseProfile.objects.create(
        **each[T], engagement=engagement, slug=name, title=f"Steckbrief {word[T]}", place=place, **told
    )
    consent = {"profile": profile, "label": "Stimme", "given_on": "2024-05-01", "evidence": word[C]}
    group.profiles = {T: profile}
    group.profile_consents = {
        C: ProfileConsent.objects.create(**each[C], words=word[C], person=f"Person {word[C]}", **consent)
    }
    group.editions = {c: edition(group, profile, c, place) for c in (Circle.PUBLIC, Circle.NETWORK, C)}
    group.ahead = ahead(group, profile, place)
    return group


def ahead(group, profile, place):
    """Signed by both for everybody, but not before its day: with the word of the town, which reads it already."""
    now_out, row = group.editions[Circle.PUBLIC], new_edition(group, profile, C, place)
    row.circle = row.to_circle = Circle.PUBLIC
    row.not_before = row.published_at = timezone.now() + timedelta(days=600)
    row.slug, row.state = f"{profile.slug}-spaeter", EditionState.PUBLISHED
    row.signed_team, row.signed_town = now_out.signed_team, now_out.signed_town
    row.signed_team_at = row.signed_town_at = now_out.signed_team_at
    row.sha256 = row.digest()
    ProfileEdition.objects.filter(pk=now_out.pk).update(out_until=row.not_before)
    row.save()
    return row


def logo_of(name):
    """The picture of a funder, as the administrators keep it."""
    logo = FunderLogo(name=name, alt=f"Logo: {name}", licence="gezeichnet für die Tests")
    content = io.BytesIO()
    Image.new("RGB", (120, 60), "navy").save(content, format="PNG")
    put(logo, SimpleUploadedFile("logo.png", content.getvalue()))
    logo.save()
    return logo


def new_edition(group, profile, circle, place):
    """The words of an edition that is not stored yet."""
    word = group.word[circle]
    row = ProfileEdition(
        **group.each[circle], profile=profile, profile_version=1, step=ProfileStep.FULL, approach="kkb", place=place
    )
    row.slug, row.title = f"{profile.slug}-{int(circle)}", f"Steckbrief {word}"
    row.to_circle = min(circle, Circle.NETWORK)
    row.content = [["headline", "Worum geht es?", word, ""], ["results", "Ergebnisse", f"Ergebnis {word}", ""]]
    return row


def edition(group, profile, circle, place):
    """Out in the circle, or for both sides a proposal."""
    lead, row = group.each[circle]["author"], new_edition(group, profile, circle, place)
    row.sha256 = row.digest()
    if circle < C:
        now = timezone.now()
        signed = {"signed_team": lead, "signed_team_at": now, "signed_town": UserFactory(), "signed_town_at": now}
        signed |= {"state": EditionState.PUBLISHED, "published_at": now}
        for name, value in signed.items():
            setattr(row, name, value)
    row.save()
    return row
