"""Who consults and who can sign in: organisations with their rooms, sample accounts, the network."""

from accounts.models import Organisation, OrganisationName, User
from network.models import Network
from rooms.actions import admit
from rooms.enums import Role, RoomKind
from rooms.models import Room

from . import files
from .house import circle, made

PASSWORD = "ortsgespraech"
DOMAIN = "beispiel.example"
OTHER = "nord"  # the organisation that shares nothing with the others


def load(house):
    data = files.read("people", house.today)
    for row in data["organisation"]:
        _organisation(house, dict(row))
    for row in data["account"]:
        _account(house, dict(row))
    _organisation_rooms(house)
    _network(house, data["network"])


def _organisation(house, row):
    key, earlier = row.pop("key"), row.pop("earlier", [])
    organisation = house.organisations[key] = made(Organisation, **row)
    for name in earlier:
        made(OrganisationName, organisation=organisation, **name)


def _account(house, row):
    key, organisation = row.pop("key"), row.pop("organisation", None)
    house.accounts[key] = User.objects.create_user(
        f"{key}@{DOMAIN}", row.pop("name"), PASSWORD, organisation=house.organisations.get(organisation), **row
    )


def _organisation_rooms(house):
    """Each organisation has a room for its programmes; the sample lead is in all but the foreign one."""
    lead, foreign = house.accounts["federfuehrung"], house.accounts["fremd"]
    for key, organisation in house.organisations.items():
        room = Room.objects.create(kind=RoomKind.ORGANISATION, organisation=organisation)
        house.organisation_rooms[key] = room
        person = foreign if key == OTHER else lead
        admit(room, person, Role.LEAD, by=person)
    admit(house.organisation_rooms["pro-peace"], house.accounts["beratung"], Role.ADVISOR, by=lead)


def _network(house, data):
    room = Room.objects.create(kind=RoomKind.NETWORK, organisation=house.organisations[data["organisation"]])
    made(Network, name=data["name"], purpose=data["purpose"], room=room)
    for row in data["member"]:
        reads_to = circle(row["clearance"]) if "clearance" in row else None
        admit(room, house.accounts[row["account"]], row["role"], by=house.accounts["netzwerk"], clearance=reads_to)
