from django import forms
from django.utils.translation import gettext_lazy as _

from ..enums import Aim


class PrepareForm(forms.Form):
    """Which of the proposals come onto the agenda, to what end and for how long."""

    def __init__(self, *args, proposals, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposals = proposals
        for row in proposals:
            self.fields[f"ja-{row.about}"] = forms.BooleanField(
                label=row.title, required=False, initial=row.is_wanted, widget=forms.CheckboxInput
            )
            self.fields[f"ziel-{row.about}"] = forms.ChoiceField(
                label=_("Was soll die Runde tun?"), choices=Aim, initial=row.aim, required=False
            )
            self.fields[f"zeit-{row.about}"] = forms.IntegerField(
                label=_("Minuten"), min_value=1, max_value=600, initial=row.minutes, required=False
            )
            for name in ("ziel", "zeit"):
                self.fields[f"{name}-{row.about}"].widget.attrs["class"] = "input short"

    @property
    def lines(self):
        """Each proposal with its fields, for the page."""
        names = ("ja", "ziel", "zeit")
        return [(row, *(self[f"{name}-{row.about}"] for name in names)) for row in self.proposals]

    def chosen(self):
        """The ticked ones, as they were changed here."""
        data = self.cleaned_data
        for row in self.proposals:
            if data.get(f"ja-{row.about}"):
                row.aim = data.get(f"ziel-{row.about}") or row.aim
                row.minutes = data.get(f"zeit-{row.about}") or row.minutes
                yield row
