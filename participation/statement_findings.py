"""What belongs to each step of a mission statement: what is there, what is missing, and the way to the next act."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rooms.enums import Circle
from rooms.releasing import propose_url
from steering.findings import Finding

from .enums import StatementStepKey as K
from .enums import VersionState, Wording

SIMPLE = {Wording.PLAIN, Wording.EASY}


def day(value):
    return date_format(value, "d.m.Y")


def about_mandate(course):
    if course.has_mandate:
        url = course.url("engagements:mandate", course.engagement.pk)
        yield Finding(_("Ein Auftrag der Beratung steht."), is_there=True, url=url, action=_("Auftrag ansehen"))
    else:
        url = course.url("engagements:mandate", course.engagement.pk)
        yield Finding(_("Von einem Auftrag steht noch nichts da."), url=url, action=_("Auftrag ansehen"))
    if course.drafted_by:
        words = _("Redaktionsgruppe: %(body)s") % {"body": course.drafted_by}
        yield Finding(words, is_there=True, url=course.drafted_by.get_absolute_url(), action=_("Gremium ansehen"))
    else:
        url = course.url("participation:statement-update")
        words = _("Noch keine Redaktionsgruppe.")
        yield Finding(words, is_there=False, url=url, action=_("Redaktionsgruppe festlegen"))


def about_ground(_course):
    yield Finding(_("Werte, Themen, Umfrage, Texte, die es schon gibt: Halten Sie unten fest, worauf Sie bauen."))


def about_forum(course):
    for event in course.events:
        words = f"{event} ({event.get_state_display()})"
        is_there = None if event.is_ahead else True
        yield Finding(words, is_there=is_there, url=event.get_absolute_url(), action=_("Veranstaltung ansehen"))
    for entry in course.forums:
        words = _("Öffentliche Veranstaltung im Tagebuch: %(entry)s") % {"entry": entry}
        yield Finding(words, is_there=True, url=entry.get_absolute_url(), action=_("Eintrag ansehen"))
    if not course.forums and not any(not event.is_ahead for event in course.events):
        words = _("Ein öffentliches Forum hat noch nicht stattgefunden.")
        if course.events:
            yield Finding(words, is_there=False, url=course.events[0].get_absolute_url(), action=_("Forum vorbereiten"))
        else:
            url = course.url("participation:event-create", course.engagement.pk)
            yield Finding(words, is_there=False, url=url, action=_("Forum planen"))


def about_draft(course):
    first = course.standards[-1] if course.standards else None
    if first is None:
        url = course.url("participation:version-create")
        yield Finding(_("Noch keine Fassung."), is_there=False, url=url, action=_("Fassung 1 beginnen"))
        return
    n = len(first.sections.all())
    words = ngettext("Fassung 1 mit %(n)s Abschnitt", "Fassung 1 mit %(n)s Abschnitten", n) % {"n": n}
    yield Finding(words, is_there=bool(n), url=first.get_absolute_url(), action=_("Fassung 1 öffnen"))
    asked = [row for row in course.standards if row.comments_until]
    for row in asked:
        words = _("%(version)s: Rückmeldungen bis %(day)s") % {"version": row.sign, "day": day(row.comments_until)}
        yield Finding(words, is_there=True, url=row.get_absolute_url(), action=_("ansehen"))
    if not asked:
        words = _("Noch keine Runde für Rückmeldungen.")
        url = course.url("participation:version-move", first.pk, VersionState.COMMENTED)
        yield Finding(words, is_there=False, url=url, action=_("Um Rückmeldungen bitten"))


def about_wordings(course):
    newest = course.newest
    if newest is None or newest.number == 1:
        url = newest.get_absolute_url() if newest else course.url("participation:version-create")
        words = _("Noch kein zweiter Entwurf.")
        yield Finding(words, is_there=False, url=url, action=_("Fassung ansehen") if newest else _("Beginnen"))
    else:
        yield Finding(newest.sign, is_there=True, url=newest.get_absolute_url(), action=_("ansehen"))
    simple = [row for row in course.versions if row.wording in SIMPLE and row.state != VersionState.DROPPED]
    for row in simple:
        yield Finding(f"{row.sign}: {row.get_state_display()}", is_there=True, url=row.get_absolute_url())
    if newest and not simple:
        url = course.url("participation:rendering-create", newest.pk)
        words = _("Noch nicht in Leichter oder Einfacher Sprache.")
        yield Finding(words, is_there=False, url=url, action=_("Sprachform beginnen"))


def about_recommendation(course):
    found = [row for row in course.standards if row.recommended]
    for row in found:
        words = f"{row.recommended} ({row.sign})"
        yield Finding(words, is_there=True, url=row.recommended.get_absolute_url(), action=_("ansehen"))
    if not found and course.newest:
        url = course.url("participation:version-recommend", course.newest.pk)
        words = _("Die Runde hat noch nichts empfohlen.")
        yield Finding(words, is_there=False, url=url, action=_("Empfehlung vorbereiten"))
    elif not found:
        yield Finding(_("Es gibt noch keine Fassung zum Empfehlen."), is_there=False)


def about_resolution(course):
    if course.adopted:
        row = course.adopted
        facts = {"version": row.sign, "day": day(row.adopted_on), "by": row.adopted_by}
        words = _("%(version)s, beschlossen am %(day)s durch %(by)s") % facts
        yield Finding(words, is_there=True, url=row.get_absolute_url(), action=_("ansehen"))
    elif course.newest and course.newest.state != VersionState.FINAL:
        words = _("%(version)s ist noch keine Endfassung.") % {"version": course.newest.sign}
        yield Finding(words, is_there=False, url=course.newest.get_absolute_url(), action=_("Endfassung feststellen"))
    elif course.newest:
        name = "version-adopt" if course.decisions else "version-decide"
        action = _("Fassung beschließen") if course.decisions else _("Beschluss eintragen")
        url = course.url(f"participation:{name}", course.newest.pk)
        yield Finding(_("Noch nicht beschlossen."), is_there=False, url=url, action=action)
    else:
        yield Finding(_("Es gibt noch keine Fassung."), is_there=False)


def about_publication(course):
    row = course.adopted
    if row is None:
        yield Finding(_("Veröffentlicht wird die beschlossene Fassung."), is_there=False)
        return
    for each in [row, *course.renderings_of(row)]:
        if each.state != VersionState.ADOPTED:
            continue
        if each.circle == Circle.PUBLIC:
            words = _("%(version)s ist öffentlich.") % {"version": each.sign}
            yield Finding(words, is_there=True, url=public_url(each), action=_("Seite ansehen"))
        else:
            words = _("%(version)s ist noch nicht öffentlich.") % {"version": each.sign}
            url = propose_url(each, Circle.PUBLIC)
            yield Finding(words, is_there=False, url=url, action=_("Veröffentlichung vorschlagen"))


def about_measures(course):
    url = course.url("participation:statement-aims")
    if not course.aims:
        yield Finding(_("Noch keine Leitziele."), is_there=False)
    for aim in course.aims:
        n = len(aim.links)
        words = ngettext("%(aim)s: %(n)s Maßnahme", "%(aim)s: %(n)s Maßnahmen", n)
        words = words if n else _("%(aim)s: noch ohne Maßnahme")
        yield Finding(words % {"aim": aim.section, "n": n}, is_there=bool(n), url=url, action=_("Maßnahmen zuordnen"))


def about_review(course):
    due = course.statement.review_due
    if due is None:
        yield Finding(_("Überprüft wird vom Beschluss an."))
        return
    url = course.url("participation:statement-review")
    words = _("Überprüfung fällig am %(day)s") % {"day": day(due)}
    yield Finding(words, is_there=not course.review_is_due, url=url, action=_("Überprüfung festhalten"))


def public_url(version):
    return reverse("reports:statement", args=[version.slug])


FINDERS = {
    K.MANDATE: about_mandate,
    K.GROUND: about_ground,
    K.FORUM: about_forum,
    K.DRAFT: about_draft,
    K.WORDINGS: about_wordings,
    K.RECOMMENDATION: about_recommendation,
    K.RESOLUTION: about_resolution,
    K.PUBLICATION: about_publication,
    K.MEASURES: about_measures,
    K.REVIEW: about_review,
}
