from datetime import timedelta

from crispy_forms.layout import Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.forms import AuditedModelForm
from engagements.forms.phases import CircleField, form_helper
from rooms.enums import Circle, RoomKind
from steering.forms.base import CIRCLES, DayField, GroupForm
from steering.models import ActionField

from ..enums import CountSet, EventState
from ..models import Event, EventDuty, Question, Slot, Table, Venue

WORDS = ("title", "format", "mode", "when", "place", "invited_by", "lead_question", "summary", "publicness")
LONG = forms.Textarea({"rows": 4})
FURTHEST = timedelta(days=3653)


class MomentField(forms.DateTimeField):
    """A day with its time, with the calendar of the browser."""

    def __init__(self, **kwargs):
        widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **kwargs)


class OutByReleaseForm(GroupForm):
    """A new row is for the room; to everybody, or to the network, it goes by a release of two people alone."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding and "circle" in self.fields:
            nearest = min(Circle.STEERING, self.initial.get("circle", Circle.STEERING))
            among = [each for each in self.fields["circle"].choices if each[0] >= max(nearest, Circle.NETWORK)]
            self.fields["circle"].choices = among

    def keep(self, *names):
        """Whether this row is read outside the room: then these fields stay as they were released."""
        row = self.instance
        is_out = not row._state.adding and row.circle < Circle.STEERING
        if is_out and row.circle == Circle.NETWORK:  # what the network keeps is the network's from the start
            is_out = row.room.kind != RoomKind.NETWORK
        for name in names if is_out else ():
            self.fields[name].disabled = True
        return is_out


class EventForm(OutByReleaseForm):
    """What an event is, when, where and for how many; what everybody reads already keeps its words."""

    begins = MomentField(label=_("Beginn"), required=False)
    ends = MomentField(label=_("Ende"), required=False, help_text=_("Leer: so lange, wie das Format üblich dauert."))
    registration_until = DayField(label=_("Anmeldung bis einschließlich"), required=False)

    class Meta:
        model = Event
        fields = [
            "title",
            "format",
            "publicness",
            "mode",
            "begins",
            "ends",
            "has_times",
            "when",
            "place",
            "invited_by",
            "lead_question",
            "summary",
            "needs_registration",
            "capacity",
            "registration_until",
            "attendance",
            "grant_title",
            "circle",
        ]
        widgets = {"summary": LONG}

    def lay_out(self):
        if self.keep(*WORDS):
            self.fields["title"].help_text = _(
                "Diese Worte sind freigegeben. Um sie zu ändern, ziehen Sie zuerst die Freigabe zurück."
            )
        return [
            "title",
            Row("format", "publicness", "mode"),
            Row("begins", "ends"),
            "has_times",
            Row("when", "place"),
            "invited_by",
            "lead_question",
            "summary",
            "needs_registration",
            Row("capacity", "registration_until"),
            "attendance",
            "grant_title",
        ]

    def clean(self):
        cleaned = super().clean()
        data = self.cleaned_data
        begins, ends, until = data.get("begins"), data.get("ends"), data.get("registration_until")
        if ends and not begins and "begins" not in self.errors:
            self.add_error("ends", _("Zum Ende fehlt der Beginn."))
        elif ends and begins and ends <= begins:
            self.add_error("ends", _("Das Ende liegt vor dem Beginn."))
        for name in ("begins", "ends"):
            if data.get(name) and abs(data[name] - timezone.now()) > FURTHEST:
                self.add_error(name, _("Bitte prüfen Sie das Jahr."))
        if until and begins and until > timezone.localtime(begins).date():
            self.add_error("registration_until", _("Die Anmeldung endet spätestens am Tag der Veranstaltung."))
        if self.instance.state == EventState.OPEN and not begins and "begins" not in self.errors:
            self.add_error("begins", _("Die Anmeldung ist offen; der Tag bleibt nicht leer."))
        return cleaned

    def changed_fields(self):
        """A new day, place or title reaches the calendars."""
        fields = super().changed_fields()
        if fields & {"begins", "ends", "has_times", "place", "title"} and not self.instance._state.adding:
            self.instance.sequence += 1
            fields = fields | {"sequence"}
        return fields


class VenueForm(GroupForm):
    """What registered people may know: the exact place, the way in online."""

    circle = CircleField(circles=CIRCLES[:-1])
    online = forms.URLField(label=_("Zugang online"), required=False, max_length=400, assume_scheme="https")

    class Meta:
        model = Venue
        fields = ["place_detail", "online", "hint", "circle"]


class SlotForm(AuditedModelForm):
    """One step of the run sheet; it is read by whoever reads the sheet."""

    starts = forms.TimeField(
        label=_("beginnt fest um"),
        required=False,
        widget=forms.TimeInput({"type": "time", "class": "short"}, format="%H:%M"),
        help_text=_("Leer: gleich nach dem Schritt davor."),
    )

    class Meta:
        model = Slot
        fields = ["title", "minutes", "starts", "method", "material", "by_whom"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        layout = ["title", Row("minutes", "starts"), "method", "material", "by_whom"]
        self.helper = form_helper(*layout, button=_("Speichern"))


class TableForm(OutByReleaseForm):
    """A table or workshop, before and after: its question, its host, what came out and where that belongs."""

    class Meta:
        model = Table
        fields = ["title", "lead_question", "host", "result", "field", "circle"]
        widgets = {"result": forms.Textarea({"rows": 8})}

    def lay_out(self):
        row = self.instance
        fields = ActionField.objects.visible_to(self.user).filter(engagement=row.event.engagement_id)
        self.offer("field", fields)
        self.fields["field"].empty_label = _("noch offen")
        if row.event.engagement_id is None:
            del self.fields["field"]
        self.keep("title", "lead_question", "host", "result")
        return [name for name in self.fields if name not in {"circle", "version", "begun"}]


class QuestionForm(forms.ModelForm):
    """One question at registration, and who reads what is answered."""

    class Meta:
        model = Question
        fields = ["text", "readers"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper("text", "readers", button=_("Frage aufnehmen"))


class DutyForm(forms.ModelForm):
    """Who of the room has which duty; it opens the answers that duty needs."""

    class Meta:
        model = EventDuty
        fields = ["person", "duty"]

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.helper = form_helper(Row("person", "duty"), button=_("Eintragen"))


class CountsForm(forms.Form):
    """The numbers of one set; a field left empty means that nobody has counted, and 0 means nobody came."""

    def __init__(self, *args, classes, headcount, **kwargs):
        super().__init__(*args, **kwargs)
        stored = dict(headcount.cells)
        self.classes, parts = classes, []
        if headcount.by == CountSet.OWN:
            self.fields["own"] = forms.CharField(
                label=_("Klassen, eine je Zeile, mit Zahl: „Verein: 12“"),
                widget=forms.Textarea({"rows": 6}),
                initial="\n".join(f"{label}: {'' if n is None else n}" for label, n in headcount.cells),
                max_length=2_000,
            )
            parts.append("own")
        for place, label in enumerate(classes):
            name = f"n{place}"
            self.fields[name] = forms.IntegerField(
                label=label,
                required=False,
                min_value=0,
                max_value=30_000,
                initial=stored.get(str(label)),
                widget=forms.NumberInput({"class": "short"}),
            )
            parts.append(name)
        how = headcount._meta.get_field("how")
        self.fields["how"] = forms.ChoiceField(label=how.verbose_name, choices=how.choices, initial=headcount.how)
        self.helper = form_helper(*parts, "how", button=_("Zahlen speichern"))

    def clean_own(self):
        """Lines of class and number."""
        cells = []
        for line in filter(None, map(str.strip, self.cleaned_data["own"].splitlines())):
            label, _colon, number = line.rpartition(":")
            number = number.strip()
            if not label.strip() or (number and not number.isdecimal()) or len(number) > 5 or len(label) > 80:
                raise forms.ValidationError(_("Bitte eine Klasse je Zeile, dahinter Doppelpunkt und Zahl."))
            cells.append([label.strip(), int(number) if number else None])
        if not cells or len({label for label, _n in cells}) < len(cells):
            raise forms.ValidationError(_("Bitte jede Klasse einmal nennen."))
        return cells

    @property
    def cells(self):
        if "own" in self.cleaned_data:
            return self.cleaned_data["own"]
        return [[str(label), self.cleaned_data[f"n{place}"]] for place, label in enumerate(self.classes)]
