"""Which parts of the network the head of a page offers."""

from django import template

from rooms.reach import reach_of

from ..rules import can_read_network, duty_rooms

register = template.Library()


@register.simple_tag
def network_of(user):
    """Whether the person is in a network, and whether requests come to her; asks nothing that is not known already."""
    return {"is_member": reach_of(user).in_network, "is_on_duty": bool(duty_rooms(user))}


@register.simple_tag
def reads_network(user):
    """Whether the pages of a network are there for her: whoever searches its pool for a team of hers may be outside."""
    return can_read_network(user)
