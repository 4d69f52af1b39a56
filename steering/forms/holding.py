from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import AuditedModelForm
from rooms.enums import Circle

from ..models import Note, Resolution, Task
from ..wording import check_marks
from .base import DayField
from .resolutions import QuorumForm


def part(*layout):
    """A part of the one form of an item: whatever was typed in it goes with every button."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.render_hidden_fields = True
    helper.layout = Layout(*layout)
    return helper


class NoteForm(AuditedModelForm):
    """What is written down at an item while the meeting is held; empty where nothing was said."""

    class Meta:
        model = Note
        fields = ["text"]
        widgets = {"text": forms.Textarea({"rows": 6})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
        self.fields["text"].label = _("Was wird festgehalten?")
        self.fields["text"].help_text = _(
            "Kommt ins Protokoll. Was nur das Beratungsteam lesen soll, steht zwischen [intern] und [/intern]."
        )
        self.helper = part("text")

    def clean_text(self):
        text = self.cleaned_data["text"]
        check_marks(text)
        return text


class HeldForm(AuditedModelForm):
    """A row captured at an item of a meeting: it lies as far in as the item does. Left empty it makes nothing."""

    use_required_attribute = False

    @property
    def is_filled(self):
        """Whether somebody has typed something into this part."""
        sent = ((name, self.data.get(self.add_prefix(name), "").strip()) for name in self.typed)
        return any(text not in {"", str(self.initial.get(name) or "")} for name, text in sent)

    def save_by(self, user):
        row, item = self.instance, self.instance.item
        row.circle = max(Circle.STEERING, item.circle, item.meeting.circle)
        return super().save_by(user)


class HeldResultForm(QuorumForm, HeldForm):
    """What the group recommends or decides at an item: the words, and who carries them."""

    typed = ("title", "wording", "votes_for", "votes_against", "abstained", "consensus", "reservations", "quorum_note")

    class Meta:
        model = Resolution
        fields = [
            "title",
            "wording",
            "votes_for",
            "votes_against",
            "abstained",
            "consensus",
            "reservations",
            "quorum_note",
        ]
        widgets = {"wording": forms.Textarea({"rows": 3}), "reservations": forms.Textarea({"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask_for_quorum(self.instance.meeting)
        votes = Row("votes_for", "votes_against", "abstained")
        note = ["quorum_note"] if "quorum_note" in self.fields else []
        self.helper = part("title", "wording", votes, "consensus", "reservations", *note)


class HeldTaskForm(HeldForm):
    """Who does what until when."""

    typed = ("text", "who", "due")
    due = DayField(label=_("bis wann"), required=False)

    class Meta:
        model = Task
        fields = ["text", "who", "due"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = part("text", Row("who", "due"))
