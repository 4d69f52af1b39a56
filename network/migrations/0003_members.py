import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import periods.fields
import rooms.ids
from rooms.walls import keeps_circle, part_of, versioned, wall

# The room of a network is kept by its team, to which its administrators belong; its members read. Nothing is born
# further out than the network: from there it takes two people.
KEEPS = "room_id = ANY ((SELECT wall_team())::uuid[])"


def kept(table, label):
    """What a table of rows kept by the team of a network needs: its wall, the two who let a row out, and its past."""
    return [
        wall(table, inserts=f"{KEEPS} AND circle >= 10", updates=KEEPS),
        keeps_circle(table),
        versioned(table, label),
    ]


class Migration(migrations.Migration):
    """Who is in a network, and the rounds in which a programme took towns in."""

    dependencies = [
        ("network", "0002_existence"),
        ("engagements", "0003_walls"),
        ("municipalities", "0001_initial"),
        ("rooms", "0008_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Cohort",
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
                ("title", models.CharField(max_length=200, verbose_name="Bezeichnung")),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="Runde")),
                (
                    "planned",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="geplante Zahl der Kommunen"),
                ),
                ("unnamed", models.PositiveSmallIntegerField(default=0, verbose_name="weitere, nicht genannt")),
                ("period", periods.fields.PeriodField(blank=True, max_length=120, verbose_name="Zeitraum")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="Anmerkung")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="Quelle")),
                (
                    "period_edtf",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=60, verbose_name="Zeitangabe nach EDTF"
                    ),
                ),
                ("period_from", models.DateField(blank=True, editable=False, null=True, verbose_name="frühester Tag")),
                ("period_until", models.DateField(blank=True, editable=False, null=True, verbose_name="spätester Tag")),
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
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cohorts", to="network.network"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="cohorts",
                        to="engagements.programme",
                        verbose_name="Programm",
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
                "verbose_name": "Kohorte",
                "verbose_name_plural": "Kohorten",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="cohort_is_open"),
                    models.UniqueConstraint(
                        fields=("network", "title", "number"),
                        name="cohort_round_once",
                        violation_error_message="Diese Runde ist schon eingetragen.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CohortCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="Zahl der Kommunen")),
                ("as_of", periods.fields.PeriodField(blank=True, max_length=120, verbose_name="Stand")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="Quelle")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "as_of_edtf",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=60, verbose_name="Zeitangabe nach EDTF"
                    ),
                ),
                ("as_of_from", models.DateField(blank=True, editable=False, null=True, verbose_name="frühester Tag")),
                ("as_of_until", models.DateField(blank=True, editable=False, null=True, verbose_name="spätester Tag")),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="counts", to="network.cohort"
                    ),
                ),
            ],
            options={
                "verbose_name": "Stand der Zahl",
                "verbose_name_plural": "Stände der Zahl",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CohortPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wording", models.CharField(blank=True, max_length=200, verbose_name="Name")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="places", to="network.cohort"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.place",
                        verbose_name="Kommune",
                    ),
                ),
            ],
            options={
                "verbose_name": "Kommune einer Kohorte",
                "verbose_name_plural": "Kommunen einer Kohorte",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="NetworkMember",
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
                ("name", models.CharField(blank=True, max_length=200, verbose_name="Organisation oder Wortlaut")),
                ("count", models.PositiveSmallIntegerField(default=1, verbose_name="steht für so viele")),
                ("period", periods.fields.PeriodField(blank=True, max_length=120, verbose_name="dabei")),
                (
                    "purposes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("austausch", "Austausch"),
                                ("reflexion", "Reflexion"),
                                ("qualifizierung", "Qualifizierung"),
                                ("transfer", "Transfer"),
                                ("koordination", "Vermittlung und Koordinierung"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Wozu?",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="Anmerkung")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="Quelle")),
                ("sort_name", models.CharField(editable=False, max_length=200)),
                (
                    "period_edtf",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=60, verbose_name="Zeitangabe nach EDTF"
                    ),
                ),
                ("period_from", models.DateField(blank=True, editable=False, null=True, verbose_name="frühester Tag")),
                ("period_until", models.DateField(blank=True, editable=False, null=True, verbose_name="spätester Tag")),
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
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="network.network"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.place",
                        verbose_name="Kommune",
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
                "verbose_name": "Mitglied des Netzwerks",
                "verbose_name_plural": "Mitglieder des Netzwerks",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="networkmember_is_open"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("place__isnull", False), models.Q(("name", ""), _negated=True), _connector="OR"
                        ),
                        name="network_member_has_a_name",
                        violation_error_message="Bitte wählen Sie eine Kommune oder nennen Sie die Organisation.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("period_until__isnull", True)),
                        fields=("network", "place"),
                        name="network_member_place_once",
                        violation_error_message="Diese Kommune ist schon eingetragen.",
                    ),
                    models.CheckConstraint(condition=models.Q(("count__gte", 1)), name="network_member_counts"),
                ],
            },
        ),
        *kept("network_networkmember", "network.networkmember"),
        *kept("network_cohort", "network.cohort"),
        *part_of("network_cohortplace", "network.cohortplace", "network_cohort", "cohort_id"),
        *part_of("network_cohortcount", "network.cohortcount", "network_cohort", "cohort_id"),
    ]
