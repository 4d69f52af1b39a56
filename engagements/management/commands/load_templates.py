from django.core.management.base import BaseCommand

from engagements.template_files import load_all


class Command(BaseCommand):
    help = "Publishes the process templates that come with the product, each version once."

    def handle(self, **options):
        made = load_all()
        for template in made:
            self.stdout.write(f"veröffentlicht: {template}")
        if not made:
            self.stdout.write("Alle Vorlagen sind schon da.")
