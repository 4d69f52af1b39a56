from django import template

from ..drafts import in_words

register = template.Library()
register.filter("moment", in_words)
