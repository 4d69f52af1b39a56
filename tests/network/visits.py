"""What the tests of the network share: addresses, and what a page says."""

from django.urls import reverse


def url(view, *args):
    return reverse(f"network:{view}", args=args)


def page(response):
    return response.content.decode()
