from django.http import Http404
from django.shortcuts import render

from participation.models import CommentRound, RoundReport
from participation.reporting import counted, grouped

from ..caching import public_page


@public_page
def contribution_report(request, slug):
    """What became of what people brought in: the newest released words of each round."""
    reports = RoundReport.objects.visible_to(request.user).filter(slug=slug)
    newest = {report.round_id: report for report in reports.order_by("number").prefetch_related("lines")}
    running = CommentRound.objects.open_to(request.user).filter(slug=slug).first()
    if not newest and running is None:
        raise Http404
    told = [Told(report) for report in sorted(newest.values(), key=lambda each: each.created_at, reverse=True)]
    title = told[0].report.title if told else running.heading
    context = {"told": told, "running": running, "slug": slug, "title": title}
    return render(request, "reports/contribution_report.html", context)


class Told:
    """One released report, as it is laid out on the page."""

    def __init__(self, report):
        self.report = report
        lines = list(report.lines.all())
        self.n, self.groups, self.counts = len(lines), grouped(lines), counted(lines)
