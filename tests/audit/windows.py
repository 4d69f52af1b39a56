"""Two people, two windows: what the tests of conflicts share."""

from django.test import Client


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client
