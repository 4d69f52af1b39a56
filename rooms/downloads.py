from django.http import HttpResponse


def attachment(content, content_type, name):
    """A file made in memory, to be saved and never shown or kept on the way (`name` in letters of an address)."""
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
