"""What the tests of meetings, minutes and the plan share: addresses, and who asks for them."""

from django.urls import reverse


def url_of(name, *keys):
    return reverse(f"steering:{name}", args=keys)


def at(name, row, *more):
    return url_of(name, row.pk, *more)


def text(response):
    return response.content.decode()


def as_(client, person):
    client.force_login(person)
    return client
