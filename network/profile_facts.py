"""What the house knows already for a profile: the writer corrects, she does not type it again."""

from django.utils.text import slugify

from engagements.enums import PartnerRole, PhaseState
from engagements.models import Programme
from municipalities.enums import FigureKind, Level
from municipalities.models import Place
from stakeholders.enums import BodyKind, Sector
from stakeholders.models import Body
from steering.enums import MeasureState
from steering.models import Measure

from .models import CaseProfile

MOST = 12  # of a long list so many are proposed
DONE = (MeasureState.DONE, MeasureState.LASTING)
LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def new_profile(engagement, user):
    """A profile that is not stored yet, filled with what this person may read of the consultation."""
    profile = CaseProfile(engagement=engagement, room_id=engagement.room_id, author=user)
    profile.place = engagement.municipality
    profile.title = engagement.title
    profile.slug = free_slug(engagement)
    about_place(profile)
    about_work(profile, engagement)
    about_bodies(profile, user)
    about_results(profile, user)
    about_funding(profile, user)
    return profile


def free_slug(engagement):
    """An address nobody has yet, from the name of the place; it stays whatever the profile is called later."""
    place = engagement.municipality
    base = slugify((place.name if place else "beratung").translate(LETTERS))[:80] or "beratung"
    taken = set(CaseProfile.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (base, *numbered) if slug not in taken)


def about_place(profile):
    place = profile.place
    if place is None:
        return
    profile.municipality_name = place.name_with_type
    profile.kreis_name = place.kreis.name if place.kreis_id and place.kreis_id != place.pk else ""
    region = Place.objects.filter(level=Level.REGION, key=place.key[:3]).first()
    profile.region_name = region.name_with_type if region else ""
    profile.contact = profile.municipality_name
    if figure := place.figures.filter(kind=FigureKind.POPULATION).first():
        profile.population = int(figure.value)
        profile.population_as_of, profile.population_source = figure.as_of, figure.source


def about_work(profile, engagement):
    profile.period = engagement.period or engagement.planned
    profile.themes, profile.services = list(engagement.themes), list(engagement.services)
    profile.situation, profile.aims = engagement.occasion, engagement.aims
    took_place = [phase for phase in engagement.phases.all() if phase.state in {PhaseState.RUNNING, PhaseState.DONE}]
    profile.procedure = "\n".join(
        f"{phase.name} ({phase.period})" if phase.period else phase.name for phase in took_place
    )


def about_bodies(profile, user):
    """Bodies with the sides that sit there; never who, and no group that names a trait."""
    bodies = Body.objects.visible_to(user).filter(room=profile.room_id).in_order().prefetch_related("groups")
    lines = {True: [], False: []}
    for body in bodies:
        lines[body.kind == BodyKind.STEERING].append(body_line(body))
    profile.steering, profile.bodies = "\n".join(lines[True]), "\n".join(lines[False][:MOST])


def body_line(body):
    groups = [group for group in body.groups.all() if not group.by_trait]
    sides = list(dict.fromkeys(str(Sector(group.sector).label) for group in groups if group.sector))
    sides = sides or [str(Sector(each).label) for each in body.sectors]
    notes = [body.set_up and f"eingerichtet {body.set_up}", ", ".join(sides)]
    return f"{body.name}: {'; '.join(filter(None, notes))}" if any(notes) else body.name


def about_results(profile, user):
    """What is done and lasts, in the words of the plan."""
    measures = Measure.objects.visible_to(user).filter(engagement=profile.engagement_id)
    done = measures.filter(state__in=DONE).order_by("number")[:MOST]
    profile.results = "\n".join(f"{each.title} ({each.period})" if each.period else each.title for each in done)
    profile.key_results = "\n".join(each.title for each in done[:3])


def about_funding(profile, user):
    """Project, funders and the credit line word for word."""
    parts = Programme.objects.visible_to(user).filter(parts__engagement=profile.engagement_id).for_list()
    programmes = list(parts)
    profile.programme = "; ".join(each.title for each in programmes)[:300]
    funders = [each.name for row in programmes for each in row.partners.all() if each.role == PartnerRole.FUNDER]
    profile.funders = "\n".join(dict.fromkeys(funders))
    profile.credit_line = "\n".join(filter(None, (each.credit_lines for each in programmes)))
