"""How views ask for permission - 404 for what is hidden, 403 for what is forbidden - and for what was sent."""

from django.core.exceptions import PermissionDenied


class VisibleMixin:
    """Narrow a generic view to what the signed-in user may see."""

    def get_queryset(self):
        return super().get_queryset().visible_to(self.request.user)


class RuleRequiredMixin:
    """Refuse the view's object unless ``rule(user, object)`` holds."""

    rule = None

    def get_object(self, queryset=None):
        return require(self.rule, self.request.user, super().get_object(queryset))


def require(rule, user, obj):
    """Return the object if the rule holds, refuse with 403 otherwise."""
    if not rule(user, obj):
        raise PermissionDenied
    return obj


def posted(request):
    """What a form is bound to: the sent data, or nothing before it was sent."""
    return request.POST if request.method == "POST" else None
