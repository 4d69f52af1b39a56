from crispy_forms.layout import Fieldset, Row
from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from engagements.forms.contributions import EuroField
from engagements.forms.phases import form_helper
from engagements.models import LogEntry
from rooms.enums import Circle

from ..enums import Light, MeasureState
from ..models import ActionField, Goal, Impulse, Measure, MeasureStep, Mirror, Obstacle, Resolution
from ..money import check_sum, keep_funding, read_funding
from ..transitions.measures import NEEDS_REASON, reachable, stand_of
from .base import DayField, GroupForm


class ActionFieldForm(GroupForm):
    class Meta:
        model = ActionField
        fields = ["name", "lead", "vision", "circle"]
        widgets = {"vision": forms.Textarea({"rows": 3})}
        help_texts = {"name": _("Zum Beispiel Wohnen, Sprache, Begegnung."), "lead": _("Wer steht dafür ein?")}


def not_further_out(form, whole):
    """What hangs on something is not read by more people than that: they would find it nowhere."""
    circle = form.release_to or form.cleaned_data.get("circle")
    if circle is not None and circle < whole.circle:
        words = _("„%(whole)s“ lesen weniger Menschen. Bitte öffnen Sie zuerst das, oder wählen Sie denselben Kreis.")
        form.add_error("circle", words % {"whole": whole})


class GoalForm(GroupForm):
    class Meta:
        model = Goal
        fields = ["text", "circle"]
        help_texts = {"text": _("Ein Satz: Was soll einmal wahr sein?")}

    def clean(self):
        cleaned = super().clean()
        not_further_out(self, self.instance.field)
        return cleaned


class MeasureForm(GroupForm):
    """What is done, by whom, until when, with which money, and what it rests on."""

    steps = forms.CharField(
        label=_("Schritte"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Je Zeile ein Schritt. Abgehakt wird auf der Seite der Maßnahme."),
    )

    cost_eur = EuroField(label=_("Kosten in Euro"), required=False, max_digits=12)
    funding = forms.CharField(
        label=_("Woher kommt das Geld?"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Je Zeile eine Quelle, mit Betrag oder Anteil: „Landesmittel: 12.000 €“, „Stadt: 40 %“."),
    )

    class Meta:
        model = Measure
        fields = [
            "title",
            "goal",
            "text",
            "kind",
            "result",
            "owner",
            "person",
            "email",
            "partners",
            "target_group",
            "period",
            "cost_eur",
            "indicator",
            "baseline",
            "target",
            "rests_on",
            "consensus",
            "reservations",
            "source",
            "circle",
        ]
        widgets = {"text": forms.Textarea({"rows": 5})}

    def lay_out(self):
        row, user = self.instance, self.user
        goals = Goal.objects.visible_to(user).filter(field__engagement=row.engagement)
        self.offer("goal", goals.select_related("field").order_by("field__number", "number"))
        self.fields["goal"].empty_label = None
        self.offer("rests_on", Resolution.objects.visible_to(user).filter(engagement=row.engagement).in_order())
        self.fields["rests_on"].empty_label = _("noch auf nichts")
        self.fields["steps"].initial = "\n".join(self.step_texts())
        known = [] if row._state.adding else row.fundings.all()
        with translation.override(settings.LANGUAGE_CODE):  # in the one way in which it is read again
            self.fields["funding"].initial = "\n".join(str(each) for each in known)
        return [
            "title",
            "goal",
            "text",
            Row("kind", "result"),
            Fieldset(_("Wer und wann"), Row("owner", "person"), "email", Row("partners", "target_group"), "period"),
            "steps",
            Fieldset(_("Geld und Wirkung"), "cost_eur", "funding", Row("indicator", "baseline", "target")),
            Fieldset(_("Worauf sie beruht"), "rests_on", Row("consensus", "reservations")),
            "source",
        ]

    def step_texts(self):
        return [] if self.instance._state.adding else [step.text for step in self.instance.steps.all()]

    def clean_steps(self):
        lines = (" ".join(line.split())[:200] for line in self.cleaned_data["steps"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def clean_funding(self):
        return read_funding(self.cleaned_data["funding"])

    def clean(self):
        cleaned = super().clean()
        if goal := cleaned.get("goal"):
            not_further_out(self, max(goal, goal.field, key=lambda row: row.circle))
        if "funding" in cleaned and "cost_eur" in cleaned:
            try:
                check_sum(cleaned["funding"], cleaned["cost_eur"])
            except forms.ValidationError as problem:
                self.add_error("funding", problem)
        return cleaned

    def save_by(self, user):
        adding = self.instance._state.adding
        row = super().save_by(user)
        if not adding and {"steps", "funding"} & set(self.changed_data):
            self.note_new_state()
        keep_funding(row, self.cleaned_data["funding"])
        if "steps" in self.changed_data:
            keep_steps(row, self.cleaned_data["steps"])
        return row


def keep_steps(row, lines):
    """The steps as the lines say; one in other words at the same place stays ticked."""
    steps = list(row.steps.all())
    known = {step.text: step for step in steps if step.text in lines}
    rest = [step for step in steps if step.text not in lines]
    is_reworded = len(steps) == len(lines)
    for order, text in enumerate(lines):
        step = known.pop(text, None)
        if step is None and is_reworded and steps[order] in rest:
            step = steps[order]
            rest.remove(step)
        step = step or MeasureStep(measure=row)
        step.text, step.order = text, order
        step.save()
    for gone in rest:
        gone.delete()


class ReportForm(forms.Form):
    """Where a measure stands: state, light, and why; `was` is what the page said, in case it lay open for long."""

    was = forms.CharField(widget=forms.HiddenInput, required=False)
    target = forms.ChoiceField(label=_("Stand"))
    light = forms.ChoiceField(
        label=_("Wie läuft es?"), choices=Light.choices, widget=forms.RadioSelect({"class": "chips"})
    )
    note = forms.CharField(
        label=_("Was hat sich getan? Bei gelb und rot: warum?"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args, measure, any_state=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.measure, self.any_state = measure, any_state
        self.begin()
        self.helper = form_helper("was", "target", "light", "note", button=_("Melden"))

    def begin(self):
        measure = self.measure
        states = MeasureState if self.any_state else reachable(measure)
        self.fields["target"].choices = [(state, MeasureState(state).label) for state in states]
        self.fields["target"].initial, self.fields["was"].initial = measure.state, stand_of(measure)
        self.fields["light"].initial = Light.GREEN if measure.light == Light.GREY else measure.light

    def look_again(self, problem):
        """Show how it stands by now and why nothing was written; what was typed stays."""
        self.measure.refresh_from_db()
        self.begin()
        self.data = self.data.copy()
        self.data["was"] = stand_of(self.measure)
        self.add_error(None, str(problem))

    def clean(self):
        cleaned = super().clean()
        light, target = cleaned.get("light"), cleaned.get("target")
        if light and Light(light).needs_reason and not cleaned.get("note"):
            self.add_error("note", _("Bitte sagen Sie in einem Satz, woran es liegt."))
        elif target in NEEDS_REASON and target != self.measure.state and not cleaned.get("note"):
            self.add_error("note", _("Bitte sagen Sie in einem Satz, warum."))
        return cleaned


def of_the_team(row):
    """A new note begins with the team, whatever the measure is read by."""
    return {"initial": {"circle": Circle.TEAM}} if row._state.adding else {}


class ObstacleForm(GroupForm):
    """What stands in the way; the team's own note unless somebody opens it."""

    gone_on = DayField(label=_("ausgeräumt am"), required=False)

    class Meta:
        model = Obstacle
        fields = ["text", "gone_on", "circle"]
        widgets = {"text": forms.Textarea({"rows": 4})}

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **of_the_team(instance) | kwargs)


class ImpulseForm(GroupForm):
    """What a measure goes back to; the team's own note, and the diary behind it stays with the team anyway."""

    class Meta:
        model = Impulse
        fields = ["kind", "text", "entry", "circle"]
        widgets = {"kind": forms.RadioSelect({"class": "chips"})}

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **of_the_team(instance) | kwargs)

    def lay_out(self):
        diary = LogEntry.objects.visible_to(self.user).filter(engagement=self.instance.measure.engagement_id)
        self.offer("entry", diary.newest_first().defer("text"))
        self.fields["entry"].empty_label = _("keiner")
        self.fields["entry"].help_text = _("Wer das Tagebuch nicht liest, sieht von dem Eintrag nichts.")
        return ["kind", "text", "entry"]


class MirrorForm(GroupForm):
    """The accompanying group holds the work against a goal."""

    on = DayField(label=_("am"))

    class Meta:
        model = Mirror
        fields = ["judgement", "evidence", "on", "circle"]
        widgets = {"evidence": forms.Textarea({"rows": 4}), "judgement": forms.RadioSelect({"class": "chips"})}

    def lay_out(self):
        self.fields["judgement"].choices = [each for each in self.fields["judgement"].choices if each[0]]
        return ["judgement", "evidence", "on"]
