from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from participation.enums import Asks, VersionState
from participation.models import CommentRound, RoundReport, StatementVersion
from participation.reporting import counted, grouped

from ..caching import public_page


@public_page
def contribution_report(request, slug):
    """What became of what people brought in to a mission statement: the newest released words of each round."""
    reports = RoundReport.objects.visible_to(request.user).filter(slug=slug)
    newest = {report.round_id: report for report in reports.order_by("number").prefetch_related("lines")}
    running = running_round(request, slug)
    if not newest and running is None:
        raise Http404
    told = [Told(report) for report in sorted(newest.values(), key=lambda each: each.created_at, reverse=True)]
    title = told[0].report.title if told else running.of.title
    context = {"told": told, "running": running, "slug": slug, "title": title}
    return render(request, "reports/contribution_report.html", context)


class Told:
    """One released report, as it is laid out on the page."""

    def __init__(self, report):
        self.report = report
        lines = list(report.lines.all())
        self.n, self.groups, self.counts = len(lines), grouped(lines), counted(lines)


def running_round(request, slug):
    """The round everybody may write in today, if there is one."""
    today = timezone.localdate()
    versions = StatementVersion.objects.visible_to(request.user).filter(state=VersionState.COMMENTED)
    rounds = CommentRound.objects.visible_to(request.user).filter(slug=slug, asks=Asks.ALL, of__in=versions)
    return rounds.filter(opens_on__lte=today, closes_on__gte=today).select_related("of").first()
