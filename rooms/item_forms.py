"""The form of a row that lies in a room."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from audit.forms import AuditedModelForm

from . import sharing
from .enums import Circle


class RoomItemForm(AuditedModelForm):
    """Saves a row of a room; further out than the team it does not go from here.

    A narrower circle holds at once. A wider one beyond the team is only noted in `release_to`: the row stays where it
    is, and the view leads on to the proposal that a second person must agree to.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.circle_before = None if self.instance._state.adding else getattr(self.instance, "circle", None)
        self.release_to = None

    def clean(self):
        cleaned = super().clean()
        circle = self.cleaned_data.get("circle")
        if circle is not None and sharing.needs_release(self.circle_before, circle):
            self._hold(Circle(circle))
        return cleaned

    def _hold(self, circle):
        if self.circle_before == Circle.SEALED:
            words = _("Versiegeltes kommt zuerst zurück ins Beratungsteam; von dort aus können Sie es freigeben.")
            self.add_error("circle", ValidationError(words, code="sealed"))
            return
        self.release_to = circle
        self.cleaned_data["circle"] = self.circle_before
        self.changed_data.remove("circle")

    def changed_fields(self):
        fields = super().changed_fields()
        return fields | sharing.restamp(self.instance, self.circle_before) if "circle" in fields else fields

    def _note(self, user, adding):
        super()._note(user, adding)
        if not adding and "circle" in self.changed_data:
            sharing.note_move(self.instance, self.circle_before, by=user)
