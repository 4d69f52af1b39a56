from crispy_forms.layout import Fieldset, Row
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rooms.enums import Circle

from .. import rules
from ..enums import Sector
from ..models import Body, BodyClaim, BodyShare, LegalBasis, SeatGroup
from ..seating import is_large_enough, may_be_told, share_of, too_near
from ..traits import names_a_trait, why_no_names
from .base import WHO_READS, PartForm, RegisterForm, helper_with, organisations_for


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
        if rules.can_edit_in(self.user, self.room_id):
            field.choices = [each for each in field.choices if each[0] < Circle.SEALED]
            return ["circle", WHO_READS]
        if not self.instance._state.adding:
            del self.fields["circle"]
            return []
        field.choices = [each for each in field.choices if each[0] in {Circle.CLIENT, Circle.STEERING}]
        field.widget.attrs = {"class": "chips readers"}
        return ["circle"]

    def clean(self):
        """A body does not leave its meetings outside, with people who may not know of it."""
        cleaned = super().clean()
        circle = self.cleaned_data.get("circle")
        narrows = circle is not None and self.circle_before is not None and circle > self.circle_before
        if narrows and (n := self.instance.meetings.filter(circle__lt=circle).count()):
            words = ngettext(
                "Eine Sitzung dieses Gremiums lesen mehr Menschen. Geben Sie sie zuerst in diesen Kreis.",
                "%(n)s Sitzungen dieses Gremiums lesen mehr Menschen. Geben Sie sie zuerst in diesen Kreis.",
                n,
            )
            self.add_error("circle", words % {"n": n})
        return cleaned


class BodyPartForm(PartForm):
    """Something that hangs on a body and stands in its history."""

    of_bodies = True

    def __init__(self, *args, body, cancel_url="", **kwargs):
        super().__init__(*args, room_id=body.room_id, **kwargs)
        self.instance.body = self.body = body
        self.lay_out(cancel_url)

    def whole(self):
        return self.instance.body


class SeatGroupForm(BodyPartForm):
    action = "group"

    class Meta:
        model = SeatGroup
        fields = ["label", "seats", "sector", "filled_by", "has_vote", "proposed_by", "by_trait"]
        help_texts = {
            "label": _(
                "Zum Beispiel „aus der Stadtvertretung“. Was jemand von sich sagt, ist kein Sitz, sondern ein Anteil."
            ),
            "by_trait": _(
                "Für Sitze, die eine Satzung nach Herkunft oder Ähnlichem benennt. Trägt die Gruppe einen neutralen "
                "Namen, nehmen Sie den Haken weg."
            ),
        }

    def lay_out(self, cancel_url):
        self.fields["seats"].widget.attrs["min"] = 1
        self.fields["sector"].choices = [("", _("keine bestimmte")), *self.fields["sector"].choices[1:]]
        rows = ("label", Row("seats", "sector", "filled_by"), "proposed_by", "has_vote", "by_trait")
        self.helper = helper_with(*rows, button=_("Speichern"), cancel_url=cancel_url)

    def clean(self):
        """A name that names a trait is known; names of people stand below none."""
        cleaned = super().clean()
        label = cleaned.get("label", "")
        if names_a_trait(label):
            cleaned["by_trait"] = True
        if cleaned.get("by_trait") and self.has_names():
            words = _("%(why)s Unter diesen Sitzen stehen schon Namen: Ordnen Sie sie zuerst anders zu.")
            self.add_error("label", forms.ValidationError(words, params={"why": why_no_names(label)}))
        return cleaned

    def has_names(self):
        group = self.instance
        return group.pk is not None and (group.terms.exists() or group.nominations.exists())

    def changed_fields(self):
        return super().changed_fields() | {"by_trait"}

    def save(self, *args, **kwargs):
        if self.instance._state.adding:
            self.instance.order = self.body.groups.count()
        return super().save(*args, **kwargs)


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
        self.fields["count"].help_text = _("Unter 20 Mitgliedern bleibt nur der Anteil in Worten, unter 10 gar nichts.")
        rows = ("trait", Row("count", "seats"), Row("as_of", "target_percent"))
        self.helper = helper_with(*rows, button=_("Speichern"), cancel_url=cancel_url)

    def clean_trait(self):
        return " ".join(self.cleaned_data["trait"].split())

    def clean(self):
        cleaned = super().clean()
        count, seats, day = (cleaned.get(name) for name in ("count", "seats", "as_of"))
        if None in (count, seats, day):
            return cleaned
        if count > seats:
            self.add_error("count", _("Mehr als alle können es nicht sein."))
        elif not is_large_enough(seats, self.body, day):
            self.add_error(
                "seats", _("Unter zehn Mitgliedern zeigte schon der Anteil, wer es ist. Hier bleibt er weg.")
            )
        elif count in {0, seats}:
            self.add_error(
                "count", _("Bei keinem und bei allen stünde es bei jedem Namen. Hier bleibt der Anteil weg.")
            )
        trait = cleaned.get("trait", "")
        if self.body.shares.filter(trait__iexact=trait, as_of=day).exclude(trait=trait).exists():
            self.add_error("as_of", _("Für diesen Tag steht der Anteil schon da."))
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
