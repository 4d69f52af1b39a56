import pytest

from stakeholders.enums import Likeness
from stakeholders.likeness import Names, fold, likeness


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Sportverein Blau-Weiß e.V.", "sportverein blau-weiss", Likeness.SAME),
        ("Müller", "Mueller", Likeness.SAME),
        ("Kultur & Kunst", "Kultur und Kunst", Likeness.SAME),
        ("Café Welt", "Cafe Welt", Likeness.SAME),
        ("Fallner", "Faller", Likeness.CLOSE),
        ("DRK", "Deutsches Rotes Kreuz", Likeness.SHORT),
        ("Deutsches Rotes Kreuz (DRK)", "DRK", Likeness.SHORT),
        ("IHK", "Industrie- und Handelskammer", None),
        ("Mach", "Reinhard Mach", Likeness.PART),
        ("Rat", "Integrationsrat", None),
        ("Grundschule 1", "Grundschule 2", None),
        ("Ev. Kirche", "Ev. Schule", None),
        ("🙂", "🙃", None),
        ("عمدة المدينة", "عمدة المدينة", Likeness.SAME),
        ("Tafel", "Feuerwehr", None),
    ],
)
def test_likeness_names_the_reason(one, other, reason):
    assert likeness(Names(one), Names(other)) == reason
    assert likeness(Names(other), Names(one)) == reason


def test_likeness_knows_other_names():
    assert likeness(Names("forumZFD"), Names("Pro Peace", ["ForumZFD e.V."])) == Likeness.ALIAS
    assert likeness(Names("LaKI", ["KKM"]), Names("Landesstelle", ["kkm"])) == Likeness.ALIAS


@pytest.mark.parametrize("name", ["", "   ", "…", "e.V.", "x" * 200, "\u202e\u200b"])
def test_fold_survives_every_name(name):
    assert isinstance(fold(name), str)
    likeness(Names(name), Names("Tafel"))
