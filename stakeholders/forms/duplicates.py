from django import forms
from django.utils.translation import gettext_lazy as _

from rooms.enums import Circle
from rooms.sharing import needs_release

from ..actions import MERGEABLE

ONE, TWO = "1", "2"
WHOSE = "whose_"  # not what the column holds, but of which row


class MergeForm(forms.Form):
    """Two rows side by side: which one stays, and whose word holds where they differ."""

    keep = forms.ChoiceField(label=_("Welcher Eintrag bleibt?"), initial=ONE, widget=forms.RadioSelect)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, first, second, user, **kwargs):
        self.first, self.second, self.user = first, second, user
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = [(ONE, first.name), (TWO, second.name)]
        self.fields["seen"].initial = self.state
        for name in MERGEABLE[first._meta.model_name]:
            if self._may_read(name) and getattr(first, name) != getattr(second, name):
                self.fields[f"{WHOSE}{name}"] = self._choice(name)
        narrower, wider = sorted((Circle(first.circle), Circle(second.circle)), reverse=True)
        if narrower != wider and not needs_release(narrower, wider):
            self.fields["circle"] = forms.TypedChoiceField(
                label=_("Wer darf das lesen?"),
                help_text=_("Wer den Eintrag lesen darf, liest danach auch den Namen des anderen."),
                coerce=int,
                choices=[(circle.value, circle.label) for circle in (narrower, wider)],
                initial=narrower.value,
                widget=forms.RadioSelect({"class": "chips"}),
            )

    @property
    def state(self):
        return f"{self.first.version}-{self.second.version}"

    def _may_read(self, name):
        """A house above that is hidden from the writer is not shown to be chosen."""
        if name != "parent":
            return True
        parents = {row.parent_id for row in (self.first, self.second) if row.parent_id}
        return type(self.first).objects.visible_to(self.user).filter(pk__in=parents).count() == len(parents)

    def _choice(self, name):
        """One field on which the two differ; a value is rather taken than an empty place."""
        field = self.first._meta.get_field(name)
        words = [self._words(row, field) for row in (self.first, self.second)]
        return forms.ChoiceField(
            label=field.verbose_name,
            choices=list(zip((ONE, TWO), words, strict=True)),
            initial=TWO if getattr(self.second, name) and not getattr(self.first, name) else ONE,
            widget=forms.RadioSelect,
        )

    @staticmethod
    def _words(row, field):
        value = getattr(row, field.name)
        if field.choices:
            value = getattr(row, f"get_{field.name}_display")()
        if isinstance(value, bool):
            value = _("ja") if value else _("nein")
        return str(value or _("(leer)"))

    @property
    def differing(self):
        """The fields to decide on, for the table."""
        return [self[name] for name in self.fields if name.startswith(WHOSE)]

    def clean_seen(self):
        if self.cleaned_data["seen"] != self.state:
            self.data = self.data.copy()
            self.data["seen"] = self.state
            raise forms.ValidationError(
                _(
                    "Inzwischen hat jemand einen der beiden Einträge geändert. Prüfen Sie den Stand und senden "
                    "Sie dann noch einmal."
                )
            )
        return self.cleaned_data["seen"]

    def decision(self):
        """What the action needs: who stays, who goes, what is taken from the one that goes, and the circle."""
        chosen = self.cleaned_data
        keep, drop = (self.first, self.second) if chosen["keep"] == ONE else (self.second, self.first)
        taken = [bound.name for bound in self.differing if chosen[bound.name] != chosen["keep"]]
        take = [name.removeprefix(WHOSE) for name in taken]
        return keep, drop, {"take": take, "circle": chosen.get("circle")}
