"""The form of somebody's time on a seat; whoever is threatened sits there under another name."""

import re

from crispy_forms.layout import Row
from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from rooms.enums import Circle
from rooms.models import Membership

from .. import rules
from ..models import Person, Term
from ..traits import is_without_names, names_a_trait, why_no_names
from .base import helper_with
from .bodies import BodyPartForm


class TermForm(BodyPartForm):
    """Who sits there, for whom, from when to when; the deputy of somebody stands beside her."""

    action = "term"

    class Meta:
        model = Term
        fields = ["name", "group", "duty", "deputy_of", "sent_by", "period", "basis", "person", "account"]
        help_texts = {
            "name": _(
                "So, wie das Gremium sie führt. Wer bedroht ist, steht hier von Anfang an mit einer Rolle oder einem "
                "Decknamen: „entsandt von“ bleibt leer, das Blatt im Register ist versiegelt, und ein Konto trägt "
                "ebenfalls nur den Decknamen."
            ),
            "period": _("zum Beispiel „seit 21.02.2018“ oder „2018 bis 2023“"),
            "basis": _("Zum Beispiel „Beschluss der Stadtvertretung vom 21.02.2018“."),
            "account": _("Dann steht auf der Startseite dieser Person, was von ihr erbeten ist."),
        }

    def lay_out(self, cancel_url):
        body = self.body
        self.offer("group", body.groups.all())
        self.fields["group"].empty_label = _("ohne Sitzgruppe")
        self.offer("deputy_of", body.terms.filter(deputy_of=None).exclude(pk=self.instance.pk).in_order())
        self.fields["deputy_of"].empty_label = _("niemanden")
        self.offer("person", Person.objects.visible_to(self.user).unmerged().filter(room=body.room_id).in_order())
        self.fields["person"].empty_label = _("nicht verknüpft")
        members = Membership.objects.active().filter(room=body.room_id).values("user")
        self.offer("account", get_user_model().objects.filter(pk__in=members).order_by("name"))
        self.fields["account"].empty_label = _("meldet sich nicht an")
        linked = ["person", "account"]
        # Who is in the room is known to the team; who of them a person is that one does not read, is not.
        if not rules.can_edit_in(self.user, body.room_id) or self.is_person_hidden():
            linked.remove("account")
            del self.fields["account"]
        self.helper = helper_with(
            "name",
            Row("group", "duty"),
            Row("period", "sent_by"),
            "basis",
            "deputy_of",
            Row(*linked),
            button=_("Speichern"),
            cancel_url=cancel_url,
        )

    def is_person_hidden(self):
        key = self.instance.person_id
        return key is not None and not Person.objects.visible_to(self.user).filter(pk=key).exists()

    def clean(self):
        """Whoever is sealed in the register sits here under another name, and nothing beside it gives her away."""
        cleaned = super().clean()
        person = cleaned.get("person")
        if person is not None and person.circle == Circle.SEALED:
            for name, words in told_by(cleaned, person):
                self.add_error(name, words)
        return cleaned

    def clean_group(self):
        group = self.cleaned_data["group"]
        if is_without_names(group):
            raise forms.ValidationError(why_no_names(group.label))
        return group

    def clean_deputy_of(self):
        member = self.cleaned_data["deputy_of"]
        if member and not self.instance._state.adding and self.instance.deputies.exists():
            words = _("„%(name)s“ hat selbst eine Vertretung. Beenden oder ändern Sie zuerst deren Amtszeit.")
            raise forms.ValidationError(words, params={"name": self.instance.name})
        return member

    def clean_sent_by(self):
        sent_by = self.cleaned_data["sent_by"]
        if names_a_trait(sent_by):
            raise forms.ValidationError(
                _("Das nennt ein Merkmal der Person. Bitte nennen Sie, welche Stelle oder Organisation sie entsendet.")
            )
        return sent_by


def told_by(term, person):
    """What of a term would say who the sealed person is, field by field."""
    known = {word.casefold() for word in re.findall(r"\w{3,}", person.name)}

    def names(text):
        return not known.isdisjoint(word.casefold() for word in re.findall(r"\w{3,}", text))

    if names(term.get("name", "")):
        yield (
            "name",
            _("Diese Person ist im Register versiegelt. Bitte nennen Sie hier nur eine Rolle oder einen Decknamen."),
        )
    if term.get("sent_by"):
        yield (
            "sent_by",
            _("Diese Person ist im Register versiegelt. Wer sie entsendet, verriete sie: bitte leer lassen."),
        )
    if term.get("account") and names(term["account"].name):
        yield (
            "account",
            _("Dieses Konto trägt den Namen der Person, und die Runde sieht, wer mitliest. Bitte erst umbenennen."),
        )
