from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagements.forms.phases import AMONG_US, CircleField, form_helper
from rooms.item_forms import RoomItemForm
from steering.forms.base import DayField

from ..models import EventPhoto, Proposal, ProposalAnswer, Table
from .events import OutByReleaseForm


def not_ahead(form, name):
    """A day that has come."""
    day = form.cleaned_data.get(name)
    if day and day > timezone.localdate():
        form.add_error(name, _("Dieser Tag liegt in der Zukunft."))


class ProposalForm(OutByReleaseForm):
    """One proposal: its words, to whom it goes, and where that office is asked after four weeks."""

    handed_on = DayField(label=_("übergeben am"))
    email = forms.EmailField(
        label=_("E-Mail der Stelle"),
        required=False,
        help_text=_("Nach vier Wochen fragen wir dort einmal nach. Eine Adresse des Amtes, keine persönliche."),
    )

    class Meta:
        model = Proposal
        fields = ["text", "addressee", "handed_on", "table", "circle"]
        widgets = {"text": forms.Textarea({"rows": 4})}

    def lay_out(self):
        row = self.instance
        self.offer("table", Table.objects.visible_to(self.user).filter(event=row.event_id))
        self.fields["table"].empty_label = _("aus dem Plenum")
        if not row._state.adding:
            contact = getattr(row, "contact", None)
            self.initial["email"] = contact.email if contact else ""
            self.keep("text", "addressee", "handed_on", "table")
        else:
            self.initial["handed_on"] = timezone.localdate()
        return ["text", "addressee", "email", "handed_on", "table"]

    def clean(self):
        cleaned = super().clean()
        not_ahead(self, "handed_on")
        return cleaned


class ProposalAnswerForm(OutByReleaseForm):
    """What the addressee answered; beyond the room it goes by a release of its own."""

    given_on = DayField(label=_("geantwortet am"))

    class Meta:
        model = ProposalAnswer
        fields = ["text", "given_by", "given_on", "circle"]
        widgets = {"text": forms.Textarea({"rows": 6})}

    def lay_out(self):
        self.keep("text", "given_by", "given_on")
        return ["text", "given_by", "given_on"]

    def clean(self):
        cleaned = super().clean()
        not_ahead(self, "given_on")
        return cleaned


class PhotoForm(RoomItemForm):
    """A photograph only with what the people on it have agreed to; without, there is none."""

    circle = CircleField(circles=AMONG_US[:2])
    asked_on = DayField(label=_("gefragt am"))
    agreed = forms.BooleanField(
        label=_("Alle Erkennbaren wurden gefragt und haben zugestimmt"),
        error_messages={"required": _("Ohne Zustimmung kein Foto.")},
    )

    class Meta:
        model = EventPhoto
        fields = ["file", "shows", "asked_by", "asked_on", "consent", "circle"]

    def __init__(self, *args, user, files, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer("file", files)
        layout = ["file", "shows", "asked_by", "asked_on", "consent", "agreed", "circle"]
        self.helper = form_helper(*layout, button=_("Foto aufnehmen"))

    def clean(self):
        cleaned = super().clean()
        not_ahead(self, "asked_on")
        return cleaned
