from django.db import migrations

from rooms.walls import versioned

TEXTS = ["name", "contact_email", "contact_phone", "note"]


class Migration(migrations.Migration):
    """What people, organisations, their other names and offices were before stays."""

    dependencies = [("stakeholders", "0004_keeps_circle"), ("rooms", "0008_versions")]

    operations = [
        versioned("stakeholders_organisation", "stakeholders.organisation", TEXTS),
        versioned("stakeholders_person", "stakeholders.person", TEXTS),
        versioned(
            "stakeholders_alias",
            "stakeholders.alias",
            ["name", "source"],
            of=("stakeholders_organisation", "organisation_id"),
        ),
        versioned(
            "stakeholders_office", "stakeholders.office", ["title", "party"], of=("stakeholders_person", "person_id")
        ),
    ]
