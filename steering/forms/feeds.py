from django import forms
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from engagements.forms.phases import form_helper
from rooms.reach import reach_of
from stakeholders.models import Body

from ..feeds import MOST
from ..models import Feed


class BodyChoice(forms.ModelChoiceField):
    """A body; two of the same name are told apart by their place."""

    def label_from_instance(self, body):
        engagement = getattr(body.room, "engagement", None)
        return f"{body.name} ({engagement.place_name})" if engagement and engagement.place_name else body.name


class FeedForm(forms.ModelForm):
    """Which meetings, and where they shall be seen, so that the right calendar is revoked one day."""

    seed = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    class Meta:
        model = Feed
        fields = ["body", "label"]
        field_classes = {"body": BodyChoice}
        help_texts = {"label": _("Zum Beispiel „Mein Telefon“. Jedes Gerät bekommt seine eigene Adresse.")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        body = self.fields["body"]
        body.queryset = bodies_of(user)
        body.empty_label = _("alle Sitzungen, die ich lesen darf")
        self.fields["seed"].initial = get_random_string(64)
        self.helper = form_helper("body", "label", button=_("Adresse anlegen"))

    def clean(self):
        """Whoever needs more of them revokes one first: each is a door."""
        cleaned = super().clean()
        if Feed.objects.visible_to(self.user).filter(revoked_on=None).count() >= MOST:
            words = _("Mehr als %(n)s Kalender gehen nicht. Bitte widerrufen Sie zuerst einen, den Sie nicht brauchen.")
            raise forms.ValidationError(words, params={"n": MOST})
        return cleaned


def bodies_of(user):
    """The bodies of her rooms that she reads and that still meet."""
    rows = Body.objects.visible_to(user).filter(room__in=reach_of(user).rooms)
    return rows.select_related("room__engagement__municipality").in_order()
