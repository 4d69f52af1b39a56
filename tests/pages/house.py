"""Which pages the gates look at: the doors, opened by those who may, and the full pages of the samples."""

from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from accounts.models import User
from demo.people import DOMAIN
from engagements.models import Engagement, ProcessTemplate, Programme
from tests.doors.table import DOORS, QUERIES

from .reading import Page

OPENERS = ("lead", "advisor", "networker", "administrator", "nobody")  # the first who may open a page shows it
SHARERS = ("steering", "contact")  # and these, for whom a page of a consultation looks different


@dataclass
class Seen:
    """A page as one person got it."""

    name: str
    role: str
    address: str
    content: bytes

    def __post_init__(self):
        self.page = Page(self.content)

    def __str__(self):
        return f"{self.name} ({self.role})"


def client_of(person):
    """A browser in which this person is signed in; an answer 500 is an answer, not an exception."""
    client = Client(raise_request_exception=False)
    if person.is_authenticated:
        client.force_login(person)
    return client


class Clients(dict):
    """The browsers of the roles; each signs in when it is first asked for, so that its session is young."""

    def __init__(self, world):
        super().__init__()
        self.world = world

    def __missing__(self, role):
        self[role] = client_of(getattr(self.world, role))
        return self[role]


def address(name, world):
    """The address of a door in this world, without a question."""
    arguments = DOORS[name][1]
    return reverse(name, args=arguments(world) if arguments else None)


def opener(name):
    """Who shows this page; None where nobody gets one."""
    statuses = DOORS[name][0]
    return next((role for role in OPENERS if statuses[role] == 200), None)


def doors():
    """(name, role) of every page to look at."""
    for name, (statuses, _arguments) in DOORS.items():
        if first := opener(name):
            yield name, first
            if any(statuses[role] != 200 for role in ("stranger", "networker")):
                yield from ((name, role) for role in SHARERS if statuses[role] == 200)


def pages_of(world):
    """Every whole page of the table, as its opener gets it."""
    clients = {role: client_of(getattr(world, role)) for role in (*OPENERS, *SHARERS)}
    for name, role in doors():
        url = address(name, world) + QUERIES.get(name, "")
        response = clients[role].get(url)
        assert response.status_code == 200, (name, role, response.status_code)
        if is_page(response):
            yield Seen(name, role, url, response.content)


def is_page(response):
    """A whole page: not a file, and not a part htmx asks for."""
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    return is_html and not response.streaming and b"<html" in response.content[:300]


def heavy():
    """The fullest pages of the samples: (name, account, address)."""
    ludwigslust = Engagement.objects.get(title="Kommunale Konfliktberatung in Ludwigslust")
    template = ProcessTemplate.objects.get(code="kkb_forumzfd")
    programme = Programme.objects.get(title__startswith="Kommunen im Fokus")
    case = [
        (f"engagements:{page}", [ludwigslust.pk])
        for page in ("detail", "log-list", "log-create", "log-print", "phases", "mandate", "update")
    ]
    rest = [
        ("engagements:list", None),
        ("engagements:create", None),
        ("engagements:programme-list", None),
        ("engagements:programme-detail", [programme.pk]),
        ("engagements:template-list", None),
        ("engagements:template-detail", [template.pk]),
        ("municipalities:list", None),
        ("municipalities:detail", ["13076090"]),
        ("stakeholders:list", [ludwigslust.room_id]),
        ("rooms:members", [ludwigslust.room_id]),
    ]
    yield from ((name, "federfuehrung", reverse(name, args=args)) for name, args in case + rest)
    shared = [(name, args) for name, args in case if not name.endswith(("create", "update"))]
    yield from ((name, "lenkungsrunde", reverse(name, args=args)) for name, args in shared)
    yield ("engagements:mandate", "kommune", reverse("engagements:mandate", args=[ludwigslust.pk]))
    yield ("network:home", "netzwerk", reverse("network:home"))
    yield ("network:person-list", "netzwerk", reverse("network:person-list"))


def heavy_pages():
    """The same, fetched."""
    clients = {}
    for name, account, url in heavy():
        if account not in clients:
            clients[account] = client_of(User.objects.get(email=f"{account}@{DOMAIN}"))
        response = clients[account].get(url)
        assert response.status_code == 200, (name, account, response.status_code)
        yield Seen(f"{name} der Beispiele", account, url, response.content)
