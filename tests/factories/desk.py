import datetime as dt

from django.utils import timezone

from network.models import Inquiry, InquiryDesk
from network.receiving import reference_of
from rooms.enums import Role, RoomKind
from rooms.ids import uuid7

from .rooms import MembershipFactory, RoomFactory

SAID = {
    "municipality": "Musterstadt",
    "name": "Stadtverwaltung",
    "function": "Ordnungsamt",
    "phone": "",
    "email": "amt@musterstadt.example",
    "happened": "Streit um den Marktplatz",
    "urgency": "planbar",
    "safety": "nein",
}


def desk_of(organisation=None, *, is_open=True, **fields):
    """An organisation that takes requests, with somebody on duty."""
    more = {"organisation": organisation} if organisation else {}
    room = RoomFactory(kind=RoomKind.ORGANISATION, **more)
    MembershipFactory(room=room, role=Role.LEAD, user__organisation=room.organisation)
    return InquiryDesk.objects.create(room=room, is_open=is_open, **fields)


def inquiry_in(room, *, said=None, talk=None, **fields):
    """A request as it lies in the room of an organisation."""
    key = uuid7()
    fields.setdefault("answer_by", timezone.now() + dt.timedelta(hours=72))
    inquiry = Inquiry(pk=key, room=room, reference=reference_of(key), **fields)
    inquiry.put("content", SAID | (said or {}))
    if talk:
        inquiry.put("talk", talk)
    inquiry.save(force_insert=True)
    return inquiry
