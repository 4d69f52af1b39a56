"""Process templates as data files: read, checked, and published as versions."""

import tomllib
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from rooms.enums import Circle

from .enums import CriterionKind, TemplateState
from .models import CriterionTemplate, PhaseTemplate, ProcessTemplate

DIRECTORY = Path(__file__).resolve().parent / "process_templates"
PLAIN = [
    "name",
    "approach",
    "summary",
    "starting_point",
    "core_artefact",
    "steering_body",
    "public_part",
    "length",
    "confidential_talks",
    "source",
]


def load_all(directory=DIRECTORY):
    """Publish every file whose version is not known yet; returns the templates made, oldest versions first."""
    return [made for path in sorted(directory.glob("*.toml")) if (made := load(path))]


@transaction.atomic
def load(path):
    """Publish one file as a version, unless that version exists; the version before it is retired."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    known = ProcessTemplate.objects.filter(code=data["code"])
    if known.filter(number__gte=data["version"]).exists():
        return None
    known.filter(state=TemplateState.PUBLISHED).update(state=TemplateState.RETIRED)
    template = ProcessTemplate.objects.create(
        code=data["code"],
        number=data["version"],
        state=TemplateState.PUBLISHED,
        published_at=timezone.now(),
        based_on=known.order_by("-number").first(),
        own_contributions="\n".join(data.get("own_contributions", [])),
        **{name: data.get(name, "") for name in PLAIN},
    )
    for order, phase in enumerate(data["phase"], start=1):
        _load_phase(template, order, phase)
    return template


def _load_phase(template, order, data):
    phase = PhaseTemplate.objects.create(
        template=template,
        order=order * 10,
        circle=Circle[data.get("circle", "team").upper()],
        activities="\n".join(data.get("activities", [])),
        artefacts="\n".join(data.get("artefacts", [])),
        hints="\n".join(data.get("hints", [])),
        months_min=data.get("months_min"),
        months_max=data.get("months_max"),
        may_overlap=data.get("may_overlap", True),
        may_repeat=data.get("may_repeat", False),
        in_offer=data.get("in_offer", True),
        **{name: data.get(name, "") for name in ("code", "name", "short", "participants", "duration")},
    )
    CriterionTemplate.objects.bulk_create(
        CriterionTemplate(phase=phase, kind=kind, order=number, text=row["text"], gate=row.get("gate", ""))
        for kind, key in ((CriterionKind.ENTRY, "entry"), (CriterionKind.EXIT, "exit"))
        for number, row in enumerate(data.get(key, []))
    )
