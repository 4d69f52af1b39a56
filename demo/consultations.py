"""The consultations of the samples, each in a room of its own, with everything around its diary."""

from engagements.actions import open_engagement
from engagements.enums import LinkKind
from engagements.models import (
    Agreement,
    Contact,
    EngagementLink,
    Mandate,
    OwnContribution,
    ProcessTemplate,
    ProgrammePart,
)
from municipalities.models import Place, Unit
from rooms.actions import admit
from rooms.enums import Circle, Role
from stakeholders.actions import find_or_create_organisation
from stakeholders.models import Office, Person

from . import diary, files, way
from .house import circle, made

TEXTS = ("title", "place", "disclosure", "approach", "status", "occasion", "aims", "source")
PERIODS = ("occasion_period", "planned", "period")
LISTS = ("themes", "services")


def load(house):
    for row in files.engagements(house.today):
        _open(house, row)
    for row in files.links(house.today):
        ends = {end: house.engagements[row[end]] for end in ("source", "target")}
        made(EngagementLink, **ends, kind=LinkKind(row["kind"]), note=row["note"])


def _open(house, row):
    by = house.accounts[row.get("by", "federfuehrung")]
    fields = {name: row[name].strip() for name in TEXTS + PERIODS if name in row}
    fields |= {name: row[name] for name in LISTS if name in row}
    engagement = open_engagement(
        by=by,
        organisation=house.organisations[row["organisation"]],
        client=row.get("client", ""),
        template=ProcessTemplate.objects.published().get(code=row["template"]) if "template" in row else None,
        municipality=Place.objects.get(key=row["municipality"]) if "municipality" in row else None,
        **fields,
    )
    engagement.clean_fields(exclude=["room", "municipality", "client", "template"])
    house.engagements[row["key"]] = engagement
    _members(house, engagement, row, by)
    actors = _actors(engagement, row, by)
    offices = _people(engagement, row, by, actors)
    _papers(engagement, row, by, offices)
    _contributions(engagement, row, by)
    for data in row.get("part", []):
        part = data | {"programme": house.programmes[data["programme"]]}
        made(ProgrammePart, engagement=engagement, **part)
    way.load(engagement, row, by, house.today)
    diary.load(house, engagement, row, by, actors)
    diary.release(house, engagement, row)


def _members(house, engagement, row, by):
    """Who is in the room since when; the lead came in with the opening."""
    for member in row.get("member", []):
        membership = admit(engagement.room, house.accounts[member["account"]], Role(member["role"]), by=by)
        membership.starts_on = member["starts_on"]
        membership.save(update_fields=["starts_on"])


def _actors(engagement, row, by):
    """Organisations and groups of the room by name; the client is there from the opening."""
    actors = {engagement.client.name: engagement.client} if engagement.client else {}
    for data in row.get("actor", []):
        fields = data | {"circle": circle(data.get("circle", "team"))}
        if "unit" in data:
            fields["unit"] = Unit.objects.get(place=engagement.municipality, name=data["unit"])
        organisation = find_or_create_organisation(engagement.room, data["name"], by=by, circle=fields["circle"])
        for field, value in fields.items():
            setattr(organisation, field, value)
        organisation.clean_fields(exclude=["room", "author", "unit"])
        organisation.save()
        actors[organisation.name] = organisation
    return actors


def _people(engagement, row, by, actors):
    """Office-holders named in public: person, office and, where she is one, contact."""
    offices, shared = {}, {"room": engagement.room, "author": by, "circle": Circle.PUBLIC}
    for data in row.get("person", []):
        person = made(Person, **shared, name=data["name"], sector=data["sector"])
        office = made(
            Office,
            person=person,
            title=data["office"],
            organisation=actors[data["organisation"]],
            party=data.get("party", ""),
            is_former=data.get("is_former", False),
        )
        offices[person.name] = office
        roles = {"is_contact": data.get("is_contact", False), "is_partner": data.get("is_partner", False)}
        if any(roles.values()):
            made(Contact, **shared, engagement=engagement, office=office, **roles)
    return offices


def _papers(engagement, row, by, offices):
    """Mandates and agreements."""
    shared = {"engagement": engagement, "room": engagement.room, "author": by}
    for data in row.get("mandate", []):
        fields = {name: value for name, value in data.items() if name != "person"}
        fields |= {"circle": circle(data.get("circle", "public")), "client": engagement.client}
        made(Mandate, **shared, **fields, office=offices.get(data.get("person")))
    for data in row.get("agreement", []):
        made(Agreement, **shared, **data | {"circle": circle(data["circle"])})


def _contributions(engagement, row, by):
    """The template's list stays only where the source (or the invention) has it."""
    if not row.get("whole"):
        engagement.own_contributions.all().delete()
    for data in row.get("contribution", []):
        shared = {"room": engagement.room, "author": by, "circle": Circle.STEERING}
        OwnContribution.objects.update_or_create(engagement=engagement, name=data["name"], defaults=shared | data)
