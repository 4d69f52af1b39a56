from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.access import require
from audit.models import Entry
from rooms.enums import Circle
from rooms.keyset import neighbours
from rooms.models import File
from rooms.once import Once
from rooms.readers import RoomReaders, preview_url
from rooms.releasing import after_saving
from rooms.taking_up import take_up
from rooms.uploads import NOT_STORED
from stakeholders.models import Organisation, Person

from ..forms.log import LogEntryForm
from ..models import Engagement, LogEntry
from ..overview import BRIEF, engagement_or_404
from ..rules import can_write

DEEDS = {
    "created": gettext_lazy("geschrieben"),
    "changed": gettext_lazy("geändert"),
    "moved": gettext_lazy("in einen anderen Kreis gestellt"),
}


def create(request, engagement):
    """Write an entry; the shortest way from a talk to the diary."""
    engagement = require(can_write, request.user, engagement_or_404(request.user, engagement, BRIEF))
    entry = LogEntry(engagement=engagement, room_id=engagement.room_id)
    return edit(request, entry, title=_("Eintrag schreiben"))


def update(request, pk):
    """Change an entry, unless somebody else was quicker."""
    entry = get_object_or_404(entries_of(request.user).select_related("engagement"), pk=pk)
    require(can_write, request.user, entry.engagement)
    if entry.is_lent_to(request.user):  # opened for reading
        raise PermissionDenied
    return edit(request, entry, title=_("Eintrag ändern"))


def entries_of(user):
    return LogEntry.objects.visible_to(user).defer("search")


def edit(request, entry, title):
    is_new, once = entry._state.adding, Once(request, entry)
    if once.twin:
        return redirect(once.twin)
    form = once.mark(LogEntryForm(request.POST or None, request.FILES or None, instance=entry, user=request.user))
    take_up(request, form)
    if request.method == "POST" and form.is_valid():
        try:
            form.save_by(request.user)
        except ValidationError as refused:
            field = "new_files" if getattr(refused, "code", "") == NOT_STORED else "new_organisation"
            form.add_error(field, ValidationError(refused.messages))
        else:
            tell(request, entry, form)
            return redirect(after_saving(form, entry, entry.get_absolute_url()))
    diary = reverse("engagements:log-list", args=[entry.engagement_id])
    context = {
        "form": form,
        "title": title,
        "engagement": entry.engagement,
        "entry": None if is_new else entry,
        "key": once.sent,
        "readers_url": preview_url(entry.room_id, entry),
        "cancel_url": diary if is_new else entry.get_absolute_url(),
        **who_would_read(entry, form, request.user),
    }
    return render(request, "engagements/logentry_form.html", context, status=once.status)


def who_would_read(entry, form, user):
    """The readers of each circle on offer, for a stored entry with the difference to those it has now."""
    room, before = RoomReaders(entry.room_id, user, form.members), form.circle_before
    circles = [Circle(value) for value, _label in form.fields["circle"].choices]
    if before is None:
        every = {circle: (of_new(room, entry, circle, user), None) for circle in circles}
    else:
        every = {circle: room.moved(entry, circle, before) for circle in circles}
    readers, change = every.get(form.chosen_circle, (None, None))
    return {
        "circles": [(circle, *found) for circle, found in every.items()],
        "readers": readers,
        "difference": change,
        "circle": form.chosen_circle,
    }


def of_new(room, entry, circle, user):
    return room.of(circle=circle, author=entry.author_id or user.pk, shared_on=timezone.localdate())


def tell(request, entry, form):
    """Say what has been kept and for whom, and how the date was understood where that is not plain."""
    kept = _("Termin eingetragen.") if entry.is_ahead else _("Eintrag abgelegt.")
    readers = RoomReaders(entry.room_id, request.user, form.members).of_item(entry)
    messages.success(request, kept + " " + _("Lesbar für: %(who)s.") % {"who": readers.sentence})
    if (typed := form.data.get("when", "").strip()) not in {entry.when, form.initial.get("when")}:
        messages.info(
            request, _("Wann? „%(typed)s“ ist verstanden als %(when)s.") % {"typed": typed, "when": entry.when}
        )
    if warning := form.when_reading.warning:
        messages.warning(request, _("Wann? „%(when)s“: %(warning)s") % {"when": entry.when, "warning": warning})


@require_safe
def detail(request, pk):
    """One entry with all that belongs to it, as far as this person may know it."""
    user = request.user
    entry = get_object_or_404(entries_of(user).select_related("phase", "author"), pk=pk)
    engagement = Engagement.objects.visible_to(user).filter(pk=entry.engagement_id).first()
    may_write = engagement is not None and can_write(user, engagement) and not entry.is_lent_to(user)
    context = {
        "entry": entry,
        "engagement": engagement,
        "reading": LogEntry._meta.get_field("when").formfield().reading(entry.when),
        "persons": Person.objects.visible_to(user).filter(log=entry).in_order(),
        "organisations": Organisation.objects.visible_to(user).filter(log=entry).in_order(),
        "files": File.objects.visible_to(user).filter(log_entries=entry),
        "may_write": may_write,
        "history": history_of(entry) if may_write else [],
    }
    if engagement:
        newer, older = neighbours(entries_of(user).filter(engagement=engagement).defer("text", "search"), entry)
        context |= {"newer": newer, "older": older}
    return render(request, "engagements/logentry_detail.html", context)


def history_of(entry):
    """Who did what, newest first; only those who write here ask."""
    rows = Entry.objects.about(entry)
    return [(row, DEEDS.get(row.action.rpartition(".")[2], row.action)) for row in rows]
