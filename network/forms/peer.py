from crispy_forms.layout import Fieldset, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.forms import AuditedModelForm
from engagements.forms.phases import form_helper
from rooms.models import Membership

from ..models import PeerConsultation, PeerNote
from ..models.peer import LONGEST_PHASE, PHASES


class PeopleField(forms.ModelMultipleChoiceField):
    """People of a network by name, to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, person):
        return f"{person.name} ({person.function})" if person.function else person.name


class PeerForm(AuditedModelForm):
    """A case, disguised, with its question, its minutes and those who sit in it."""

    people = PeopleField(
        User.objects.none(),
        label=_("Wer berät mit?"),
        required=False,
        help_text=_("Nur diese Personen lesen den Fall."),
    )

    class Meta:
        model = PeerConsultation
        fields = ["title", "case", "question", "starts"]
        widgets = {
            "case": forms.Textarea(attrs={"rows": 8}),
            "starts": forms.DateTimeInput({"type": "datetime-local", "class": "short"}, format="%Y-%m-%dT%H:%M"),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        network = self.instance.network
        active = Membership.objects.active().filter(room=network.room_id).values("user")
        people = User.objects.filter(pk__in=active, is_active=True).exclude(pk=self.instance.giver_id)
        self.fields["people"].queryset = people.order_by("name", "pk")
        if not self.instance._state.adding:
            self.fields["people"].initial = list(self.instance.seats.values_list("person", flat=True))
        self.fields["title"].help_text = _("Steht auf der Liste der Beratenden; nennen Sie keinen Ort und keine Namen.")
        self.fields["case"].help_text = _("Ohne Orte, Namen, Ämter. Wer den Ort kennt, soll ihn nicht erkennen.")
        self.fields["question"].help_text = _("Worauf suchen Sie eine Antwort? In einem Satz.")
        for number, (_key, label, _usual) in enumerate(PHASES):
            self.fields[f"m{number}"] = forms.IntegerField(
                label=label, min_value=1, max_value=LONGEST_PHASE, initial=self.instance.minutes[number]
            )
        minutes = [f"m{number}" for number in range(len(PHASES))]
        self.helper = form_helper(
            Fieldset(_("Der Fall"), "title", "case", "question"),
            Fieldset(_("Wer und wann?"), "people", "starts"),
            Fieldset(_("Minuten je Phase"), *[Row(*minutes[n : n + 3]) for n in range(0, len(minutes), 3)]),
            button=_("Speichern"),
        )

    def changed_fields(self):
        return super().changed_fields() | {"minutes"}

    def save_by(self, user):
        self.instance.minutes = [self.cleaned_data[f"m{number}"] for number in range(len(PHASES))]
        row = super().save_by(user)
        wanted = {person.pk for person in self.cleaned_data["people"]} | {row.giver_id}
        there = set(row.seats.values_list("person", flat=True))
        row.seats.filter(person__in=there - wanted).delete()
        for key in [row.giver_id, *(wanted - {row.giver_id})]:
            row.seats.get_or_create(person_id=key)
        return row


class NoteForm(forms.ModelForm):
    """What somebody brings in while the case is talked over."""

    class Meta:
        model = PeerNote
        fields = ["kind", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].error_messages["required"] = _("Bitte schreiben Sie Ihren Beitrag.")
        self.helper = form_helper("kind", "text", button=_("Einbringen"))


class TakeawayForm(AuditedModelForm):
    """What the case giver takes home."""

    class Meta:
        model = PeerConsultation
        fields = ["takeaway"]
        widgets = {"takeaway": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper("takeaway", button=_("Speichern"))
