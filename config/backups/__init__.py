"""One encrypted file with everything, and the way back from it (docs/decisions/0018-backups.md)."""


class Refused(Exception):
    """One sentence in German: why a backup or a restore does not go on; nothing was changed."""
