"""What hangs on a body: seat groups, terms, what it rests on, what is said about it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Entry
from periods.fields import expand
from rooms.once import wait_for

from ..forms import bodies as forms
from ..forms.body_ends import EndTermForm
from ..models import Body, BodyClaim, BodyShare, LegalBasis, SeatGroup, Term
from ..terms import ended
from .access import saved, show_form
from .bodies import editable_body


def part_or_404(user, model, pk):
    """Something that hangs on a body this person may see and keep."""
    part = get_object_or_404(model.objects.filter(body__in=Body.objects.visible_to(user)), pk=pk)
    part.body = editable_body(user, part.body_id)
    return part


def _edit(request, form_class, part, title, said):
    """A form for one part: what was sent twice stands there once."""
    body, adding = part.body, part._state.adding
    back = body.get_absolute_url()
    if request.method == "POST" and adding:
        wait_for(body.pk)
    form = form_class(request.POST or None, instance=part, user=request.user, body=body, cancel_url=back)
    if request.method == "POST":
        is_valid = form.is_valid()
        if (adding and form.twin()) or (is_valid and saved(form, request.user)):
            messages.success(request, said)
            return redirect(back)
    return show_form(request, form, title=title, room=body.room, cancel_url=back, about=(body.name, back))


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
    if asked.isdigit():
        term.group = body.groups.filter(pk=asked).first()
    return _edit(request, forms.TermForm, term, _("Mitglied eintragen"), _("Das Mitglied steht jetzt da."))


def term_update(request, pk):
    term = part_or_404(request.user, Term, pk)
    return _edit(request, forms.TermForm, term, _("„%(name)s“ ändern") % {"name": term.name}, _("Gespeichert."))


def term_end(request, pk):
    """A term ends on a day; the seat is free, the deputies go with the member they stood in for."""
    term = part_or_404(request.user, Term, pk)
    body = term.body
    back = body.get_absolute_url()
    form = EndTermForm(request.POST or None, term=term, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        for each in [term, *term.deputies.filter(period_until=None)]:
            each.period = ended(each.period, form.cleaned_data["until"])
            each.save(update_fields=expand(Term, {"period"}))
        Entry.objects.record("body.term_ended", body, by=request.user)
        messages.success(request, _("Die Amtszeit ist beendet, der Sitz ist frei."))
        return redirect(back)
    title = _("Amtszeit von „%(name)s“ beenden") % {"name": term.name}
    return show_form(request, form, title=title, room=body.room, cancel_url=back, about=(body.name, back))


def basis_create(request, pk):
    basis = LegalBasis(body=editable_body(request.user, pk))
    return _edit(request, forms.LegalBasisForm, basis, _("Grundlage eintragen"), _("Die Grundlage steht jetzt da."))


def claim_create(request, pk):
    claim = BodyClaim(body=editable_body(request.user, pk))
    return _edit(
        request, forms.BodyClaimForm, claim, _("Aussage mit Quelle eintragen"), _("Die Aussage steht jetzt da.")
    )


def share_create(request, pk):
    share = BodyShare(body=editable_body(request.user, pk), as_of=timezone.localdate())
    return _edit(request, forms.BodyShareForm, share, _("Anteil eintragen"), _("Der Anteil steht jetzt da."))
