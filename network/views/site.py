"""The texts of the public pages: written here by the administrators, read by everybody."""

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import posted
from audit.models import Entry

from ..forms.site import SiteTextForm
from ..models import SiteText, TextKey
from ..texts import page_html
from .desk import for_administrators


def text_or_404(key, language):
    if key not in TextKey.values or language not in dict(settings.LANGUAGES):
        raise Http404
    return list(SiteText.objects.of(key, language)[:20])


@for_administrators
def text_list(request):
    """Every text in every language: which version holds, and who wrote it."""
    newest = {(row.key, row.language): row for row in SiteText.objects.current()}
    rows = [
        (key, [(language, name, newest.get((key.value, language))) for language, name in settings.LANGUAGES])
        for key in TextKey
    ]
    return render(request, "network/text_list.html", {"rows": rows})


@for_administrators
def text_edit(request, key, language):
    """Write a new version; the ones before stay and can be read."""
    versions = text_or_404(key, language)
    newest = versions[0] if versions else None
    form = SiteTextForm(posted(request), newest=newest)
    preview = ""
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            preview = form.preview
        elif publish(form, key, language, by=request.user):
            messages.success(request, _("Veröffentlicht."))
            return redirect("network:text-list")
    context = {
        "form": form,
        "preview": preview,
        "versions": versions,
        "text": TextKey(key),
        "language": language,
        "language_name": dict(settings.LANGUAGES)[language],
        "cancel_url": reverse("network:text-list"),
    }
    return render(request, "network/text_form.html", context)


def publish(form, key, language, *, by):
    """The next version; nothing where somebody else has just made it."""
    row = SiteText(key=key, language=language, number=form.newest + 1, body=form.cleaned_data["body"], changed_by=by)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        form.add_error(None, _("Gerade hat jemand anderes veröffentlicht. Bitte laden Sie die Seite neu."))
        return None
    Entry.objects.record("site.text", row, by=by, summary=str(row))
    return row


@for_administrators
def text_version(request, key, language, number):
    """How a text was before."""
    text_or_404(key, language)
    row = get_object_or_404(SiteText.objects.of(key, language), number=number)
    return render(request, "network/text_version.html", {"row": row, "html": page_html(row.body), "text": TextKey(key)})
