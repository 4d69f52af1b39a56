"""Numbers people quote: given once, never again, whoever writes at the same time."""

from django.db import transaction
from django.db.models import F

from .models import Counter


@transaction.atomic
def next_number(whole, what):
    """The next number for such a row below a consultation, a body or a field; two writers wait for each other."""
    Counter.objects.bulk_create([Counter(key=whole.pk, what=what)], ignore_conflicts=True)
    Counter.objects.filter(key=whole.pk, what=what).update(last=F("last") + 1)
    return Counter.objects.get(key=whole.pk, what=what).last


def give_number(row):
    """Give a new row its number within its body, its field of action or its consultation."""
    row.number = next_number(*row.counted_in)
