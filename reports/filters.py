"""Filters of the public list and of the map; their choices come from what is public and from nothing else."""

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from engagements.enums import ConflictTheme

ANY = ("", _("alle"))


class ProfileFilter(forms.Form):
    """Land, programme, theme, year and phase; a filter that makes no sense leaves everything."""

    q = forms.CharField(label=_("Wort oder Ort"), required=False, max_length=80)
    land = forms.ChoiceField(label=_("Land"), required=False)
    programm = forms.ChoiceField(label=_("Projekt"), required=False)
    thema = forms.ChoiceField(label=_("Thema"), required=False)
    jahr = forms.ChoiceField(label=_("Jahr"), required=False)
    phase = forms.ChoiceField(label=_("Phase"), required=False)

    def __init__(self, data, *, editions, names=("q", "land", "programm", "thema", "jahr", "phase")):
        super().__init__(data)
        self.editions = editions
        for name in set(self.fields) - set(names):
            del self.fields[name]
        for name, choices in self.choices().items():
            if name in self.fields:
                self.fields[name].choices = [ANY, *choices]

    def parts(self):
        """The fields as the page draws them, the choices in one piece: a template would walk them one by one."""
        for name, field in self.fields.items():
            value = str(self.data.get(name, ""))
            rows = [
                (key, mark_safe(" selected" if str(key) == value else ""), label)  # noqa: S308 -- words of ours
                for key, label in getattr(field, "choices", ())
            ]
            yield name, field, value, format_html_join("", '<option value="{}"{}>{}</option>', rows)

    def choices(self):
        """Only what a named, public profile says itself."""
        named = [each for each in self.editions if each.slug]
        laender = {each.land.key: each.land.name for each in self.editions if each.land_id}
        themes = {theme for each in named for theme in each.themes}
        programmes = sorted({each.programme for each in named} - {""})
        phases = sorted({each.phase for each in named} - {""})
        years = {year for each in self.editions for year in years_of(each)}
        return {
            "land": sorted(laender.items(), key=lambda pair: pair[1]),
            "programm": [(each, each) for each in programmes],
            "thema": [(key, label) for key, label in ConflictTheme.choices if key in themes],
            "jahr": [(str(year), str(year)) for year in sorted(years, reverse=True)],
            "phase": [(each, each) for each in phases],
        }

    @property
    def asked(self):
        """What somebody asked for, where it makes sense."""
        self.is_valid()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}

    def found(self):
        """The editions that fit; what is only counted has no words and fits words never."""
        asked = self.asked
        return [each for each in self.editions if fits(each, asked)]


def years_of(edition):
    """The years a consultation is told to have gone on; one that goes on still has told its beginning only."""
    first, last = edition.first_year, edition.last_year
    return range(first or last, (last or first) + 1) if first or last else ()


def fits(edition, asked):
    year = asked.get("jahr")
    word = asked.get("q", "").lower()
    told = f"{edition.title} {edition.programme} {edition.place or ''} {edition.land or ''}".lower()
    return (
        ("land" not in asked or (edition.land_id and edition.land.key == asked["land"]))
        and ("programm" not in asked or edition.programme == asked["programm"])
        and ("thema" not in asked or asked["thema"] in edition.themes)
        and ("phase" not in asked or edition.phase == asked["phase"])
        and (not year or int(year) in years_of(edition))
        and (not word or (bool(edition.slug) and word in told))
    )
