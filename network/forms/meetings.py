from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import AuditedModelForm
from audit.rows import RowForm
from engagements.enums import ConflictTheme
from engagements.forms.phases import form_helper
from municipalities.fields import PlaceField, PlaceSearchMixin
from participation.enums import EventMode, Format, Publicness
from participation.models import Event
from rooms.enums import Circle
from rooms.filter_bar import FilterForm

from ..enums import MeetingKind
from ..models import MeetingPresence, NetworkMeeting, SuccessFactor
from .members import rows

FORMATS = {
    MeetingKind.MEETING: Format.NETWORK_MEETING,
    MeetingKind.ONLINE: Format.ONLINE_EXCHANGE,
    MeetingKind.CONFERENCE: Format.SYMPOSIUM,
    MeetingKind.TANDEM: Format.EXPERIENCE,
    MeetingKind.PEER: Format.PEER_ADVICE,
}
AMONG_US = {MeetingKind.TANDEM, MeetingKind.PEER}  # never on a public page


class MeetingForm(PlaceSearchMixin, AuditedModelForm):
    """A new meeting: what, when and where; its run sheet, its tables and who comes follow on its own pages."""

    title = forms.CharField(label=_("Titel"), max_length=160)
    begins = forms.DateTimeField(
        label=_("Beginn"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local", "class": "short"}, format="%Y-%m-%dT%H:%M"),
    )
    mode = forms.ChoiceField(label=_("Form"), choices=EventMode.choices)
    where = forms.CharField(label=_("Ort"), required=False, max_length=160)
    summary = forms.CharField(
        label=_("Worum geht es?"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    host_place = PlaceField(label=_("Gastgebende Kommune"), required=False)

    class Meta:
        model = NetworkMeeting
        fields = ["kind", "edition", "planned", "host_place"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["planned"].help_text = _("Solange kein Tag feststeht, zum Beispiel „Herbst 2027“.")
        self.helper = form_helper(
            Fieldset(_("Was?"), "title", Row("kind", "edition"), "summary"),
            Fieldset(_("Wann und wo?"), Row("begins", "planned"), Row("mode", "where"), "host_place"),
            button=_("Anlegen"),
        )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("begins") and not cleaned.get("planned"):
            self.add_error("planned", _("Bitte nennen Sie einen Tag oder für wann das Treffen geplant ist."))
        return cleaned

    def save_by(self, user):
        asked, row = self.cleaned_data, self.instance
        row.event = Event.objects.create(
            room=row.room,
            author=user,
            circle=Circle.NETWORK,
            title=asked["title"],
            format=FORMATS[asked["kind"]],
            publicness=Publicness.CLOSED if asked["kind"] in AMONG_US else Publicness.PARTLY,
            mode=asked["mode"],
            begins=asked["begins"],
            when="" if asked["begins"] else asked["planned"],
            place=asked["where"],
            summary=asked["summary"],
            invited_by=row.network.name[:200],
        )
        return super().save_by(user)


class AfterwardsForm(PlaceSearchMixin, AuditedModelForm):
    """What belongs to a meeting beside its programme: edition, host, what stayed open, when the next one is."""

    host_place = PlaceField(label=_("Gastgebende Kommune"), required=False)

    class Meta:
        model = NetworkMeeting
        fields = ["kind", "edition", "planned", "host_place", "evaluation", "open_questions", "next_time", "source"]
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("evaluation", "open_questions")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["host_place"].keep = self.instance.host_place
        self.helper = FormHelper()
        self.helper.template = "own/display_form.html"  # the page draws the form, its rows and all errors
        self.helper.render_hidden_fields = True
        self.helper.layout = Layout(
            Fieldset(_("Das Treffen"), Row("kind", "edition"), "planned", "host_place"),
            Fieldset(_("Was blieb"), "evaluation", "open_questions", "next_time", "source"),
        )


class PresenceForm(RowForm):
    """How many came from where."""

    wide = ("name",)

    class Meta:
        model = MeetingPresence
        fields = ["name", "heads"]


PresenceRows = rows(NetworkMeeting, MeetingPresence, PresenceForm)


class FactorForm(AuditedModelForm):
    """What helped, and where it was seen."""

    class Meta:
        model = SuccessFactor
        fields = ["text", "evidence", "theme", "meeting", "source"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        meetings = NetworkMeeting.objects.visible_to(user).filter(network=self.instance.network_id)
        self.offer("meeting", meetings.select_related("event").order_by("-created_at"))
        self.fields["text"].help_text = _("Ein Satz, den eine andere Kommune versteht.")
        self.helper = form_helper("text", "evidence", "theme", "meeting", "source", button=_("Speichern"))


class FactorFilter(FilterForm):
    """Looking for what helped elsewhere."""

    aria_label, button = _("Erfolgsfaktoren durchsuchen"), _("Suchen")
    lookups = {"thema": "theme__in"}

    q = forms.CharField(label=_("Suchwort"), required=False, max_length=100)
    thema = forms.ChoiceField(label=_("Thema"), required=False, choices=[("", _("alle")), *ConflictTheme.choices])
