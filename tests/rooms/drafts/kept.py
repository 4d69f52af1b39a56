"""What the tests of drafts share."""

import json

from django.urls import reverse

URL = reverse("drafts:store")
WORD = "Die Leiterin sagte im Vertrauen"
JSON = {"headers": {"accept": "application/json"}, "content_type": "application/json"}


def data(person, slot, text=WORD, base=0, **more):
    return {
        "person": person.pk,
        "slot": slot,
        "tab": "eins",
        "base": base,
        "title": "Eintrag schreiben",
        "fields": [["title", "Rückfahrt"], ["text", text]],
        **more,
    }


def save(client, *args, **more):
    return client.post(URL, json.dumps(data(*args, **more)), **JSON)


def offered(client, slot, **more):
    return client.get(URL, {"slot": slot, **more}, headers=JSON["headers"]).json()
