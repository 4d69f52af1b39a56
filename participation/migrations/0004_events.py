import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import rooms.ids
from rooms.walls import (
    CARRIES_KEY,
    READS,
    TODAY,
    WEB,
    functions,
    keeps_circle,
    open_room_table,
    part_of,
    versioned,
    wall,
)

MOST_PERSONS = 5
FORM = 26  # so many signs of a key stand for the form and who sent it
SEATED, WAITING, GONE = "'angemeldet'", "'warteliste'", "'abgemeldet'"
KEY = "NULLIF(current_setting('app.key', true), '')"
HEAD = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# A guest sees no other registration. These tell her as much as she needs: whether there is room, and of the event whose
# link she carries what a registered person may know. `event_reads` says who reads the answers to one question.
READ = {
    "event_room(those uuid[])": (
        "TABLE (id uuid, is_free boolean)",
        f"""
        SELECT e.id, NOT coalesce(bool_or(r.state = {WAITING}), false) AND (e.capacity IS NULL
               OR coalesce(sum(r.persons) FILTER (WHERE r.state = {SEATED}), 0) < e.capacity)
          FROM participation_event e LEFT JOIN participation_registration r ON r.event_id = e.id
         WHERE e.id = ANY ($1) AND (e.circle = 0 OR e.circle = 10 AND wall_in_network()) GROUP BY e.id
        """,
    ),
    "event_carried()": (
        "TABLE (id uuid, title varchar, begins timestamptz, ends timestamptz, has_times boolean, place varchar,"
        " state varchar, is_released boolean, place_detail varchar, online varchar, hint varchar)",
        f"""
        SELECT e.id, e.title, e.begins, e.ends, e.has_times, e.place, e.state, e.circle = 0,
               v.place_detail, v.online, v.hint
          FROM participation_registration r
          JOIN participation_event e ON e.id = r.event_id
          LEFT JOIN participation_venue v ON v.event_id = e.id AND r.state = {SEATED} AND e.state <> 'abgesagt'
         WHERE r.key_hash = {KEY}
        """,
    ),
    "event_reads(about uuid, who text)": (
        "boolean",
        "SELECT EXISTS (SELECT FROM participation_event e WHERE e.id = $1 AND CASE WHEN $2 = 'team'"
        " THEN e.room_id = ANY (wall_rooms_to(40)) ELSE e.room_id = ANY (wall_rooms()) AND EXISTS (SELECT FROM"
        " participation_eventduty d WHERE d.event_id = e.id AND d.duty = $2 AND d.person_id = wall_person()) END)",
    ),
    # In this circle rows of a room begin that are for others too: what the network keeps is the network's from the start.
    "event_begins_in(room uuid)": (
        "int",
        "SELECT CASE WHEN EXISTS (SELECT FROM rooms_room r WHERE r.id = $1 AND r.kind = 'network') THEN 10 ELSE 20 END",
    ),
    "event_mine(about uuid)": (
        "boolean",
        f"SELECT EXISTS (SELECT FROM participation_registration r WHERE r.id = $1 AND r.key_hash = {KEY})",
    ),
    # Of a question and a registration: whether both belong to one event of this room.
    "event_asked(question bigint, registration uuid, room uuid)": (
        "boolean",
        "SELECT EXISTS (SELECT FROM participation_question q JOIN participation_registration r ON r.event_id ="
        " q.event_id WHERE q.id = $1 AND r.id = $2 AND r.room_id = $3)",
    ),
}

# Under one lock all registrations of an event are looked at: of two for the last seat one waits. Who waits moves up in
# the order they came; nobody is passed over because a group needs more seats than are free.
SEATS = f"""
CREATE FUNCTION event_register(key uuid, about uuid, who text, mail text, org text, n int, hash text, tongue text)
    RETURNS text {HEAD} AS $seats$
DECLARE
    e participation_event%ROWTYPE;
    stands text;
    taken int;
    waits boolean;
BEGIN
    SELECT * INTO e FROM participation_event WHERE id = about FOR UPDATE;
    IF NOT FOUND OR NOT (e.circle = 0 OR e.circle = 10 AND wall_in_network()
                         OR e.room_id = ANY (wall_rooms_to(40))) THEN
        RETURN 'unknown';
    END IF;
    SELECT state INTO stands FROM participation_registration WHERE id = key AND event_id = about AND key_hash = hash;
    IF FOUND THEN
        RETURN stands;
    END IF;
    IF e.state = 'abgesagt' THEN
        RETURN 'cancelled';
    END IF;
    IF e.state <> 'offen' OR e.registration_until < {TODAY} OR e.begins <= now() AND e.has_times
       OR (e.begins AT TIME ZONE '{settings.TIME_ZONE}')::date < {TODAY} THEN
        RETURN 'closed';
    END IF;
    IF n NOT BETWEEN 1 AND {MOST_PERSONS} OR btrim(who) = '' OR btrim(mail) = '' OR length(hash) <> 64 THEN
        RETURN 'refused';
    END IF;
    -- The same form with other words; what stands for the words is the end of a key (rooms.once).
    IF EXISTS (SELECT FROM participation_registration r WHERE r.event_id = about
                  AND left(r.id::text, {FORM}) = left(key::text, {FORM})) THEN
        RETURN 'sent';
    END IF;
    IF EXISTS (SELECT FROM participation_registration r WHERE r.event_id = about AND r.state <> {GONE}
                  AND lower(r.email) = lower(btrim(mail))) THEN
        RETURN 'known';
    END IF;
    SELECT coalesce(sum(persons) FILTER (WHERE state = {SEATED}), 0), coalesce(bool_or(state = {WAITING}), false)
      INTO taken, waits FROM participation_registration WHERE event_id = about;
    stands := CASE WHEN e.capacity IS NULL OR NOT waits AND taken + n <= e.capacity THEN {SEATED} ELSE {WAITING} END;
    INSERT INTO participation_registration (id, room_id, circle, author_id, shared_on, created_at, changed_at, version,
                                            event_id, name, email, organisation, persons, language, state, key_hash)
    VALUES (key, e.room_id, 40, wall_person(), {TODAY}, clock_timestamp(), clock_timestamp(), 1, about, left(who, 120),
            left(mail, 254), left(org, 160), n, left(tongue, 8), stands, hash);
    INSERT INTO audit_entry (at, actor_id, action, summary, target, target_key, room_key)
    VALUES (now(), wall_person(), 'registration.made', '', 'participation.event', about, e.room_id);
    RETURN stands;
END $seats$;

CREATE FUNCTION event_promote(about uuid) RETURNS SETOF participation_registration {HEAD} AS $seats$
DECLARE
    e participation_event%ROWTYPE;
    up participation_registration%ROWTYPE;
    taken int;
BEGIN
    SELECT * INTO e FROM participation_event WHERE id = about FOR UPDATE;
    IF e.state IN ('abgesagt', 'durchgefuehrt') OR e.begins <= now() AND e.has_times
       OR (e.begins AT TIME ZONE '{settings.TIME_ZONE}')::date < {TODAY} THEN
        RETURN;
    END IF;
    SELECT coalesce(sum(persons), 0) INTO taken FROM participation_registration
     WHERE event_id = about AND state = {SEATED};
    FOR up IN SELECT * FROM participation_registration WHERE event_id = about AND state = {WAITING}
                 ORDER BY created_at, id FOR UPDATE LOOP
        EXIT WHEN e.capacity IS NOT NULL AND taken + up.persons > e.capacity;
        taken := taken + up.persons;
        UPDATE participation_registration SET state = {SEATED}, moved_up_at = clock_timestamp(),
               changed_at = clock_timestamp(), version = version + 1 WHERE id = up.id RETURNING * INTO up;
        RETURN NEXT up;
    END LOOP;
END $seats$;
REVOKE ALL ON FUNCTION event_promote(uuid) FROM PUBLIC;

-- Whoever carries its link gives the seat back. Who moves up by that is named this one time, to be told by mail.
CREATE FUNCTION event_leave() RETURNS TABLE (id uuid, name varchar, email varchar, language varchar) {HEAD} AS $seats$
DECLARE
    mine participation_registration%ROWTYPE;
BEGIN
    SELECT r.* INTO mine FROM participation_registration r WHERE r.key_hash = {KEY};
    IF NOT FOUND THEN
        RETURN;
    END IF;
    PERFORM FROM participation_event e WHERE e.id = mine.event_id FOR UPDATE;
    UPDATE participation_registration r SET state = {GONE}, cancelled_at = clock_timestamp(),
           changed_at = clock_timestamp(), version = r.version + 1
     WHERE r.id = mine.id AND r.state <> {GONE};
    IF FOUND THEN
        DELETE FROM participation_answer a WHERE a.registration_id = mine.id;
        INSERT INTO audit_entry (at, action, summary, target, target_key, room_key)
        VALUES (now(), 'registration.left', '', 'participation.event', mine.event_id, mine.room_id);
        RETURN QUERY SELECT p.id, p.name, p.email, p.language FROM event_promote(mine.event_id) p;
    END IF;
END $seats$;

-- The team cancels for somebody, or has made room: who waits moves up.
CREATE FUNCTION event_move_up(about uuid) RETURNS TABLE (id uuid, name varchar, email varchar, language varchar)
    {HEAD} AS $seats$ BEGIN
    IF EXISTS (SELECT FROM participation_event e WHERE e.id = about AND e.room_id = ANY (wall_rooms_to(40))) THEN
        RETURN QUERY SELECT p.id, p.name, p.email, p.language FROM event_promote(about) p;
    END IF;
END $seats$;
"""
SIGNATURES = [
    "event_register(uuid, uuid, text, text, text, int, text, text)",
    "event_leave()",
    "event_move_up(uuid)",
]
GRANTED = "".join(
    f'REVOKE ALL ON FUNCTION {one} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {one} TO "{WEB}";' for one in SIGNATURES
)
UNSEATED = "".join(f"DROP FUNCTION {one};" for one in [*reversed(SIGNATURES), "event_promote(uuid)"])

# What is read outside the room stays word by word what two people have released: to change it, it is withdrawn first.
# So do where it hangs, its number and its day; the dates of an event alone may move.
WORDS = {
    "event": [
        *("engagement_id", "title", "format", "publicness", "mode", "when", "place"),
        *("invited_by", "lead_question", "summary"),
    ],
    "table": ["event_id", "title", "lead_question", "host", "result"],
    "proposal": ["event_id", "table_id", "number", "text", "addressee", "handed_on"],
    "proposalanswer": ["proposal_id", "text", "given_by", "given_on"],
}


def words_stay(table, columns):
    """The operation after which the web role makes no public row of this table, nor changes the words of a released one."""
    old, new = (", ".join(f'{row}."{column}"' for column in columns) for row in ("OLD", "NEW"))
    name = f"{table}_words_stay"
    return migrations.RunSQL(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $words$ BEGIN"
        f" IF NEW.circle >= event_begins_in(NEW.room_id) OR current_user <> '{WEB}' THEN RETURN NEW; END IF;"
        " IF TG_OP = 'INSERT' THEN IF NEW.circle = 0 THEN"
        " RAISE EXCEPTION 'nothing begins where everybody reads' USING ERRCODE = 'insufficient_privilege'; END IF;"
        f" ELSIF OLD.circle < event_begins_in(OLD.room_id) AND ({old}) IS DISTINCT FROM ({new}) THEN"
        " RAISE EXCEPTION 'words read outside the room are not changed' USING ERRCODE = 'insufficient_privilege';"
        " END IF; RETURN NEW; END $words$;"
        f" CREATE TRIGGER words_stay BEFORE INSERT OR UPDATE ON participation_{table}"
        f" FOR EACH ROW EXECUTE FUNCTION {name}()",
        f"DROP FUNCTION {name}() CASCADE",
    )


OPEN = ["event", "venue", "slot", "table", "eventphoto", "headcount", "proposal", "proposalcontact", "proposalanswer"]
HIS = f"({READS}) OR {CARRIES_KEY}"
OF_TEAM = "room_id = ANY ((SELECT wall_rooms_to(40))::uuid[])"
NAMED = "EXISTS (SELECT FROM participation_question q WHERE q.id = question_id AND event_reads(q.event_id, q.readers))"


class Migration(migrations.Migration):
    """Events, who registers for them, what comes out of them: behind the wall, with narrow ways in for guests."""

    dependencies = [
        ("participation", "0003_contributions"),
        ("engagements", "0011_quick_hits"),
        ("rooms", "0008_versions"),
        ("steering", "0009_one_vote"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Event",
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
                ("title", models.CharField(max_length=160, verbose_name="Titel")),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("auftakt", "Auftaktveranstaltung"),
                            ("einwohnerversammlung", "Einwohnerversammlung"),
                            ("buergerrat", "Bürger*innenrat"),
                            ("grossgruppenforum", "Großgruppenforum"),
                            ("handlungsfeld", "Handlungsfeld-Veranstaltung"),
                            ("konzeptions_workshop", "Konzeptions-Workshop"),
                            ("selbstcheck_workshop", "Selbstcheck-Workshop"),
                            ("diskussionsforum", "Diskussionsforum"),
                            ("dialog", "Dialogveranstaltung"),
                            ("einwohnerdialog_online", "Einwohner*innendialog (online)"),
                            ("world_cafe", "World-Café"),
                            ("zukunftswerkstatt", "Zukunftswerkstatt"),
                            ("open_space", "Open Space"),
                            ("fishbowl", "Fishbowl"),
                            ("runder_tisch", "Runder Tisch"),
                            ("begegnungscafe", "Begegnungscafé"),
                            ("mobiler_dialog", "mobiler Dialog (Frühstücksbus)"),
                            ("ideenworkshop", "Ideenworkshop"),
                            ("fachtag", "Fachtag/Tagung"),
                            ("konferenz", "Konferenz"),
                            ("bilanz", "Bilanzveranstaltung"),
                            ("netzwerktreffen", "Netzwerktreffen"),
                            ("fachaustausch_online", "Online-Fachaustausch"),
                            ("erfahrungswerkstatt", "Erfahrungswerkstatt"),
                            ("fallberatung", "Kollegiale Fallberatung"),
                            ("schulung", "Schulung/Modul"),
                            ("pressegespraech", "Pressegespräch"),
                        ],
                        default="diskussionsforum",
                        max_length=24,
                        verbose_name="Format",
                    ),
                ),
                (
                    "publicness",
                    models.CharField(
                        choices=[
                            ("nicht_oeffentlich", "nicht öffentlich"),
                            ("teiloeffentlich", "teilöffentlich"),
                            ("oeffentlich", "öffentlich"),
                        ],
                        default="teiloeffentlich",
                        max_length=18,
                        verbose_name="Öffentlichkeit",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("praesenz", "Präsenz"),
                            ("online", "online"),
                            ("hybrid", "hybrid"),
                            ("aufsuchend", "aufsuchend"),
                        ],
                        default="praesenz",
                        max_length=10,
                        verbose_name="Form",
                    ),
                ),
                ("begins", models.DateTimeField(blank=True, null=True, verbose_name="Beginn")),
                ("ends", models.DateTimeField(blank=True, null=True, verbose_name="Ende")),
                ("has_times", models.BooleanField(default=True, verbose_name="Uhrzeit steht fest")),
                (
                    "when",
                    models.CharField(
                        blank=True,
                        help_text="Nur, wenn kein Tag feststeht oder bekannt ist.",
                        max_length=120,
                        verbose_name="Wann ungefähr?",
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        help_text="Gemeinde oder Ortsteil; das genaue Haus steht beim Treffpunkt.",
                        max_length=160,
                        verbose_name="Ort",
                    ),
                ),
                ("invited_by", models.CharField(blank=True, max_length=200, verbose_name="Wer lädt ein?")),
                ("lead_question", models.CharField(blank=True, max_length=300, verbose_name="Leitfrage")),
                ("summary", models.TextField(blank=True, max_length=5000, verbose_name="Worum geht es?")),
                ("needs_registration", models.BooleanField(default=True, verbose_name="mit Anmeldung")),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Leer: ohne Grenze.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="Plätze",
                    ),
                ),
                (
                    "registration_until",
                    models.DateField(blank=True, null=True, verbose_name="Anmeldung bis einschließlich"),
                ),
                (
                    "attendance",
                    models.CharField(
                        choices=[
                            ("zaehlen", "nur zählen"),
                            ("liste", "Liste zum Unterschreiben"),
                            ("blaetter", "einzelne Blätter ohne Namensliste"),
                        ],
                        default="zaehlen",
                        max_length=10,
                        verbose_name="Anwesenheit festhalten",
                    ),
                ),
                (
                    "grant_title",
                    models.CharField(
                        blank=True,
                        help_text="Steht so auf der Teilnehmendenliste.",
                        max_length=300,
                        verbose_name="Titel laut Antrag",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("geplant", "geplant"),
                            ("offen", "Anmeldung offen"),
                            ("geschlossen", "Anmeldung geschlossen"),
                            ("durchgefuehrt", "durchgeführt"),
                            ("abgesagt", "abgesagt"),
                        ],
                        default="geplant",
                        editable=False,
                        max_length=14,
                        verbose_name="Stand",
                    ),
                ),
                ("cancelled_on", models.DateField(blank=True, editable=False, null=True, verbose_name="abgesagt am")),
                ("counted", models.JSONField(blank=True, editable=False, null=True)),
                ("age_told", models.CharField(blank=True, editable=False, max_length=14)),
                (
                    "cleared_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="Anmeldungen gelöscht am"),
                ),
                ("last_proposal", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="engagements.engagement",
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
                "verbose_name": "Veranstaltung",
                "verbose_name_plural": "Veranstaltungen",
                "ordering": [models.OrderBy(models.F("begins"), descending=True, nulls_last=True), "-id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="event_is_open"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends__isnull", True),
                            models.Q(("begins__isnull", False), ("ends__gte", models.F("begins"))),
                            _connector="OR",
                        ),
                        name="event_ends_after_begin",
                        violation_error_message="Das Ende liegt vor dem Beginn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("registration_until__isnull", True),
                            ("begins__isnull", True),
                            ("registration_until__lte", django.db.models.functions.datetime.TruncDate("begins")),
                            _connector="OR",
                        ),
                        name="event_registration_ends_before",
                        violation_error_message="Die Anmeldung endet spätestens am Tag der Veranstaltung.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("publicness", "nicht_oeffentlich"), _negated=True),
                            ("circle__gt", 0),
                            _connector="OR",
                        ),
                        name="event_closed_is_not_public",
                        violation_error_message="Eine nicht öffentliche Veranstaltung steht auf keiner öffentlichen Seite.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventDuty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "duty",
                    models.CharField(
                        choices=[
                            ("gastgeber", "Gastgeber*in"),
                            ("verpflegung", "Verpflegung"),
                            ("barrierefreiheit", "Barrierefreiheit und Assistenz"),
                            ("sprachen", "Sprachmittlung"),
                            ("kinder", "Kinderbetreuung"),
                        ],
                        max_length=18,
                        verbose_name="Aufgabe",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="duties", to="participation.event"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Person",
                    ),
                ),
            ],
            options={
                "verbose_name": "Aufgabe bei einer Veranstaltung",
                "verbose_name_plural": "Aufgaben bei Veranstaltungen",
                "ordering": ["duty", "pk"],
                "constraints": [models.UniqueConstraint(fields=("event", "person", "duty"), name="event_duty_once")],
            },
        ),
        migrations.CreateModel(
            name="EventPhoto",
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
                ("shows", models.CharField(max_length=300, verbose_name="Was ist zu sehen?")),
                ("asked_by", models.CharField(max_length=160, verbose_name="Wer hat gefragt? (Rolle)")),
                ("asked_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="gefragt am")),
                ("consent", models.CharField(max_length=300, verbose_name="Wozu haben alle zugestimmt?")),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="participation.event"
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="rooms.file",
                        verbose_name="Foto",
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
                "verbose_name": "Foto",
                "verbose_name_plural": "Fotos",
                "ordering": ["pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="eventphoto_is_open")
                ],
            },
        ),
        migrations.CreateModel(
            name="Headcount",
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
                    "by",
                    models.CharField(
                        choices=[
                            ("gesamt", "insgesamt"),
                            ("geschlecht", "Geschlecht"),
                            ("alter", "Alter (drei Klassen)"),
                            ("alter_jugend", "Alter (Jugendprogramme)"),
                            ("bereich", "Bereich"),
                            ("ehrenamt", "Haupt- und Ehrenamt"),
                            ("erstmals", "erstmals dabei"),
                            ("weg", "vor Ort und online"),
                            ("eigene", "eigene Klassen"),
                        ],
                        default="gesamt",
                        max_length=14,
                        verbose_name="gezählt nach",
                    ),
                ),
                ("cells", models.JSONField(default=list, editable=False)),
                (
                    "how",
                    models.CharField(
                        choices=[("gezaehlt", "gezählt"), ("geschaetzt", "geschätzt"), ("liste", "nach der Liste")],
                        default="gezaehlt",
                        max_length=10,
                        verbose_name="Zählweise",
                    ),
                ),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="headcounts", to="participation.event"
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
                "verbose_name": "Zählung",
                "verbose_name_plural": "Zählungen",
                "ordering": ["pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="headcount_is_open"),
                    models.CheckConstraint(condition=models.Q(("circle", 40)), name="headcount_stays_with_the_team"),
                    models.UniqueConstraint(
                        fields=("event", "by"),
                        name="headcount_once_per_set",
                        violation_error_message="Danach ist schon gezählt.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
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
                ("number", models.PositiveSmallIntegerField(editable=False, verbose_name="Nummer")),
                ("text", models.TextField(max_length=2000, verbose_name="Vorschlag")),
                ("addressee", models.CharField(max_length=200, verbose_name="An wen? (Amt oder Rolle)")),
                ("handed_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="übergeben am")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("eingegangen", "eingegangen"),
                            ("nachgefragt", "nach dem Stand gefragt"),
                            ("beantwortet", "beantwortet"),
                        ],
                        default="eingegangen",
                        editable=False,
                        max_length=12,
                        verbose_name="Stand",
                    ),
                ),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="participation.event"
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
                "verbose_name": "Vorschlag",
                "verbose_name_plural": "Vorschläge",
                "ordering": ["number"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="proposal_is_open"),
                    models.UniqueConstraint(fields=("event", "number"), name="proposal_number_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposalAnswer",
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
                ("text", models.TextField(max_length=5000, verbose_name="Antwort")),
                (
                    "given_by",
                    models.CharField(blank=True, max_length=200, verbose_name="Wer hat geantwortet? (Amt oder Rolle)"),
                ),
                ("given_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="geantwortet am")),
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
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answer", to="participation.proposal"
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
                "verbose_name": "Antwort auf einen Vorschlag",
                "verbose_name_plural": "Antworten auf Vorschläge",
                "ordering": ["pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="proposalanswer_is_open")
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposalContact",
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
                    "email",
                    models.EmailField(
                        help_text="Eine Adresse des Amtes, keine persönliche.",
                        max_length=254,
                        verbose_name="E-Mail der Stelle",
                    ),
                ),
                ("asked_on", models.DateField(blank=True, editable=False, null=True, verbose_name="gefragt am")),
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
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contact", to="participation.proposal"
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
                "verbose_name": "Adresse zu einem Vorschlag",
                "verbose_name_plural": "Adressen zu Vorschlägen",
                "ordering": ["pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="proposalcontact_is_open"),
                    models.CheckConstraint(
                        condition=models.Q(("circle", 40)), name="proposal_contact_stays_with_the_team"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("text", models.CharField(max_length=200, verbose_name="Frage")),
                (
                    "readers",
                    models.CharField(
                        choices=[
                            ("team", "Beratungsteam"),
                            ("gastgeber", "Gastgeber*in"),
                            ("verpflegung", "Verpflegung"),
                            ("barrierefreiheit", "Barrierefreiheit und Assistenz"),
                            ("sprachen", "Sprachmittlung"),
                            ("kinder", "Kinderbetreuung"),
                        ],
                        default="team",
                        max_length=18,
                        verbose_name="Wer liest die Antworten?",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="participation.event"
                    ),
                ),
            ],
            options={
                "verbose_name": "Frage bei der Anmeldung",
                "verbose_name_plural": "Fragen bei der Anmeldung",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Registration",
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
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("email", models.EmailField(max_length=254, verbose_name="E-Mail")),
                ("organisation", models.CharField(blank=True, max_length=160, verbose_name="Organisation")),
                (
                    "persons",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="Personen",
                    ),
                ),
                ("language", models.CharField(default="de", editable=False, max_length=8)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("angemeldet", "mit Platz"),
                            ("warteliste", "auf der Warteliste"),
                            ("abgemeldet", "abgemeldet"),
                        ],
                        default="angemeldet",
                        editable=False,
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "moved_up_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="nachgerückt am"),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="abgemeldet am"),
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
                        related_name="registrations",
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
                "verbose_name": "Anmeldung zur Veranstaltung",
                "verbose_name_plural": "Anmeldungen",
                "ordering": ["created_at", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="registration_is_open"),
                    models.CheckConstraint(condition=models.Q(("circle", 40)), name="registration_stays_with_the_team"),
                    models.CheckConstraint(
                        condition=models.Q(("persons__gte", 1), ("persons__lte", 5)),
                        name="registration_persons_in_bounds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=500, verbose_name="Antwort")),
                (
                    "room",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rooms.room"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="participation.question"
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="participation.registration",
                    ),
                ),
            ],
            options={
                "verbose_name": "Antwort bei der Anmeldung",
                "verbose_name_plural": "Antworten bei der Anmeldung",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("registration", "question"), name="answer_once")],
            },
        ),
        migrations.CreateModel(
            name="Slot",
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
                ("order", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("title", models.CharField(max_length=200, verbose_name="Was geschieht?")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="Minuten"
                    ),
                ),
                (
                    "starts",
                    models.TimeField(
                        blank=True,
                        help_text="Leer: gleich nach dem Schritt davor.",
                        null=True,
                        verbose_name="beginnt fest um",
                    ),
                ),
                ("method", models.CharField(blank=True, max_length=200, verbose_name="Methode")),
                ("material", models.CharField(blank=True, max_length=300, verbose_name="Material")),
                ("by_whom", models.CharField(blank=True, max_length=160, verbose_name="Wer macht es? (Rolle)")),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="slots", to="participation.event"
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
                "verbose_name": "Schritt",
                "verbose_name_plural": "Moderationsplan",
                "ordering": ["order", "pk"],
                "abstract": False,
                "constraints": [models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="slot_is_open")],
            },
        ),
        migrations.CreateModel(
            name="Table",
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
                ("order", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("title", models.CharField(max_length=200, verbose_name="Thema")),
                ("lead_question", models.CharField(blank=True, max_length=300, verbose_name="Leitfrage")),
                ("host", models.CharField(blank=True, max_length=160, verbose_name="Gastgeber*in (Rolle)")),
                ("result", models.TextField(blank=True, max_length=20000, verbose_name="Ergebnis")),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="tables", to="participation.event"
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="tables",
                        to="steering.actionfield",
                        verbose_name="gehört zum Handlungsfeld",
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
                "verbose_name": "Tisch oder Workshop",
                "verbose_name_plural": "Tische und Workshops",
                "ordering": ["order", "pk"],
                "abstract": False,
                "constraints": [models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="table_is_open")],
            },
        ),
        migrations.AddField(
            model_name="proposal",
            name="table",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="proposals",
                to="participation.table",
                verbose_name="vom Tisch",
            ),
        ),
        migrations.CreateModel(
            name="Venue",
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
                ("place_detail", models.CharField(blank=True, max_length=300, verbose_name="Treffpunkt")),
                ("online", models.URLField(blank=True, max_length=400, verbose_name="Zugang online")),
                ("hint", models.CharField(blank=True, max_length=300, verbose_name="Hinweis für Angemeldete")),
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="venue", to="participation.event"
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
                "verbose_name": "Treffpunkt",
                "verbose_name_plural": "Treffpunkte",
                "ordering": ["pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="venue_is_open"),
                    models.CheckConstraint(condition=models.Q(("circle__gt", 0)), name="venue_is_never_public"),
                ],
            },
        ),
        *(
            operation
            for name in OPEN
            for operation in open_room_table(f"participation_{name}", f"participation.{name}")
        ),
        *part_of("participation_eventduty", "participation.eventduty", "participation_event", "event_id"),
        *part_of("participation_question", "participation.question", "participation_event", "event_id"),
        functions(READ),
        # Seats are given and taken by functions alone; the team corrects a name and deletes.
        wall("participation_registration", reads=HIS, inserts="false", updates=OF_TEAM, removes=OF_TEAM),
        keeps_circle("participation_registration"),
        versioned("participation_registration", "participation.registration"),
        # Read by those whom the question names and by whoever answered; nobody changes it.
        wall(
            "participation_answer",
            reads=f"{NAMED} OR event_mine(registration_id)",
            inserts=f"({OF_TEAM} OR event_mine(registration_id)) AND event_asked(question_id, registration_id, room_id)",
            updates="false",
            removes=OF_TEAM,
        ),
        migrations.RunSQL(SEATS + GRANTED, UNSEATED),
        *(words_stay(table, columns) for table, columns in WORDS.items()),
    ]
