"""Taking up what stood in a row before: its old texts in its form, stored only when a person sends them."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from .keyset import number
from .noted import note_values
from .seal import SealBroken, open_text
from .versions import values_of, versions_of, written_by_people

ASKED = "fassung"
# Pages are named by the apps below this one; what has no name here has no form of its own.
FORMS = {
    "engagements.logentry": "engagements:log-update",
    "engagements.mandate": "engagements:mandate-update",
    "engagements.agreement": "engagements:agreement-update",
    "engagements.owncontribution": "engagements:contribution-update",
    "engagements.programme": "engagements:programme-update",
    "stakeholders.person": "stakeholders:person-update",
    "stakeholders.organisation": "stakeholders:organisation-update",
}


def form_url(item, version, user):
    """Where the texts a row had before this version can be taken up; nothing where there are none or she may not."""
    texts = {each.column for each in written_by_people(type(item))} & set(values_of(version))
    name = FORMS.get(item._meta.label_lower)
    if not name or not texts or version.part is not None or version.circle > item.circle or item.is_lent_to(user):
        return ""
    return f"{reverse(name, args=[item.pk])}?{ASKED}={version.pk}"


def take_up(request, form):
    """The form of a row, with the texts of the version the address asks for; what is stored stays as it is."""
    place, item = number(request.GET.get(ASKED)), form.instance
    if place is None or form.is_bound or item._state.adding:
        return form
    texts, narrower = texts_before(item, place, request.user)
    fields = {each.name: texts[each.column] for each in written_by_people(type(item)) if each.column in texts}
    fields = {name: text for name, text in fields.items() if name in form.fields and not form.fields[name].disabled}
    if fields:
        labels = ", ".join(f"„{form[name].label}“" for name in fields)
        form.fill_in(fields)
        words = _("Aus der früheren Fassung steht jetzt im Formular: %(fields)s. Gespeichert ist noch nichts.")
        messages.info(request, words % {"fields": labels})
    elif not narrower:
        messages.info(request, _("Diese frühere Fassung hat keinen anderen Text als die gespeicherte."))
    if narrower:
        messages.warning(request, _("Was in einem engeren Kreis stand als heute, wird nicht übernommen."))
    return form


def texts_before(item, place, user):
    """Column -> what stood there before this version, where it differs; and whether something lay further in."""
    steps = {}
    for version in versions_of(item._meta.label_lower, item.pk, user).filter(part=None, pk__gte=place):
        steps |= dict.fromkeys(values_of(version), version)  # newest first: the oldest is what stood there then
    if not any(version.pk == place for version in steps.values()):
        return {}, False
    texts, narrower = {}, False
    for each in written_by_people(type(item)):
        version = steps.get(each.column)
        text = opened(version, each.column) if version else None
        if text is None or text == getattr(item, each.attname):
            continue
        if version.circle > item.circle:
            narrower = True
            continue
        note_values(version.room_key, version.key, version.circle)
        texts[each.column] = text
    return texts, narrower


def opened(version, column):
    """A text as it was written; nothing where it was taken out or cannot be opened any more."""
    try:
        return open_text(values_of(version)[column])
    except SealBroken:
        return None
