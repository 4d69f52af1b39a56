"""„Es gibt Neues in einer Beratung“: at most once a week, to those who sit in a group and want to hear of it."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.letters import post
from engagements.models import Engagement
from rooms.enums import ReleaseState
from rooms.models import Membership, Release

from .models import Digest, Measure, Progress, Resolution, Visit
from .reminding import RUNNING
from .rules import AT_THE_TABLE

SUBJECT = _("Ortsgespräch: Es gibt Neues in einer Beratung")
WEEK = dt.timedelta(days=7)


def send_digests(today, absolute):
    """Write to everybody for whom there is something new; how many letters are posted."""
    seats = Membership.objects.active(today).filter(role__in=AT_THE_TABLE, room__engagement__status__in=RUNNING)
    people = get_user_model().objects.filter(is_active=True, pk__in=seats.values("user")).order_by("pk")
    resting = Digest.objects.exclude(is_wanted=True, sent_on=None).exclude(is_wanted=True, sent_on__lte=today - WEEK)
    return sum(send(person, today, absolute) for person in people.exclude(pk__in=resting.values("person")))


@transaction.atomic
def send(person, today, absolute):
    """Her one letter of the week, if there is anything; of two who send at once the second finds it sent."""
    Digest.objects.get_or_create(person=person)
    found = Digest.objects.select_for_update().get(person=person)
    is_early = found.sent_on is not None and found.sent_on > today - WEEK
    if is_early or not found.is_wanted or not has_news(person, found.sent_on or today - WEEK, today):
        return False
    found.sent_on = today
    found.save(update_fields=["sent_on"])
    words = {"link": absolute(reverse("steering:review-home")), "off": absolute(reverse("steering:mails"))}
    with translation.override(person.language):
        body = render_to_string("steering/digest_mail.txt", words)
        post("digest", person.email, SUBJECT, body, once=f"digest:{person.pk}:{today}")
    return True


def has_news(person, since, today):
    """Whether somebody else has shared something with her from one day to before another that she cannot have seen."""
    seats = Membership.objects.active(today).filter(user=person, role__in=AT_THE_TABLE)
    visits = {row.engagement_id: row.last_on for row in Visit.objects.filter(person=person)}
    for engagement in Engagement.objects.filter(room__in=seats.values("room"), status__in=RUNNING):
        first = max(since, visits.get(engagement.pk, since))
        if any(rows.exists() for rows in news_of(person, engagement, first, today)):
            return True
    return False


def news_of(person, engagement, first, today):
    """The kinds of news, each as the rows she may read and did not write herself."""
    new = {"shared_on__gte": first, "shared_on__lt": today}
    kinds = [
        Resolution.objects.filter(engagement=engagement, **new),
        Measure.objects.filter(new_measure(first, today), engagement=engagement),
        Progress.objects.filter(measure__engagement=engagement, measure__in=Measure.objects.visible_to(person), **new),
        Release.objects.editions().filter(room=engagement.room_id, **new),
    ]
    return [rows.visible_to(person).exclude(author=person) for rows in kinds]


def new_measure(first, today):
    """A measure is new when it is written or released; shared anew with newcomers it is old to everybody else."""
    out = Release.objects.filter(kind=Measure._meta.label_lower, state=ReleaseState.RELEASED)
    released = out.filter(decided_at__date__gte=first, decided_at__date__lt=today)
    return Q(created_at__date__gte=first, created_at__date__lt=today) | Q(pk__in=released.values("key"))
