"""What is written into a case profile is kept while it is written."""

import re

from django.urls import reverse
from playwright.sync_api import expect

from engagements.models import Engagement
from tests.browsers import sign_in

from .drafting import TEXT, saved


def test_a_case_profile_is_kept_while_it_is_written(page, live_server, samples):
    sign_in(page, live_server, "federfuehrung")
    engagement = Engagement.objects.get(title="Kommunale Konfliktberatung in Ludwigslust")
    address = live_server.url + reverse("network:profile-update", args=[engagement.pk])
    with page.expect_response("**/entwuerfe/schluessel/"):
        page.goto(address)
    page.wait_for_load_state("networkidle")
    area = page.get_by_label("Ziele").first
    area.fill(TEXT)
    saved(page)
    page.goto(address)
    expect(page.get_by_text(re.compile("Es gibt einen Entwurf von heute, "))).to_be_visible()
    page.get_by_role("button", name="Weiterschreiben").click()

    expect(area).to_have_value(TEXT)
