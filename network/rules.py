from rooms.enums import Role, RoomKind
from rooms.reach import reach_of

from .steps import EditionState, Side


def can_administer(user):
    """Who keeps the network's accounts and organisations; it opens no room."""
    return user.is_authenticated and user.is_active and user.is_network_admin


def can_change_standing(user, person):
    """Nobody locks herself out or gives away her own task."""
    return can_administer(user) and user.pk != person.pk


def can_write_profile(user, engagement):
    """The team writes what is told of a consultation and lays it before both sides."""
    return engagement.room_id in reach_of(user).team_rooms


def can_keep_profile(user, engagement):
    """Team and contact person see what is signed and what is out, and take it back."""
    return engagement.room_id in reach_of(user).kept_rooms


def sides_to_sign(user, edition):
    """For which sides this person could sign now: the lead for the team, the contact person for the municipality."""
    if edition.state != EditionState.WAITING:
        return []
    reach, free = reach_of(user), []
    contact = any(row.room_id == edition.room_id and row.role == Role.CONTACT for row in reach.memberships)
    if edition.room_id in reach.lead_rooms and not edition.signed_team_id and edition.signed_town_id != user.pk:
        free.append(Side.TEAM)
    if contact and not edition.signed_town_id and edition.signed_team_id != user.pk:
        free.append(Side.TOWN)
    return free


def can_withdraw_profile(user, edition):
    """Each of the two sides, at any time and alone."""
    return edition.room_id in reach_of(user).kept_rooms


def in_network(user):
    """Whoever is a member of the network reads what others have released to it."""
    return reach_of(user).in_network


def keeps_desk(user, room):
    """Whoever leads the room of an organisation says whether it takes requests."""
    return room.kind == RoomKind.ORGANISATION and room.pk in reach_of(user).lead_rooms


def duty_rooms(user):
    """The rooms of organisations in whose team the person is: there she reads the requests."""
    reach = reach_of(user)
    kept = {row.room_id for row in reach.memberships if row.kind == RoomKind.ORGANISATION}
    return kept & reach.team_rooms


def can_work_on(user, inquiry):
    """The lead, or whoever in the team was handed the request; the rest of the team reads it."""
    reach = reach_of(user)
    return inquiry.room_id in reach.lead_rooms or (
        inquiry.taken_by_id == user.pk and inquiry.room_id in reach.team_rooms
    )


def can_hand_over(user, inquiry):
    """The lead says who looks after it."""
    return inquiry.room_id in reach_of(user).lead_rooms


def can_read_network(user):
    """Its members, and who administers it; what an administrator outside its room reads is what is public."""
    return user.is_authenticated and (reach_of(user).in_network or can_administer(user))


def can_keep(user, network):
    """Who is of the team of its room; whoever is made an administrator is taken in there."""
    return network.room_id in reach_of(user).team_rooms


def can_join(user, network):
    """Who is in the network may enter herself into its pool."""
    return any(row.room_id == network.room_id for row in reach_of(user).memberships)


def can_assemble(user, engagement):
    """Who leads a consultation or manages it puts its team together."""
    roles = (Role.LEAD, Role.PROCESS)
    return any(row.room_id == engagement.room_id and row.role in roles for row in reach_of(user).memberships)


def has_asked(user, row):
    """A request for help is its author's: she changes it, takes an offer, and says how it ended."""
    return row.author_id == user.pk


def can_offer_help(user, row):
    """Any other member, while it is open."""
    return row.author_id != user.pk and row.takes_offers and reach_of(user).in_network


def can_withdraw_help(user, row):
    """Whoever asked; and who keeps the network takes out what names somebody or does not belong there."""
    return has_asked(user, row) or can_keep(user, row.network)
