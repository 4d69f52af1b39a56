from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from municipalities.models import GermanSort
from rooms import uploads
from rooms.enums import Circle
from rooms.inside import INSIDE, inside
from rooms.item_forms import RoomItemForm
from rooms.models import File, Membership
from rooms.told import row_of, told
from stakeholders.actions import find_or_create_organisation
from stakeholders.models import Organisation, Person

from ..enums import ActivityKind, ConflictTheme, PhaseState
from ..models import LogEntry, Phase
from ..overview import MEMBERS
from ..rules import can_lead
from .log_fields import CHIPS, FilesField, FilesInput, MinutesField, PeopleField

USUAL_KINDS = 5
# What a form offers and who would read with its writer, in one statement.
PEOPLE = f"""
    SELECT p.id, p.room_id, p.circle, p.name FROM {{}} p WHERE p.merged_into_id IS NULL AND {INSIDE.format("p")}
    ORDER BY {GermanSort.template % {"expressions": "p.name"}}, p.id"""
OFFERED = {
    "phases": """
        SELECT h.id, h.name, h.short, h.round, h.state,
               CASE WHEN t.id IS NOT NULL THEN json_build_object('id', t.id, 'circle', t.circle) END AS template
        FROM engagements_phase h LEFT JOIN engagements_phasetemplate t ON t.id = h.template_id
        WHERE h.engagement_id = %(key)s ORDER BY h.order, h.round, h.id""",
    "persons": PEOPLE.format("stakeholders_person"),
    "organisations": PEOPLE.format("stakeholders_organisation"),
    "members": MEMBERS,
}
FOLDED = {
    "phase", "persons", "organisations", "new_organisation", "head_count", "count_method", "themes", "source",
    "new_files", "drop_files",
}  # fmt: skip


def is_in_use(file):
    """Whether a file hangs on something, whatever it is: an entry, a meeting."""
    links = [relation for relation in File._meta.related_objects if relation.many_to_many]
    return any(getattr(file, link.get_accessor_name()).exists() for link in links)


class LogEntryForm(RoomItemForm):
    """The core act: what was it, when, a heading, a text, and who may read it. Everything else may wait."""

    minutes = MinutesField(label=_("Wie lange?"), help_text=_("Minuten oder Stunden"))
    themes = forms.MultipleChoiceField(
        label=_("Themen"),
        choices=lambda: ConflictTheme.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(CHIPS),
    )
    new_organisation = forms.CharField(
        label=_("Noch nicht dabei? Name der Organisation oder Gruppe"), required=False, max_length=200
    )
    new_files = FilesField(
        label=_("Anhänge"),
        required=False,
        widget=FilesInput({"accept": uploads.ACCEPT}),
        help_text=_("PDF, Bilder (PNG, JPEG), Office-Dateien, TXT oder CSV, je höchstens 20 MB."),
    )

    class Meta:
        model = LogEntry
        fields = [
            "kind", "when", "minutes", "title", "text", "circle", "phase", "head_count", "count_method", "themes",
            "source",
        ]  # fmt: skip
        widgets = {"kind": forms.RadioSelect(CHIPS), "text": forms.Textarea({"data-mdedit": True, "rows": 8})}
        error_messages = {"title": {"required": _("Bitte geben Sie dem Eintrag eine Überschrift.")}}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.engagement = user, self.instance.engagement
        self.asked = {"key": self.engagement.pk} | inside(user, self.engagement.room_id)
        self._prepare_texts()
        self._prepare_circles()
        self._prepare_phase()
        self._prepare_people()
        self._prepare_files()

    def _prepare_texts(self):
        self.fields["when"].help_text = _("Tag, Monat oder „Herbst 2017“")
        self.fields["text"].help_text = _("Keine Namen nötig: Wer dabei war, steht getrennt unter „Mehr angeben“.")
        self.fields["text"].widget.attrs.pop("maxlength", None)  # the browser would cut a pasted text in silence
        if self.instance._state.adding:
            # The day itself: sent tomorrow, or taken up as a draft, „heute“ would mean another one.
            self.initial["when"] = f"{timezone.localdate():%d.%m.%Y}"

    def _prepare_circles(self):
        circles = sorted(Circle, reverse=True)
        if not self.instance._state.adding and not self._may_seal():
            circles = [circle for circle in circles if circle != Circle.SEALED]
        choices = [(circle.value, circle.label) for circle in circles]
        self.fields["circle"] = forms.TypedChoiceField(
            label=_("Wer darf das lesen?"),
            choices=choices,
            coerce=lambda value: Circle(int(value)),
            widget=forms.RadioSelect({"class": "chips circles"}),
        )

    def _may_seal(self):
        """Nobody seals an entry in front of her own eyes."""
        return self.instance.author_id == self.user.pk or can_lead(self.user, self.engagement)

    def _prepare_phase(self):
        self.fields["phase"].queryset = self.engagement.phases.all()
        self.fields["phase"].choices = lambda: [
            ("", _("keiner bestimmten")),
            *((phase.pk, phase.label) for phase in self.phases),
        ]
        if self.is_bound or not self.instance._state.adding:
            return
        running = next((phase for phase in self.phases if phase.state == PhaseState.RUNNING), None)
        usual = running.template.circle if running and running.template else Circle.TEAM
        self.initial["phase"] = running and running.pk
        self.initial["circle"] = Circle(max(usual, Circle.TEAM))

    @cached_property
    def offered(self):
        """Asked for when the form is drawn; one that is sent and taken mostly needs none of it."""
        return told(OFFERED, self.asked)

    @cached_property
    def members(self):
        is_known = "offered" in self.__dict__
        rows = self.offered["members"] if is_known else told({"members": MEMBERS}, self.asked)["members"]
        return [row_of(Membership, row) for row in rows]

    @cached_property
    def phases(self):
        return [row_of(Phase, row) for row in self.offered["phases"]]

    def _prepare_people(self):
        for name, model, label in (
            ("persons", Person, _("Personen")),
            ("organisations", Organisation, _("Organisationen und Gruppen")),
        ):
            self.fields[name] = field = PeopleField(partial(self._people, name, model), label=label)
            if not self.instance._state.adding:
                named = getattr(self.instance, name).order_by().values_list("pk", flat=True)
                self.initial[name] = [key for key in named if str(key) in field.rows]

    def _people(self, name, model):
        return [row_of(model, row) for row in self.offered[name]]

    def _prepare_files(self):
        if self.instance._state.adding:
            return
        files = File.objects.visible_to(self.user).filter(log_entries=self.instance)
        if files:
            self.fields["drop_files"] = forms.ModelMultipleChoiceField(
                files,
                label=_("Anhänge entfernen"),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def starts_here(self):
        """A fresh form begins at its first question; a refused one at what is wrong."""
        return self.instance._state.adding and not self.is_bound

    @property
    def usual_kinds(self):
        return list(self["kind"])[:USUAL_KINDS]

    @property
    def other_kinds(self):
        return list(self["kind"])[USUAL_KINDS:]

    @property
    def is_other_kind(self):
        usual = [option.data["value"] for option in self.usual_kinds]
        return (self["kind"].value() or usual[0]) not in usual

    @property
    def near_themes(self):
        """The themes of the consultation, and those already chosen."""
        near = {*self.engagement.themes, *(self["themes"].value() or [])}
        return [option for option in self["themes"] if option.data["value"] in near]

    @property
    def far_themes(self):
        near = {option.data["value"] for option in self.near_themes}
        return [option for option in self["themes"] if option.data["value"] not in near]

    @property
    def chosen_circle(self):
        """The circle that stands in the form right now, for the sentence below it."""
        value = str(self["circle"].value())
        return next((circle for circle in Circle if str(circle.value) == value), Circle.TEAM)

    @property
    def when_reading(self):
        return self.fields["when"].reading(self["when"].value() or "")

    @property
    def has_more(self):
        """Whether something in the folded part is wrong."""
        return bool(FOLDED & set(self.errors))

    def clean(self):
        cleaned = super().clean()
        if self.cleaned_data.get("head_count") is None:
            self.cleaned_data["count_method"] = ""
        self._check_space()
        return cleaned

    def _check_space(self):
        """Not too many files on one entry, and not more than the room takes."""
        files, dropped = self.cleaned_data.get("new_files"), self.cleaned_data.get("drop_files") or []
        if not files:
            return
        kept = 0 if self.instance._state.adding else self.instance.files.count() - len(dropped)
        try:
            if kept + len(files) > uploads.MOST_FILES:
                raise ValidationError(_("Ein Eintrag trägt höchstens 20 Dateien."))
            found = [upload for upload, _kind in files]
            uploads.check_space(self.engagement.room_id, self.user, found, dropped)
        except ValidationError as refused:
            self.add_error("new_files", refused)

    def changed_fields(self):
        fields = super().changed_fields()
        return fields | {"changed_at"} if self.changed_data else fields

    def save_by(self, user):
        """The entry with its people and its files, all in one circle; a bad new name is a ValidationError."""
        brings = ("new_organisation", "new_files", "drop_files")
        if self.circle_before is None and not any(self.cleaned_data.get(name) for name in brings):
            return super().save_by(user)
        with transaction.atomic():
            self._add_organisation(user)
            entry = super().save_by(user)
            for file in self.cleaned_data.get("drop_files") or []:
                entry.files.remove(file)
                if not is_in_use(file):
                    uploads.remove(file)
            if self.circle_before is not None and entry.circle != self.circle_before:
                uploads.follow(entry.files.all(), entry)
            entry.files.add(*uploads.store_all(self.cleaned_data["new_files"], entry))
        return entry

    def _add_organisation(self, user):
        if name := self.cleaned_data["new_organisation"]:
            circle = max(self.cleaned_data["circle"], Circle.TEAM)
            found = find_or_create_organisation(self.engagement.room, name, by=user, circle=circle)
            chosen = {row.pk for row in self.cleaned_data["organisations"]} | {found.pk}
            self.cleaned_data["organisations"] = Organisation.objects.filter(pk__in=chosen)

    def _save_m2m(self):
        """People the writer does not see stay where they are."""
        for name in ("persons", "organisations"):
            people, chosen = getattr(self.instance, name), [row.pk for row in self.cleaned_data[name]]
            if self.circle_before is None:  # a new entry, with nobody on it yet
                if chosen:
                    people.set(chosen)
                continue
            named = people.order_by().values_list("pk", flat=True)
            people.set([*chosen, *(key for key in named if str(key) not in self.fields[name].rows)])


# Asked for when they are drawn or checked: a list of words would be copied for each form, word by word.
LogEntryForm.base_fields["kind"].choices = lambda: ActivityKind.choices
