from django import forms
from django.utils.translation import gettext_lazy as _

from .filter_bar import FilterForm
from .forms import date_input
from .history import people_who_read


class ReadsFilter(FilterForm):
    """Narrows what was read in a room; what cannot be understood finds nothing and says so."""

    aria_label = _("Lesungen filtern")
    person = forms.ChoiceField(label=_("Wer?"), required=False)
    von = forms.DateField(label=_("ab"), required=False, widget=date_input())
    bis = forms.DateField(label=_("bis"), required=False, widget=date_input())
    meine = forms.BooleanField(label=_("auch was ich selbst gelesen habe"), required=False)
    eintrag = forms.UUIDField(required=False, widget=forms.HiddenInput)
    lesung = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def __init__(self, *args, reads, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.all_reads, self.user = reads, user
        people = [(str(row["person"]), row["person__name"]) for row in people_who_read(reads)]
        self.fields["person"].choices = [("", _("alle")), *people]

    @property
    def chosen(self):
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}

    def reads(self):
        """The reads that fit; one's own only where they are asked for."""
        if not self.is_valid():
            return self.all_reads.none()
        chosen, found = self.chosen, self.all_reads
        if "lesung" in chosen:
            return found.filter(number=chosen["lesung"])
        if "person" in chosen:
            found = found.filter(person=chosen["person"])
        elif "meine" not in chosen:
            found = found.exclude(person=self.user)
        if "von" in chosen:
            found = found.filter(at__date__gte=chosen["von"])
        if "bis" in chosen:
            found = found.filter(at__date__lte=chosen["bis"])
        return found.filter(keys__contains=[chosen["eintrag"]]) if "eintrag" in chosen else found
