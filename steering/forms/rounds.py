import datetime as dt
from dataclasses import replace

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagements.forms.phases import form_helper

from ..enums import Light, MeasureState
from ..transitions.measures import NEEDS_REASON, reachable
from .base import DayField

USUAL = dt.timedelta(days=14)
LONGEST = dt.timedelta(days=90)


class RoundForm(forms.Form):
    """Until when answers come."""

    answers_by = DayField(label=_("Antworten bis"), help_text=_("Meist genügen zwei Wochen."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answers_by"].initial = timezone.localdate() + USUAL
        self.helper = form_helper("answers_by", button=_("Runde öffnen und Mails senden"))

    def clean_answers_by(self):
        day, today = self.cleaned_data["answers_by"], timezone.localdate()
        if day <= today:
            raise forms.ValidationError(_("Bitte einen Tag nach heute; sonst bleibt niemandem Zeit."))
        if day > today + LONGEST:
            raise forms.ValidationError(_("Bitte höchstens drei Monate; danach ist der Stand ein anderer."))
        return day


class AnswerForm(forms.Form):
    """One measure on the page without sign-in: as it was, or where it stands now and why."""

    was = forms.CharField(widget=forms.HiddenInput)  # what the page said, in case it lay open for long
    same = forms.BooleanField(label=_("Keine Änderung"), required=False)
    target = forms.ChoiceField(label=_("Stand"))
    light = forms.ChoiceField(
        label=_("Wie läuft es?"), choices=Light.choices, widget=forms.RadioSelect({"class": "chips"})
    )
    note = forms.CharField(
        label=_("Was hat sich getan? Bei „stockt“ und „steht“: warum?"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args, asked, **kwargs):
        super().__init__(*args, prefix=str(asked.pk), **kwargs)
        self.fresh = asked
        state, _slash, light = self.data.get(self.add_prefix("was"), "").partition("/")
        is_known = state in MeasureState and light in Light
        self.begin_with(replace(asked, state=state, light=light) if is_known else asked)

    def begin_with(self, asked):
        self.asked = asked
        self.fields["was"].initial = f"{asked.state}/{asked.light}"
        self.fields["target"].choices = [(state, state.label) for state in reachable(asked)]
        self.fields["target"].initial, self.fields["light"].initial = asked.state, asked.light

    def look_again(self, problem):
        """Show how it stands by now and why nothing was written; what was typed stays."""
        self.begin_with(self.fresh)
        self.data = self.data.copy()
        self.data[self.add_prefix("was")] = self.fields["was"].initial
        self.add_error(None, str(problem))

    @property
    def is_news(self):
        return bool({"target", "light", "note"} & set(self.changed_data))

    @property
    def is_answer(self):
        return bool(self.cleaned_data.get("same")) or self.is_news

    def clean(self):
        cleaned = super().clean()
        note, light, target = (cleaned.get(name) for name in ("note", "light", "target"))
        if cleaned.get("same") and self.is_news:
            raise forms.ValidationError(_("Bitte entweder „Keine Änderung“ oder den neuen Stand, nicht beides."))
        if not self.is_news or note:
            return cleaned
        if light and Light(light).needs_reason:
            self.add_error("note", _("Bitte sagen Sie in einem Satz, woran es liegt."))
        elif target in NEEDS_REASON and target != self.asked.state:
            self.add_error("note", _("Bitte sagen Sie in einem Satz, warum."))
        return cleaned
