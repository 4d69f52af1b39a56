"""The page of the mandate."""

from django.urls import reverse


def mandate_page(engagement):
    return reverse("engagements:mandate", args=[engagement.pk])
