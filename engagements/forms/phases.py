from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from audit.forms import AuditedModelForm
from periods.fields import PeriodField, PeriodFormField
from rooms.enums import Circle
from rooms.readers import preview_url

from ..enums import Status
from ..models import Criterion, Phase
from ..transitions.phases import NEEDS_REASON, Step
from ..transitions.status import LONGEST_REASON, STATUS_NEXT, status_needs_reason
from .engagement import buttons

# Reasons and papers of a consultation stay among its people; sealed ones would explain nothing to the team.
AMONG_US = (Circle.TEAM, Circle.CLIENT, Circle.STEERING)


class CircleField(forms.TypedChoiceField):
    """Who may read this, as chips with the reach sign, from the narrowest to the widest."""

    widget = forms.RadioSelect

    def __init__(self, *, circles=AMONG_US, **kwargs):
        kwargs.setdefault("label", _("Wer darf das lesen?"))
        super().__init__(choices=[(circle.value, circle.label) for circle in circles], coerce=int, **kwargs)
        self.widget.attrs["class"] = "chips readers"


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(attrs={"class": "short"}, format="%Y-%m-%d")


def circle_with_readers(room_id, item=None):
    """The circle, and below it who would read and what that changes, in words and names, before anything is saved."""
    return Div(
        "circle",
        HTML('<div id="leser" class="small" aria-live="polite"></div>'),
        data_hx_get=preview_url(room_id, item),
        data_hx_trigger="load, change",
        data_hx_include="this",
        data_hx_target="#leser",
        data_hx_sync="this:replace",
    )


def form_helper(*layout, button):
    """Our form: guarded against lost text, with the hidden version, one verb and the way back."""
    helper = FormHelper()
    helper.attrs = {"data-guard": ""}
    helper.render_hidden_fields = True
    helper.layout = Layout(*layout, buttons(button))
    return helper


def warnings_of(form):
    """What we had to guess in the dates of a form, in words for the person who typed them."""
    found = []
    for name, field in form.fields.items():
        if isinstance(field, PeriodFormField) and (wording := form.cleaned_data.get(name)):
            warning = field.reading(wording).warning
            if warning:
                words = {"label": field.label, "wording": wording, "warning": warning}
                found.append(_now("%(label)s „%(wording)s“: %(warning)s") % words)
    return found


class StepForm(forms.Form):
    """When and why a step is taken; with something missing, why it is taken all the same."""

    when = PeriodFormField(label=_("Wann?"), max_length=PeriodField().max_length)
    reason = forms.CharField(
        label=_("Grund"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    circle = CircleField(label=_("Wer darf den Grund lesen?"), initial=Circle.TEAM)

    def __init__(self, *args, step, room_id, missing=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["when"].initial = f"{timezone.localdate():%d.%m.%Y}"
        reason = self.fields["reason"]
        if missing:
            reason.label = _("Trotzdem, weil …")
            reason.help_text = _("Der Grund bleibt bei der Phase stehen.")
            self.fields["circle"].label = _("Wer darf den Grund und die offenen Punkte lesen?")
        reason.required = bool(missing) or step in NEEDS_REASON
        reason.error_messages["required"] = _("Bitte schreiben Sie einen Grund; später fragt jemand danach.")
        self.helper = form_helper("when", "reason", circle_with_readers(room_id), button=button_of(step, missing))


def button_of(step, missing):
    """The verb on the button of a step."""
    if missing:
        return _("Trotzdem beginnen") if step == Step.START else _("Trotzdem abschließen")
    return {
        Step.START: _("Phase beginnen"),
        Step.FINISH: _("Phase abschließen"),
        Step.SKIP: _("Phase überspringen"),
        Step.TAKE_BACK: _("Schritt zurücknehmen"),
        Step.REOPEN: _("Phase wieder öffnen"),
    }[step]


class PhaseForm(AuditedModelForm):
    """What is planned, what really was, and how the phase is called here."""

    class Meta:
        model = Phase
        fields = ["planned", "period", "remark", "name", "short"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["period"].help_text = _(
            "Wer hier selbst etwas schreibt, behält seinen Wortlaut; Schritte ändern ihn nicht mehr."
        )
        self.fields["short"].help_text = _("Steht am Weg und im Zeitstrahl.")
        self.helper = form_helper(
            Fieldset(_("Zeiten"), Row("planned", "period"), "remark"),
            Fieldset(_("Name"), Row("name", "short")),
            button=_("Speichern"),
        )


class OwnPhaseForm(forms.Form):
    """A phase no template knows."""

    name = forms.CharField(
        label=_("Wie heißt die Phase?"),
        max_length=160,
        error_messages={"required": _("Bitte geben Sie der Phase einen Namen.")},
    )
    short = forms.CharField(
        label=_("Kurzname"), required=False, max_length=40, help_text=_("Steht am Weg und im Zeitstrahl.")
    )
    after = forms.ModelChoiceField(
        label=_("Nach welcher Phase?"), queryset=Phase.objects.none(), required=False, empty_label=_("ganz am Anfang")
    )
    planned = PeriodFormField(label=_("Für wann geplant?"), required=False, max_length=120)
    criteria = forms.CharField(
        label=_("Woran merken Sie, dass sie abgeschlossen ist?"),
        help_text=_("Eine Zeile je Kriterium."),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, engagement, **kwargs):
        super().__init__(*args, **kwargs)
        way = engagement.phases.in_order()
        self.fields["after"].queryset = way
        self.fields["after"].initial = way.last()
        self.helper = form_helper(Row("name", "short"), Row("after", "planned"), "criteria", button=_("Phase anlegen"))

    def clean_criteria(self):
        lines = [line.strip() for line in self.cleaned_data["criteria"].splitlines() if line.strip()]
        if any(len(line) > 300 for line in lines):
            raise forms.ValidationError(_("Ein Kriterium hat höchstens 300 Zeichen. Bitte teilen Sie die Zeile."))
        return lines


class CriterionForm(AuditedModelForm):
    """Since when a criterion is met, and what there is to say about it."""

    class Meta:
        model = Criterion
        fields = ["met_on", "note"]
        widgets = {"met_on": DayInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        met = self.fields["met_on"]
        met.widget = DayInput()
        met.required = True
        met.error_messages = {
            "required": _("Bitte geben Sie an, wann das Kriterium erfüllt war."),
            "invalid": _("Diesen Tag gibt es im Kalender nicht, zum Beispiel 31.03.2026."),
        }
        if self.instance.met_on is None:
            self.initial["met_on"] = timezone.localdate()
        self.helper = form_helper("met_on", "note", button=_("Als erfüllt festhalten"))


class StatusForm(forms.Form):
    """Where the consultation stands from now on, and why."""

    target = forms.TypedChoiceField(
        label=_("Neuer Stand"),
        coerce=Status,
        widget=forms.RadioSelect({"class": "chips"}),
        error_messages={"required": _("Bitte wählen Sie den neuen Stand.")},
    )
    reason = forms.CharField(
        label=_("Grund"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nötig, wenn Sie abbrechen, ablehnen, verweisen oder wieder öffnen. Das Team kann ihn lesen."),
    )

    def __init__(self, *args, engagement, **kwargs):
        super().__init__(*args, **kwargs)
        self.source = Status(engagement.status)
        self.fields["target"].choices = [(status.value, status.label) for status in STATUS_NEXT[self.source]]
        self.helper = form_helper("target", "reason", button=_("Stand ändern"))

    def clean(self):
        cleaned = super().clean()
        target, reason = cleaned.get("target"), (cleaned.get("reason") or "").strip()
        if target and status_needs_reason(self.source, target) and not reason and "reason" not in self.errors:
            self.add_error("reason", _("Bitte schreiben Sie einen Grund; später fragt jemand danach."))
        return cleaned
