"""The mission statements of the samples: versions, resolution, releases, who signed, which measures serve an aim."""

from municipalities.models import Place
from participation.models import AimMeasure, MissionStatement, Section, Signatory, StatementVersion
from participation.transitions.statements import adopt, adopt_rendering, begin, move_version
from participation.writing import recommend
from rooms.enums import Circle
from rooms.releasing import propose
from rooms.transitions import approve
from stakeholders.models import Body
from steering.enums import Outcome, ResolutionKind
from steering.models import Measure, Resolution
from steering.numbering import next_number

from . import files
from .house import made, on_day

TEXTS = ("title", "addressees", "purpose")


def load(house):
    for data in files.read("ludwigslust_leitbild", house.today)["statement"]:
        Told(house, data)


class Told:
    """One mission statement as its file tells it."""

    def __init__(self, house, data):
        self.house, self.data = house, data
        self.engagement = house.engagements[data["engagement"]]
        self.lead, self.second = house.accounts["federfuehrung"], house.accounts["beratung"]
        self.statement = self._statement()
        versions = [self._version(number, row) for number, row in enumerate(data["version"], 1)]
        self._adopt(versions[-1])
        for row in data.get("signatory", []):
            self._signatory(row)
        self._measures()
        self._steps()

    def _inside(self, day=None):
        fixed = {"room": self.engagement.room, "author": self.lead, "circle": Circle.STEERING}
        return fixed | {"shared_on": day or self.house.today}

    def _statement(self):
        data = self.data
        body = Body.objects.get(room=self.engagement.room, name=data["drafted_by"])
        place = Place.objects.get(pk=self.engagement.municipality_id)
        last = max(row["number"] for version in data["version"] for row in version["section"])
        words = {"title": data["title"], "slug": data["slug"], "place": place, "drafted_by": body, "last_number": last}
        return made(MissionStatement, **self._inside(), engagement=self.engagement, **words)

    def _version(self, number, data, renders=None):
        words = {name: data[name] for name in TEXTS} | {"number": number, "slug": self.statement.slug}
        words |= {"wording": data.get("wording", "standard"), "renders": renders}
        place = {"statement": self.statement, "place": self.statement.place}
        version = made(StatementVersion, **self._inside(), **place, **words)
        for order, row in enumerate(data["section"], 1):
            made(Section, version=version, order=order, **({"kind": "leitziel"} | row))
        if not data.get("adopted") and renders is None:
            version = move_version(version, data["state"], by=self.lead, until=self.house.today)
            version.comments_until = on_day(data["until"])
            version.save(update_fields=["comments_until", "changed_at"])
        return version

    def _resolution(self, kind, data):
        words = {name: data[name] for name in ("title", "wording", "decided", "organ", "addressee") if name in data}
        body = Body.objects.filter(room=self.engagement.room, name=data.get("body", "")).first()
        return made(
            Resolution,
            **self._inside(on_day(data["decided"])),
            **words,
            engagement=self.engagement,
            kind=kind,
            body=body,
            outcome=Outcome.ADOPTED,
            source="Fiktiv",
            number=next_number(self.engagement, kind),
        )

    def _adopt(self, version):
        asked = self._resolution(ResolutionKind.RECOMMENDATION, self.data["recommendation"])
        recommend(version, asked, by=self.lead)
        decision = self._resolution(ResolutionKind.DECISION, self.data["decision"])
        version = move_version(version, "endfassung", by=self.lead)
        version = adopt(version, decision, on=on_day(self.data["decision"]["decided"]), by=self.lead)
        self._release(version)
        for row in self.data["version"][-1].get("rendering", []):
            rendering = move_version(self._version(version.number, row, version), "endfassung", by=self.lead)
            self._release(adopt_rendering(rendering, by=self.lead))

    def _release(self, row):
        release = propose(row, to_circle=Circle.PUBLIC, by=self.second, purpose="Fiktiv: veröffentlicht im Juni 2018.")
        approve(release, by=self.lead)

    def _signatory(self, data):
        words = {name: data[name] for name in ("organisation", "function", "consent_note") if name in data}
        row = made(
            Signatory,
            **self._inside(),
            **words,
            statement=self.statement,
            signed_on=on_day(data["signed_on"]),
            consents="public" in data,
        )
        if row.consents:
            self._release(row)

    def _measures(self):
        for number, titles in self.data["measures"].items():
            for measure in Measure.objects.filter(engagement=self.engagement, title__in=titles):
                AimMeasure.objects.create(
                    statement=self.statement, number=int(number), measure=measure, added_by=self.lead
                )

    def _steps(self):
        """A way as far as sources tell it; what is left open is the work of today."""
        begin(self.statement, by=self.lead, known=self.data["step"])
        for key, note in self.data["step"].items():
            step = self.statement.steps.get(key=key)
            step.note = note
            step.save(update_fields=["note", "changed_at"])
        self.statement.refresh_from_db()
        self.statement.reviewed_on = on_day(self.data["reviewed_on"])
        self.statement.review_note = self.data["review_note"]
        self.statement.save(update_fields=["reviewed_on", "review_note", "changed_at"])
