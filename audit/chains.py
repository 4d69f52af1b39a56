"""The chains of reads, checked from outside the database that made them."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date
from uuid import UUID

from .models import Read

DAYS = 365  # so long reads are kept


@dataclass
class Chain:
    """The reads of one room, or those of profiles, as far as they have been checked."""

    room: UUID | None
    first: int
    last: int = 0
    hash: str = ""
    day: date | None = None
    broken: str = ""

    @property
    def name(self):
        return str(self.room or "profile")

    @property
    def length(self):
        return self.last - self.first + 1

    def add(self, read):
        """Go one link further; where it does not fit, say why and go no further."""
        if self.broken:
            return
        if self.last and read.number != self.last + 1:
            self.broken = f"nach Nr. {self.last} fehlt etwas, es folgt Nr. {read.number}"
        elif self.last and read.previous != self.hash:
            self.broken = f"Nr. {read.number} schließt nicht an Nr. {self.last} an"
        elif read.hash != link(read):
            self.broken = f"Nr. {read.number} ist verändert"
        else:
            self.last, self.hash, self.day = read.number, read.hash, read.at.astimezone(UTC).date()


def link(read):
    """The hash of a row, made of what it says and of the hash before it; its twin stands in the trigger."""
    said = (
        read.previous,
        read.number,
        read.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f"),
        read.person_id,
        read.page,
        read.room_key or "-",
        read.profile_id or "-",
        ",".join(map(str, read.keys)),
    )
    return hashlib.sha256("|".join(map(str, said)).encode()).hexdigest()


def chains():
    """All chains, every link checked."""
    found = {}
    for read in Read.objects.order_by("room_key", "number").iterator():
        if read.room_key not in found:
            found[read.room_key] = Chain(read.room_key, first=read.number)
        found[read.room_key].add(read)
    return list(found.values())


def digest(checked):
    """One value for the ends of all chains: kept elsewhere, it shows whether an end was cut off."""
    return hashlib.sha256(
        "\n".join(f"{chain.name} {chain.last} {chain.hash}" for chain in checked).encode()
    ).hexdigest()
