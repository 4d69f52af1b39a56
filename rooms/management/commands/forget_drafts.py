from django.core.management.base import BaseCommand

from rooms.drafts import too_old


class Command(BaseCommand):
    help = "Löscht Entwürfe, an denen dreißig Tage lang niemand geschrieben hat."

    def handle(self, **options):
        count, _each = too_old().delete()
        self.stdout.write(f"{count} Entwürfe gelöscht.")
