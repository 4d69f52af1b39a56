"""An event for one's own calendar."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from ..exports.event_calendar import CONTENT_TYPE, calendar
from .event_base import event_or_404


@require_safe
def event_calendar(request, pk):
    """One event, as little of it as in every calendar."""
    event = event_or_404(request.user, pk)
    if event.begins is None:
        raise Http404

    def link(row):
        return request.build_absolute_uri(row.get_absolute_url())

    response = HttpResponse(calendar([event], name=event.title, link=link), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="veranstaltung.ics"'
    return response
