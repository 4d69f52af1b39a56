from django.db import transaction

from .acting import act_as


class ActingPerson:
    """Makes every request one transaction that knows its person.

    The person is told to PostgreSQL for this transaction only (`SET LOCAL`), so that row-level policies can ask for
    her. A view that raises leaves nothing behind: its work is rolled back after the error page is made.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with transaction.atomic():
            act_as(request.user.pk)
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(request, "view_failed", False):
                transaction.set_rollback(True)
        return response

    def process_exception(self, request, exception):
        request.view_failed = True
