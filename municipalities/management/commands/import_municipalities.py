import sys
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from municipalities.actions import Refused, population_date, take_over
from municipalities.register import Unreadable, parse

SHOWN = 20
WIDTH = 40


class Command(BaseCommand):
    help = "Liest das amtliche Gemeindeverzeichnis (GV100AD, Satzarten 10 bis 60) ein; wiederholbar, alles oder nichts."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="DATEI", help="die Datei GV100AD_TTMMJJJJ.txt des Statistischen Bundesamts")
        parser.add_argument("--force", action="store_true", help="auch einen älteren oder kürzeren Stand übernehmen")
        parser.add_argument(
            "--stand", metavar="JJJJ-MM-TT", type=date.fromisoformat,
            help="Tag, von dem Bevölkerung und Fläche sind; er steht nicht in der Datei",
        )  # fmt: skip

    def handle(self, *, file, force, stand, **options):
        try:
            register = parse(Path(file).read_bytes())
            counted_on = stand or population_date(register.as_of)
            report = take_over(register, counted_on=counted_on, force=force, progress=self.progress)
        except OSError as problem:
            raise CommandError(f"Die Datei „{file}“ lässt sich nicht lesen: {problem.strerror}.") from None
        except (Unreadable, Refused) as problem:
            raise CommandError(str(problem)) from None
        self.tell(register, counted_on, report)

    def progress(self, done, total):
        """A bar for the person who waits; nothing in a log file."""
        if sys.stderr.isatty():
            filled = WIDTH * done // total
            sys.stderr.write(f"\r{'█' * filled}{'·' * (WIDTH - filled)} {done} von {total}")
            sys.stderr.write("\n" if done == total else "")
            sys.stderr.flush()

    def tell(self, register, counted_on, report):
        say = self.stdout.write
        say(f"Gebietsstand {register.as_of:%d.%m.%Y}, Bevölkerung und Fläche vom {counted_on:%d.%m.%Y}.")
        if not report:
            say("Nichts geändert.")
            return
        say(f"{report.created} Orte neu, {report.changed} geändert, {report.figures} Kennzahlen geschrieben.")
        self.enumerate("umbenannt", [f"{key} {old} → {new}" for key, old, new in report.renamed])
        self.enumerate("nicht mehr im Verzeichnis", [f"{key} {name}" for key, name in report.gone])
        self.enumerate("wieder im Verzeichnis", [f"{key} {name}" for key, name in report.returned])

    def enumerate(self, title, lines):
        if lines:
            self.stdout.write(f"{len(lines)} {title}:")
            self.stdout.write("\n".join(f"  {line}" for line in lines[:SHOWN]))
        if len(lines) > SHOWN:
            self.stdout.write(f"  … und {len(lines) - SHOWN} weitere")
