from crispy_forms.layout import Fieldset, Row
from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from engagements.forms.phases import form_helper
from rooms.models import Membership
from rooms.reach import reach_of
from stakeholders.enums import BodyKind
from stakeholders.models import Body, Term

from ..enums import ResolutionKind
from ..models import AgendaItem, Meeting, Passage, Resolution, Task
from ..presence import quorum_missed
from .base import DayField, GroupForm

LONG = forms.Textarea({"rows": 5})


def meetings_for(user, engagement):
    return Meeting.objects.visible_to(user).filter(engagement=engagement).latest_first()


class InMeetingForm(GroupForm):
    """A result of a consultation that may have come about in a meeting, at an item of its agenda."""

    def offer_meeting(self):
        row = self.instance
        self.offer("meeting", meetings_for(self.user, row.engagement))
        self.fields["meeting"].empty_label = _("außerhalb einer Sitzung")
        items = AgendaItem.objects.visible_to(self.user).filter(meeting__engagement=row.engagement)
        self.offer("item", items.select_related("meeting__body").order_by("-meeting__on", "-meeting", "order"))
        self.fields["item"].empty_label = _("kein bestimmter")
        self.fields["item"].label_from_instance = lambda item: f"{item} ({item.meeting})"

    def clean(self):
        cleaned = super().clean()
        item = cleaned.get("item")
        if item and cleaned.get("meeting") and item.meeting_id != cleaned["meeting"].pk:
            self.add_error("item", _("Dieser Punkt gehört zu einer anderen Sitzung."))
        elif item and not cleaned.get("meeting"):
            cleaned["meeting"] = item.meeting
            self.changed_data.append("meeting")
        return cleaned


class QuorumForm(forms.ModelForm):
    """A result of a meeting with too few members is recorded all the same, with a reason."""

    def ask_for_quorum(self, meeting):
        """Ask for the reason where the list of the meeting says that a quorum was missed; else for nothing."""
        missed = meeting and quorum_missed(meeting)
        if not missed and not self.instance.quorum_note:
            del self.fields["quorum_note"]
        elif missed:
            field = self.fields["quorum_note"]
            field.required, field.help_text = True, missed
            field.error_messages["required"] = _("Bitte schreiben Sie, warum es trotzdem gelten soll.")


class ResolutionForm(QuorumForm, InMeetingForm):
    """A recommendation or a decision: who, in which words, with which result, and what it answers."""

    due = DayField(label=_("Antwort erbeten bis"), required=False)
    ris = forms.URLField(label=_("im Ratsinformationssystem"), required=False, max_length=400, assume_scheme="https")

    class Meta:
        model = Resolution
        fields = [
            "kind",
            "title",
            "wording",
            "reasons",
            "body",
            "organ",
            "decided",
            "meeting",
            "item",
            "outcome",
            "votes_for",
            "votes_against",
            "abstained",
            "consensus",
            "reservations",
            "quorum_note",
            "addressee",
            "due",
            "answers",
            "ris",
            "source",
            "circle",
        ]
        widgets = {"wording": LONG, "reasons": LONG, "reservations": forms.Textarea({"rows": 3})}

    def lay_out(self):
        row, user = self.instance, self.user
        self.offer_meeting()
        bodies = Body.objects.visible_to(user).filter(room=row.room_id).in_order()
        if row._state.adding and row.kind == ResolutionKind.DECISION:  # an answer comes from those who decide
            bodies = bodies.filter(kind=BodyKind.COUNCIL)
        self.offer("body", bodies)
        self.fields["body"].empty_label = _("keines von diesen")
        known = Resolution.objects.visible_to(user).filter(
            engagement=row.engagement, kind=ResolutionKind.RECOMMENDATION
        )
        self.offer("answers", known.exclude(pk=row.pk).in_order())
        self.fields["answers"].empty_label = _("auf keine Empfehlung")
        if not row._state.adding:
            self.fields["kind"].disabled = True
        elif row.answers_id:  # an answer is a decision, and on this recommendation
            self.fields["kind"].disabled = self.fields["answers"].disabled = True
        self.ask_for_quorum(self.chosen_meeting())
        note = ["quorum_note"] if "quorum_note" in self.fields else []
        return [
            Row("kind", "decided"),
            "title",
            "wording",
            "reasons",
            Row("body", "organ"),
            Row("meeting", "item"),
            Fieldset(
                _("Ergebnis"),
                Row("outcome", "consensus"),
                Row("votes_for", "votes_against", "abstained"),
                "reservations",
                *note,
            ),
            Fieldset(_("Wie es weitergeht"), Row("addressee", "due"), "answers", "ris"),
            "source",
        ]

    def chosen_meeting(self):
        """The meeting the form was sent with, or was opened for."""
        if not self.is_bound:
            return self.instance.meeting
        try:
            return self.fields["meeting"].clean(self.data.get("meeting"))
        except forms.ValidationError:
            return None

    @property
    def keeps_hidden_body(self):
        return self.instance.body_id is not None and self.initial.get("body") is None

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("body") and not cleaned.get("organ") and not self.keeps_hidden_body:
            self.add_error("body", _("Bitte sagen Sie, wer empfiehlt oder beschließt."))
        body = cleaned.get("body")
        if cleaned.get("kind") == ResolutionKind.DECISION and body and body.is_only_advising:
            words = _("„%(body)s“ empfiehlt; beschließen können Rat oder Verwaltungsspitze.")
            self.add_error("kind", words % {"body": body})
        return cleaned


class PassageForm(forms.ModelForm):
    """One stop of a recommendation on its way."""

    class Meta:
        model = Passage
        fields = ["organ", "on", "outcome", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper(Row("organ", "on", "outcome"), "note", button=_("Station eintragen"))


class TaskForm(InMeetingForm):
    """Who does what until when."""

    due = DayField(label=_("bis wann"), required=False)

    class Meta:
        model = Task
        fields = ["text", "who", "due", "meeting", "item", "account", "circle"]

    def lay_out(self):
        self.offer_meeting()
        members = Membership.objects.active().filter(room=self.instance.room_id).values("user")
        self.offer("account", get_user_model().objects.filter(pk__in=members).order_by("name"))
        self.fields["account"].empty_label = _("meldet sich nicht an")
        self.fields["account"].label_from_instance = self.called
        self.fields["account"].help_text = _("Diese Person wird rechtzeitig an die Aufgabe erinnert.")
        return ["text", Row("who", "due"), Row("meeting", "item"), "account"]

    @cached_property
    def names(self):
        """account -> the name under which a body of this consultation knows it."""
        bodies = Body.objects.visible_to(self.user).filter(room=self.instance.room_id)
        terms = Term.objects.filter(body__in=bodies, account__isnull=False).on(timezone.localdate())
        return {term.account_id: term.name for term in terms}

    def called(self, person):
        """As a body calls her, whatever her account is called."""
        return self.names.get(person.pk, person.name)

    def clean(self):
        cleaned = super().clean()
        account, circle = cleaned.get("account"), cleaned.get("circle")
        if account and circle is not None and (reach_of(account).clearance(self.instance.room_id) or 0) < circle:
            self.add_error("account", _("Diese Person liest diesen Kreis nicht; sie fände die Aufgabe nicht."))
        return cleaned
