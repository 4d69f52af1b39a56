import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.forms import AuditedModelForm
from engagements.forms.phases import form_helper
from rooms.forms import LookedForm

from ..enums import ReplyKind
from ..models import Addendum, Minutes, MinutesReply
from ..wording import MARKS, check_marks
from .base import DayField

TO_READ = dt.timedelta(days=14)


class MinutesForm(AuditedModelForm):
    """The one text of a meeting; what is marked stays with the team."""

    class Meta:
        model = Minutes
        fields = ["text"]
        widgets = {"text": forms.Textarea({"rows": 24})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = _(
            "Was nur das Beratungsteam lesen soll, steht zwischen [intern] und [/intern]. Die Runde liest alles andere."
        )
        self.helper = form_helper("text", button=_("Protokoll speichern"))

    def clean_text(self):
        text = self.cleaned_data["text"]
        check_marks(text)
        return text


class ReviewForm(LookedForm):
    """Until when the group says whether it agrees; nobody agrees to what is out for everybody."""

    reply_by = DayField(label=_("Einwände bis"))

    def __init__(self, *args, cautions, for_all=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.point_out(cautions)
        self.fields["reply_by"].initial = timezone.localdate() + TO_READ
        if for_all:
            del self.fields["reply_by"]
        button = _("Öffentlich vorschlagen") if for_all else _("Zur Zustimmung geben")
        parts = [name for name in ("looked", "reply_by", "seen") if name in self.fields]
        self.helper = form_helper(*parts, button=button)

    def clean_reply_by(self):
        day = self.cleaned_data["reply_by"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Dieser Tag ist schon vorbei."))
        return day


class ReplyForm(forms.ModelForm):
    """Read and agreed in one click; an objection says to what."""

    class Meta:
        model = MinutesReply
        fields = ["text"]
        widgets = {"text": forms.Textarea({"rows": 4})}

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["text"].required = kind == ReplyKind.OBJECTS
        self.fields["text"].error_messages["required"] = _("Bitte schreiben Sie, was nicht stimmt.")

    def clean_text(self):
        """Words typed anew beside „einverstanden“ are not thrown away: which of the two is meant?"""
        text = self.cleaned_data["text"]
        if self.kind == ReplyKind.AGREES and text and "text" in self.changed_data:
            raise forms.ValidationError(
                _("Soll das ein Einwand sein? Dann bitte „Einwand erheben“; sonst leeren Sie das Feld.")
            )
        return text


class SettleForm(AuditedModelForm):
    """What became of an objection."""

    class Meta:
        model = MinutesReply
        fields = ["answer"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True
        self.helper = form_helper("answer", button=_("Einwand erledigen"))


class AddendumForm(AuditedModelForm):
    """A correction beside approved minutes: the group reads all of it."""

    class Meta:
        model = Addendum
        fields = ["text"]
        widgets = {"text": forms.Textarea({"rows": 8})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = _("Steht mit Tag und Namen neben dem Protokoll, das bleibt, wie es ist.")
        self.helper = form_helper("text", button=_("Nachtrag eintragen"))

    def clean_text(self):
        """Nothing in an addendum is cut out for anybody, so nothing in it may look as if it were."""
        text = self.cleaned_data["text"]
        if MARKS.search(text):
            raise forms.ValidationError(_("Einen Nachtrag liest die ganze Runde; interne Stellen kann er nicht haben."))
        return text
