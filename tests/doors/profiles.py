"""A case profile of a house: the draft of the team, a consent, and editions in the circles they can lie in."""

from django.utils import timezone

from network.models import CaseProfile, ProfileConsent, ProfileEdition
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
    return group


def edition(group, profile, circle, place):
    """Out in the circle, or for both sides a proposal."""
    lead, word = group.each[circle]["author"], group.word[circle]
    row = ProfileEdition(
        **group.each[circle], profile=profile, profile_version=1, step=ProfileStep.FULL, approach="kkb", place=place
    )
    row.slug, row.title = f"{profile.slug}-{int(circle)}", f"Steckbrief {word}"
    row.to_circle = min(circle, Circle.NETWORK)
    row.content = [["headline", "Worum geht es?", word, ""], ["results", "Ergebnisse", f"Ergebnis {word}", ""]]
    row.sha256 = row.digest()
    if circle < C:
        now = timezone.now()
        signed = {"signed_team": lead, "signed_team_at": now, "signed_town": UserFactory(), "signed_town_at": now}
        signed |= {"state": EditionState.PUBLISHED, "published_at": now}
        for name, value in signed.items():
            setattr(row, name, value)
    row.save()
    return row
