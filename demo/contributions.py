"""What people brought in to the mission statement of the sample: a round long over, and one that runs."""

from datetime import datetime, time

from django.utils import timezone

from participation.contributing import enter, keep_contact, numbers_from, secret_of
from participation.enums import ContributionState, Handling
from participation.models import CommentRound, Contribution, MissionStatement, Point, Section, StatementVersion
from participation.reporting import write_report
from participation.transitions.contributions import decide, note_answered
from participation.transitions.contributions import propose as propose_point
from participation.transitions.statements import move_version
from rooms.acting import hashed
from rooms.enums import Circle
from rooms.ids import uuid7
from rooms.releasing import propose
from rooms.transitions import approve

from . import files
from .house import made, on_day

FIXED = ("source", "language", "text", "section", "wording")
OF_POINT = ("text", "about", "section", "wording", "public_text")


def load(house):
    Told(house, files.read("ludwigslust_beitraege", house.today))


class Told:
    """The rounds of one mission statement as their file tells them."""

    def __init__(self, house, data):
        self.house = house
        self.lead, self.second = house.accounts["federfuehrung"], house.accounts["beratung"]
        self.statement = MissionStatement.objects.get(slug=data["statement"])
        self.inside = {"room": self.statement.room, "author": self.lead, "shared_on": house.today}
        self._review(data["review"])
        for row in data["round"]:
            self._round(row)

    def _review(self, data):
        """The version of the yearly check: that which holds, and one section more."""
        last = self.statement.versions.filter(renders=None).order_by("-number").first()
        self.statement.last_number += 1
        self.statement.save(update_fields=["last_number", "changed_at"])
        words = {"statement": self.statement, "place": last.place, "slug": last.slug, "addressees": last.addressees}
        version = made(
            StatementVersion,
            **self.inside,
            circle=Circle.STEERING,
            **words,
            number=last.number + 1,
            title=data["title"],
            purpose=data["purpose"],
        )
        for row in last.sections.all():
            row.pk, row.version = None, version
            row.save(force_insert=True)
        n = self.statement.last_number
        made(Section, version=version, number=n, order=99, heading=data["heading"], text=data["text"])
        move_version(version, "kommentierung", by=self.lead, until=on_day(data["until"]))

    def _round(self, data):
        version = self.statement.versions.get(number=data["of"], renders=None)
        words = {name: data[name] for name in ("asks", "introduction")}
        words |= {name: on_day(data[name]) for name in ("opens_on", "closes_on")}
        place = {"statement": self.statement, "of": version, "slug": self.statement.slug, "circle": Circle.STEERING}
        found = made(CommentRound, **self.inside, **place, **words)
        if "public" in data:
            self._release(version)
            self._release(found)
        for row in data["contribution"]:
            self._contribution(found, row)
        if "report" in data:
            self._release(write_report(found, by=self.second, introduction=data["report"], key=uuid7()))

    def _release(self, row):
        release = propose(row, to_circle=Circle.PUBLIC, by=self.second, purpose="Fiktiv: für alle.")
        approve(release, by=self.lead)

    def _contribution(self, found, data):
        words = {name: data[name] for name in FIXED if name in data}
        row = Contribution(statement=self.statement, round=found, received_on=on_day(data["on"]), **words)
        who = {name: data.get(name, "") for name in ("name", "email")}
        is_from_web = data["source"] == "web"
        row = self._from_web(row, who) if is_from_web else enter(row, by=self.lead, key=uuid7(), **who)
        points = data.get("point", [])
        if not points:
            return
        Contribution.objects.filter(pk=row.pk).update(state=ContributionState.ACCEPTED)
        for order, each in enumerate(points):
            self._point(row, order, each)
        if found.is_over:
            note_answered(row, by=self.lead)

    def _from_web(self, row, who):
        """As the form writes it: nobody's, and with a link."""
        key = uuid7()
        row.pk, row.room_id = key, self.statement.room_id
        row.number, row.key_hash = numbers_from(self.statement, 1), hashed(secret_of(key))
        row.save(force_insert=True)
        if any(who.values()):
            keep_contact(row, **who)
        return row

    def _point(self, row, order, data):
        words = {name: data[name] for name in OF_POINT if name in data}
        words.setdefault("about", "abschnitt" if "section" in data else "allgemein")
        point = Point.objects.create(room=row.room, author=self.lead, contribution=row, order=order, **words)
        other = Point.objects.filter(contribution__statement=self.statement, text=data.get("joins", "")).first()
        handling = Handling.MERGED if other else data.get("handling")
        if handling:
            propose_point(point, handling=handling, reason=data.get("reason", ""), merged_with=other, by=self.second)
        if handling and "open" not in data:
            point = decide(point, by=self.lead)
            if row.round.is_over:
                decided = datetime.combine(row.round.closes_on, time(12), timezone.get_current_timezone())
                Point.objects.filter(pk=point.pk).update(decided_at=decided)
