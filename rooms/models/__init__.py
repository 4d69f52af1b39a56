"""Who may read what?"""

from .drafts import Draft
from .files import File
from .invitations import Invitation
from .items import OpenItem, RoomItem, RoomItemQuerySet, readers, readers_of
from .keys import RoomKey
from .releases import Release
from .room import Membership, Room
from .unlocks import Unlock

__all__ = [
    "Draft",
    "File",
    "Invitation",
    "Membership",
    "OpenItem",
    "Release",
    "Room",
    "RoomItem",
    "RoomItemQuerySet",
    "RoomKey",
    "Unlock",
    "readers",
    "readers_of",
]
