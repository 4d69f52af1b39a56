"""Asking for help without an account: two forms and what is said after them. Nothing here is cached or counted."""

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts.access import posted
from accounts.limits import status_of
from rooms.ids import own_key
from rooms.once import content_of, key_of

from ..forms.inquiries import AcuteForm, InquiryForm
from ..receiving import receive

SALT = "network.inquiry.sent"


@sensitive_post_parameters()
@never_cache
def ask(request, *, short=False):
    """The form, long or short; sent, it shows until when somebody answers."""
    form = (AcuteForm if short else InquiryForm)(posted(request), request=request)
    key = key_of(request)
    if request.method == "POST" and form.is_valid():
        if found := received(request, form, key):
            return redirect("inquiries:sent", token_of(found, form))
        form.add_error("desk", _("Diese Organisation nimmt gerade keine Anfragen mehr an. Ihr Text steht noch da."))
    context = {"form": form, "is_short": short, "key": key, "operator_email": settings.OPERATOR_EMAIL}
    return render(request, "network/inquiry_form.html", context, status=status_of(form))


def received(request, form, key):
    return receive(
        form.said,
        room_id=form.cleaned_data["desk"].room_id,
        key=own_key(key, request.path, content_of(request)),
        is_acute=form.is_acute,
        language=get_language()[:2],
        absolute=request.build_absolute_uri,
    )


def token_of(inquiry, form):
    """What the next page says, carried by its address: nothing of what was written."""
    words = [inquiry.reference, inquiry.answer_by.isoformat(), inquiry.is_acute, bool(form.cleaned_data["email"])]
    return signing.dumps([*words, str(form.cleaned_data["desk"])], salt=SALT)


@require_safe
@never_cache
def sent(request, token):
    """The reference, and the promise with its day and hour."""
    try:
        reference, by, is_acute, has_mail, organisation = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise Http404 from None
    context = {
        "reference": reference,
        "answer_by": datetime.fromisoformat(by),
        "is_acute": is_acute,
        "has_mail": has_mail,
        "organisation": organisation,
    }
    return render(request, "network/inquiry_sent.html", context)
