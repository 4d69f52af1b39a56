"""Who may read what?"""

from .files import File
from .invitations import Invitation
from .items import RoomItem, RoomItemQuerySet, readers, readers_of
from .room import Membership, Room

__all__ = ["File", "Invitation", "Membership", "Room", "RoomItem", "RoomItemQuerySet", "readers", "readers_of"]
