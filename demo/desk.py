"""Requests of towns without an account, all of them fictitious, and the texts of the public pages."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from network import receiving
from network.models import Inquiry, InquiryDesk, SiteText
from network.models.inquiries import promised
from network.transitions.inquiries import begin
from rooms.ids import uuid7

from . import files
from .house import made


def load(house):
    data = files.read("anfragen", house.today)
    for row in data["desk"]:
        made(InquiryDesk, room=house.organisation_rooms[row["organisation"]], is_open=True, hint=row["hint"])
    for row in data["inquiry"]:
        _inquiry(house, row)
    for row in data["text"]:
        body, by = row["body"].strip(), house.accounts["netzwerk"]
        made(SiteText, key=row["key"], language=row["language"], number=1, body=body, changed_by=by)


def _inquiry(house, row):
    """A request as it came in some hours ago; what those on duty did is done by their own steps."""
    key, by = uuid7(), house.accounts["federfuehrung"]
    noon = timezone.make_aware(datetime.combine(house.today, time(12)))
    came = noon - timedelta(hours=row["hours_ago"])
    inquiry = Inquiry(pk=key, room=house.organisation_rooms[row["organisation"]], reference=receiving.reference_of(key))
    inquiry.is_acute, inquiry.language = row["is_acute"], row.get("language", "de")
    inquiry.answer_by = promised(inquiry.is_acute, came)
    inquiry.put("content", {"email": "", "phone": ""} | {name: text.strip() for name, text in row["said"].items()})
    inquiry.save(force_insert=True)
    Inquiry.objects.filter(pk=key).update(created_at=came)
    if "talk" in row:
        receiving.hand_to(inquiry, by, by=by)
        begin(inquiry, by=by)
        receiving.note_talk(
            inquiry, by=by, interest="keine", next_contact=house.today + timedelta(days=7), **row["talk"]
        )
    if "answer" in row:
        receiving.answer(inquiry, by=by, text=row["answer"], way="phone")
