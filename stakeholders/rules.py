from rooms.enums import Circle
from rooms.reach import reach_of


def can_edit_in(user, room_id):
    """The register is kept by the team of the room."""
    return room_id in reach_of(user).team_rooms


def can_edit(user, item):
    return can_edit_in(user, item.room_id) and not item.is_lent_to(user)


def can_keep_bodies(user, room_id):
    """The town's contact persons keep the list of its bodies as well as the team does."""
    return room_id in reach_of(user).kept_rooms


def can_merge(user, first, second):
    """Two rows of one kind in one room; sealed text meets only sealed text of the same author."""
    if type(first) is not type(second) or first.pk == second.pk or first.room_id != second.room_id:
        return False
    sealed = {first.circle, second.circle} & {Circle.SEALED}
    fits = not sealed or (first.circle == second.circle and first.author_id == second.author_id)
    return fits and can_edit(user, first)
