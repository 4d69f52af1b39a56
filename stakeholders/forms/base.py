"""What all forms of the register share: who writes, in which room, and for whom."""

from crispy_forms.bootstrap import FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from audit.models import Entry
from rooms.enums import Circle
from rooms.item_forms import RoomItemForm
from rooms.reach import reach_of
from rooms.readers import preview_url

from ..models import Organisation

LONGEST_NOTE = 20_000
NO_PRIVATE_MATTERS = _(
    "Nur, was Sie für die Beratung brauchen. Nichts über Herkunft, Religion, Gesundheit oder politische Meinung."
)


def organisations_for(user, room_id):
    """The organisations of a room this person may choose."""
    return Organisation.objects.visible_to(user).unmerged().filter(room=room_id).in_order()


def circles_for(user, room_id, current=None):
    """The circles a person may give, the narrowest first; the one a row has is never taken away."""
    clearance = reach_of(user).clearance(room_id)
    return [
        (circle.value, circle.label)
        for circle in sorted(Circle, reverse=True)
        if (clearance is not None and circle <= clearance) or circle == current
    ]


class CircleField(forms.TypedChoiceField):
    """„Wer darf das lesen?“ as chips with the reach sign; the page shows at once who that would be."""

    def __init__(self, user, room_id, current=None, item=None):
        asks = {
            "class": "chips readers",
            "data-hx-get": preview_url(room_id, item),
            "data-hx-target": "#who-reads",
        }
        super().__init__(
            label=_("Wer darf das lesen?"),
            coerce=int,
            choices=circles_for(user, room_id, current),
            initial=Circle.TEAM,
            widget=forms.RadioSelect(asks),
        )


WHO_READS = HTML('<div id="who-reads" class="small" aria-live="polite"></div>')


def helper_with(*parts, button, cancel_url=""):
    """The house's layout: the parts, one verb, a way back."""
    helper = FormHelper()
    helper.render_hidden_fields = True
    helper.attrs = {"data-guard": ""}
    back = [HTML('<a class="btn quiet" href="{{ cancel_url }}">{% translate "Abbrechen" %}</a>')] if cancel_url else []
    helper.layout = Layout(*parts, FormActions(*back, Submit("", button)))
    return helper


class RegisterForm(RoomItemForm):
    """A form of one writer in one room; what it keeps of a person is little."""

    def __init__(self, *args, user, room_id, **kwargs):
        self.user, self.room_id = user, room_id
        super().__init__(*args, **kwargs)
        if self.instance._state.adding and hasattr(self.instance, "room_id"):
            self.instance.room_id = room_id
        if "circle" in self.fields:
            self.fields["circle"] = CircleField(user, room_id, self.instance.circle, self.instance)
        if "note" in self.fields:
            self.fields["note"] = forms.CharField(
                label=_("Anmerkung"),
                help_text=NO_PRIVATE_MATTERS,
                max_length=LONGEST_NOTE,
                required=False,
                widget=forms.Textarea({"rows": 4}),
            )


class PartForm(RegisterForm):
    """A form for something that belongs to a row of the register and stands in that row's history."""

    action = ""

    def whole(self):
        raise NotImplementedError

    def _note(self, user, adding):
        verb = "added" if adding else "changed"
        whole = self.whole()
        labels = [] if adding else [str(self[name].label) for name in self.changed_data]
        Entry.objects.record(
            f"{whole._meta.model_name}.{self.action}_{verb}", whole, by=user, summary=", ".join(labels)
        )
