"""The terms of the field: each says the word of this house where it has one, and its standard word elsewhere."""

import hashlib
import time
from enum import property as enum_property

from django.conf import settings
from django.db import DatabaseError, models, transaction
from django.utils.functional import lazy
from django.utils.translation import get_language

VOCABULARIES = {}  # key -> its class, in the order the apps name them


class HouseWords:
    """What this process knows of the words of the house; read again once a minute, and at once where one is saved.

    Before it is read for the first time, as while tables are built, the standard words hold.
    """

    def __init__(self):
        self.forget()

    def forget(self):
        """The standard words, until somebody asks anew."""
        self.read_at, self.said, self.retired, self.mark = None, {}, frozenset(), ""

    def refresh(self):
        """Read them where they are older than a minute: one statement, whatever is asked of them afterwards."""
        seconds = settings.VOCABULARY_SECONDS
        if seconds is not None and (self.read_at is None or time.monotonic() - self.read_at >= seconds):
            self.load()

    def stale(self):
        """Whoever comes next reads them anew; until then what is known holds."""
        self.read_at = None

    def load(self):
        from .models import Term

        rows, self.read_at = [], time.monotonic()
        try:
            with transaction.atomic():
                rows = list(Term.objects.values_list("vocabulary", "term", "label_de", "label_en", "is_retired"))
        except DatabaseError:  # no page fails for want of a word; the next minute asks again
            return
        self.said = {(where, term): {"de": de, "en": en} for where, term, de, en, _gone in rows if de or en}
        self.retired = frozenset((where, term) for where, term, _de, _en, gone in rows if gone)
        self.mark = hashlib.sha256(repr(sorted(self.said.items())).encode()).hexdigest()[:16] if self.said else ""

    def say(self, term, standard):
        """The word for a term in the language of the page; without a language, as in migrations, the standard one."""
        own = self.said.get(term)
        return (own and own.get((get_language() or "")[:2])) or str(standard)


house = HouseWords()
lazily = lazy(house.say, str)


class Words(models.TextChoices):
    """A vocabulary: its keys are the same in every house, its words may be the house's own.

    `key` names it in the address of its page, `called` in its heading. Terms of `stays` are set or asked for by the
    product itself: they can be called otherwise, not retired; `True` stands for all of them.
    """

    def __init_subclass__(cls, *, key, called, stays=(), **kwargs):
        super().__init_subclass__(**kwargs)
        cls.vocabulary, cls.called, cls.stays = key, called, stays
        VOCABULARIES[key] = cls

    @enum_property
    def label(self):
        word = lazily(self.place, self._label_)
        word.term = self.place  # so that a form knows which of its choices are retired
        return word

    @property
    def place(self):
        return self.vocabulary, self.value

    @property
    def standard(self):
        """What it is called where no house says otherwise."""
        return str(self._label_)

    @property
    def is_retired(self):
        return self.place in house.retired

    @property
    def may_retire(self):
        return self.stays is not True and self.value not in self.stays

    @classmethod
    def offered(cls):
        """The terms a new entry may carry."""
        return [term for term in cls if not term.is_retired]


def without_retired(choices, kept=()):
    """These choices as a form offers them: no retired term, but those a row carries already; groups stay groups."""
    found = []
    for value, label in choices:
        if isinstance(label, list | tuple):
            group = without_retired(label, kept)
            found += [(value, group)] if group else []
        elif getattr(label, "term", None) not in house.retired or value in kept:
            found.append((value, label))
    return found
