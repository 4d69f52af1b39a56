from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .models import File


@require_safe
def download(request, pk):
    """A file for those who may read it: always saved, never opened inside our pages."""
    file = get_object_or_404(File.objects.visible_to(request.user), pk=pk)
    try:
        content = file.content.open("rb")
    except FileNotFoundError:
        raise Http404(_("Diese Datei ist nicht mehr da.")) from None
    response = FileResponse(content, as_attachment=True, filename=file.name, content_type=file.content_type)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
