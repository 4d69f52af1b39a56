from crispy_forms.layout import Fieldset, Row
from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from rooms.enums import Circle
from rooms.models import Membership
from rooms.reach import reach_of

from ..enums import Sector
from ..models import Body, BodyClaim, BodyShare, LegalBasis, Person, SeatGroup, Term
from ..seating import may_be_told, share_of, too_near
from .base import WHO_READS, PartForm, RegisterForm, helper_with, organisations_for


def is_team(user, room_id):
    return room_id in reach_of(user).team_rooms


class BodyForm(RegisterForm):
    """A body: what it is for, who should sit there, how it meets."""

    of_bodies = True
    sectors = forms.MultipleChoiceField(
        label=_("Diese Seiten sollen vertreten sein"),
        choices=Sector.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
    )

    class Meta:
        model = Body
        fields = [
            "kind",
            "name",
            "purpose",
            "set_up",
            "sectors",
            "quorum",
            "notice_days",
            "sittings_per_year",
            "is_public",
            "with_council",
            "carried_by",
            "carried_since",
            "ended",
            "source",
            "circle",
        ]
        widgets = {"purpose": forms.Textarea({"rows": 3})}
        help_texts = {
            "notice_days": _("So viele Tage vorher geht die Einladung hinaus."),
            "carried_by": _("Wenn das Gremium die Beratung überdauert: Wer lädt dann ein?"),
        }

    def __init__(self, *args, room, cancel_url, **kwargs):
        super().__init__(*args, room_id=room.pk, **kwargs)
        self.offer("carried_by", organisations_for(self.user, self.room_id))
        self.fields["carried_by"].empty_label = _("noch niemand")
        readers = self.lay_out_circle()
        self.helper = helper_with(
            Row("kind", "name"),
            "purpose",
            "set_up",
            "sectors",
            Fieldset(_("Wie es tagt"), Row("quorum", "notice_days", "sittings_per_year"), "is_public", "with_council"),
            Fieldset(_("Wie es weitergeht"), Row("carried_by", "carried_since"), "ended"),
            "source",
            *readers,
            button=_("Speichern"),
            cancel_url=cancel_url,
        )

    def lay_out_circle(self):
        """A body that nobody may know of is none; who lets something out is decided by the team, not by the town."""
        field = self.fields["circle"]
        if self.instance._state.adding:
            field.initial = self.initial["circle"] = Circle.STEERING
        if is_team(self.user, self.room_id):
            field.choices = [each for each in field.choices if each[0] < Circle.SEALED]
            return ["circle", WHO_READS]
        if not self.instance._state.adding:
            del self.fields["circle"]
            return []
        field.choices = [each for each in field.choices if each[0] in {Circle.CLIENT, Circle.STEERING}]
        field.widget.attrs = {"class": "chips readers"}
        return ["circle"]


class BodyPartForm(PartForm):
    """Something that hangs on a body and stands in its history."""

    of_bodies = True

    def __init__(self, *args, body, cancel_url="", **kwargs):
        super().__init__(*args, room_id=body.room_id, **kwargs)
        self.instance.body = self.body = body
        self.lay_out(cancel_url)

    def whole(self):
        return self.instance.body

    def twin(self):
        """The same line, if it stands there already: a form sent twice makes one."""
        if not self.is_bound:
            return None  # nothing was sent
        told = {name: self.cleaned_data[name] for name in self._meta.fields if name in self.cleaned_data}
        if set(self.fields) - set(told):
            return None  # not all of it could be read
        return type(self.instance)._base_manager.filter(body=self.body, **told).first()


class SeatGroupForm(BodyPartForm):
    action = "group"

    class Meta:
        model = SeatGroup
        fields = ["label", "seats", "sector", "filled_by", "has_vote", "proposed_by"]
        help_texts = {
            "label": _(
                "Zum Beispiel „aus der Stadtvertretung“. Was jemand von sich sagt, ist kein Sitz, sondern ein Anteil."
            )
        }

    def lay_out(self, cancel_url):
        self.fields["seats"].min_value = 1
        self.fields["sector"].choices = [("", _("keine bestimmte")), *self.fields["sector"].choices[1:]]
        rows = ("label", Row("seats", "sector", "filled_by"), "proposed_by", "has_vote")
        self.helper = helper_with(*rows, button=_("Speichern"), cancel_url=cancel_url)

    def save(self, *args, **kwargs):
        if self.instance._state.adding:
            self.instance.order = self.body.groups.count()
        return super().save(*args, **kwargs)


class TermForm(BodyPartForm):
    """Who sits there, for whom, from when to when; the deputy of somebody stands beside her."""

    action = "term"

    class Meta:
        model = Term
        fields = ["name", "group", "duty", "deputy_of", "sent_by", "period", "basis", "person", "account"]
        help_texts = {
            "name": _("So, wie das Gremium sie führt. Wer nicht genannt werden darf, steht hier mit einer Rolle."),
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
        if not is_team(self.user, body.room_id):  # who is in the room is known to the team
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


class LegalBasisForm(BodyPartForm):
    action = "basis"

    class Meta:
        model = LegalBasis
        fields = ["kind", "title", "decided", "amends", "source"]

    def lay_out(self, cancel_url):
        self.offer("amends", self.body.legal_bases.exclude(pk=self.instance.pk))
        self.fields["amends"].empty_label = _("nichts, sie steht für sich")
        rows = (Row("kind", "decided"), "title", "amends", "source")
        self.helper = helper_with(*rows, button=_("Speichern"), cancel_url=cancel_url)


class BodyClaimForm(BodyPartForm):
    action = "claim"

    class Meta:
        model = BodyClaim
        fields = ["wording", "as_of", "source"]
        help_texts = {"wording": _("Wörtlich, wie die Quelle es sagt. Widersprechen sich zwei, stehen beide da.")}

    def lay_out(self, cancel_url):
        self.helper = helper_with("wording", Row("as_of", "source"), button=_("Speichern"), cancel_url=cancel_url)


class BodyShareForm(BodyPartForm):
    """A share of the whole body by its own, anonymous statement; in a small body only its class is kept."""

    action = "share"
    count = forms.IntegerField(label=_("Wie viele?"), min_value=0, max_value=200)

    class Meta:
        model = BodyShare
        fields = ["trait", "as_of", "count", "seats", "target_percent"]
        labels = {"seats": _("von wie vielen Mitgliedern?")}
        widgets = {"as_of": forms.DateInput({"type": "date", "class": "short"}, format="%Y-%m-%d")}
        help_texts = {
            "trait": _("Zum Beispiel „mit Migrationsgeschichte“. Gefragt wird anonym; wer es ist, steht nirgends."),
        }

    def lay_out(self, cancel_url):
        self.fields["count"].help_text = _("Unter 20 Mitgliedern bleibt nur der Anteil in Worten.")
        rows = ("trait", Row("count", "seats"), Row("as_of", "target_percent"))
        self.helper = helper_with(*rows, button=_("Speichern"), cancel_url=cancel_url)

    def clean(self):
        cleaned = super().clean()
        count, seats, day = (cleaned.get(name) for name in ("count", "seats", "as_of"))
        if None in (count, seats, day):
            return cleaned
        if not seats or count > seats:
            self.add_error("count", _("Mehr als alle können es nicht sein."))
        if other := too_near(self.body, cleaned.get("trait", ""), day):
            words = _(
                "Zum %(day)s steht schon ein Anteil, und keine drei Mitglieder wechselten: Er zeigte, wer es ist."
            )
            self.add_error("as_of", forms.ValidationError(words, params={"day": f"{other:%d.%m.%Y}"}))
        if not self.errors:
            self.instance.share = share_of(count, seats)
            cleaned["count"] = count if may_be_told(count, seats, self.body, day) else None
        return cleaned

    def changed_fields(self):
        return super().changed_fields() | {"share"}
