"""News by mail for people without an account: asked for, confirmed, sent once a week, ended with one click."""

import datetime as dt

from django.conf import settings
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts import keys
from accounts.letters import post
from rooms.acting import act_as, carry_key, hashed
from rooms.ids import uuid7

from .models import Subscription

PURPOSE = "subscription"
UNCONFIRMED_DAYS = 7
WEEK = dt.timedelta(days=7)
REMEMBERED = 400  # of what an address has heard of; more than anything public here for years


def key_of(pk):
    """The secret of the links of one subscription; it follows from its number and is kept nowhere."""
    return salted_hmac("network.subscription", str(pk), algorithm="sha256").hexdigest()


def subscribe(email, topics, language, absolute):
    """Keep the wish and ask its address whether it is meant; until then nothing else is sent."""
    row = Subscription(pk=uuid7(), topics=sorted(topics), language=language)
    key = key_of(row.pk)
    row.address = keys.seal(PURPOSE, email.lower().encode(), str(row.pk))
    row.address_hash, row.key_hash = keys.digests(PURPOSE, email.lower())[0], hashed(key)
    carry_key(key)
    Subscription.objects.bulk_create([row])
    link = absolute(reverse("reports:subscription-confirm", args=[key]))
    body = render_to_string("network/subscription_mail.txt", {"link": link})
    post(PURPOSE, email, _("Bitte bestätigen: Neues aus dem Netzwerk"), body)


def subscription_of(key):
    """The subscription of a link, or None; the wall opens to whoever carries its key."""
    carry_key(key)
    return Subscription.objects.filter(key_hash=hashed(key)).first()


def confirm(row):
    row.confirmed_at = timezone.now()
    row.save(update_fields=["confirmed_at"])


def end(key):
    """All that is kept of the address behind this link goes, however often it has been subscribed."""
    carry_key(key)
    with connection.cursor() as cursor:
        cursor.execute("SELECT subscription_end()")


def forget_unconfirmed(now):
    """What nobody confirmed goes after a week; of two for one address the newest stays."""
    old = Subscription.objects.filter(confirmed_at=None, created_at__lt=now - dt.timedelta(days=UNCONFIRMED_DAYS))
    count = old.delete()[0]
    seen = set()
    for row in Subscription.objects.exclude(confirmed_at=None).order_by("-confirmed_at"):
        if row.address_hash in seen:
            count += row.delete()[0]
        seen.add(row.address_hash)
    return count


def send_news(items_for, today, absolute):
    """One letter a week to each address with what it has not heard of; how many were posted.

    `items_for(language)` is asked as nobody: what is not public is in no letter.
    """
    news = {}
    for language, _name in settings.LANGUAGES:
        with transaction.atomic(), translation.override(language):
            act_as(None)
            news[language] = list(items_for(language))
    due = Subscription.objects.exclude(confirmed_at=None).exclude(told_on__gt=today - WEEK).values_list("pk", flat=True)
    return sum(send_one(pk, news, today, absolute) for pk in list(due))


@transaction.atomic
def send_one(pk, news, today, absolute):
    """Whoever sends at the same time waits for the row, and then finds that this week is told."""
    row = Subscription.objects.select_for_update().filter(pk=pk).exclude(told_on__gt=today - WEEK).first()
    if row is None:
        return 0
    fresh = [item for item in news.get(row.language, []) if item.topic in row.topics and item.key not in row.told]
    since = timezone.localtime(row.confirmed_at).replace(hour=0, minute=0, second=0, microsecond=0)
    fresh = [item for item in fresh if item.published_at >= since]
    if not fresh:
        return 0
    row.told, row.told_on = [*row.told, *(item.key for item in fresh)][-REMEMBERED:], today
    row.save(update_fields=["told", "told_on"])
    with translation.override(row.language):
        leave = absolute(reverse("reports:subscription-end", args=[key_of(row.pk)]))
        words = {"items": [(item.title, item.summary, absolute(item.url)) for item in fresh], "leave": leave}
        email = keys.open_sealed(PURPOSE, row.address, str(row.pk)).decode()
        headers = {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        body = render_to_string("network/news_mail.txt", words)
        post("news", email, _("Neu im Netzwerk Kommunale Konfliktberatung"), body, headers=headers)
    return 1
