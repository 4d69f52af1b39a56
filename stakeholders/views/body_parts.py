"""What hangs on a body: seat groups, terms, what it rests on, what is said about it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.models import Entry
from periods.fields import expand
from rooms.once import Once, wait_for

from ..enums import LegalKind
from ..forms import bodies as forms
from ..forms.body_ends import EndTermForm
from ..forms.terms import TermForm
from ..models import Body, BodyClaim, BodyShare, LegalBasis, SeatGroup, Term
from ..terms import ended_readably
from .access import saved, show_form
from .bodies import editable_body

LONGEST_KEY = 20
STILL_THERE = gettext_lazy("Das Ende der Amtszeit steht da; bis dahin ist der Sitz besetzt.")


def part_or_404(user, model, pk):
    """Something that hangs on a body this person may see and keep."""
    part = get_object_or_404(model.objects.filter(body__in=Body.objects.visible_to(user)), pk=pk)
    part.body = editable_body(user, part.body_id)
    return part


def _edit(request, form_class, part, title, said):
    """A form for one part: what was sent twice stands there once."""
    body, back, once = part.body, part.body.get_absolute_url(), None
    if part._state.adding:
        once = Once(request)
        part.pk = once.number
        if request.method == "POST":
            wait_for(body.pk)
    form = form_class(request.POST or None, instance=part, user=request.user, body=body, cancel_url=back)
    if once:
        once.meet_part(form, type(part)._base_manager.filter(body=body), back)
        if once.twin:
            return redirect(back)
        once.mark(form)
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, said)
        return redirect(back)
    status = once.status if once else 200
    about = body.name, back
    return show_form(request, form, title=title, room=body.room, cancel_url=back, about=about, status=status)


def group_create(request, pk):
    group = SeatGroup(body=editable_body(request.user, pk))
    return _edit(request, forms.SeatGroupForm, group, _("Sitze hinzufügen"), _("Die Sitze stehen jetzt da."))


def group_update(request, pk):
    group = part_or_404(request.user, SeatGroup, pk)
    return _edit(request, forms.SeatGroupForm, group, _("Sitze ändern"), _("Gespeichert."))


def term_create(request, pk):
    body = editable_body(request.user, pk)
    term = Term(body=body)
    asked = request.GET.get("gruppe", "")
    if asked.isdecimal() and len(asked) < LONGEST_KEY:
        term.group = body.groups.filter(pk=asked).first()
    return _edit(request, TermForm, term, _("Mitglied eintragen"), _("Das Mitglied steht jetzt da."))


def term_update(request, pk):
    term = part_or_404(request.user, Term, pk)
    return _edit(request, TermForm, term, _("„%(name)s“ ändern") % {"name": term.name}, _("Gespeichert."))


def term_end(request, pk):
    """A term ends on a day; the seat is free, the deputies go with the member they stood in for."""
    term = part_or_404(request.user, Term, pk)
    body = term.body
    back = body.get_absolute_url()
    form = EndTermForm(request.POST or None, term=term, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        for each in form.ending:
            each.period = ended_readably(each.period, form.cleaned_data["until"])
            each.save(update_fields=expand(Term, {"period"}))
        Entry.objects.record("body.term_ended", body, by=request.user)
        is_free = not term.holds_on(timezone.localdate())
        messages.success(request, _("Die Amtszeit ist beendet, der Sitz ist frei.") if is_free else STILL_THERE)
        return redirect(back)
    title = _("Amtszeit von „%(name)s“ beenden") % {"name": term.name}
    return show_form(request, form, title=title, room=body.room, cancel_url=back, about=(body.name, back))


def basis_create(request, pk):
    basis = LegalBasis(body=editable_body(request.user, pk))
    if request.GET.get("art") in LegalKind:
        basis.kind = request.GET["art"]
    return _edit(request, forms.LegalBasisForm, basis, _("Grundlage eintragen"), _("Die Grundlage steht jetzt da."))


def claim_create(request, pk):
    claim = BodyClaim(body=editable_body(request.user, pk))
    return _edit(
        request, forms.BodyClaimForm, claim, _("Aussage mit Quelle eintragen"), _("Die Aussage steht jetzt da.")
    )


def share_create(request, pk):
    share = BodyShare(body=editable_body(request.user, pk), as_of=timezone.localdate())
    return _edit(request, forms.BodyShareForm, share, _("Anteil eintragen"), _("Der Anteil steht jetzt da."))
