from django.apps import apps
from django.core.management.base import BaseCommand

from retention.registry import registered


class Command(BaseCommand):
    help = "Schreibt das Verzeichnis der Verarbeitung (Markdown): je Tabelle Felder, Zweck, betroffene Personen, Frist."

    def handle(self, **options):
        self.stdout.write("# Verzeichnis der Verarbeitung\n")
        self.stdout.write("Erzeugt aus den Angaben im Programm; ein Test hält fest, dass kein Feld fehlt.\n")
        for label, uses in sorted(registered().items()):
            self.stdout.write(f"\n## {apps.get_model(label)._meta.verbose_name} (`{label}`)\n")
            self.stdout.write("| Felder | Zweck | Betroffene | Löschung | Wie |\n|---|---|---|---|---|")
            for use in uses:
                cells = (
                    ", ".join(use.columns),
                    use.purpose,
                    use.whom or "niemand",
                    use.deadline.words,
                    use.deadline.how,
                )
                self.stdout.write(f"| {' | '.join(cells)} |")
