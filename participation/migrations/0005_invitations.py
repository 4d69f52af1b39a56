from importlib import import_module

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import rooms.ids
from rooms.walls import WEB, functions, open_room_table

EVENTS = import_module("participation.migrations.0004_events")
KEY, HEAD = EVENTS.KEY, EVENTS.HEAD

# Whoever carries the link of an invitation sees of the event what the mail told her, and where she stands. The exact
# place of an event with seats is behind the link of the registration.
READ = {
    "event_invited(about uuid)": (
        "boolean",
        f"SELECT EXISTS (SELECT FROM participation_eventinvitation i WHERE i.event_id = $1 AND i.key_hash = {KEY})",
    ),
    "invitation_carried()": (
        "TABLE (invitation uuid, name varchar, email varchar, answer varchar, pk uuid, room_id uuid, title varchar,"
        " begins timestamptz, ends timestamptz, has_times boolean, place varchar, state varchar, is_released boolean,"
        " needs_registration boolean, registration_until date, place_detail varchar, online varchar, hint varchar,"
        " registration uuid, stands varchar)",
        f"""
        SELECT i.id, i.name, i.email, i.answer, e.id, e.room_id, e.title, e.begins, e.ends, e.has_times, e.place,
               e.state, e.circle = 0, e.needs_registration, e.registration_until, v.place_detail, v.online, v.hint,
               r.id, r.state
          FROM participation_eventinvitation i
          JOIN participation_event e ON e.id = i.event_id
          LEFT JOIN participation_venue v ON v.event_id = e.id AND i.answer = 'kommt' AND NOT e.needs_registration
               AND e.state <> 'abgesagt'
          LEFT JOIN LATERAL (SELECT s.id, s.state FROM participation_registration s
               WHERE s.event_id = e.id AND lower(s.email) = lower(i.email)
               ORDER BY s.state = 'abgemeldet', s.created_at DESC LIMIT 1) r ON true
         WHERE i.key_hash = {KEY}
        """,
    ),
}

ANSWER = f"""
CREATE FUNCTION invitation_answer(said text) RETURNS void {HEAD} AS $answer$
DECLARE
    mine participation_eventinvitation%ROWTYPE;
BEGIN
    UPDATE participation_eventinvitation i SET answer = said, answered_at = clock_timestamp(),
           changed_at = clock_timestamp(), version = i.version + 1
     WHERE i.key_hash = {KEY} AND i.answer <> said AND said IN ('kommt', 'kommt_nicht') RETURNING i.* INTO mine;
    IF FOUND THEN
        INSERT INTO audit_entry (at, action, summary, target, target_key, room_key)
        VALUES (now(), 'registration.answered', '', 'participation.event', mine.event_id, mine.room_id);
    END IF;
END $answer$;
REVOKE ALL ON FUNCTION invitation_answer(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION invitation_answer(text) TO "{WEB}";
"""

# Seats are given as before; the door of an event is open also to whoever is invited to it.
BEFORE = EVENTS.SEATS[: EVENTS.SEATS.index("END $seats$;") + len("END $seats$;")].replace(
    "CREATE", "CREATE OR REPLACE", 1
)
DOOR = "OR e.room_id = ANY (wall_rooms_to(40))) THEN"
AFTER = BEFORE.replace(DOOR, f"OR event_invited(e.id) {DOOR}", 1)

# So that she reads before she says yes that only the waiting list is left.
OF_ALL = "e.circle = 0 OR "
ROOM, (ROOM_KIND, ROOM_BODY) = next(item for item in EVENTS.READ.items() if item[0].startswith("event_room("))


def room(body):
    return (
        f"CREATE OR REPLACE FUNCTION {ROOM} RETURNS {ROOM_KIND} LANGUAGE sql STABLE SECURITY DEFINER"
        f" SET search_path = pg_catalog, public, pg_temp AS $wall$ {body} $wall$"
    )


class Migration(migrations.Migration):
    """Invitations to events: kept by the team, answered by whoever carries the link."""

    dependencies = [("participation", "0004_events")]

    operations = [
        migrations.CreateModel(
            name="EventInvitation",
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
                ("name", models.CharField(max_length=200, verbose_name="Name oder Rolle")),
                ("email", models.EmailField(max_length=254, verbose_name="E-Mail")),
                ("language", models.CharField(default="de", editable=False, max_length=8)),
                ("text", models.TextField(max_length=3000, verbose_name="Text der Einladung")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("kommt", "kommt"), ("kommt_nicht", "kommt nicht")],
                        editable=False,
                        max_length=12,
                        verbose_name="Antwort",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="geantwortet am"),
                ),
                (
                    "reminded_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="erinnert am"),
                ),
                ("key_hash", models.CharField(editable=False, max_length=64, unique=True)),
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
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="participation.event",
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
                "verbose_name": "Einladung zur Veranstaltung",
                "verbose_name_plural": "Einladungen zur Veranstaltung",
                "ordering": ["name", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="eventinvitation_is_open"),
                    models.CheckConstraint(
                        condition=models.Q(("circle", 40)), name="eventinvitation_stays_with_the_team"
                    ),
                    models.UniqueConstraint(
                        models.F("event"), django.db.models.functions.text.Lower("email"), name="eventinvitation_once"
                    ),
                ],
            },
        ),
        *open_room_table("participation_eventinvitation", "participation.eventinvitation"),
        functions(READ),
        migrations.RunSQL(ANSWER, "DROP FUNCTION invitation_answer(text)"),
        migrations.RunSQL(AFTER, BEFORE),
        migrations.RunSQL(room(ROOM_BODY.replace(OF_ALL, f"{OF_ALL}event_invited(e.id) OR ", 1)), room(ROOM_BODY)),
    ]
