"""What the house calls its terms: its words, those no longer offered, and who changed them."""

from django.contrib import messages
from django.db import connection, transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import posted
from audit.models import Entry
from rooms.acting import one_at_a_time
from vocabulary.models import Term
from vocabulary.words import VOCABULARIES, house

from ..forms.vocabulary import VocabularyForm
from ..history import history_of_terms
from ..queries import folded
from .desk import for_administrators


def uses_of(key=""):
    """(vocabulary, term) -> how many rows of the house carry it; None where fewer than five cases carry it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT vocabulary, term, n FROM vocabulary_uses(%s)", [key])
        return {(where, term): n for where, term, n in cursor.fetchall()}


@for_administrators
def vocabulary_list(request):
    """Every vocabulary: how large it is, how much of it is in use, and what the house has changed."""
    stored, uses = {}, uses_of()
    for row in Term.objects.all():
        stored.setdefault(row.vocabulary, []).append(row)
    rows = [
        {
            "key": key,
            "called": words.called,
            "terms": len(words),
            "used": sum(word.place in uses for word in words),
            "renamed": sum(bool(row.label_de or row.label_en) for row in stored.get(key, [])),
            "retired": sum(row.is_retired for row in stored.get(key, [])),
        }
        for key, words in VOCABULARIES.items()
    ]
    rows.sort(key=lambda row: folded(str(row["called"])))
    return render(request, "network/vocabulary_list.html", {"rows": rows})


@for_administrators
def vocabulary_edit(request, key):
    """The terms of one vocabulary on one form; before a term in use is retired, it is asked once more."""
    words = VOCABULARIES.get(key)
    if words is None:
        raise Http404
    if request.method == "POST":
        one_at_a_time("vocabulary", key)
    rows = list(Term.objects.filter(vocabulary=key))
    uses = {term: n for (_where, term), n in uses_of(key).items()}
    form = VocabularyForm(posted(request), words=words, rows=rows, uses=uses)
    asked = ""
    if request.method == "POST" and form.is_valid():
        asked = ",".join(row.word.value for row in form.to_confirm)
        if request.POST.get("confirmed", "") == asked:
            changed = save(form, by=request.user)
            told = _("Gespeichert. Alle sehen es innerhalb einer Minute.") if changed else _("Es war nichts zu ändern.")
            messages.success(request, told)
            return redirect("network:vocabulary-edit", key)
    context = {
        "form": form,
        "words": words,
        "asked": asked,
        "history": history_of_terms(rows),
        "cancel_url": reverse("network:vocabulary-list"),
    }
    return render(request, "network/vocabulary_form.html", context)


def save(form, *, by):
    """Every change with its line of history; once it is stored, this process reads the words anew."""
    changed = form.changed_rows
    for row in changed:
        term, lines = row.save(commit=False), row.changes
        term.changed_by = by
        term.save()
        for action, told in lines:
            Entry.objects.record(action, term, by=by, summary=told)
    transaction.on_commit(house.stale)
    return changed
