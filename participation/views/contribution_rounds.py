"""Comment rounds: opened, shown to who is asked, answered, and told to everybody."""

import datetime as dt

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import posted
from audit.models import Entry
from engagements.models import Engagement
from engagements.rules import can_write
from rooms.enums import Circle
from rooms.models import Release
from rooms.once import Once
from rooms.releasing import propose_url

from ..answering import send_answers, waiting
from ..asking import pieces_of
from ..contributing import bring_in, kept_until, told
from ..enums import Asks, VersionState
from ..forms.asking import OwnRoundForm
from ..forms.contribution_guests import MemberForm
from ..forms.contributions import ReportForm, RoundForm
from ..models import CommentRound, RoundReport
from ..reporting import cautions, counted, grouped, lines_for, write_report
from .contribution_base import form_page, inbox_url, newest_version, page, round_or_404, statement_or_404, whole_or_404


def comment_round_create(request, pk):
    statement = statement_or_404(request.user, pk)
    version = newest_version(request.user, statement)
    if version is None:
        messages.info(request, _("Erst eine Fassung schreiben, dann dazu fragen."))
        return redirect(inbox_url(statement))
    row = CommentRound(
        statement=statement, room_id=statement.room_id, of=version, slug=statement.slug, circle=Circle.STEERING
    )
    once = Once(request, row)
    if once.twin:
        return redirect(once.twin)
    initial = {"closes_on": version.comments_until or timezone.localdate() + dt.timedelta(days=28)}
    form = once.mark(RoundForm(posted(request), instance=row, user=request.user, initial=initial))
    if request.method == "POST" and form.is_valid():
        form.save_by(request.user)
        messages.success(request, _("Angelegt. Jetzt sehen Sie, was noch fehlt, bis alle schreiben können."))
        return redirect(row)
    return form_page(request, form, statement, title=_("Zur Fassung fragen"), status=once.status)


def comment_round_update(request, pk):
    row = round_or_404(request.user, pk, can_write)
    form_class = RoundForm if row.asks_of_a_statement else OwnRoundForm
    form = form_class(posted(request), instance=row, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save_by(request.user)
        messages.success(request, _("Gespeichert."))
        return redirect(row)
    about = (str(row), row.get_absolute_url())
    return form_page(request, form, row.whole, title=_("Runde ändern"), about=about)


def comment_round_detail(request, pk):
    """What is asked; for members the form, for the team what is missing and what came in."""
    user, found = request.user, round_or_404(request.user, pk)
    may_write, pieces = can_write(user, found.engagement), pieces_of(user, found)
    form, once = MemberForm(posted(request), pieces=pieces), Once(request)
    if request.method == "POST" and form.is_valid():
        number = bring_in(found, once.key, **form.words)
        if number > 0:
            messages.success(request, _("Danke. Ihr Beitrag hat die Nummer %(n)s.") % {"n": number})
            return redirect(found)
        form.add_error(None, _("Hier wird gerade nichts angenommen. Ihr Text steht noch da."))
    own = [row for row in told() if row.whole == found.whole.pk]
    context = {
        "round": found,
        "form": form,
        "key": once.sent,
        "own": own,
        "may_write": may_write,
        "steps": steps(found, request),
    }
    context |= {"takes": found.takes, "is_own": not found.asks_of_a_statement}
    context |= {"reports": RoundReport.objects.visible_to(user, room=found.room_id).filter(round=found)}
    context |= {"kept_until": kept_until(found), "pieces": pieces}
    context |= {"whole": found.whole, "engagement": found.engagement}
    context |= {"inbox": inbox_url(found.whole) if may_write else "", "cancel_url": found.get_absolute_url()}
    return render(request, "participation/contribution_round.html", context)


def steps(found, request):
    """What is needed until everybody can write: whether it is done, in words, and where to do it."""
    if found.asks != Asks.ALL:
        return []
    version = found.of
    of_the_version = (
        [
            (version.state == VersionState.COMMENTED, _("Die Fassung ist zur Kommentierung offen."), url_of(version)),
            (version.circle == Circle.PUBLIC, _("Die Fassung ist für alle freigegeben."), out(version, request.user)),
        ]
        if version
        else []
    )
    return [
        *of_the_version,
        (found.circle == Circle.PUBLIC, _("Die Fragerunde ist für alle freigegeben."), out(found, request.user)),
        (found.opens_on <= timezone.localdate(), _("Der erste Tag ist da."), ""),
    ]


def out(row, user):
    """Where the release of a row waits, or is proposed."""
    proposed = Release.objects.visible_to(user).about(row).filter(state="vorgeschlagen").first()
    return proposed.get_absolute_url() if proposed else propose_url(row, Circle.PUBLIC)


def url_of(version):
    return reverse("participation:version-detail", args=[version.pk])


# --- Answering -----------------------------------------------------------------------------


def answers_send(request, pk):
    """All answers that are ready, once, after asking; no mail goes before."""
    user, whole = request.user, whole_or_404(request.user, pk)
    rows = waiting(user, whole)
    with_mail = [row for row in rows if getattr(row, "contact", None) and row.contact.email]
    if not rows:
        messages.info(
            request, _("Es wartet keine Antwort: Gesendet wird, wenn alle Punkte eines Beitrags entschieden sind.")
        )
        return redirect(inbox_url(whole))
    if request.method == "POST":
        with transaction.atomic():
            done, mailed = send_answers(rows, by=user, absolute=request.build_absolute_uri)
        words = ngettext("%(n)s Antwort, davon %(m)s als Mail.", "%(n)s Antworten, davon %(m)s als Mail.", done)
        Entry.objects.record("contribution.answers", whole, by=user, summary=words % {"n": done, "m": mailed})
        messages.success(request, words % {"n": done, "m": mailed})
        return redirect(inbox_url(whole))
    n = len(rows)
    title = ngettext("%(n)s Antwort senden?", "%(n)s Antworten senden?", n) % {"n": n}
    words = {"title": title, "rows": rows, "with_mail": len(with_mail)}
    return page(request, "contribution_answers.html", whole, **words)


# --- Telling everybody ---------------------------------------------------------------------


def report_create(request, pk):
    """The page as everybody would read it, before its words are written down."""
    found = round_or_404(request.user, pk, can_write)
    lines = lines_for(request.user, found)
    once = Once(request)
    form = once.mark(ReportForm(posted(request)))
    if not lines:
        messages.info(request, _("Noch ist kein Punkt dieser Runde entschieden."))
        return redirect("participation:point-list", found.whole.pk)
    if request.method == "POST" and form.is_valid():
        words = {"introduction": form.cleaned_data["introduction"], "key": once.key}
        report = write_report(found, by=request.user, **words)
        return redirect(propose_url(report, Circle.PUBLIC))
    return page(
        request,
        "contribution_report_new.html",
        found.whole,
        about=(str(found), found.get_absolute_url()),
        form=form,
        groups=grouped(lines),
        counts=counted(lines),
        cautions=cautions(lines, found, request.user),
        found=found,
    )


def report_detail(request, pk):
    """The words as they stand; whoever they were released to reads them here, too."""
    rows = RoundReport.objects.visible_to(request.user)
    rows = rows.filter(room__engagement__in=Engagement.objects.visible_to(request.user))
    report = get_object_or_404(rows.select_related("room__engagement__room", "round__statement"), pk=pk)
    whole, engagement, lines = report.round.whole, report.room.engagement, list(report.lines.all())
    may_write = can_write(request.user, engagement)
    context = {"report": report, "groups": grouped(lines), "counts": counted(lines), "may_write": may_write}
    context |= {"whole": whole, "engagement": engagement, "inbox": inbox_url(whole) if may_write else ""}
    context |= {"release_url": out(report, request.user) if may_write and report.circle != Circle.PUBLIC else ""}
    return render(request, "participation/contribution_report.html", context)
