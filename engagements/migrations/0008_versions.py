from django.db import migrations

from rooms.walls import versioned

TEXTS = {
    "agreement": ["title", "text", "source"],
    "contact": [],
    "criterion": ["text", "note"],
    "logentry": ["title", "text", "source"],
    "mandate": ["organ", "subject", "source"],
    "owncontribution": ["name", "responsible", "note"],
    "phasestep": ["reason", "unmet"],
    "programme": [],
}
# What hangs on a row: a table of its own, or only a link.
PARTS = {
    "logentry": ["logentry_persons", "logentry_organisations", "logentry_files"],
    "programme": ["programmepartner", "programmeclaim", "programmeplace"],
}


class Migration(migrations.Migration):
    """What lay in the room of a consultation before stays."""

    dependencies = [
        ("engagements", "0007_search"),
        ("rooms", "0008_versions"),
        ("stakeholders", "0005_versions"),
    ]

    operations = [
        *(versioned(f"engagements_{name}", f"engagements.{name}", texts) for name, texts in TEXTS.items()),
        *(
            versioned(f"engagements_{part}", f"engagements.{part}", of=(f"engagements_{name}", f"{name}_id"))
            for name, parts in PARTS.items()
            for part in parts
        ),
    ]
