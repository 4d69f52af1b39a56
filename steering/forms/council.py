from crispy_forms.layout import Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagements.forms.phases import CircleField, circle_with_readers, form_helper
from periods.fields import PeriodField, PeriodFormField
from rooms.enums import Circle, ReleaseState
from rooms.item_forms import RoomItemForm
from rooms.models import Release
from rooms.reach import reach_of
from rooms.rules import can_propose
from rooms.sharing import needs_release
from stakeholders.enums import NominationState
from stakeholders.models import Body, Call, CouncilStep, CouncilYear, Nomination
from stakeholders.traits import is_without_names, names_a_trait, why_no_names

from ..transitions.council import is_start
from .base import ClockField, DayField, check_hours

LONG = forms.Textarea({"rows": 6})


class CouncilForm(RoomItemForm):
    """A row of a council; who reads it is not asked, it follows from what it is."""

    button = _("Speichern")
    meant_for = None

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        self.helper = form_helper(*self.lay_out(), button=self.button)

    def lay_out(self):
        return [name for name in self.fields if name not in {"version", "begun"}]

    def clean(self):
        """What was begun before its body was opened does not go along by itself: who saves it is led to a proposal."""
        cleaned, row = super().clean(), self.instance
        if self.meant_for is not None and not row._state.adding and can_propose(self.user, row):
            circle = max(self.meant_for, row.body.circle)
            if needs_release(row.circle, circle) and not is_proposed(row):
                self.release_to = circle
        return cleaned


def is_proposed(row):
    return Release.objects.filter(key=row.pk, state=ReleaseState.PROPOSED).exists()


class CouncilStepForm(CouncilForm):
    """When a step was, who sees to it, and what is worth keeping."""

    meant_for = Circle.CLIENT

    class Meta:
        model = CouncilStep
        fields = ["period", "responsible", "note", "basis"]
        widgets = {"note": LONG}
        help_texts = {"note": _("Das lesen das Beratungsteam und die Ansprechpersonen der Kommune.")}

    def lay_out(self):
        self.offer("basis", self.instance.body.legal_bases.all())
        self.fields["basis"].empty_label = _("nichts Eingetragenes")
        return [Row("period", "responsible"), "note", "basis"]


class PredecessorForm(CouncilForm):
    """What a council came out of."""

    class Meta:
        model = Body
        fields = ["predecessor", "succession"]

    def lay_out(self):
        body = self.instance
        others = Body.objects.visible_to(self.user).filter(room=body.room_id)
        self.offer("predecessor", others.exclude(pk__in=came_out_of(body)).in_order())
        self.fields["predecessor"].empty_label = _("keines")
        return [Row("predecessor", "succession")]


def came_out_of(body):
    """A body and all that came out of it, however many steps on: none of them was there before it."""
    found, newer = set(), {body.pk}
    while newer:
        found |= newer
        newer = set(Body.objects.filter(predecessor__in=newer).values_list("pk", flat=True)) - found
    return found


class CallForm(CouncilForm):
    """How people are asked to sit there."""

    meant_for = Circle.CLIENT
    until = DayField(label=_("Meldungen bis"), required=False)
    published_on = DayField(label=_("bekannt gemacht am"), required=False)

    class Meta:
        model = Call
        fields = ["wording", "channels", "languages", "published_on", "until"]
        widgets = {"wording": forms.Textarea({"rows": 10})}

    def lay_out(self):
        return ["wording", "channels", "languages", Row("published_on", "until")]


class NominationForm(CouncilForm):
    """Somebody who is thought of, and how that came; nothing else about her."""

    circle = CircleField(circles=(Circle.TEAM, Circle.CLIENT))

    class Meta:
        model = Nomination
        fields = ["name", "group", "approach", "proposed_by", "circle"]
        help_texts = {
            "name": _("Solange nichts feststeht, genügt eine Rolle. Nichts über Herkunft, Religion oder Gesundheit."),
        }

    def lay_out(self):
        row = self.instance
        self.offer("group", row.body.groups.all())
        self.fields["group"].empty_label = _("noch offen")
        parts = [Row("name", "group"), Row("approach", "proposed_by")]
        if not row._state.adding or row.room_id not in reach_of(self.user).team_rooms:
            del self.fields["circle"]
            return parts
        return [*parts, circle_with_readers(row.room_id, row)]

    def clean_group(self):
        group = self.cleaned_data["group"]
        if is_without_names(group):
            raise forms.ValidationError(why_no_names(group.label))
        return group

    def clean_proposed_by(self):
        words = self.cleaned_data["proposed_by"]
        if names_a_trait(words):
            raise forms.ValidationError(_("Das nennt ein Merkmal. Bitte nennen Sie die Stelle oder Organisation."))
        return words


class PeopleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, row):
        return f"{row.name} ({row.group})" if row.group else row.name


class FillForm(forms.Form):
    """One decision by which several people take their seats."""

    HOW = [(state.value, state.label) for state in (NominationState.APPOINTED, NominationState.ELECTED)]

    people = PeopleField(
        label=_("Wer ist bereit?"),
        queryset=Nomination.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Bitte wählen Sie mindestens eine Person.")},
    )
    how = forms.ChoiceField(label=_("Wie?"), choices=HOW)
    through = forms.CharField(
        label=_("durch"), max_length=100, help_text=_("Zum Beispiel „Stadtvertretung“ oder „Wahl vom 3. Mai“.")
    )
    when = PeriodFormField(label=_("am"), max_length=PeriodField().max_length - len("seit "))

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people
        self.initial["people"] = [row.pk for row in people]
        self.fields["when"].initial = f"{timezone.localdate():%d.%m.%Y}"
        self.helper = form_helper("people", Row("how", "through", "when"), button=_("Sitze besetzen"))

    def clean_when(self):
        when = self.cleaned_data["when"]
        if not is_start(when):
            raise forms.ValidationError(_("Bitte nennen Sie einen Tag, einen Monat oder ein Jahr."))
        return when


class FirstSittingForm(forms.Form):
    """When and where a council meets for the first time; its agenda stands already."""

    on = DayField(label=_("Tag"))
    begins = ClockField(label=_("Beginn"), required=False)
    ends = ClockField(label=_("Ende"), required=False)
    place = forms.CharField(label=_("Ort"), required=False, max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper(Row("on", "begins", "ends"), "place", button=_("Erste Sitzung planen"))

    def clean(self):
        cleaned = super().clean()
        check_hours(self, cleaned)
        return cleaned


class CouncilYearForm(CouncilForm):
    """What somebody writes into the report of a year."""

    meant_for = Circle.STEERING

    class Meta:
        model = CouncilYear
        fields = ["foreword", "done", "ahead"]
        widgets = {"foreword": LONG, "done": LONG, "ahead": LONG}
        help_texts = {"foreword": _("Der Bericht geht an die Lenkungsrunde; schreiben Sie nichts Internes hinein.")}
