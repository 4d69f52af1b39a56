from django import template

from ..rules import seats_of

register = template.Library()


@register.simple_tag
def sits_in_group(user):
    """Whether somebody sits in the group of a consultation."""
    return bool(seats_of(user))
