import django.core.validators
from django.db import migrations, models

from rooms.walls import SETTLED

# What was told of a body too small for it is taken back, its past with it.
TAKEN_BACK = f"""
DELETE FROM stakeholders_bodyshare WHERE seats < 10;
DELETE FROM audit_version WHERE label = 'stakeholders.bodyshare' AND part IN (
    SELECT part FROM audit_version
     WHERE label = 'stakeholders.bodyshare' AND deed = 'delete' AND (before ->> 'seats')::int < 10);
{SETTLED};
"""


class Migration(migrations.Migration):
    """A seat group has a seat; no share of so few that its class would be the number."""

    dependencies = [("stakeholders", "0007_founding"), ("audit", "0004_versions")]

    operations = [
        migrations.AlterField(
            model_name="seatgroup",
            name="seats",
            field=models.PositiveSmallIntegerField(
                default=1,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(200),
                ],
                verbose_name="Sitze",
            ),
        ),
        migrations.RunSQL(TAKEN_BACK, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="bodyshare",
            constraint=models.CheckConstraint(
                condition=models.Q(("seats__gte", 10)),
                name="body_share_of_enough",
                violation_error_message="Unter zehn Mitgliedern zeigte schon der Anteil, wer es ist.",
            ),
        ),
    ]
