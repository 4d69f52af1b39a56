"""The addresses of templates."""

from django.urls import reverse


def url(name, *args):
    return reverse(f"engagements:template-{name}", args=args)
