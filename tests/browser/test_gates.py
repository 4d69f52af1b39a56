"""The gates themselves, seen red: what they must notice, they notice."""

import pytest

from tests.browsers import axe_findings, watched

INLINE = "() => document.body.append(Object.assign(document.createElement('script'), { textContent: '1' }))"
FOREIGN = "() => document.body.append(Object.assign(new Image(), { src: 'https://example.org/a.png' }))"


@pytest.mark.parametrize("deed", [INLINE, FOREIGN])
def test_watch_sees_inline_code_and_foreign_hosts(context, live_server, deed):
    page = context.new_page()
    watch = watched(page, live_server)
    watch.__enter__()
    page.goto(live_server.url + "/anmelden/")
    page.evaluate(deed)
    page.wait_for_timeout(200)

    with pytest.raises(AssertionError, match="Content Security Policy"):
        watch.__exit__(None, None, None)


def test_axe_sees_pale_text_and_a_picture_without_words(page, live_server):
    page.goto(live_server.url + "/impressum/")
    page.evaluate("() => { document.querySelector('h1').style.color = '#ddd' }")
    page.evaluate("() => document.querySelector('main').append(new Image())")

    found = {finding.partition(":")[0] for finding in axe_findings(page)}
    assert {"color-contrast", "image-alt"} <= found
