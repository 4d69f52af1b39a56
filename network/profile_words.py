"""Which words of a profile belong to which step, and how they are frozen to be signed."""

from django.conf import settings
from django.utils import translation
from django.utils.formats import number_format

from engagements.enums import PhaseState, Status

from .models import FunderLogo, ProfileEdition
from .steps import ProfileStep

# What each step adds to the one before. `themes`, `services` and numbers stand there as words as well.
ADDS = {
    ProfileStep.COUNTS: (),
    ProfileStep.SHORT: (
        "municipality_name",
        "kreis_name",
        "region_name",
        "population",
        "period",
        "headline",
        "themes",
        "services",
        "programme",
        "funders",
        "credit_line",
        "contact",
        "reviewed_on",
    ),
    ProfileStep.METHOD: ("situation", "aims", "advisors", "procedure", "events", "steering", "bodies"),
    ProfileStep.FULL: (
        "actors",
        "participants",
        "results",
        "key_results",
        "next_steps",
        "assessment",
        "network_part",
    ),
}


def names_at(step):
    """The columns that are told at a step, those of the steps before it included."""
    return [name for each, names in ADDS.items() if each.level <= ProfileStep(step).level for name in names]


def words_at(profile, step):
    """The words of a step as they are frozen: name, label, text, and the consent they rest on."""
    with translation.override(settings.LANGUAGE_CODE):
        rows = []
        for name in names_at(step):
            if text := told(profile, name):
                rows.append([name, str(profile._meta.get_field(name).verbose_name), text, ""])
        if step == ProfileStep.FULL:
            held = profile.consents.filter(withdrawn_on=None).order_by("kind", "pk")
            rows += [[each.kind, each.label, each.words, str(each.pk)] for each in held]
        return rows


def told(profile, name):
    """One column in words; nothing where nothing is known."""
    value = getattr(profile, name)
    if name == "population" and value is not None:
        notes = [f"Stand {profile.population_as_of}" if profile.population_as_of else "", profile.population_source]
        noted = "; ".join(filter(None, notes))
        number = number_format(value, use_l10n=True, force_grouping=True)
        return f"{number} ({noted})" if noted else number
    if name in {"themes", "services"}:
        field = profile._meta.get_field(name).base_field
        labels = dict(field.flatchoices)
        return ", ".join(str(labels[each]) for each in value)
    if name == "reviewed_on":
        return f"{value:%d.%m.%Y}" if value else ""
    return str(value or "").strip()


def funders_of(profile):
    """The names behind which a logo may stand: who funds, and the project."""
    return [*profile.funders.splitlines(), *profile.programme.split(";")]


def freeze(profile, step, to_circle, not_before=None):
    """An edition of this step, not stored yet: the words and, beside them, what lists and map are sorted by."""
    engagement, place = profile.engagement, profile.place
    edition = ProfileEdition(
        profile=profile,
        room_id=profile.room_id,
        profile_version=profile.version,
        step=step,
        to_circle=to_circle,
        not_before=not_before,
        approach=engagement.approach,
        land_id=land_of(place),
        first_year=profile.period_from and profile.period_from.year,
        last_year=profile.period_until and profile.period_until.year,
    )
    if ProfileStep(step).is_named:
        edition.slug, edition.title, edition.place = profile.slug, profile.title, place
        edition.themes, edition.services = list(profile.themes), list(profile.services)
        edition.programme, edition.population = profile.programme, profile.population
        edition.phase = phase_of(engagement)
        edition.logos = [logo.pk for logo in FunderLogo.objects.named(funders_of(profile))]
        edition.content = words_at(profile, step)
    edition.sha256 = edition.digest()
    return edition


def land_of(place):
    return place and (place.land_id or place.pk)


def phase_of(engagement):
    """How far the consultation is, in the words of its way."""
    if not Status(engagement.status).is_open:
        return str(Status(engagement.status).label)
    running = [phase for phase in engagement.phases.all() if phase.state == PhaseState.RUNNING]
    return running[-1].short or running[-1].name if running else str(Status(engagement.status).label)
