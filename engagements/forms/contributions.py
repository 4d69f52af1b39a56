import re
from decimal import Decimal, InvalidOperation

from crispy_forms.layout import Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit.forms import AuditedModelForm
from rooms.item_forms import RoomItemForm

from ..enums import ContributionState
from ..models import OwnContribution
from .mandate import INSIDE
from .phases import CircleField, circle_with_readers, form_helper


class EuroField(forms.DecimalField):
    """An amount as Germans write it: „1.250,50“, „1250,50 €“, also „1250.50“."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Bitte einen Betrag in Euro, zum Beispiel 1.250,50."),
        "min_value": _("Der Wert ist nicht kleiner als null."),
        "max_decimal_places": _("Cent haben zwei Stellen, zum Beispiel 1.250,50."),
        "max_digits": _("Dieser Betrag ist zu groß."),
        "max_whole_digits": _("Dieser Betrag ist zu groß."),
    }

    def __init__(self, **kwargs):
        super().__init__(**{"max_digits": 10, "decimal_places": 2, "min_value": 0, "localize": False} | kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        text = re.sub(r"[\s\u00a0\u202f'’]|€|EUR|Euro", "", str(value), flags=re.IGNORECASE)
        if "," in text:
            text = text.replace(".", "").replace(",", ".", 1)
        elif re.fullmatch(r"\d{1,3}(\.\d{3})+", text):
            text = text.replace(".", "")
        text = re.sub(r"\.[-–—]+$", "", text)  # „1.250,–“
        if not re.fullmatch(r"[+-]?\d+(\.\d*)?", text, flags=re.ASCII):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return Decimal(text)
        except InvalidOperation as odd:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from odd

    def prepare_value(self, value):
        if isinstance(value, Decimal):
            return f"{value:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
        return value

    def widget_attrs(self, widget):
        return {"inputmode": "decimal", "autocomplete": "off"}


class ContributionForm(RoomItemForm):
    """One thing the municipality brings; the contact person of the town leaves its name and its circle as they are.

    A name she may choose would be an answer: the list holds each once, also those hidden from her.
    """

    value_eur = EuroField(
        label=_("Wert in Euro"),
        required=False,
        help_text=_("Leer lassen, wenn er nicht bekannt ist; leer ist nicht null."),
    )
    circle = CircleField(circles=INSIDE)

    class Meta:
        model = OwnContribution
        fields = ["name", "state", "responsible", "value_eur", "due", "note", "circle"]
        widgets = {"state": forms.RadioSelect({"class": "chips"})}

    def __init__(self, *args, may_share=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = ContributionState.choices
        self.fields["name"].error_messages["required"] = _("Bitte schreiben Sie, was die Kommune einbringt.")
        if not may_share:
            del self.fields["circle"], self.fields["name"]
        self.helper = form_helper(
            *(["name"] if may_share else []),
            "state",
            Row("responsible", "due"),
            Row("value_eur", "note"),
            *([circle_with_readers(self.instance.room_id, self.instance)] if may_share else []),
            button=_("Eigenleistung speichern"),
        )

    def clean_name(self):
        """The list holds every name once, whoever may read it."""
        name = self.cleaned_data["name"]
        same = OwnContribution.objects.filter(engagement=self.instance.engagement_id, name__iexact=name)
        if same.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Diese Eigenleistung steht schon auf der Liste."))
        return name


class ContributionStateForm(AuditedModelForm):
    """Open, promised, done: changed in place by one press, which overwrites no text."""

    class Meta:
        model = OwnContribution
        fields = ["state"]

    def is_outdated(self, sent):
        return False
