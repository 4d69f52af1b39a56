import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import rooms.ids
from rooms.walls import ACTIVE, IS_MEMBER, READS, TODAY, WRITES, functions, keeps_circle, versioned, wall

WEB = settings.DATABASE_WEB_ROLE
SOON = f"BETWEEN {TODAY} AND {TODAY} + 30"
LEADS = f"FROM rooms_membership m JOIN accounts_user u ON u.id = m.user_id WHERE m.role = 'lead' AND {ACTIVE}"

FUNCTIONS = {
    # An organisation takes requests while its desk is open and somebody is on duty.
    "inquiries_taken(room uuid)": (
        "boolean",
        "SELECT EXISTS (SELECT FROM network_inquirydesk d WHERE d.room_id = $1 AND d.is_open)"
        f" AND EXISTS (SELECT {LEADS} AND m.room_id = $1)",
    ),
    # Whoever has just sent a request has no place in the house; the mail to those on duty is written for her. Of one
    # that is older nobody learns this way who is on duty.
    "inquiry_on_duty(key uuid)": (
        "TABLE (email varchar, language varchar)",
        f"SELECT u.email, u.language {LEADS} AND m.room_id = (SELECT i.room_id FROM network_inquiry i"
        " WHERE i.id = $1 AND i.state = 'neu' AND i.created_at > now() - interval '10 minutes')"
        " GROUP BY u.id ORDER BY u.id",
    ),
    # What the administration knows of a consultation, as in network_existence; and how long nobody has written there,
    # as a class and not as a day.
    "network_overview()": (
        "TABLE (town text, organisation text, status text, phase_names text[], period_from date, period_until date,"
        " age text, organisation_key bigint)",
        """
        SELECT CASE WHEN e.disclosure = 'genannt' THEN coalesce(place.name, '') ELSE '' END,
               coalesce(nullif(o.short_name, ''), o.name),
               e.status,
               (SELECT coalesce(array_agg(coalesce(t.name, '') ORDER BY p."order", p.round), '{}')
                  FROM engagements_phase p LEFT JOIN engagements_phasetemplate t ON t.id = p.template_id
                 WHERE p.engagement_id = e.id AND p.state = 'laeuft'),
               e.period_from, e.period_until,
               (SELECT CASE WHEN max(l.created_at) IS NULL THEN 'keiner'
                            WHEN max(l.created_at) > now() - interval '14 days' THEN 'wochen'
                            WHEN max(l.created_at) > now() - interval '3 months' THEN 'monate'
                            ELSE 'aelter' END
                  FROM engagements_logentry l WHERE l.engagement_id = e.id),
               o.id
          FROM engagements_engagement e
          JOIN rooms_room r ON r.id = e.room_id
          JOIN accounts_organisation o ON o.id = r.organisation_id
          LEFT JOIN municipalities_place place ON place.id = e.municipality_id
         WHERE wall_administers()
        """,
    ),
    # What waits in the rooms of each organisation: numbers, no rows and no names.
    "network_waiting()": (
        "TABLE (organisation text, organisation_key bigint, releases bigint, requests bigint, late bigint,"
        " seats bigint, memberships bigint)",
        f"""
        SELECT coalesce(nullif(o.short_name, ''), o.name), o.id,
               (SELECT count(*) FROM rooms_release x JOIN rooms_room r ON r.id = x.room_id
                 WHERE r.organisation_id = o.id AND x.state = 'vorgeschlagen'),
               (SELECT count(*) FROM network_inquiry i JOIN rooms_room r ON r.id = i.room_id
                 WHERE r.organisation_id = o.id AND i.state IN ('neu', 'klaerung') AND i.answered_at IS NULL),
               (SELECT count(*) FROM network_inquiry i JOIN rooms_room r ON r.id = i.room_id
                 WHERE r.organisation_id = o.id AND i.state IN ('neu', 'klaerung') AND i.answered_at IS NULL
                   AND i.answer_by < now()),
               (SELECT count(*) FROM stakeholders_term t JOIN stakeholders_body b ON b.id = t.body_id
                  JOIN rooms_room r ON r.id = b.room_id WHERE r.organisation_id = o.id AND t.period_until {SOON}),
               (SELECT count(*) FROM rooms_membership m JOIN rooms_room r ON r.id = m.room_id
                 WHERE r.organisation_id = o.id AND m.ends_on {SOON})
          FROM accounts_organisation o WHERE wall_administers()
        """,
    ),
}

# Whoever asks without an account leaves a new request in an open room, and reads none.
FROM_OUTSIDE = """
    (SELECT wall_person()) IS NULL AND author_id IS NULL AND circle = 40 AND state = 'neu' AND talk = ''
    AND taken_by_id IS NULL AND engagement_id IS NULL AND answered_at IS NULL AND decided_at IS NULL
    AND reminded_at IS NULL AND inquiries_taken(room_id)
"""
AS_LEAD = "room_id = ANY ((SELECT wall_rooms_to(50))::uuid[])"
# The lead works on it, and whoever in the team it was handed to.
WORKS = f"({WRITES}) AND ({AS_LEAD} OR taken_by_id = (SELECT wall_person()))"
DESK_READS = f"is_open AND inquiries_taken(room_id) OR {IS_MEMBER} OR (SELECT wall_administers())"

APPEND_ONLY = f'REVOKE UPDATE, DELETE ON network_sitetext FROM "{WEB}"'
AGAIN = f'GRANT UPDATE, DELETE ON network_sitetext TO "{WEB}"'


class Migration(migrations.Migration):
    """Requests from outside, what the administration learns of the whole, and texts it writes."""

    dependencies = [
        ("network", "0005_profiles"),
        ("engagements", "0011_quick_hits"),
        ("stakeholders", "0008_terms"),
        ("rooms", "0008_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="InquiryDesk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "is_open",
                    models.BooleanField(
                        default=False, verbose_name="Wir nehmen Anfragen über die öffentliche Seite an"
                    ),
                ),
                (
                    "hint",
                    models.CharField(
                        blank=True,
                        help_text="Öffentlich, zum Beispiel welche Länder Sie beraten. Ein Satz.",
                        max_length=200,
                        verbose_name="Für wen?",
                    ),
                ),
                (
                    "room",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inquiry_desk",
                        to="rooms.room",
                    ),
                ),
            ],
            options={
                "verbose_name": "Annahme von Anfragen",
                "verbose_name_plural": "Annahmen von Anfragen",
                "ordering": ["room__organisation__name"],
            },
        ),
        migrations.CreateModel(
            name="Inquiry",
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
                ("reference", models.CharField(editable=False, max_length=24, unique=True, verbose_name="Kennzeichen")),
                (
                    "language",
                    models.CharField(
                        choices=[("de", "Deutsch"), ("en", "Englisch")],
                        default="de",
                        editable=False,
                        max_length=2,
                        verbose_name="Sprache",
                    ),
                ),
                ("is_acute", models.BooleanField(default=False, editable=False, verbose_name="akut")),
                ("content", models.BinaryField()),
                ("talk", models.BinaryField(default=b"")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("neu", "neu"),
                            ("klaerung", "in Klärung"),
                            ("angenommen", "angenommen"),
                            ("kurzzeit", "als Kurzzeitberatung angenommen"),
                            ("verwiesen", "verwiesen"),
                            ("abgelehnt", "abgelehnt"),
                        ],
                        default="neu",
                        editable=False,
                        max_length=12,
                        verbose_name="Stand",
                    ),
                ),
                ("answer_by", models.DateTimeField(editable=False, verbose_name="Antwort zugesagt bis")),
                ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="beantwortet")),
                ("reminded_at", models.DateTimeField(editable=False, null=True)),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="entschieden")),
                (
                    "interest",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "noch nicht geprüft"),
                            ("keine", "niemand von uns ist befangen"),
                            ("jemand", "wer übernommen hat, ist befangen und gibt ab"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="Befangenheit",
                    ),
                ),
                ("next_contact", models.DateField(blank=True, null=True, verbose_name="Nächster Kontakt")),
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
                    "engagement",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="engagements.engagement",
                        verbose_name="Beratung",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rooms.room"
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="übernommen von",
                    ),
                ),
            ],
            options={
                "verbose_name": "Anfrage",
                "verbose_name_plural": "Anfragen",
                "ordering": ["answer_by", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="inquiry_is_open"),
                    models.CheckConstraint(condition=models.Q(("circle", 40)), name="inquiry_stays_with_the_team"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("ueber-uns", "Über uns"),
                            ("impressum", "Impressum"),
                            ("datenschutz", "Datenschutz"),
                            ("barrierefreiheit", "Barrierefreiheit"),
                        ],
                        max_length=20,
                        verbose_name="Text",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("de", "Deutsch"), ("en", "Englisch")], max_length=2, verbose_name="Sprache"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="Fassung")),
                ("body", models.TextField(blank=True, max_length=40000, verbose_name="Text")),
                ("changed_at", models.DateTimeField(auto_now_add=True, verbose_name="am")),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="von",
                    ),
                ),
            ],
            options={
                "verbose_name": "Text der öffentlichen Seiten",
                "verbose_name_plural": "Texte der öffentlichen Seiten",
                "ordering": ["key", "language", models.OrderBy(models.F("number"), descending=True)],
                "constraints": [
                    models.UniqueConstraint(fields=("key", "language", "number"), name="site_text_number_once")
                ],
            },
        ),
        functions({name: FUNCTIONS[name] for name in FUNCTIONS}),
        wall("network_inquirydesk", reads=DESK_READS, writes=AS_LEAD),
        wall("network_inquiry", reads=READS, inserts=f"({WRITES}) OR ({FROM_OUTSIDE})", updates=WORKS, removes=AS_LEAD),
        keeps_circle("network_inquiry"),
        versioned("network_inquiry", "network.inquiry"),
        wall("network_sitetext", reads="true", writes="(SELECT wall_administers())"),
        migrations.RunSQL(APPEND_ONLY, AGAIN),
    ]
