"""The page of the way."""

from django.urls import reverse


def way(engagement):
    return reverse("engagements:phases", args=[engagement.pk])


def page(client, user, url):
    client.force_login(user)
    return client.get(url).content.decode()
