from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.limits import address_of
from rooms.guests import GuestForm, unseen

from ..steps import Topic


class SubscribeForm(GuestForm):
    """An address and what it wants to hear of; nothing else is asked."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        max_length=200,
        error_messages={"required": _("Bitte geben Sie eine E-Mail-Adresse ein.")},
    )
    topics = forms.MultipleChoiceField(
        label=_("Worüber?"),
        choices=Topic.choices,
        initial=[Topic.PROFILES, Topic.STATEMENTS, Topic.EVENTS],
        widget=forms.CheckboxSelectMultiple({"class": "chips"}),
        error_messages={"required": _("Bitte wählen Sie mindestens ein Thema.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("email", "topics", unseen())
        self.helper.add_input(Submit("", _("Abonnieren")))

    def places(self, cleaned):
        return {"subscribe_mailbox": cleaned["email"].lower(), "subscribe_address": address_of(self.request)}
