from datetime import timedelta

from crispy_forms.layout import Row
from django import forms
from django.core.validators import MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagements.forms.phases import form_helper
from rooms.enums import Circle
from stakeholders.models import Body
from stakeholders.seating import Seating

from ..enums import MeetingState, Presence
from ..models import AgendaItem, Attendance, Meeting
from ..presence import stamp_of
from .base import ClockField, DayField, GroupForm, check_hours

FURTHEST = timedelta(days=3653)


def bodies_for(user, room_id):
    """The bodies of a room this person sees and that still meet."""
    return Body.objects.visible_to(user).filter(room=room_id).meeting().in_order()


class MeetingForm(GroupForm):
    """When and where a body meets."""

    on = DayField(label=_("Tag"))
    begins = ClockField(label=_("Beginn"), required=False)
    ends = ClockField(label=_("Ende"), required=False)
    online = forms.URLField(label=_("Zugang online"), required=False, max_length=400, assume_scheme="https")

    class Meta:
        model = Meeting
        fields = ["body", "on", "begins", "ends", "place", "online", "is_protected", "circle"]

    def lay_out(self):
        self.fields["body"].empty_label = None
        if self.instance._state.adding:
            self.offer("body", bodies_for(self.user, self.instance.room_id))
            self.initial["circle"] = max(Circle.STEERING, self.instance.body.circle)
        else:
            self.offer("body", Body.objects.visible_to(self.user).filter(pk=self.instance.body_id))
            self.fields["body"].disabled = True
        return ["body", Row("on", "begins", "ends"), Row("place", "online"), "is_protected"]

    def clean(self):
        """Nobody reads of a meeting who may not know of its body, not even after a release."""
        cleaned = super().clean()
        check_hours(self, self.cleaned_data)
        meeting, day = self.instance, self.cleaned_data.get("on")
        if meeting.state == MeetingState.HELD and day and day > timezone.localdate():
            self.add_error("on", _("Diese Sitzung ist gehalten; ihr Tag liegt nicht in der Zukunft."))
        elif meeting.approved_on and "on" in self.changed_data:
            self.add_error("on", _("Das Protokoll ist genehmigt; der Tag bleibt."))
        body, circle = self.cleaned_data.get("body"), self.cleaned_data.get("circle")
        if self.release_to is not None:
            circle = self.release_to
        if body and circle is not None and circle < body.circle:
            words = _("Das Gremium lesen nur: %(circle)s. Weiter als ihr Gremium reicht keine Sitzung.")
            self.add_error("circle", forms.ValidationError(words, params={"circle": body.reach.label}))
        return cleaned

    def changed_fields(self):
        """A new day or place reaches the calendars."""
        fields = super().changed_fields()
        if fields & {"on", "begins", "ends", "place", "online", "is_protected"} and not self.instance._state.adding:
            self.instance.sequence += 1
            fields = fields | {"sequence"}
        return fields


class SeriesForm(forms.Form):
    """Several meetings in one rhythm."""

    EVERY = [(1, _("jeden Monat")), (2, _("alle zwei Monate")), (3, _("jedes Vierteljahr")), (6, _("jedes Halbjahr"))]

    body = forms.ModelChoiceField(label=_("Gremium"), queryset=Body.objects.none(), empty_label=None)
    first = DayField(label=_("Erste Sitzung"))
    every = forms.TypedChoiceField(label=_("Wie oft?"), choices=EVERY, coerce=int, initial=3)
    count = forms.IntegerField(label=_("Wie viele?"), min_value=1, max_value=24, initial=4)
    begins = ClockField(label=_("Beginn"), required=False)
    ends = ClockField(label=_("Ende"), required=False)
    place = forms.CharField(label=_("Ort"), required=False, max_length=200)

    def __init__(self, *args, user, room_id, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies_for(user, room_id)
        self.fields["first"].help_text = _("Die weiteren fallen auf denselben Wochentag in derselben Woche des Monats.")
        rows = ("body", Row("first", "every", "count"), Row("begins", "ends"), "place")
        self.helper = form_helper(*rows, button=_("Sitzungen planen"))

    def clean(self):
        cleaned = super().clean()
        check_hours(self, cleaned)
        return cleaned

    def clean_first(self):
        first = self.cleaned_data["first"]
        if first < timezone.localdate():
            raise forms.ValidationError(_("Dieser Tag ist schon vorbei."))
        if first > timezone.localdate() + FURTHEST:
            raise forms.ValidationError(_("So weit lässt sich nicht planen."))
        return first


class AgendaItemForm(GroupForm):
    """What should be talked about, to what end, for how long."""

    class Meta:
        model = AgendaItem
        fields = ["title", "aim", "minutes", "presenter", "input", "circle"]
        widgets = {"input": forms.Textarea({"rows": 4})}

    def lay_out(self):
        self.fields["minutes"].validators.append(MinValueValidator(1))
        self.fields["minutes"].widget.attrs["min"] = 1
        return ["title", Row("aim", "minutes"), "presenter", "input"]


class AttendanceForm(forms.Form):
    """Who came: each member of that day, the deputy instead, and guests."""

    guests = forms.CharField(
        label=_("Gäste"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Ein Name oder eine Rolle je Zeile. Wer nicht genannt werden darf, steht hier als Rolle."),
    )

    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # the list as the page showed it

    def __init__(self, *args, meeting, body, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting, self.seating = meeting, Seating(body, meeting.on)
        self.fields["seen"].initial = stamp_of(meeting)
        noted = list(meeting.attendance.all())
        known = {row.term_id: row for row in noted if row.term_id}
        self.rows = []
        for row in self.seating.rows:
            for place in row.places:
                self._add(place, known.get(place.term.pk))
        self.fields["guests"].initial = "\n".join(row.guest for row in noted if row.guest)
        self.order_fields([*(name for names in self.rows for name in names), "guests"])
        lines = [Row(*names) for names in self.rows]
        self.helper = form_helper(*lines, "guests", "seen", button=_("Anwesenheit eintragen"))

    def look_again(self, problem):
        """Say what came between; sent once more it counts."""
        self.data = self.data.copy()
        self.data["seen"] = stamp_of(self.meeting)
        self.add_error(None, str(problem))

    def clean_seen(self):
        return self.cleaned_data["seen"] or None

    @property
    def lead(self):
        """Who stands on the list, and who does not any more."""
        told = _("Mitglieder sind, wer am %(day)s eine Amtszeit hatte.") % {"day": f"{self.meeting.on:%d.%m.%Y}"}
        ended = [f"{term.name} ({term.period_until:%d.%m.%Y})" for term in self.seating.gone]
        if not ended:
            return told
        left = _("Nicht mehr dabei, weil die Amtszeit zu Ende ging:")
        return f"{told} {left} {', '.join(ended)}."

    def _add(self, place, before):
        """One line of the list: there, excused, not there; and who came instead."""
        term = place.term
        name, instead = f"da-{term.pk}", f"statt-{term.pk}"
        self.fields[name] = forms.ChoiceField(
            label=term.name,
            choices=Presence.choices,
            initial=before.presence if before else Presence.PRESENT,
            widget=forms.RadioSelect({"class": "chips"}),
        )
        names = [name]
        if place.deputies:
            choices = [("", _("niemand")), *((str(deputy.pk), deputy.name) for deputy in place.deputies)]
            initial = str(before.deputy_id) if before and before.deputy_id else ""
            self.fields[instead] = forms.ChoiceField(
                label=_("Vertreten durch"), choices=choices, initial=initial, required=False
            )
            names.append(instead)
        self.rows.append(names)

    def lines(self):
        """What was noted, as rows that are not saved yet."""
        data = self.cleaned_data
        for row in self.seating.rows:
            for place in row.places:
                deputy = data.get(f"statt-{place.term.pk}") or None
                yield Attendance(
                    meeting=self.meeting,
                    term=place.term,
                    presence=data[f"da-{place.term.pk}"],
                    deputy_id=int(deputy) if deputy else None,
                )
        for guest in dict.fromkeys(line.strip()[:160] for line in data["guests"].splitlines()):
            if guest:
                yield Attendance(meeting=self.meeting, guest=guest)


class InviteForm(forms.Form):
    """Send the invitation; too late it goes out all the same, with a reason."""

    reason = forms.CharField(label=_("Trotzdem, weil …"), max_length=300)
    version = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, meeting, late, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.fields["version"].initial = meeting.version
        if not late:
            del self.fields["reason"]
        else:
            self.fields["reason"].error_messages["required"] = _("Bitte schreiben Sie, warum es trotzdem geht.")
        button = _("Trotzdem einladen") if late else _("Einladung senden")
        self.helper = form_helper(*self.fields, button=button)

    @property
    def was_sent(self):
        """Whether somebody has invited or changed the meeting since this form was opened."""
        return self.data.get("version") != str(self.meeting.version)


class CancelForm(forms.Form):
    """Why a meeting does not take place; nothing to say where it simply was."""

    reason = forms.CharField(label=_("Grund"), required=False, max_length=300)

    def __init__(self, *args, needs_reason, **kwargs):
        super().__init__(*args, **kwargs)
        if not needs_reason:
            self.fields["reason"].widget = forms.HiddenInput()
        else:
            self.fields["reason"].help_text = _("Steht auf der Seite der Sitzung, für alle, die sie lesen.")
        self.helper = form_helper("reason", button=_("Bestätigen"))
