from django import template

from ..drafts import drafts_of, in_words

register = template.Library()
register.filter("moment", in_words)


@register.simple_tag(takes_context=True)
def number_of_drafts(context):
    """How many texts the person has begun and not sent."""
    return drafts_of(context["request"].user).count()
