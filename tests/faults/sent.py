"""A form as a browser would send it back."""

from tests.pages.reading import Page


def fields_of(page):
    """name -> value of what stands in the one form of a page that knows how it was opened."""
    (form,) = (form for form in Page(page).forms if {"begun", "key"} & set(form.values))
    return {name: values[0] if len(values) == 1 else values for name, values in form.values.items()}
