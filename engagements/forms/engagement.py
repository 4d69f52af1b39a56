from crispy_forms.bootstrap import FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout, Submit
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from audit.forms import AuditedModelForm
from municipalities.fields import PlaceField, PlaceSearchMixin
from stakeholders.models import Organisation

from ..enums import ConflictTheme, Service
from ..models import Engagement, EngagementLink, ProcessTemplate

CHIPS = {"class": "chips"}
MORE = "{% translate 'Mehr angeben, jetzt oder später' %}"


def template_label(template):
    """Name, starting point and usual length: what one needs to choose."""
    details = " · ".join(filter(None, [template.starting_point, template.length]))
    return format_html('{}<br><span class="soft small">{}</span>', template.name, details)


class ChoicesField(forms.MultipleChoiceField):
    """Several words of a vocabulary, as chips."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, choices, **kwargs):
        super().__init__(choices=choices, required=False, **kwargs)
        self.widget.attrs.update(CHIPS)


class EngagementForm(PlaceSearchMixin, AuditedModelForm):
    """What a consultation is about; where and for whom."""

    municipality = PlaceField(
        label=_("Kommune"),
        required=False,
        help_text=_("Name oder amtlicher Schlüssel. Leer lassen, wenn der Ort nicht genannt wird."),
    )
    themes = ChoicesField(label=_("Worum geht der Konflikt?"), choices=ConflictTheme.choices)
    services = ChoicesField(label=_("Leistungen"), choices=Service.choices)

    class Meta:
        model = Engagement
        fields = [
            "title",
            "municipality",
            "place",
            "disclosure",
            "client",
            "occasion",
            "occasion_period",
            "aims",
            "themes",
            "services",
            "planned",
            "period",
            "source",
        ]
        widgets = {"occasion": forms.Textarea(attrs={"rows": 5}), "aims": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["municipality"].keep = self.instance.municipality
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Leer lassen für „Ansatz in Ort“.")
        if not self.instance._state.adding:
            self.fields["disclosure"].help_text = _(
                "Wird sie nicht genannt, geht ein veröffentlichter Steckbrief zurück."
            )
        clients = Organisation.objects.visible_to(user).unmerged().filter(room=self.instance.room_id).in_order()
        if "client" in self.fields:
            self.offer("client", clients)
            self.fields["client"].help_text = _("Nur wenn es nicht die Kommune selbst ist.")
        self.helper = FormHelper()
        self.helper.attrs = {"data-guard": ""}
        self.helper.render_hidden_fields = True  # the version, against overwriting each other
        self.helper.layout = self.layout()

    def layout(self):
        return Layout(
            Fieldset(_("Ort und Auftrag"), "title", "municipality", "place", "disclosure", "client"),
            Fieldset(_("Worum geht es?"), "occasion", "occasion_period", "aims", "themes", "services"),
            Fieldset(_("Wann?"), Div("planned", "period", css_class="row"), "source"),
            buttons(_("Speichern")),
        )

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("title"):
            cleaned["title"] = self.suggested_title(cleaned)
        return cleaned

    def suggested_title(self, cleaned):
        """„Kommunale Konfliktberatung in Ludwigslust“, from what is known."""
        approach = self.approach_label(cleaned)
        place = cleaned.get("place") or cleaned.get("municipality")
        return _("%(approach)s in %(place)s") % {"approach": approach, "place": place} if place else str(approach)

    def approach_label(self, cleaned):
        return self.instance.get_approach_display()


def buttons(label):
    """One verb and the way back, at the foot of a form."""
    return FormActions(
        HTML('<a class="btn quiet" href="{{ cancel_url }}">{% translate "Abbrechen" %}</a>'), Submit("", label)
    )


class OpenEngagementForm(EngagementForm):
    """The first page of a consultation: from which template, where, what happened."""

    template = forms.ModelChoiceField(
        label=_("Nach welcher Vorlage arbeiten Sie?"),
        queryset=ProcessTemplate.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie eine Vorlage; „Freier Prozess“ passt immer.")},
    )
    client_name = forms.CharField(
        label=_("Auftraggeber*in"),
        required=False,
        max_length=200,
        help_text=_("Nur wenn es nicht die Kommune selbst ist, zum Beispiel ein Ministerium oder eine Hochschule."),
    )

    class Meta(EngagementForm.Meta):
        fields = [name for name in EngagementForm.Meta.fields if name not in {"client", "source", "period"}]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = ProcessTemplate.objects.published().order_by("approach", "name")
        self.fields["template"].label_from_instance = template_label

    def layout(self):
        return Layout(
            "template",
            Fieldset(_("Wo und was?"), "municipality", "occasion"),
            HTML('<details class="fold"{% if form.errors %} open{% endif %}><summary>' + MORE + "</summary>"),
            Fieldset(_("Ort und Auftrag"), "title", "place", "disclosure", "client_name"),
            Fieldset(_("Genauer"), "occasion_period", "aims", "themes", "services", "planned"),
            HTML("</details>"),
            buttons(_("Beratung anlegen")),
        )

    def approach_label(self, cleaned):
        template = cleaned.get("template")
        return template.get_approach_display() if template else _("Beratung")


class LinkForm(forms.ModelForm):
    """Ties a consultation to another one the person may see."""

    class Meta:
        model = EngagementLink
        fields = ["kind", "target", "note"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        others = Engagement.objects.visible_to(user).exclude(pk=self.instance.source_id)
        self.fields["target"].queryset = others.order_by("title")
        self.helper = FormHelper()
        self.helper.layout = Layout("kind", "target", "note", buttons(_("Verknüpfen")))

    def _get_validation_exclusions(self):
        """The consultation itself takes part in the check that nothing is there twice."""
        return super()._get_validation_exclusions() - {"source"}
