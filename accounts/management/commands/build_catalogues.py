"""Compiles the translations; needs no gettext tools on the machine."""

from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


def outdated(directory):
    """The catalogues whose compiled file is missing or older."""
    for source in sorted(Path(directory).glob("**/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            yield source


class Command(BaseCommand):
    help = "Übersetzt locale/**/*.po nach .mo, wo die .mo fehlt oder älter ist."
    requires_system_checks = []

    def handle(self, **options):
        for directory in settings.LOCALE_PATHS:
            for source in outdated(directory):
                polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
