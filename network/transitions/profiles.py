"""The way of a profile to its readers: frozen, signed by both sides, out, and back at any time."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Entry
from engagements.enums import Disclosure
from engagements.models import Engagement
from rooms.enums import Circle

from .. import rules
from ..models import ProfileConsent, ProfileEdition
from ..profile_words import freeze
from ..steps import EditionState, ProfileStep, Side

STEPS = {
    EditionState.PUBLISHED: {EditionState.WAITING},
    EditionState.REPLACED: {EditionState.PUBLISHED},
    EditionState.WITHDRAWN: {EditionState.WAITING, EditionState.PUBLISHED},
}


class ProfileRefused(Exception):
    """The step is not possible; the text says why."""


def _held(edition, target):
    """The edition as stored, held for this transaction, if this step leads on from where it is."""
    found = ProfileEdition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    if found.state not in STEPS[target]:
        raise ProfileRefused(_("Das ist inzwischen anders: %(state)s.") % {"state": found.get_state_display()})
    return found


@transaction.atomic
def propose(profile, step, to_circle, *, by, not_before=None):
    """Freeze the words of one step and its day for both sides to sign; an edition that still waited gives way."""
    if ProfileStep(step).is_named and profile.engagement.disclosure == Disclosure.UNNAMED:
        raise ProfileRefused(_("Diese Kommune wird nicht genannt; sie kann nur mitgezählt werden."))
    for waiting in profile.editions.filter(state=EditionState.WAITING):
        withdraw(waiting, by=by)
    edition = freeze(profile, step, to_circle, not_before)
    edition.author, edition.circle = by, Circle.CLIENT
    try:
        with transaction.atomic():
            edition.save()
    except IntegrityError as error:
        raise ProfileRefused(_("Für diesen Steckbrief wartet schon eine Fassung auf Unterschriften.")) from error
    Entry.objects.record("profileedition.proposed", edition, by=by, summary=str(edition.stage.label))
    return edition


@transaction.atomic
def sign(edition, side, *, by, sha256):
    """One side signs the words it has seen; with the second signature they go out, on their day if they have one."""
    edition = _held(edition, EditionState.PUBLISHED)
    if side not in rules.sides_to_sign(by, edition):
        raise ProfileRefused(_("Unterschreiben können die Federführung und die Ansprechperson der Kommune, je einmal."))
    if sha256 != edition.sha256 or not edition.is_intact:
        raise ProfileRefused(_("Das ist nicht die Fassung, die Sie gesehen haben. Bitte lesen Sie sie neu."))
    unnamed = Engagement.objects.filter(room=edition.room_id, disclosure=Disclosure.UNNAMED)
    if edition.stage.is_named and unnamed.exists():
        raise ProfileRefused(_("Diese Kommune wird nicht genannt; sie kann nur mitgezählt werden."))
    now = timezone.now()
    if side == Side.TEAM:
        edition.signed_team, edition.signed_team_at = by, now
    else:
        edition.signed_town, edition.signed_town_at = by, now
    changed = ["signed_team", "signed_team_at", "signed_town", "signed_town_at", "changed_at"]
    if edition.signed_team_id and edition.signed_town_id:
        _replace_earlier(edition, by)
        edition.state, edition.circle = EditionState.PUBLISHED, edition.to_circle
        edition.published_at = max(now, edition.not_before or now)
        edition.shared_on = timezone.localdate(edition.published_at)
        changed += ["state", "circle", "published_at", "shared_on"]
    edition.save(update_fields=changed)
    Entry.objects.record("profileedition.signed", edition, by=by, summary=str(Side(side).label))
    return edition


def _replace_earlier(edition, by):
    """Of one profile others read one edition at most in a circle; the one before stays until the day of the new one."""
    earlier = ProfileEdition.objects.select_for_update(of=("self",)).filter(
        profile=edition.profile_id, to_circle=edition.to_circle, state=EditionState.PUBLISHED
    )
    waits = edition.not_before is not None and edition.not_before > timezone.now()
    for each in earlier.order_by(F("not_before").desc(nulls_last=True)):  # one whose day is ahead gives way first
        if waits and each.is_out:
            each.out_until = edition.not_before
            each.save(update_fields=["out_until"])  # nobody else sees by it that the next one is signed
        else:
            each.state, each.circle = EditionState.REPLACED, Circle.CLIENT
            each.save(update_fields=["state", "circle", "changed_at"])
            Entry.objects.record("profileedition.replaced", each, by=by)


@transaction.atomic
def withdraw(edition, *, by):
    """From the next request on nobody outside reads it any more."""
    edition = _held(edition, EditionState.WITHDRAWN)
    if not rules.can_withdraw_profile(by, edition):
        raise ProfileRefused(_("Zurückziehen können das Beratungsteam und die Ansprechperson der Kommune."))
    edition.state, edition.circle = EditionState.WITHDRAWN, Circle.CLIENT
    edition.withdrawn_by, edition.withdrawn_at = by, timezone.now()
    edition.save(update_fields=["state", "circle", "withdrawn_by", "withdrawn_at", "changed_at"])
    Entry.objects.record("profileedition.withdrawn", edition, by=by)
    return edition


@transaction.atomic
def withdraw_consent(consent, *, by):
    """A name or a quote leaves every edition at once; the database takes it out."""
    consent = ProfileConsent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    engagement = Engagement.objects.get(room=consent.room_id)  # the profile itself may be hidden from the town
    if not rules.can_keep_profile(by, engagement):
        raise ProfileRefused(_("Das können das Beratungsteam und die Ansprechperson der Kommune festhalten."))
    if consent.holds:
        consent.withdrawn_on = timezone.localdate()
        consent.save(update_fields=["withdrawn_on", "changed_at"])
        Entry.objects.record("profileconsent.withdrawn", consent, by=by)
    return consent
