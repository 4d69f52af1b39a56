"""News by mail: asking for it, meaning it, ending it. No page says whether an address is known here."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.access import posted
from accounts.limits import status_of
from network.forms.subscriptions import SubscribeForm
from network.subscriptions import confirm, end, subscribe, subscription_of

BOTH = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@BOTH
def create(request):
    """The wish; the answer is the same whatever the address."""
    form = SubscribeForm(posted(request), request=request)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        subscribe(data["email"], data["topics"], get_language(), request.build_absolute_uri)
        return render(request, "reports/subscription_sent.html")
    return render(request, "reports/subscription.html", {"form": form}, status=status_of(form))


def of_link(key):
    row = subscription_of(key)
    if row is None:
        raise Http404
    return row


@never_cache
@BOTH
def confirmed(request, key):
    """Opened by a person or by a scanner of mails; only the button means it."""
    row = of_link(key)
    if request.method == "POST" and row.confirmed_at is None:
        confirm(row)
    return render(request, "reports/subscription_confirm.html", {"subscription": row, "key": key})


@csrf_exempt  # RFC 8058: the program of the mailbox sends the form, and it has no cookie; the key is the proof
@never_cache
@BOTH
def ended(request, key):
    """One click and the address is gone; a link used twice says the same with a 404, and so does one that never was."""
    row = subscription_of(key)
    status = 200 if row else 404
    if request.method == "POST" and row is not None:
        end(key)
        row = None
    return render(request, "reports/subscription_end.html", {"subscription": row}, status=status)
