"""Every link of the samples leads somewhere, for each sample account and for guests."""

from collections import deque
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import override_settings

from accounts.models import User
from demo import loader
from demo.people import DOMAIN
from tests.attack.figures import LONG, note, size, some

from .house import client_of
from .reading import Page

MOST = size(150, 50_000)  # pages of one person; with LONG=1 there is no end but the last page
ACCOUNTS = ["federfuehrung", "beratung", "lenkungsrunde", "kommune", "netzwerk", "fremd"]


@pytest.fixture(scope="module")
def samples(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), override_settings(SAMPLE_MODE=True), transaction.atomic():
        loader.load()
        yield {name: User.objects.get(email=f"{name}@{DOMAIN}") for name in ACCOUNTS}
        transaction.set_rollback(True)


def links_of(url, content):
    """The addresses of this house on a page, without the part after #."""
    links = [attributes["href"] for tag, attributes in Page(content).tags if tag == "a" and "href" in attributes]
    for link in links:
        target = urldefrag(urljoin(f"http://testserver{url}", link)).url
        if urlsplit(target).netloc == "testserver":
            yield target.removeprefix("http://testserver")


def crawl(client, start, most):
    """What each page answered, from the first on in the order of their discovery; `most` pages at most."""
    waiting, answers, came_from = deque(start), {}, dict.fromkeys(start, "")
    while waiting and len(answers) < most:
        url = waiting.popleft()
        if url in answers:
            continue
        response = client.get(url)
        answers[url] = response.status_code, came_from.get(url, "")
        told = response.headers.get("Location", "")
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            found = links_of(url, response.content)
        else:
            found = [told] if told.startswith("/") else []
        for link in found:
            if link not in came_from:
                came_from[link] = url
                waiting.append(link)
    return answers


@pytest.mark.slow
@pytest.mark.parametrize("name", ["niemand", *some(ACCOUNTS, 1)])
def test_no_link_leads_nowhere(samples, name):
    client = client_of(samples.get(name, Nobody))
    answers = crawl(client, ["/", "/oeffentlich/"], MOST)
    note("Links", f"Seiten, denen {name} folgen kann", len(answers))

    assert len(answers) > 20
    assert not LONG or len(answers) < MOST, "a calendar without end?"
    assert {url: found for url, found in answers.items() if found[0] not in {200, 302}} == {}


def test_a_link_that_leads_nowhere_would_be_seen(samples):
    answers = crawl(client_of(Nobody), ["/oeffentlich/", "/oeffentlich/gibt-es-nicht/"], 5)

    assert 404 in {status for status, _from in answers.values()}


class Nobody:
    is_authenticated = False
