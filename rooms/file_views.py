import logging

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import uploads
from .models import File

logger = logging.getLogger(__name__)
UNKNOWN = "application/octet-stream"


@require_safe
def download(request, pk):
    """A file for those who may read it: always saved, never opened inside our pages."""
    return saved(request, get_object_or_404(File.objects.visible_to(request.user), pk=pk))


def saved(request, file, away="rooms/file_away.html"):
    """The bytes of a file somebody may read, with headers that let no browser open or keep them."""
    try:
        content = uploads.whole(file)
    except FileNotFoundError:
        raise Http404(_("Diese Datei ist nicht mehr da.")) from None
    except Exception:  # each kind of store has its own words for being away
        logger.exception("The store of the files does not answer.")
        return render(request, away, {"file": file}, status=503)
    known = file.content_type if file.content_type in uploads.TYPES.values() else UNKNOWN
    response = FileResponse(content, as_attachment=True, filename=uploads.tidy(file.name), content_type=known)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
