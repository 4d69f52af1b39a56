from django import template

from ..rules import can_keep_profile

register = template.Library()


@register.simple_tag
def keeps_profile(user, engagement):
    """Whether the page of the case profile is open to this person; asks nothing that is not known already."""
    return can_keep_profile(user, engagement)
