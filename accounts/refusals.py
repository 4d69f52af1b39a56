"""One line in the log for every door that stayed shut: what, for whom, which row; never a name, a word or a code."""

import logging

logger = logging.getLogger("ortsgespraech.refused")


def refused(what, person=None, **keys):
    """Write the line; a person is named by her number, a row by its key, somebody unknown not at all."""
    known = getattr(person, "pk", None)
    told = [f"what={what}", f"person={known or '-'}", *(f"{name}={key}" for name, key in keys.items())]
    logger.warning("refused %s", " ".join(told))
