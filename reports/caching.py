"""What a proxy may keep: pages that are the same for everybody, for a minute."""

from functools import wraps

from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

SECONDS = 60


def public_page(view):
    """A page without person, session or cookie; whoever stands between may answer with it for a minute."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=SECONDS)
        return response

    return require_safe(guarded)
