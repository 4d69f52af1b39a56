from crispy_forms.layout import Fieldset, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from periods.fields import PeriodField, PeriodFormField
from rooms.enums import Circle
from rooms.item_forms import RoomItemForm
from stakeholders.actions import find_or_create_organisation
from stakeholders.models import Office, Organisation

from ..actions import add_office_holder
from ..enums import AgreementState, Service
from ..models import Agreement, Contact, Mandate
from ..transitions.agreements import AGREEMENT_NEXT, NEEDS_REASON
from .engagement import ChoicesField
from .phases import CircleField, circle_with_readers, form_helper

INSIDE = (Circle.TEAM, Circle.CLIENT, Circle.STEERING, Circle.NETWORK, Circle.PUBLIC)


class OfficeHolderForm(RoomItemForm):
    """A row that names a person in office: chosen from those known here, or new."""

    person_name = forms.CharField(label=_("Name"), required=False, max_length=160)
    office_title = forms.CharField(
        label=_("Amt"), required=False, max_length=160, help_text=_("Zum Beispiel Bürgermeisterin, Dezernent.")
    )
    office_party = forms.CharField(
        label=_("Partei (bei Gewählten)"),
        required=False,
        max_length=60,
        help_text=_("Nur was im Amt öffentlich ist, zum Beispiel „parteilos“."),
    )
    circle = CircleField(circles=INSIDE)
    quick = ("person_name", "office_title", "office_party")
    needs_office = False

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.offer("office", Office.objects.for_reader(user).filter(person__room=self.instance.room_id))
        self.fields["office"].required = False
        self.fields["office"].empty_label = _("noch niemand oder neu (unten eintragen)")

    def new_holder(self):
        """The part of the form for somebody new."""
        name, title, party = self.quick
        return Fieldset(_("Neue Person im Amt"), Row(name, title), party)

    def clean(self):
        cleaned = super().clean()
        name, title = cleaned.get("person_name"), cleaned.get("office_title")
        if cleaned.get("office") and (name or title):
            self.add_error("person_name", _("Entweder aus der Liste wählen oder hier neu eintragen, nicht beides."))
        elif name and not title:
            self.add_error("office_title", _("Bitte geben Sie auch das Amt an."))
        elif title and not name:
            self.add_error("person_name", _("Bitte geben Sie auch den Namen an."))
        elif self.needs_office and not cleaned.get("office") and not name:
            self.add_error("office", _("Bitte wählen Sie eine Person oder tragen Sie unten eine neue ein."))
        return cleaned

    def _get_validation_exclusions(self):
        # A new holder is only made when all the rest is right.
        return super()._get_validation_exclusions() | {"office"}

    def save_by(self, user):
        data = self.cleaned_data
        if data.get("person_name"):
            self.instance.office = add_office_holder(
                self.instance.engagement,
                by=user,
                name=data["person_name"],
                title=data["office_title"],
                party=data.get("office_party", ""),
                organisation=self.organisation(user),
                circle=data["circle"],
            )
            self.changed_data.append("office")
        return super().save_by(user)

    def organisation(self, user):
        return None


class MandateForm(OfficeHolderForm):
    """Who commissions the consultation, in which office, when, and what."""

    client_name = forms.CharField(
        label=_("oder neu"),
        required=False,
        max_length=200,
        help_text=_("Name der Organisation, zum Beispiel Stadt Musterstedt."),
    )
    services = ChoicesField(label=_("Leistungen"), choices=Service.choices)

    class Meta:
        model = Mandate
        fields = ["organ", "is_head", "client", "office", "given_on", "subject", "services", "source", "circle"]
        widgets = {"subject": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = Organisation.objects.visible_to(self.user).unmerged().filter(room=self.instance.room_id).in_order()
        self.offer("client", known)
        self.fields["client"].empty_label = _("noch keine oder neu")
        self.fields["is_head"].label = _("Das ist die Verwaltungsspitze")
        self.fields["given_on"].help_text = _("Auch ungefähr, zum Beispiel „Frühjahr 2015“.")
        self.fields["organ"].error_messages["required"] = _("Bitte geben Sie an, welches Organ beauftragt.")
        self.helper = form_helper(
            Fieldset(_("Wer beauftragt?"), "organ", "is_head", "client", "client_name", "office"),
            self.new_holder(),
            Fieldset(_("Was und wann?"), "given_on", "subject", "services", "source"),
            circle_with_readers(self.instance.room_id, self.instance),
            button=_("Auftrag speichern"),
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("client") and cleaned.get("client_name"):
            self.add_error("client_name", _("Entweder aus der Liste wählen oder hier neu eintragen, nicht beides."))
        return cleaned

    def organisation(self, user):
        return self.instance.client

    def save_by(self, user):
        if name := self.cleaned_data.get("client_name"):
            self.instance.client = find_or_create_organisation(
                self.instance.engagement.room, name, by=user, circle=self.cleaned_data["circle"]
            )
            self.changed_data.append("client")
        return super().save_by(user)


class ContactForm(OfficeHolderForm):
    """A person the town names for daily contact or as partner."""

    needs_office = True

    class Meta:
        model = Contact
        fields = ["office", "is_contact", "is_partner", "circle"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            "office",
            self.new_holder(),
            Fieldset(_("Wofür?"), "is_contact", "is_partner"),
            circle_with_readers(self.instance.room_id, self.instance),
            button=_("Ansprechperson speichern"),
        )


class AgreementForm(RoomItemForm):
    """A paper: what it covers, what it rests on, how long it holds, what it says."""

    modules = forms.MultipleChoiceField(
        label=_("Welche Phasen deckt sie ab?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(
        label=_("Inhalt"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"data-mdedit": True, "rows": 18}),
    )
    circle = CircleField(circles=INSIDE)

    class Meta:
        model = Agreement
        fields = ["kind", "title", "based_on", "modules", "term", "text", "source", "circle"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        paper = self.instance
        others = Agreement.objects.visible_to(user).filter(engagement=paper.engagement_id).exclude(pk=paper.pk)
        self.fields["based_on"].queryset = others.exclude(based_on=paper.pk)
        self.fields["based_on"].empty_label = _("nichts, sie steht für sich")
        self.fields["based_on"].label = _("Ergänzt welche Vereinbarung?")
        phases = dict(paper.engagement.phases.in_order().values_list("code", "name"))
        kept = {code: code for code in paper.modules or [] if code not in phases}
        self.fields["modules"].choices = list((phases | kept).items())
        self.fields["title"].error_messages["required"] = _("Bitte geben Sie der Vereinbarung einen Titel.")
        if paper.is_frozen:
            for name in ("kind", "modules", "text", "based_on"):
                self.fields[name].disabled = True
        self.helper = form_helper(
            Fieldset(_("Was ist es?"), Row("kind", "title"), Row("based_on", "term"), "modules"),
            Fieldset(_("Was steht darin?"), "text", "source"),
            circle_with_readers(self.instance.room_id, self.instance),
            button=_("Vereinbarung speichern"),
        )

    def clean_based_on(self):
        """A paper does not rest on itself, not even by a detour."""
        base, seen = self.cleaned_data["based_on"], set()
        step = base
        while step and step.pk not in seen:
            if step.pk == self.instance.pk:
                raise ValidationError(_("Diese Vereinbarung beruht schon auf der, die Sie bearbeiten."))
            seen.add(step.pk)
            step = step.based_on
        return base


class AgreementMoveForm(forms.Form):
    """What a step of an agreement needs to know: when and by whom signed, or why."""

    when = PeriodFormField(label=_("Wann unterzeichnet?"), max_length=PeriodField().max_length)
    names = forms.CharField(
        label=_("Wer hat unterzeichnet?"),
        help_text=_("Eine Zeile je Person, mit Amt, zum Beispiel „Erika Muster, Bürgermeisterin“."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": _("Bitte nennen Sie mindestens eine Person, die unterzeichnet hat.")},
    )
    reason = forms.CharField(
        label=_("Grund"),
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Bitte schreiben Sie einen Grund; später fragt jemand danach.")},
    )

    def __init__(self, *args, source, target, **kwargs):
        super().__init__(*args, **kwargs)
        source, target = AgreementState(source), AgreementState(target)
        if target != AgreementState.SIGNED:
            del self.fields["when"], self.fields["names"]
        if (source, target) not in NEEDS_REASON:
            del self.fields["reason"]
        self.helper = form_helper(*self.fields, button=_("Als „%s“ führen") % target.label)

    def clean_names(self):
        return [line.strip(" -*") for line in self.cleaned_data["names"].splitlines() if line.strip(" -*")]


def moves_of(agreement):
    """The steps an agreement can take from where it stands."""
    return [AgreementState(target) for target in AGREEMENT_NEXT[AgreementState(agreement.state)]]
