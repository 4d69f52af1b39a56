"""Taking part without an account: one form while a public round is open, and one link to see what became of it."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.access import posted
from accounts.limits import status_of

from ..asking import pieces_of
from ..contributing import bring_in, kept_until, path_of, take_back, told
from ..forms.contribution_guests import GuestContributionForm
from ..models import CommentRound

SHUT = gettext_lazy("Hier wird gerade nichts angenommen. Ihr Text steht noch da.")
AGAIN = gettext_lazy(
    "Von dieser Seite haben Sie schon einen Beitrag gesendet. Wenn Sie noch einmal senden, wird es ein zweiter."
)


def open_round(request, slug):
    """The round everybody may write in today; nobody acts, so only public rows are there."""
    found = CommentRound.objects.open_to(request.user).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


@never_cache
def contribution_create(request, slug):
    """The form; whatever is wrong with what was sent, every word of it stands there again."""
    found = open_round(request, slug)
    pieces = pieces_of(request.user, found)
    form = GuestContributionForm(posted(request), request=request, pieces=pieces, until=kept_until(found))
    if request.method == "POST" and form.is_valid():
        number = bring_in(found, form.key, **form.words)
        if number > 0:
            return redirect(f"{path_of(form.key)}?danke")
        form.add_error(None, AGAIN if number else SHUT)
        form.renew()
    status = status_of(form)
    context = {"round": found, "version": found.of, "pieces": pieces, "form": form}
    return render(request, "participation/guest_contribution_form.html", context, status=status)


def told_or_404(request, token):
    """What this link leads to; its secret has 160 bits, so nobody needs to be kept from guessing."""
    rows = told(token)
    if not rows:
        raise Http404
    return rows[0]


@never_cache
def contribution_told(request, token):
    """Number, words and, once somebody has sent the answers, what became of each point."""
    row = told_or_404(request, token)
    link = request.build_absolute_uri(path_of(row.pk))
    context = {"row": row, "link": link, "token": token, "is_new": "danke" in request.GET}
    context |= {"is_taken_back": "zurueckgenommen" in request.GET}
    response = render(request, "participation/guest_contribution_told.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_POST
def contribution_forget(request, token):
    """Consent taken back: name and address go at once, the words stay."""
    told_or_404(request, token)
    take_back(token)
    return redirect(f"{request.path.removesuffix('adresse/')}?zurueckgenommen")
