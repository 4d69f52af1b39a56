"""How the pages of a group ask, show a form and save it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import posted, require
from engagements.forms.phases import warnings_of
from engagements.models import Engagement
from rooms.enums import Circle
from rooms.once import Once
from rooms.releasing import after_saving as or_proposal


def row_or_404(user, rows, pk, rule=None):
    """A row of a group this person may read, of her own consultations; with a rule, one she may do this with."""
    mine = rows.visible_to(user).filter(engagement__in=Engagement.objects.visible_to(user))
    found = get_object_or_404(mine.select_related("engagement__room"), pk=pk)
    if rule:
        require(rule, user, found.engagement)
    return found


def as_far_as(*wholes):
    """What a form proposes for a new row: for the group, unless what it hangs on stays further inside."""
    return {"circle": max([Circle.STEERING, *(whole.circle for whole in wholes if whole)])}


def show_form(request, form, *, title, engagement, back, lead="", status=200, template="steering/form.html", **context):
    """One page with one form; `back` is the name and the address of the page it belongs to."""
    context |= {"form": form, "title": title, "engagement": engagement, "lead": lead}
    context |= {"about": back, "cancel_url": back[1]}
    return render(request, template, context, status=status)


def edit(
    request,
    form_class,
    row,
    *,
    title,
    said,
    engagement,
    back,
    lead="",
    before_saving=None,
    after_saving=None,
    show=show_form,
    **options,
):
    """A form for one row: made once however often it is sent, then back to the page it belongs to."""
    once = Once(request, row)
    if once.twin:
        return redirect(back[1])
    form = once.mark(form_class(posted(request), instance=row, user=request.user, **options))
    if request.method == "POST" and form.is_valid():
        if before_saving and row._state.adding:
            before_saving(row)
        form.save_by(request.user)
        if after_saving:
            after_saving(row, by=request.user)
        messages.success(request, said)
        for warning in warnings_of(form):
            messages.warning(request, warning)
        return redirect(or_proposal(form, row, back[1]))
    return show(request, form, title=title, engagement=engagement, back=back, lead=lead, status=once.status)
