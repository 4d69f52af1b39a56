"""Deeds that change several rows: on the way of a consultation, and on the templates it follows."""

from .engagement import (
    add_criteria,
    add_office_holder,
    add_own_phase,
    add_phases,
    open_engagement,
    organisation_room,
    repeat_phase,
    shift_phase,
    tick_criterion,
    untick_criterion,
)
from .templates import (
    WayHasChanged,
    copy_template,
    discard_draft,
    locked_draft,
    move_engagement,
    new_version,
    remove_phase_template,
    shift_phase_template,
)

__all__ = [
    "WayHasChanged",
    "add_criteria",
    "add_office_holder",
    "add_own_phase",
    "add_phases",
    "copy_template",
    "discard_draft",
    "locked_draft",
    "move_engagement",
    "new_version",
    "open_engagement",
    "organisation_room",
    "remove_phase_template",
    "repeat_phase",
    "shift_phase",
    "shift_phase_template",
    "tick_criterion",
    "untick_criterion",
]
