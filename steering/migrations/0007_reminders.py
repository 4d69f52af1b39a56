import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import rooms.ids
from rooms.walls import SETTLED, open_room_table, part_of

# The one source that was known becomes a line without a share.
MONEY = """
INSERT INTO steering_funding (measure_id, source, "order")
SELECT id, cost_source, 0 FROM steering_measure WHERE cost_source <> '';
"""

MONEY_BACK = f"""
UPDATE steering_measure m SET cost_source = left(f.told, 200)
  FROM (SELECT measure_id, string_agg(source, '; ' ORDER BY "order", id) AS told FROM steering_funding GROUP BY 1) f
 WHERE f.measure_id = m.id;
{SETTLED}
"""

# Rounds closed before: what stood under an asked address, as far as it can still be known. From here on closing says it.
ASKED = """
INSERT INTO steering_roundasked (round_id, measure_id, email, owner, state, light)
SELECT r.id, m.id, q.email, m.owner, coalesce(p.target, m.state), coalesce(p.light, m.light)
  FROM steering_updateround r
  JOIN steering_roundrequest q ON q.round_id = r.id
  JOIN steering_measure m ON m.engagement_id = r.engagement_id AND lower(m.email) = lower(q.email)
  LEFT JOIN LATERAL (
      SELECT id, target, light FROM steering_progress
       WHERE measure_id = m.id AND round_id = r.id AND NOT is_correction ORDER BY created_at DESC LIMIT 1) p ON true
 WHERE r.state = 'geschlossen' AND m.circle <= 20 AND (p.id IS NOT NULL OR m.created_at::date <= r.closed_on
   AND m.state NOT IN ('umgesetzt', 'verstetigt', 'zurueckgestellt', 'abgelehnt', 'gescheitert'))
ON CONFLICT DO NOTHING;
"""

# What a closed round had asked for stays as it was, whoever writes.
FROZEN = """
CREATE FUNCTION round_asked_frozen() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $frozen$ BEGIN
    IF EXISTS (SELECT FROM steering_updateround WHERE state = 'geschlossen' AND (
        id = NEW.round_id OR TG_OP = 'UPDATE' AND id = OLD.round_id)) THEN
        RAISE EXCEPTION 'a closed round is frozen' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $frozen$;
REVOKE ALL ON FUNCTION round_asked_frozen() FROM PUBLIC;
CREATE TRIGGER round_asked_frozen BEFORE INSERT OR UPDATE ON steering_roundasked
    FOR EACH ROW EXECUTE FUNCTION round_asked_frozen();
"""


class Migration(migrations.Migration):
    """Shares of money, what a measure goes back to, what a closed round had asked, and who wants to hear of news."""

    dependencies = [
        ("engagements", "0011_quick_hits"),
        ("rooms", "0008_versions"),
        ("steering", "0006_consensing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_wanted", models.BooleanField(default=True)),
                ("sent_on", models.DateField(null=True)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Funding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=200, verbose_name="Woher kommt das Geld?")),
                (
                    "amount_eur",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="Betrag in Euro",
                    ),
                ),
                (
                    "percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="Anteil in Prozent",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="fundings", to="steering.measure"
                    ),
                ),
            ],
            options={
                "verbose_name": "Finanzierung",
                "verbose_name_plural": "Finanzierung",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_eur__isnull", True), ("percent__isnull", True), _connector="OR"),
                        name="funding_amount_or_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount_eur__isnull", True), ("amount_eur__gte", 0), _connector="OR"),
                            models.Q(
                                ("percent__isnull", True),
                                models.Q(("percent__gte", 0), ("percent__lte", 100)),
                                _connector="OR",
                            ),
                        ),
                        name="funding_in_bounds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Impulse",
            fields=[
                ("id", models.UUIDField(default=rooms.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "circle",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Öffentlich"),
                            (10, "Netzwerk"),
                            (20, "Lenkungsrunde"),
                            (30, "Auftraggeber*in"),
                            (40, "Beratungsteam"),
                            (50, "Versiegelt"),
                        ],
                        default=40,
                        verbose_name="Wer darf das lesen?",
                    ),
                ),
                ("shared_on", models.DateField(default=django.utils.timezone.localdate, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("befund", "Befund"), ("vorschlag", "Vorschlag"), ("bedarf", "Bedarf")],
                        default="befund",
                        max_length=12,
                        verbose_name="Was war der Anstoß?",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="In einem Satz")),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="von",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="engagements.logentry",
                        verbose_name="Eintrag im Prozesstagebuch",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="impulses", to="steering.measure"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rooms.room"
                    ),
                ),
            ],
            options={
                "verbose_name": "Anstoß",
                "verbose_name_plural": "Anstöße",
                "ordering": ["pk"],
                "abstract": False,
                "constraints": [models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="impulse_is_open")],
            },
        ),
        migrations.CreateModel(
            name="RoundAsked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="Adresse")),
                ("owner", models.CharField(blank=True, max_length=160, verbose_name="zuständige Stelle")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("vorgeschlagen", "vorgeschlagen"),
                            ("in_pruefung", "in Prüfung"),
                            ("empfohlen", "empfohlen"),
                            ("beschlossen", "beschlossen"),
                            ("in_vorbereitung", "in Vorbereitung"),
                            ("in_umsetzung", "in Umsetzung"),
                            ("umgesetzt", "umgesetzt"),
                            ("verstetigt", "verstetigt"),
                            ("zurueckgestellt", "zurückgestellt"),
                            ("abgelehnt", "abgelehnt"),
                            ("gescheitert", "gescheitert"),
                        ],
                        max_length=16,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "light",
                    models.CharField(
                        choices=[
                            ("gruen", "läuft"),
                            ("gelb", "stockt"),
                            ("rot", "steht"),
                            ("grau", "noch nicht beurteilt"),
                        ],
                        max_length=6,
                        verbose_name="Ampel",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="steering.measure"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="asked", to="steering.updateround"
                    ),
                ),
            ],
            options={
                "verbose_name": "Gefragte Maßnahme",
                "verbose_name_plural": "Gefragte Maßnahmen",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("round", "measure"), name="round_asked_once")],
            },
        ),
        migrations.RunSQL(MONEY + ASKED + SETTLED, MONEY_BACK),
        migrations.RemoveField(model_name="measure", name="cost_source"),
        *open_room_table("steering_impulse", "steering.impulse"),
        *part_of("steering_funding", "steering.funding", "steering_measure", "measure_id"),
        *part_of("steering_roundasked", "steering.roundasked", "steering_updateround", "round_id"),
        migrations.RunSQL(FROZEN, "DROP FUNCTION round_asked_frozen() CASCADE"),
    ]
