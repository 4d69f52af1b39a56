"""The style page: every part of the house on one page, with made-up content and without the database."""

from crispy_forms.bootstrap import FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Layout, Row, Submit
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from rooms.enums import Circle
from rooms.filter_bar import FilterForm

CHIPS = {"class": "chips"}
KINDS = [
    ("single", _("Einzelgespräch")),
    ("group", _("Gruppengespräch")),
    ("session", _("Sitzung")),
    ("event", _("Veranstaltung")),
    ("team", _("Teamanalyse")),
]
TOPICS = [("housing", _("Unterbringung")), ("youth", _("Jugend")), ("volunteers", _("Ehrenamt"))]
COUNTIES = [("", _("bitte wählen")), ("lup", "Ludwigslust-Parchim"), ("saw", "Altmarkkreis Salzwedel")]
STEPS = [
    {"state": "done", "name": _("Anfrage"), "note": "2014"},
    {"state": "done", "name": _("Mandat"), "note": "2015"},
    {"state": "skipped", "name": _("Vorgespräche"), "note": _("nicht nötig")},
    {"state": "done", "name": _("Gespräche"), "note": "2016–2017"},
    {"state": "late", "name": _("Analyse"), "note": _("sollte im März fertig sein")},
    {"state": "now", "name": _("Abstimmung mit der Stadtgesellschaft"), "note": _("seit Herbst 2017")},
    {"state": "planned", "name": _("Umsetzung"), "note": _("ab Sommer 2018")},
    {"state": "planned", "name": _("Rückzug"), "note": _("offen")},
]
COLOURS = [
    ("paper", _("Papier")),
    ("sheet", _("Blatt")),
    ("ink", _("Tinte")),
    ("soft", _("leise")),
    ("line", _("Linie")),
    ("accent", _("Petrol: was man tun kann")),
    ("tint", _("Petrol, hell")),
    ("mark", _("Orange: was wartet")),
    ("mark-tint", _("Orange, hell")),
    ("ok", _("gut")),
    ("warn", _("Vorsicht")),
    ("bad", _("schlecht")),
]
CANDIDATES = [
    ("Kalbe (Milde)", "Stadt · Altmarkkreis Salzwedel · Sachsen-Anhalt · 15081280"),
    ("Kalbach", "Gemeinde · Landkreis Fulda · Hessen · 06631017"),
]


class StyleForm(forms.Form):
    """One field of every kind a person meets in the house."""

    kind = forms.ChoiceField(label=_("Was war es?"), choices=KINDS, widget=forms.RadioSelect(CHIPS))
    when = forms.CharField(label=_("Wann?"), help_text=_("Tag, Monat oder „Herbst 2017“"))
    duration = forms.CharField(label=_("Wie lange?"), help_text=_("Minuten oder Stunden"), required=False)
    title = forms.CharField(label=_("Überschrift"))
    text = forms.CharField(
        label=_("Was wurde gesagt, was nehmen wir mit?"),
        help_text=_("Keine Namen nötig: Gesprächspartner*innen stehen getrennt im Gesprächsschrank."),
        widget=forms.Textarea({"data-mdedit": True}),
    )
    topics = forms.MultipleChoiceField(
        label=_("Themen"), choices=TOPICS, widget=forms.CheckboxSelectMultiple(CHIPS), required=False
    )
    bodies = forms.MultipleChoiceField(
        label=_("Wer war dabei?"),
        choices=[("admin", _("Verwaltung")), ("council", _("Politik")), ("civil", _("Zivilgesellschaft"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    county = forms.ChoiceField(label=_("Landkreis"), choices=COUNTIES)
    file = forms.FileField(label=_("Anlage"), help_text=_("PDF oder Bild, höchstens 10 MB"), required=False)
    agreed = forms.BooleanField(label=_("Die Beteiligten wissen von diesem Eintrag."))
    circle = forms.TypedChoiceField(
        label=_("Wer darf das lesen?"),
        choices=sorted(Circle.choices, reverse=True),
        coerce=int,
        initial=Circle.TEAM,
        widget=forms.RadioSelect({"class": "chips readers"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"data-guard": "", "action": "#formular"}
        self.helper.layout = Layout(
            "kind",
            Row("when", "duration"),
            "title",
            "text",
            Fieldset(_("Wer und wo"), "topics", "bodies", "county", "file", "agreed"),
            "circle",
            FormActions(
                HTML('<span class="soft small" role="status">Gespeichert vor 8 Sekunden</span>'),
                Submit("later", _("Später weiter"), css_class="quiet"),
                Submit("save", _("Eintrag ablegen")),
            ),
        )


class StyleFilter(FilterForm):
    """A filter bar as lists carry it."""

    aria_label = _("Einträge filtern")
    q = forms.CharField(label=_("Suche im Titel"), required=False)
    county = forms.ChoiceField(label=_("Landkreis"), choices=COUNTIES, required=False)
    kind = forms.MultipleChoiceField(
        label=_("Art"), choices=KINDS[:3], required=False, widget=forms.CheckboxSelectMultiple(CHIPS)
    )


@login_not_required
def style_page(request):
    theme = request.GET.get("theme")
    context = {
        "theme": theme if theme in {"light", "dark"} else "",
        "form": StyleForm({"duration": "70 min"} if "fehler" in request.GET else None),
        "filter": StyleFilter({"f-kind": ["single"]}, prefix="f"),
        "steps": STEPS,
        "colours": COLOURS,
        "circles": Circle.choices,
        "candidates": CANDIDATES,
        "page": {"newer_url": "?seite=1#listen", "older_url": "?seite=3#listen"},
    }
    return render(request, "stil.html", context)
