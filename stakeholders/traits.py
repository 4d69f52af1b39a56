"""Whether words say of people what they are by origin, faith, health or orientation: no name may stand below them."""

import re
import unicodedata

from django.utils.translation import gettext as _

GENDER = re.compile(r"[*:_·/](?=in|nja)", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
TRAIT = re.compile(
    r"^(?:"
    r"\w*(?:migrations|zuwanderungs|einwanderungs|flucht|rassismus|diskriminierungs)"
    r"(?:hintergrund|vordergrund|geschichte|erfahr|biogra|erfahrung)\w*"
    r"|\w*migrant\w*|zugewandert\w*|eingewandert\w*|zuwander\w*|einwander(?:er|in)\w*|neuzugewandert\w*"
    r"|geflüchtet\w*|flüchtling\w*|geflohen\w*|vertriebene\w*|asyl(?:bewerb|suchend|berechtigt)\w*"
    r"|\w*ausländ\w*|nichtdeutsch\w*|drittstaat\w*|\w*staatsangehörig\w*|\w*staatsbürger\w*|staatenlos\w*"
    r"|eingebürgert\w*|(?:spät)?aussiedler\w*|russlanddeutsch\w*|herkunft\w*|ethnisch\w*"
    r"|muslim\w*|moslem\w*|islamisch\w*|jüdisch\w*|jud(?:e|en)|jüdin\w*|christ(?:en|in|innen|lich\w*)|katholi\w*"
    r"|evangelisch\w*|protestant\w*|orthodox\w*|alevit\w*|(?:[jyê][eê]?|e)[sz]id\w*|hindu\w*|buddhist\w*|sikh\w*"
    r"|atheist\w*|konfessionslos\w*|gläubig\w*|religiös\w*"
    r"|sinti\w*|rom|roma|romn\w*|kurd\w*|türk\w*|arabisch\w*|araber\w*|syr(?:er|isch)\w*|afghan\w*|irak\w*|iran\w*"
    r"|eritre\w*|somal\w*|ukrain\w*|russisch\w*|afrikan\w*"
    r"|bipocs?|pocs?|schwarze[rn]?"
    r"|\w*behinder\w*|chronisch|psychisch\w*|erkrankt\w*|gehörlos\w*|blinde\w*|traumatisiert\w*"
    r"|schwul\w*|lesb\w*|queer\w*|homosexuell\w*|bisexuell\w*|transgeschlechtlich\w*|intergeschlechtlich\w*|lgbt\w*"
    r")$",
    re.IGNORECASE,
)
# What sends somebody is no trait of hers: „Migrant*innenorganisationen“, „jüdische Gemeinde“.
SENDS = re.compile(
    r"(?:organisation|verein(?!smitglied)|verband|verbänd|initiative|hilfe|arbeit(?!er|nehm)|beirat|beirät|beratung|gemeinde(?!mitglied)|gemeinschaft"
    r"|kirche|behörde|beauftragt|bündnis|netzwerk|zentrum|fraktion|partei|union|stelle|dienst|büro|rat$|räte$|amt$)",
    re.IGNORECASE,
)


class NamesATrait(Exception):
    """Names would stand below a trait; the text says so, and the way out."""


def names_a_trait(words):
    """Whether somebody who stood below these words would be marked by them."""
    words = unicodedata.normalize("NFC", words).replace("\u00ad", "")
    found = WORD.findall(GENDER.sub("", words))
    return any(
        is_trait(word) and not SENDS.search(word) and not SENDS.search(after)
        for word, after in zip(found, [*found[1:], ""], strict=False)
    )


def is_trait(word):
    """Whether a word is one, whole or in one of its parts."""
    return any(TRAIT.match(part) for part in [word.replace("-", ""), *word.split("-")])


def is_without_names(group):
    """Whether a seat group keeps seats only."""
    return group is not None and (group.by_trait or names_a_trait(group.label))


def why_no_names(label):
    return _(
        "„%(group)s“ nennt ein Merkmal. Wer darunter stünde, wäre damit bezeichnet; hier bleiben nur Sitze, keine "
        "Namen. Geben Sie der Sitzgruppe einen neutralen Namen, zum Beispiel „Sachkundige Einwohner*innen“, oder eine "
        "Aufgabe."
    ) % {"group": label}


def check_may_be_named(group):
    """Refuse names below a trait."""
    if is_without_names(group):
        raise NamesATrait(why_no_names(group.label))
