"""What all forms of the steering pages share: a row in the room, read by the group unless somebody says otherwise."""

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.forms.phases import CircleField, circle_with_readers, form_helper
from rooms.enums import Circle
from rooms.item_forms import RoomItemForm
from rooms.reach import reach_of

# What a group works with is never sealed.
CIRCLES = (Circle.TEAM, Circle.CLIENT, Circle.STEERING, Circle.NETWORK, Circle.PUBLIC)


class GroupForm(RoomItemForm):
    """One row for the group; `lay_out` names its parts in order, the circle with its readers comes last."""

    circle = CircleField(circles=CIRCLES)
    button = _("Speichern")

    def __init__(self, *args, user, **kwargs):
        self.user = user
        instance = kwargs.get("instance")
        if instance is not None and instance._state.adding and "circle" not in kwargs.get("initial", {}):
            kwargs["initial"] = kwargs.get("initial", {}) | {"circle": Circle.STEERING}
        super().__init__(*args, **kwargs)
        parts = self.lay_out()
        if self.instance.room_id in reach_of(user).team_rooms:
            parts = [*parts, circle_with_readers(self.instance.room_id, self.instance)]
        else:  # the contact person of the town shares with the group and moves nothing
            if instance is not None and instance._state.adding:
                instance.circle = self.initial["circle"]
            del self.fields["circle"]
        self.helper = form_helper(*parts, button=self.button)

    def lay_out(self):
        return [name for name in self.fields if name not in {"circle", "version"}]


def check_hours(form, cleaned):
    """An end comes with a beginning, and after it."""
    begins, ends = cleaned.get("begins"), cleaned.get("ends")
    if ends and begins is None and "begins" in cleaned:
        form.add_error("ends", _("Zum Ende fehlt der Beginn."))
    elif ends and begins and ends <= begins:
        form.add_error("ends", _("Das Ende liegt vor dem Beginn."))


class DayField(forms.DateField):
    """A day with the calendar of the browser."""

    def __init__(self, **kwargs):
        widget = forms.DateInput({"type": "date", "class": "short"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)


class ClockField(forms.TimeField):
    """A time of day, hours and minutes."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.TimeInput({"type": "time", "class": "short"}, format="%H:%M"), **kwargs)
