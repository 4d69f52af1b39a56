import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_safe

from accounts.access import require
from audit.models import Entry
from rooms.enums import Circle
from rooms.ids import own_key, uuid7
from rooms.keyset import neighbours
from rooms.models import File
from rooms.readers import RoomReaders
from stakeholders.models import Organisation, Person

from ..forms.log import LogEntryForm
from ..models import Engagement, LogEntry
from ..rules import can_write

DEEDS = {
    "created": gettext_lazy("geschrieben"),
    "changed": gettext_lazy("geändert"),
    "moved": gettext_lazy("in einen anderen Kreis gestellt"),
}


def create(request, engagement):
    """Write an entry; the shortest way from a talk to the diary."""
    engagement = get_object_or_404(Engagement.objects.visible_to(request.user).select_related("room"), pk=engagement)
    require(can_write, request.user, engagement)
    key = own_key(key_of(request), request.user.pk, engagement.pk)
    twin = engagement.log.visible_to(request.user).filter(pk=key).first()
    if twin and says_the_same(request, twin):
        return redirect(twin)
    entry = LogEntry(pk=uuid7() if twin else key, engagement=engagement, room=engagement.room)
    return edit(request, entry, title=_("Eintrag schreiben"))


def key_of(request):
    """The key the form was given when it was opened: sent twice from a shaky train, it is one entry."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid7()


def says_the_same(request, entry):
    """Sent once more; who goes back and writes something else in the same form writes another entry."""
    return all(request.POST.get(name, "").strip() == getattr(entry, name) for name in ("title", "text"))


def update(request, pk):
    """Change an entry, unless somebody else was quicker."""
    entry = get_object_or_404(entries_of(request.user).select_related("engagement__room"), pk=pk)
    require(can_write, request.user, entry.engagement)
    return edit(request, entry, title=_("Eintrag ändern"))


def entries_of(user):
    return LogEntry.objects.visible_to(user).defer("search")


def edit(request, entry, title):
    is_new = entry._state.adding
    form = LogEntryForm(request.POST or None, request.FILES or None, instance=entry, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            form.save_by(request.user)
        except ValidationError as refused:
            form.add_error("new_organisation", ValidationError(refused.messages))
        except IntegrityError:
            if is_new and entries_of(request.user).filter(pk=entry.pk, author=request.user).exists():
                return redirect(entry)  # the same form, sent twice at the same moment
            raise
        else:
            tell(request, entry, form)
            return redirect(entry)
    diary = reverse("engagements:log-list", args=[entry.engagement_id])
    context = {
        "form": form,
        "title": title,
        "engagement": entry.engagement,
        "entry": None if is_new else entry,
        "key": entry.pk,
        "saved": entries_of(request.user).get(pk=entry.pk) if getattr(form, "version_conflict", False) else None,
        "readers_url": readers_url(entry, is_new),
        "cancel_url": diary if is_new else entry.get_absolute_url(),
        **who_would_read(entry, form, request.user),
    }
    return render(request, "engagements/logentry_form.html", context)


def readers_url(entry, is_new):
    if is_new:
        return reverse("rooms:readers-preview", args=[entry.room_id])
    return reverse("engagements:log-readers", args=[entry.pk])


def would_read(entry, circle, user, room=None, before=None):
    """Who would read this entry in this circle: who is new to the room may only see what is shared from her time on."""
    before = entry.circle if before is None else before
    stays = not entry._state.adding and circle >= before
    return (room or RoomReaders(entry.room_id, user)).of(
        circle=circle,
        author=entry.author_id or user.pk,
        shared_on=entry.shared_on if stays else timezone.localdate(),
    )


def who_would_read(entry, form, user):
    room = RoomReaders(entry.room_id, user)
    circles = [Circle(value) for value, _label in form.fields["circle"].choices]
    every = [(circle, would_read(entry, circle, user, room, form.circle_before)) for circle in circles]
    return {"circles": every, "readers": dict(every).get(form.chosen_circle), "circle": form.chosen_circle}


def tell(request, entry, form):
    """Say what has been kept and for whom, and how the date was understood where that is not plain."""
    kept = _("Termin eingetragen.") if entry.is_ahead else _("Eintrag abgelegt.")
    readers = RoomReaders(entry.room_id, request.user).of_item(entry)
    messages.success(request, kept + " " + _("Lesbar für: %(who)s.") % {"who": readers.sentence})
    if warning := form.when_reading.warning:
        messages.warning(request, _("Wann? „%(when)s“: %(warning)s") % {"when": entry.when, "warning": warning})


@require_GET
def readers_preview(request, pk):
    """Who would read an entry in another circle, for the form that is about to move it."""
    entry = get_object_or_404(entries_of(request.user).select_related("engagement"), pk=pk)
    require(can_write, request.user, entry.engagement)
    choice = request.GET.get("circle", "")
    if choice not in map(str, Circle.values):
        raise Http404
    circle = Circle(int(choice))
    readers = would_read(entry, circle, request.user)
    return render(request, "rooms/_readers.html", {"readers": readers, "circle": circle})


@require_safe
def detail(request, pk):
    """One entry with all that belongs to it, as far as this person may know it."""
    user = request.user
    entry = get_object_or_404(entries_of(user).select_related("phase", "author"), pk=pk)
    engagement = Engagement.objects.visible_to(user).filter(pk=entry.engagement_id).first()
    may_write = engagement is not None and can_write(user, engagement)
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
