"""What the tests of invitations share: the page, and sending the form on it."""

import re

from django.urls import reverse


def page_of(event, name="event-invite"):
    return reverse(f"participation:{name}", args=[event.pk])


def keys_in(page, *names):
    """The keys of the boxes that stand before these names."""
    found = re.findall(r'name="people" value="([^"]+)"[^>]*> <b>([^<]+)</b>', page)
    return [key for key, name in found if name in names]


def send(client, event, *names, text="Kommen Sie, es gibt Suppe.", what="senden", **more):
    page = client.get(page_of(event)).content.decode()
    data = {"people": keys_in(page, *names), "text_de": text, "what": what, **more}
    return client.post(page_of(event), data)
