"""The pages of a case profile inside the house: writing it, laying it before both sides, signing, taking it back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import posted, require
from accounts.refusals import refused
from accounts.stepup import confirmed_recently
from engagements.models import Engagement
from engagements.views.phases import engagement_or_404
from rooms.enums import Circle
from rooms.once import Once

from .. import rules
from ..forms.profiles import ConsentForm, ProfileForm, StepForm, TwinForm
from ..models import CaseProfile, ProfileConsent, ProfileEdition
from ..models.funders import told
from ..profile_facts import new_profile
from ..profile_words import freeze
from ..signing import tell_signers
from ..steps import EditionState, ProfileStep, Side
from ..transitions import profiles as transitions
from ..twins import Wanted, released_to, twins_of, wanted_like

PAST = {EditionState.REPLACED, EditionState.WITHDRAWN}


def written(request, engagement):
    """The profile as the team works on it, or None where there is none yet or the person is not of the team."""
    return CaseProfile.objects.visible_to(request.user).filter(engagement=engagement).first()


@require_safe
def desk(request, pk):
    """Where the profile stands: what is out, what waits for whose signature, what can be done next."""
    engagement = engagement_or_404(request.user, pk, rules.can_keep_profile)
    editions = list(ProfileEdition.objects.visible_to(request.user).filter(room=engagement.room_id).for_desk())
    profile = written(request, engagement)
    context = {
        "engagement": engagement,
        "profile": profile,
        "may_write": rules.can_write_profile(request.user, engagement),
        "waiting": [each for each in editions if each.state == EditionState.WAITING],
        "ahead": [each for each in editions if each.is_ahead],
        "out": [each for each in editions if each.is_out],
        "earlier": [each for each in editions if each.is_over or each.state in PAST],
        "consents": consents_of(request.user, engagement),
    }
    return render(request, "network/profile_desk.html", context)


def consents_of(user, engagement):
    return (
        ProfileConsent.objects.visible_to(user).filter(room=engagement.room_id).order_by("withdrawn_on", "kind", "pk")
    )


def write(request, pk):
    """One form for all that may be told one day; a new one comes filled with what the house knows."""
    engagement = engagement_or_404(request.user, pk, rules.can_write_profile)
    desk_url = reverse("network:profile", args=[engagement.pk])
    profile = written(request, engagement)
    is_new = profile is None
    once = Once(request, CaseProfile() if "key" in request.POST else profile)
    if once.twin:
        return redirect(desk_url)
    profile = profile or new_profile(engagement, request.user)
    profile.pk = once.key if is_new else profile.pk
    form = once.mark(ProfileForm(posted(request), instance=profile))
    if request.method == "POST" and form.is_valid():
        form.save_by(request.user)
        messages.success(request, _("Gespeichert. Nach außen ändert sich nichts, bis beide Seiten neu unterschreiben."))
        return redirect(desk_url)
    title = _("Steckbrief anlegen") if is_new else _("Steckbrief ändern")
    context = {"form": form, "title": title, "engagement": engagement, "is_new": is_new, "cancel_url": desk_url}
    return render(request, "network/profile_form.html", context, status=once.status)


def propose(request, pk):
    """Choose the step and the readers, see the exact words, then lay them before both sides."""
    engagement = engagement_or_404(request.user, pk, rules.can_write_profile)
    profile = written(request, engagement)
    if profile is None:
        return redirect("network:profile-update", engagement.pk)
    chosen = posted(request) or (request.GET if "step" in request.GET else None)
    form = StepForm(chosen, engagement=engagement)
    preview = None
    if form.is_bound and form.is_valid():
        chosen = [form.cleaned_data[name] for name in ("step", "to_circle", "not_before")]
        preview = freeze(profile, *chosen)
        if request.method == "POST" and request.POST.get("sha256") == preview.sha256:
            return lay_before(request, profile, *chosen)
    context = {
        "form": form,
        "engagement": engagement,
        "preview": preview,
        "without_logo": without_logo(profile, preview),
        "moved": request.method == "POST" and preview is not None,
        "steps": list(ProfileStep),
        "cancel_url": reverse("network:profile", args=[engagement.pk]),
    }
    return render(request, "network/profile_propose.html", context, status=409 if context["moved"] else 200)


def without_logo(profile, edition):
    """Whom the words name as funder and of whom there is no picture; a line that ends as a sentence names nobody."""
    if edition is None or not edition.stage.is_named:
        return []
    known = {told(logo.name) for logo in edition.funder_logos}
    names = [name.strip() for name in profile.funders.splitlines()]
    return [name for name in names if name and not name.endswith(".") and told(name) not in known]


def lay_before(request, profile, step, circle, not_before):
    try:
        edition = transitions.propose(profile, step, circle, not_before=not_before, by=request.user)
    except transitions.ProfileRefused as why:
        refused("profile.propose", request.user, row=profile.pk)
        messages.error(request, str(why))
        return redirect("network:profile", profile.engagement_id)
    tell_signers(edition, request.build_absolute_uri)
    messages.success(request, _("Vorgelegt. Es wird erst gelesen, wenn beide Seiten unterschrieben haben."))
    return redirect("network:edition", edition.pk)


def edition_or_404(user, pk):
    """An edition for one of the two sides."""
    edition = get_object_or_404(ProfileEdition.objects.visible_to(user).for_desk(), pk=pk)
    engagement = Engagement.objects.visible_to(user).filter(room=edition.room_id).first()
    if engagement is None:
        raise Http404
    require(rules.can_keep_profile, user, engagement)
    return edition, engagement


@require_safe
def edition(request, pk):
    """The exact words of one step, who has signed them, and what this person can do."""
    row, engagement = edition_or_404(request.user, pk)
    profile = written(request, engagement)
    context = {
        "edition": row,
        "engagement": engagement,
        "sides": [Side(side) for side in rules.sides_to_sign(request.user, row)],
        "is_live": row.state == EditionState.WAITING or row.is_ahead or row.is_out,
        "has_moved_on": profile is not None and profile.version != row.profile_version,
        "is_public": row.to_circle == Circle.PUBLIC,
    }
    return render(request, "network/profile_edition.html", context)


@require_POST
@confirmed_recently
def sign(request, pk, side):
    """Sign for one side; with the second signature the words are out."""
    row, _engagement = edition_or_404(request.user, pk)
    try:
        row = transitions.sign(row, side, by=request.user, sha256=request.POST.get("sha256", ""))
    except transitions.ProfileRefused as why:
        refused("profile.sign", request.user, row=row.pk)
        messages.error(request, str(why))
    else:
        messages.success(request, signed_words(row))
    return redirect("network:edition", row.pk)


def signed_words(edition):
    """What a signature has brought about."""
    if edition.is_ahead:
        at = date_format(timezone.localtime(edition.not_before), "d.m.Y, H:i")
        return _("Unterschrieben. Es erscheint von selbst am %(at)s Uhr und nirgends vorher.") % {"at": at}
    return _("Unterschrieben und veröffentlicht.") if edition.is_out else _("Unterschrieben.")


@require_POST
def withdraw(request, pk):
    """Back with one click: whoever asks next finds nothing."""
    row, engagement = edition_or_404(request.user, pk)
    try:
        transitions.withdraw(row, by=request.user)
    except transitions.ProfileRefused as why:
        refused("profile.withdraw", request.user, row=row.pk)
        messages.error(request, str(why))
    else:
        messages.success(request, _("Zurückgezogen. Außerhalb beider Seiten liest es niemand mehr."))
    return redirect("network:profile", engagement.pk)


def consent_create(request, pk):
    """Somebody agrees to be named or quoted."""
    engagement = engagement_or_404(request.user, pk, rules.can_write_profile)
    profile = written(request, engagement)
    if profile is None:
        return redirect("network:profile-update", engagement.pk)
    desk_url = reverse("network:profile", args=[engagement.pk])
    where = {"room_id": engagement.room_id, "author": request.user, "circle": Circle.CLIENT}
    consent = ProfileConsent(profile=profile, **where)
    once = Once(request, consent)
    if once.twin:
        return redirect(desk_url)
    form = once.mark(ConsentForm(posted(request), instance=consent))
    if request.method == "POST" and form.is_valid():
        form.save_by(request.user)
        messages.success(request, _("Festgehalten. Auf die Seite kommt es mit der nächsten Fassung."))
        return redirect(desk_url)
    context = {"form": form, "title": _("Einwilligung festhalten"), "engagement": engagement, "cancel_url": desk_url}
    return render(request, "network/profile_form.html", context, status=once.status)


@require_POST
def consent_withdraw(request, pk):
    """The name or the quote is gone from every page with one click."""
    consent = get_object_or_404(ProfileConsent.objects.visible_to(request.user), pk=pk)
    engagement = get_object_or_404(Engagement.objects.visible_to(request.user), room=consent.room_id)
    require(rules.can_keep_profile, request.user, engagement)
    transitions.withdraw_consent(consent, by=request.user)
    messages.success(request, _("Widerrufen. Es steht auf keiner Seite mehr."))
    return redirect("network:profile", engagement.pk)


@require_safe
def twins(request):
    """Municipalities like one's own, from what each has released to the network or to everybody."""
    if not rules.in_network(request.user):
        raise Http404
    editions = released_to(request.user)
    form = TwinForm(request.GET or None)
    but, wanted = None, Wanted()
    like = request.GET.get("wie", "")
    mine = next((each for each in editions if str(each.pk) == like), None)
    if mine is not None:
        but, wanted = mine.profile_id, wanted_like(mine)
    elif form.is_bound and form.is_valid():
        data = form.cleaned_data
        wanted = Wanted(data["groesse"], data["land"], data["art"], data["ansatz"], data["phase"], data["thema"])
    context = {
        "form": form,
        "mine": mine,
        "editions": sorted(editions, key=lambda each: each.title),
        "wanted": wanted,
        "twins": twins_of(wanted, editions, but=but) if wanted else [],
    }
    return render(request, "network/profile_twins.html", context)


@require_safe
def twin(request, pk):
    """One profile as it is released to the network."""
    if not rules.in_network(request.user):
        raise Http404
    rows = ProfileEdition.objects.visible_to(request.user).published().named().with_places()
    return render(request, "network/profile_twin.html", {"edition": get_object_or_404(rows, pk=pk)})
