"""A request of the product ends its transaction; inside a test's transaction somebody else must clear up."""

from django.db import connection


class BackToTheTest:
    """Gives the connection back to the test as it was: as the owner, and nobody acting."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            return self.get_response(request)
        finally:
            if connection.in_atomic_block and not connection.needs_rollback:
                # Past Django's own cursor, so that no count of statements sees it.
                connection.connection.execute(
                    "SELECT set_config('role', 'none', true), set_config('app.person', '', true),"
                    " set_config('app.invitation', '', true), set_config('app.key', '', true)"
                )
