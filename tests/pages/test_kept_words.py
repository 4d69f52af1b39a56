"""What comes back where a form can no longer be saved: the words in it, on every page that has a form."""

from rooms.kept import written


def fields(seen, kind):
    """(page, name) of the fields of this kind in forms that are sent."""
    forms = [(each, form) for each in seen for form in each.page.forms if form.method == "post"]
    return {(each.name, name.rpartition("-")[2]) for each, form in forms for name in getattr(form, kind)}


def test_nothing_that_is_chosen_or_carried_passes_for_a_word(seen):
    chosen = fields(seen, "chosen")
    assert len(chosen) > 100
    assert {(page, name) for page, name in chosen if name in written()} == set()


def test_most_fields_people_type_into_are_known(seen):
    typed = fields(seen, "typed")
    unknown = {(page, name) for page, name in typed if name not in written()}
    assert len(unknown) < len(typed) / 3, sorted(unknown)
