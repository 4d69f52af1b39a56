"""What people do at the release desk."""

from django.test import Client
from django.urls import reverse

from accounts.models import User
from rooms.models import Release

TEXT = "Im Gespräch ging es um den Platz vor der Unterkunft."
LOOKED = {"looked": "on"}


def person(room, role):
    return User.objects.get(memberships__room=room, name=f"Rolle {role}")


def client_of(room, role):
    client = Client()
    client.force_login(person(room, role))
    return client


def create_url(item, circle=20):
    return f"{reverse('rooms:release-create')}?was={item._meta.label_lower}:{item.pk}&kreis={circle}"


def proposed(room, entry, role="advisor", circle="20", **changes):
    """The release a member of the team has proposed on the page."""
    client = client_of(room, role)
    page = client.get(create_url(entry, circle))
    sent = {"to_circle": circle, "title": "Am Platz", "text": TEXT, "seen": page.context["form"].shown} | changes
    answer = client.post(create_url(entry, circle), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    return Release.objects.latest("created_at")


def approve(room, release, role="lead"):
    return client_of(room, role).post(reverse("rooms:release-approve", args=[release.pk]), follow=True)
