"""A form of a page as a browser sends it, with other words in some of its fields."""

from tests.pages.reading import Page


def sent_by(client, url, words, **more):
    """Open the page, fill in its form, send it."""
    content = client.get(url).content
    form = next(form for form in Page(content).forms if set(words) & set(form.values) or "version" in form.values)
    return client.post(url, form.values | words, **more)
