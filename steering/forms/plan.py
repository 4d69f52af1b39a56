from crispy_forms.layout import Fieldset, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.forms.contributions import EuroField
from engagements.forms.phases import form_helper
from rooms.enums import Circle

from ..enums import Light
from ..models import ActionField, Goal, Measure, MeasureStep, Mirror, Obstacle, Resolution
from ..transitions.measures import NEEDS_REASON, reachable
from .base import DayField, GroupForm


class ActionFieldForm(GroupForm):
    class Meta:
        model = ActionField
        fields = ["name", "lead", "vision", "circle"]
        widgets = {"vision": forms.Textarea({"rows": 3})}
        help_texts = {"name": _("Zum Beispiel Wohnen, Sprache, Begegnung."), "lead": _("Wer steht dafür ein?")}


class GoalForm(GroupForm):
    class Meta:
        model = Goal
        fields = ["text", "circle"]
        help_texts = {"text": _("Ein Satz: Was soll einmal wahr sein?")}


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
            "cost_source",
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
        return [
            "title",
            "goal",
            "text",
            Row("kind", "result"),
            Fieldset(_("Wer und wann"), Row("owner", "person"), "email", Row("partners", "target_group"), "period"),
            "steps",
            Fieldset(_("Geld und Wirkung"), Row("cost_eur", "cost_source"), Row("indicator", "baseline", "target")),
            Fieldset(_("Worauf sie beruht"), "rests_on", Row("consensus", "reservations")),
            "source",
        ]

    def step_texts(self):
        return [] if self.instance._state.adding else [step.text for step in self.instance.steps.all()]

    def clean_steps(self):
        lines = (" ".join(line.split())[:200] for line in self.cleaned_data["steps"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def save_by(self, user):
        row = super().save_by(user)
        known = {step.text: step for step in row.steps.all()}
        for order, text in enumerate(self.cleaned_data["steps"]):
            step = known.pop(text, None) or MeasureStep(measure=row, text=text)
            step.order = order
            step.save()
        for gone in known.values():
            gone.delete()
        return row


class ReportForm(forms.Form):
    """Where a measure stands today: state, light, and why."""

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

    def __init__(self, *args, measure, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [(state, state.label) for state in reachable(measure)]
        self.fields["target"].initial = measure.state
        self.fields["light"].initial = Light.GREEN if measure.light == Light.GREY else measure.light
        self.helper = form_helper("target", "light", "note", button=_("Melden"))

    def clean(self):
        cleaned = super().clean()
        light = cleaned.get("light")
        if light and Light(light).needs_reason and not cleaned.get("note"):
            self.add_error("note", _("Bitte sagen Sie in einem Satz, woran es liegt."))
        elif cleaned.get("target") in NEEDS_REASON and not cleaned.get("note"):
            self.add_error("note", _("Bitte sagen Sie in einem Satz, warum."))
        return cleaned


class ObstacleForm(GroupForm):
    """What stands in the way; the team's own note unless somebody opens it."""

    gone_on = DayField(label=_("ausgeräumt am"), required=False)

    class Meta:
        model = Obstacle
        fields = ["text", "gone_on", "circle"]
        widgets = {"text": forms.Textarea({"rows": 4})}

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("initial", {"circle": Circle.TEAM})
        super().__init__(*args, **kwargs)


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
