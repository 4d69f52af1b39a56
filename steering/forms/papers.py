from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagements.forms.log_fields import FilesField, FilesInput
from engagements.forms.phases import CircleField, circle_with_readers, form_helper
from rooms import uploads
from rooms.enums import Circle
from rooms.models import File

from ..papers import Place
from .base import CIRCLES


class PapersForm(forms.Form):
    """Files for a meeting: uploaded here or linked from the room, each in its own circle."""

    new_files = FilesField(
        label=_("Dateien hochladen"),
        required=False,
        widget=FilesInput({"accept": uploads.ACCEPT}),
        help_text=_("PDF, Bilder, Office-Dateien, Text. Was sich darin versteckt, wird vorher entfernt."),
    )
    linked = forms.ModelMultipleChoiceField(
        File.objects.none(), label=_("Was schon im Raum liegt"), required=False, widget=forms.CheckboxSelectMultiple
    )
    dropped = forms.ModelMultipleChoiceField(
        File.objects.none(), label=_("Nicht mehr beilegen"), required=False, widget=forms.CheckboxSelectMultiple
    )
    circle = CircleField(circles=CIRCLES, label=_("Wer darf die hochgeladenen Dateien lesen?"))

    def __init__(self, *args, meeting, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting, self.user = meeting, user
        files = File.objects.visible_to(user).filter(room=meeting.room_id, circle__lt=Circle.SEALED)
        here = File.objects.visible_to(user).filter(meetings=meeting)
        self.fields["linked"].queryset = files.exclude(meetings=meeting)
        self.fields["dropped"].queryset = here
        self.fields["circle"].initial = meeting.told_to_all
        for name in ("linked", "dropped"):
            if not self.fields[name].queryset.exists():
                del self.fields[name]
        parts = ["new_files", circle_with_readers(meeting.room_id), *({"linked", "dropped"} & set(self.fields))]
        self.helper = form_helper(*sorted(parts, key=lambda part: part == "dropped"), button=_("Unterlagen speichern"))

    def clean_new_files(self):
        new = self.cleaned_data["new_files"]
        if new:
            uploads.check_space(self.meeting.room_id, self.user, [upload for upload, _kind in new])
        return new

    def clean(self):
        cleaned = super().clean()
        more = {name: len(self.cleaned_data.get(name) or ()) for name in ("new_files", "linked")}
        left = self.meeting.papers.count() - len(self.cleaned_data.get("dropped") or ())
        if any(more.values()) and left + sum(more.values()) > uploads.MOST_FILES:
            words = _("Eine Sitzung trägt höchstens 20 Unterlagen.")
            self.add_error("new_files" if more["new_files"] else "linked", words)
        return cleaned

    @property
    def changes(self):
        """What `papers.change_papers` is to do."""
        data = self.cleaned_data
        where = (self.meeting.room_id, self.user.pk, data["circle"], timezone.localdate())
        return {
            "linked": data.get("linked") or (),
            "dropped": list(data.get("dropped") or ()),
            "new": data["new_files"],
            "place": Place(*where),
        }
