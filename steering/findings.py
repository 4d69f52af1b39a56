"""What belongs to each step of a council: what is there, what is missing, and the way to the next act."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stakeholders.enums import Duty, FoundingStep, LegalKind, NominationState, Quorum

from .enums import MeetingState, Outcome

SOON_DAYS = 365  # so early before a term ends the next one is prepared
LEFT = {NominationState.DECLINED, NominationState.WITHDRAWN}
SEATED = {NominationState.ELECTED, NominationState.APPOINTED}
DECIDES = {LegalKind.RESOLUTION, LegalKind.BY_LAW}


@dataclass(frozen=True)
class Finding:
    """One thing that belongs to a step: there, missing, or only to be known."""

    text: str
    is_there: bool | None = None  # None: told, not asked for
    url: str = ""
    action: str = ""

    @property
    def is_missing(self):
        return self.is_there is False


def about_motion(council):
    rows = council.basis(LegalKind.MOTION)
    for basis in rows:
        yield Finding(told(basis), is_there=True)
    asked = [row for row in council.resolutions if row.kind == "empfehlung"]
    for row in asked:
        yield Finding(
            f"{row} ({row.get_outcome_display()})", is_there=True, url=row.get_absolute_url(), action=_("ansehen")
        )
    if not rows and not asked:
        url = council.url("stakeholders:basis-create") + f"?art={LegalKind.MOTION}"
        yield Finding(
            _("Noch kein Antrag und keine Empfehlung."), is_there=False, url=url, action=_("Antrag eintragen")
        )
        url = council.url("steering:resolution-create", council.engagement.pk) + f"?beirat={council.body.pk}"
        yield Finding(_("Die Runde kann den Beirat empfehlen."), url=url, action=_("Empfehlung vorbereiten"))


def about_inventory(council):
    before = council.predecessor
    if before is None:
        for each in council.relatives:
            yield Finding(_("Im Haus steht auch „%(body)s“. Ging es diesem voraus?") % {"body": each})
        yield Finding(_("Ob es schon einen Beirat gab, steht noch nicht da."), is_there=False)
        return
    words = _("„%(body)s“, %(way)s") % {"body": before, "way": council.body.get_succession_display() or _("vorher")}
    times = " – ".join(part for part in (before.set_up, before.ended) if part)
    yield Finding(
        f"{words} ({times})" if times else words, is_there=True, url=before.get_absolute_url(), action=_("ansehen")
    )
    met = council.meetings_of(before)
    if met:
        n, last = len(met), date_format(met[-1].on, "d.m.Y")
        words = ngettext("%(n)s Sitzung, zuletzt am %(day)s.", "%(n)s Sitzungen, zuletzt am %(day)s.", n)
        yield Finding(words % {"n": n, "day": last})
    else:
        yield Finding(_("Von Sitzungen weiß das Haus nichts."))
    why = next((step.note for step in council.steps if step.key == FoundingStep.INVENTORY), "")
    yield Finding(_("Warum es einschlief, steht unten.") if why else _("Warum schlief es ein?"), is_there=bool(why))


def about_seats(council):
    body, groups = council.body, [row.group for row in council.seating.rows if row.group]
    url = council.url("stakeholders:group-create")
    if groups:
        words = _("Sitze: %(sum)s") % {"sum": council.seats_in_words()}
        yield Finding(words, is_there=True, url=body.get_absolute_url(), action=_("ansehen"))
    else:
        yield Finding(
            _("Noch steht nicht, wie viele Sitze es gibt."), is_there=False, url=url, action=_("Sitze planen")
        )
    for row in council.seating.rows:
        if row.group and row.is_without_names:
            url = council.url("stakeholders:group-update", row.group.pk)
            words = _("„%(group)s“ nennt ein Merkmal: So kann niemand darunter stehen.") % {"group": row.group}
            yield Finding(words, is_there=False, url=url, action=_("neutral benennen"))
    change = council.url("stakeholders:body-update")
    has_rules = body.quorum != Quorum.NONE and body.sittings_per_year
    words = (
        _("Beschlussfähigkeit und Zahl der Sitzungen stehen.")
        if has_rules
        else _("Wie oft tagt er, ab wann ist er beschlussfähig?")
    )
    yield Finding(words, is_there=bool(has_rules), url=change, action=_("eintragen") if not has_rules else "")
    laws = council.basis(LegalKind.BY_LAW)
    for basis in laws:
        yield Finding(told(basis), is_there=True)
    if not laws:
        url = council.url("stakeholders:basis-create") + f"?art={LegalKind.BY_LAW}"
        yield Finding(
            _("Noch keine Satzung, auch kein Entwurf."), is_there=False, url=url, action=_("Satzung eintragen")
        )


def about_way(council):
    for row in council.resolutions:
        words = ", ".join(part for part in (str(row), row.by, row.decided, row.get_outcome_display()) if part)
        yield Finding(words, url=row.get_absolute_url(), action=_("ansehen"))
        for stop in row.passages.all():
            words = ", ".join(part for part in (stop.organ, stop.on, stop.get_outcome_display()) if part)
            yield Finding(f"→ {words}")
        if row.kind == "empfehlung" and row.outcome in {Outcome.PENDING, Outcome.POSTPONED}:
            url = council.url("steering:passage-create", row.pk)
            yield Finding(
                _("%(sign)s wartet auf Antwort.") % {"sign": row.sign}, url=url, action=_("Station eintragen")
            )
    rows = council.basis(*DECIDES)
    for basis in rows:
        yield Finding(told(basis), is_there=bool(basis.decided))
    if not rows:
        url = council.url("stakeholders:basis-create")
        words = _("Noch kein Beschluss, auf dem der Beirat beruht.")
        yield Finding(words, is_there=False, url=url, action=_("Beschluss eintragen"))


def about_call(council):
    new = council.url("steering:call-create")
    for call in council.calls[:3]:
        until = _("Meldungen bis %(day)s") % {"day": date_format(call.until, "d.m.Y")} if call.until else ""
        words = ", ".join(part for part in (str(call), call.languages, until) if part)
        is_out = call.published_on is not None
        yield Finding(
            words, is_there=is_out, url=call.get_absolute_url(), action=_("ändern") if is_out else _("bekannt machen")
        )
    if not council.calls:
        words = _("Noch kein Aufruf. Der Entwurf entsteht aus Aufgabe und Sitzen.")
        yield Finding(words, is_there=False, url=new, action=_("Aufruf entwerfen"))
    yield from about_people(council)


def about_people(council):
    """Who is thought of, in numbers; names stand on their own page only."""
    left = [row for row in council.nominations if row.state not in LEFT | SEATED]
    willing = [row for row in left if row.state == NominationState.WILLING]
    words = ngettext("%(n)s Person ist im Gespräch", "%(n)s Personen sind im Gespräch", len(left)) % {"n": len(left)}
    words += ", " + ngettext("%(n)s ist bereit.", "%(n)s sind bereit.", len(willing)) % {"n": len(willing)}
    yield Finding(words, url=council.url("steering:nominations"), action=_("Ansprache führen"))


def about_filling(council):
    seating, n = council.seating, len(council.seating.members)
    if not seating.rows:
        yield Finding(_("Erst die Sitze, dann die Menschen."), is_there=False)
        return
    yield Finding(f"{seating.told}.", is_there=n > 0 and not seating.free)
    willing = {}
    for row in council.nominations:
        if row.state == NominationState.WILLING:
            willing[row.group_id] = willing.get(row.group_id, 0) + 1
    for row in seating.rows:
        if row.free:
            words = _("%(group)s: %(free)s frei, %(willing)s bereit.")
            yield Finding(words % {"group": row.group, "free": row.free, "willing": willing.get(row.group.pk, 0)})
    if willing and not seating.free:
        ready = sum(willing.values())
        words = ngettext(
            "%(n)s Person ist bereit; frei ist kein Sitz.", "%(n)s Personen sind bereit; frei ist kein Sitz.", ready
        )
        yield Finding(words % {"n": ready})
    elif willing:
        url = council.url("steering:council-fill")
        yield Finding(_("Wer bereit ist, kann gewählt oder berufen werden."), url=url, action=_("Sitze besetzen"))
    else:
        yield from about_people(council)


def about_first(council):
    met = council.meetings_of(council.body)
    held = [row for row in met if row.state == MeetingState.HELD]
    if met:
        row = (held or met)[0]
        words = _("%(meeting)s am %(day)s, %(state)s")
        words %= {"meeting": row, "day": date_format(row.on, "d.m.Y"), "state": row.get_state_display()}
        yield Finding(words, is_there=bool(held), url=row.get_absolute_url(), action=_("ansehen"))
    else:
        words, url = _("Noch keine Sitzung."), council.url("steering:council-first") if council.may_steer else ""
        yield Finding(words, is_there=False, url=url, action=_("Erste Sitzung vorbereiten"))
    chair = any(term.duty == Duty.CHAIR for term in council.seating.members)
    words = _("Ein Vorsitz ist gewählt.") if chair else _("Noch kein Vorsitz; er steht beim Mitglied als Aufgabe.")
    yield Finding(words, is_there=chair, url=council.body.get_absolute_url(), action=_("Mitglieder"))
    rules = council.basis(LegalKind.RULES)
    for basis in rules:
        yield Finding(told(basis), is_there=True)
    if not rules:
        url = council.url("stakeholders:basis-create") + f"?art={LegalKind.RULES}"
        words = _("Noch keine Geschäftsordnung.")
        yield Finding(words, is_there=False, url=url, action=_("Geschäftsordnung eintragen"))


def about_training(council):
    for entry in council.trainings:
        words = ", ".join(part for part in (entry.title, entry.when) if part)
        yield Finding(words, is_there=True, url=entry.get_absolute_url(), action=_("ansehen"))
    if not council.trainings:
        url = council.url("engagements:log-create", council.engagement.pk) if council.may_steer else ""
        words = _("Noch keine Fortbildung mit „Beirat“ im Titel im Tagebuch.")
        yield Finding(words, is_there=False, url=url, action=_("Fortbildung eintragen"))


def about_report(council):
    year = timezone.localdate().year
    since = council.body.set_up_from.year if council.body.set_up_from else year
    for each in range(max(since, year - 2), year + 1):
        url = council.url("steering:council-year", council.body.pk, each)
        written = each in council.years
        words = _("Bericht %(year)s") if written else _("Bericht %(year)s: noch ohne Vorwort, die Zahlen stehen.")
        yield Finding(words % {"year": each}, is_there=written if each < year else None, url=url, action=_("öffnen"))


def about_anew(council):
    body, today = council.body, timezone.localdate()
    change = council.url("stakeholders:body-update")
    words = (
        _("Die Amtszeit endet mit der Wahlperiode.")
        if body.with_council
        else _("Endet die Amtszeit mit der Wahlperiode?")
    )
    yield Finding(words, is_there=body.with_council, url=change, action="" if body.with_council else _("festlegen"))
    ends = [term.period_until for term in council.seating.members if term.period_until]
    soon = [day for day in ends if (day - today).days <= SOON_DAYS]
    if soon:
        words = ngettext("%(n)s Amtszeit endet bis %(day)s.", "%(n)s Amtszeiten enden bis %(day)s.", len(soon))
        yield Finding(words % {"n": len(soon), "day": date_format(max(soon), "d.m.Y")})
    url = council.url("stakeholders:council-ended", body.room_id)
    yield Finding(_("Nach der Wahl enden alle Amtszeiten an einem Tag."), url=url, action=_("Amtszeiten beenden"))
    if council.seating.free:
        n = council.seating.free
        yield Finding(ngettext("%(n)s Sitz ist frei.", "%(n)s Sitze sind frei.", n) % {"n": n})


def told(basis):
    """A legal basis in one line, with what it changes."""
    words = f"{basis.get_kind_display()}: {basis.title}"
    words = f"{words}, {basis.decided}" if basis.decided else words
    return f"{words} ({_('ändert')} „{basis.amends.title}“)" if basis.amends else words


FINDERS = dict(
    zip(
        FoundingStep,
        (
            about_motion,
            about_inventory,
            about_seats,
            about_way,
            about_call,
            about_filling,
            about_first,
            about_training,
            about_report,
            about_anew,
        ),
        strict=True,
    )
)
