import re
from decimal import Decimal

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from audit.forms import AuditedModelForm

from .models import Figure, PlaceName, Unit

GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")


class NumberField(forms.DecimalField):
    """A number as it is written in German: 12.585 are twelve thousand people, 78,64 are square kilometres."""

    widget = forms.TextInput({"inputmode": "decimal"})

    def to_python(self, value):
        text = re.sub(r"[\s\u202f']", "", str(value or ""))
        if GROUPED.fullmatch(text):
            text = text.replace(".", "")
        return super().to_python(text.replace(",", "."))


class OfPlaceForm(AuditedModelForm):
    """A row that belongs to a place; the place is given, not asked for."""

    def __init__(self, *args, place, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.place = place
        self.helper = FormHelper()
        self.helper.layout = Layout(
            *self.fields,
            Div(
                HTML('<button class="btn main">{% translate "Speichern" %}</button>'),
                HTML('<a class="btn quiet" href="{{ place.get_absolute_url }}">{% translate "Abbrechen" %}</a>'),
                css_class="actions",
            ),
        )

    def _get_validation_exclusions(self):
        """The place takes part in the check that nothing is there twice."""
        return super()._get_validation_exclusions() - {"place"}


class FigureForm(OfPlaceForm):
    value = NumberField(
        label=_("Wert"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0), _("Ein Wert unter null ist hier nicht möglich."))],
        help_text=_("Zum Beispiel 12.585 oder 78,64"),
    )

    class Meta:
        model = Figure
        fields = ["kind", "value", "as_of", "source"]
        help_texts = {"source": _("Wer sagt das? Zum Beispiel „Steckbrief des Projekts, 2019“.")}
        error_messages = {
            NON_FIELD_ERRORS: {
                "unique_together": _("Diese Kennzahl steht mit diesem Stand und dieser Quelle schon da.")
            }
        }


class PlaceNameForm(OfPlaceForm):
    class Meta:
        model = PlaceName
        fields = ["name", "period", "source"]
        help_texts = {"name": _("Ein früherer amtlicher Name oder eine gebräuchliche andere Schreibweise.")}
        error_messages = {NON_FIELD_ERRORS: {"unique_together": _("Dieser Name steht hier schon.")}}


class UnitForm(OfPlaceForm):
    class Meta:
        model = Unit
        fields = ["name", "parent", "period"]
        labels = {"parent": _("gehört zu")}
        help_texts = {"name": _("Dezernat, Amt, Stabsstelle, Geschäftsstelle …")}
        error_messages = {NON_FIELD_ERRORS: {"unique_together": _("Diese Verwaltungseinheit steht hier schon.")}}

    def __init__(self, *args, place, **kwargs):
        super().__init__(*args, place=place, **kwargs)
        self.fields["parent"].queryset = place.units.all()
        if not self.fields["parent"].queryset.exists():
            del self.fields["parent"]
            self.helper.layout.remove("parent")
