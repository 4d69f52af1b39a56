"""One form for the end of an event: which working groups there are from now on, and who answers for what."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import posted
from engagements.views.phases import engagement_or_404
from rooms.once import Once, wait_for
from stakeholders.models import Body

from .. import rules
from ..forms.working_groups import WorkingGroupsForm
from ..models import ActionField
from ..working_groups import keys_of, set_up
from .base import show_form
from .plan import plan_of


def working_groups(request, pk):
    """Each field of action with its group; sent twice there are not two of each."""
    engagement = engagement_or_404(request.user, pk, rules.can_plan)
    if request.method == "POST":
        wait_for(engagement.pk)
    fields = list(ActionField.objects.visible_to(request.user).filter(engagement=engagement))
    if not fields:
        messages.info(request, _("Arbeitsgruppen gehören zu einem Handlungsfeld. Legen Sie zuerst eines an."))
        return redirect("steering:field-create", engagement.pk)
    once = Once(request)
    keys = keys_of(fields, once.key)
    if request.method == "POST" and Body.objects.filter(pk__in=keys.values()).exists():
        return redirect("steering:plan", engagement.pk)
    form = once.mark(WorkingGroupsForm(posted(request), fields=fields, user=request.user))
    if request.method == "POST" and form.is_valid():
        groups, leads = set_up(form, keys, by=request.user)
        told = [ngettext("%(n)s Arbeitsgruppe ist eingerichtet.", "%(n)s Arbeitsgruppen sind eingerichtet.", groups)]
        told += [ngettext("%(n)s Handlungsfeld ist benannt.", "%(n)s Handlungsfelder sind benannt.", leads)]
        said = [words % {"n": n} for words, n in zip(told, (groups, leads), strict=True) if n]
        messages.success(request, " ".join(said))
        return redirect("steering:plan", engagement.pk)
    lead = _("Nach einer Veranstaltung: Wer arbeitet woran weiter, und wer steht dafür ein?")
    words = {"title": _("Arbeitsgruppen einrichten"), "lead": lead, "back": plan_of(engagement)}
    return show_form(request, form, engagement=engagement, **words)
