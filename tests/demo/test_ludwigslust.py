"""The case page of Ludwigslust, line by line: what it says and where a member of the steering group finds it."""

import pytest

from engagements.models import Contact, LogEntry, Mandate, Programme

FACTS = [
    (1, "title", "Kommunale Konfliktberatung in Ludwigslust"),
    (2, "place", "Ludwigslust, Stadt"),
    (2, "place", "Landkreis Ludwigslust-Parchim"),
    (3, "place", "Mecklenburg-Vorpommern"),
    (4, "figures", "12585 Fallseite forumZFD (Steckbrief), Zeile 4"),
    (5, "contact", "Bürgermeister Reinhard Mach (parteilos, a.D.) Ansprechpartner*in Kooperationspartner*in"),
    (5, "mandate", "Bürgermeister Reinhard Mach (parteilos, a.D.)"),
    (6, "period", "2015 bis 2020 = 2015/2020"),
    (7, "occasion", "um 2015"),
    (7, "occasion", "Wegzug junger Fachkräfte"),
    (7, "occasion", "Unterbringung, Versorgung und Integration von Geflüchteten"),
    (7, "occasion", "Rechtsruck und Fremdenfeindlichkeit"),
    (7, "occasion", "Wiedereröffnung und Erweiterung von Gemeinschaftsunterkünften für Asylsuchende"),
    (7, "aims", "Förderung der Akzeptanz und Integration in der Bevölkerung"),
    (7, "services", "Systemische Konfliktanalyse, Prozessbegleitung, Strategische Beratung"),
    (8, "log", "Integrationsbeirat neu eingerichtet"),
    (8, "log", "im Februar 2018 mit 15 Mitgliedern konstituiert, von denen 50 % eine Migrationsgeschichte hatten"),
    (8, "log", "fachübergreifende Arbeitsgruppe"),
    (8, "log", "Stelle für eine sogenannte Willkommens-Lotsin"),
    (9, "log", "Newsletter „Kommune & Konflikt“"),
    (10, "programme", "Newsletter gleichen Namens"),
    (11, "log", "öffentlichen Diskussionsforum"),
    (11, "log", "Leitbild „Ludwigslust – Ort der Vielfalt“ veröffentlicht Juni 2018"),
    (11, "log", "Richtschnur für Einwohner*innen und Akteure: Teilhabe und friedfertiger Umgang"),
    (12, "log", "Vertreten waren Stadtverwaltung, Kommunalparlament und Zivilgesellschaft"),
    (12, "log", "Fortschritte zu bewerten und die Umsetzung der Maßnahmen zu steuern"),
    (13, "log", "Ansprache von Geflüchteten organisieren, Menschen zusammenführen, Methoden entwickeln"),
    (14, "log", "Qualifizierte Berater*innen"),
    (14, "log", "interkommunalen Netzwerk des forumZFD, zu Austausch und Reflexion"),
    (15, "log", "tragfähige Strukturen der Zusammenarbeit von Politik, Verwaltung und Zivilgesellschaft"),
    (16, "log", "partizipativen Ansätzen"),
    (17, "programme", "Kommunen im Fokus: Konflikte nutzen - Integration gestalten"),
]


@pytest.fixture(scope="module")
def found(house):
    """What the steering group reads of Ludwigslust, by the place where it stands."""
    engagement, reader = house.engagements["ludwigslust"], house.accounts["lenkungsrunde"]
    town, title, period = engagement.municipality, engagement.title, engagement.period
    log = LogEntry.objects.visible_to(reader).filter(engagement=engagement)
    contact = Contact.objects.visible_to(reader).get(engagement=engagement)
    roles = [
        name
        for name, is_so in (("Ansprechpartner*in", contact.is_contact), ("Kooperationspartner*in", contact.is_partner))
        if is_so
    ]
    programmes = Programme.objects.visible_to(reader).filter(parts__engagement=engagement)
    return {
        "title": title,
        "place": f"{town.full_name} {town.whereabouts}",
        "figures": "\n".join(f"{int(figure.value)} {figure.source}" for figure in town.figures.all()),
        "contact": f"{contact} {' '.join(roles)}",
        "mandate": str(Mandate.objects.visible_to(reader).get(engagement=engagement).office),
        "period": f"{period} = {engagement.period_edtf}",
        "occasion": f"{engagement.occasion_period} {engagement.occasion}",
        "aims": engagement.aims,
        "services": ", ".join(map(str, engagement.service_labels)).replace("Situations- und ", ""),
        "log": "\n".join(f"{entry.title} {entry.when} {entry.text}" for entry in log),
        "programme": "\n".join(f"{programme.title} {programme.summary}" for programme in programmes),
    }


@pytest.mark.parametrize(("line", "where", "fact"), FACTS)
def test_case_page_line_stands_in_the_file(found, line, where, fact):
    assert fact in found[where]


def test_case_page_every_line_has_a_place():
    assert {line for line, _where, _fact in FACTS} == set(range(1, 18))


def test_integration_board_has_seven_five_three(found):
    assert "7 Menschen mit Migrationshintergrund, 5 aus der Kommunalpolitik, 3 aus der Praxis" in found["log"]
