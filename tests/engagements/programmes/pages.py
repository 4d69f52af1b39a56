"""The addresses of programmes, and what their pages say."""

from django.urls import reverse


def url(name, *args):
    return reverse(f"engagements:{name}", args=args)


def text(response):
    return response.content.decode()
