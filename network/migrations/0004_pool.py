import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import network.models.peer
import periods.fields
import rooms.ids
from rooms.walls import ACTIVE, TODAY, WEB, functions, keeps_circle, part_of, versioned, wall

# The room of a network is kept by its team, to which its administrators belong; its members read. Nothing is born
# further out than the network: from there it takes two people.
KEEPS = "room_id = ANY ((SELECT wall_team())::uuid[])"

# Who sits in a peer consultation reads it, and nobody else: neither the network nor those who keep it.
PEERS = {
    "wall_peers()": (
        "uuid[]",
        "SELECT coalesce(array_agg(s.consultation_id), '{}') FROM network_peerseat s WHERE s.person_id = wall_person()",
    ),
    "wall_given()": (
        "uuid[]",
        "SELECT coalesce(array_agg(c.id), '{}') FROM network_peerconsultation c WHERE c.giver_id = wall_person()",
    ),
}
GIVES = "giver_id = (SELECT wall_person())"
SITS = "consultation_id = ANY ((SELECT wall_peers())::uuid[])"
GIVEN = "consultation_id = ANY ((SELECT wall_given())::uuid[])"
HERS = "author_id = (SELECT wall_person())"
# Every night, for whoever runs it: the words go with their rows, and the table keeps no versions.
FORGET = f"""
CREATE FUNCTION network_forget_peers() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $forget$
DECLARE
    due uuid[];
BEGIN
    SELECT coalesce(array_agg(id), '{{}}') INTO due FROM network_peerconsultation
     WHERE delete_on <= {TODAY} OR state <> 'beendet' AND created_at < now() - interval '180 days';
    DELETE FROM network_peernote WHERE consultation_id = ANY (due);
    DELETE FROM network_peerseat WHERE consultation_id = ANY (due);
    DELETE FROM network_peerconsultation WHERE id = ANY (due);
    RETURN cardinality(due);
END $forget$;
REVOKE ALL ON FUNCTION network_forget_peers() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION network_forget_peers() TO "{WEB}";
"""

# In the pool: read by the network and by those who put teams together; public by her own consent alone, as long as she
# has an account with which she can take it back, and belongs to the network.
POOL = {
    "pool_stands(who bigint)": (
        "boolean",
        "SELECT EXISTS (SELECT FROM rooms_membership m JOIN accounts_user u ON u.id = m.user_id"
        " JOIN rooms_room r ON r.id = m.room_id WHERE u.id = $1 AND r.kind = 'network'"
        f" AND m.clearance >= 10 AND {ACTIVE})",
    ),
}
ME = "person_id = (SELECT wall_person())"
IN_POOL = """
    person_id = (SELECT wall_person()) OR is_public AND admitted_on IS NOT NULL AND pool_stands(person_id)
    OR room_id = ANY ((SELECT wall_team())::uuid[])
    OR admitted_on IS NOT NULL AND ((SELECT wall_in_network()) OR cardinality((SELECT wall_managed())::uuid[]) > 0)
"""
HER_WORDS = "name kind qualification languages formats availability available_from stated_on"


def told(row, names):
    return ", ".join(f'{row}."{name}"' for name in names.split())


CONSENT = f"""
CREATE FUNCTION pool_consent() RETURNS trigger LANGUAGE plpgsql AS $consent$ BEGIN
    IF current_user <> '{WEB}' THEN
        RETURN NEW;
    END IF;
    IF NEW.person_id <> OLD.person_id OR NEW.room_id <> OLD.room_id THEN
        RAISE EXCEPTION 'a profile stays with its person' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.person_id IS DISTINCT FROM wall_person() AND ({told("NEW", HER_WORDS)}) IS DISTINCT FROM
        ({told("OLD", HER_WORDS)})
    THEN
        RAISE EXCEPTION 'what a profile says its person writes' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.is_public AND NOT OLD.is_public AND NEW.person_id IS DISTINCT FROM wall_person() THEN
        RAISE EXCEPTION 'a profile is made public by its person' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.admitted_on IS DISTINCT FROM OLD.admitted_on AND NOT NEW.room_id = ANY (wall_team())
        AND NEW.admitted_on IS NOT NULL
    THEN
        RAISE EXCEPTION 'nobody takes herself into the pool' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $consent$;
CREATE TRIGGER pool_consent BEFORE UPDATE ON network_poolprofile FOR EACH ROW EXECUTE FUNCTION pool_consent();
"""

# Whoever is asked reads what was written for her, and not what the team noted about her; she says yes or no. What she
# was asked stays as it was asked, and nobody answers for her.
ASKED = {
    "pool_asked()": (
        "TABLE (id uuid, room_id uuid, circle smallint, author_id bigint, shared_on date, created_at timestamptz,"
        " changed_at timestamptz, version integer, engagement_id uuid, profile_id uuid, asked_person_id bigint,"
        " name varchar, role varchar, message text, state varchar, asked_at timestamptz, answered_at timestamptz,"
        " own_conflict text, answer text)",
        "SELECT r.id, r.room_id, r.circle, r.author_id, r.shared_on, r.created_at, r.changed_at, r.version,"
        " r.engagement_id, r.profile_id, r.asked_person_id, r.name, r.role, r.message, r.state, r.asked_at,"
        " r.answered_at, r.own_conflict, r.answer FROM network_poolrequest r"
        " WHERE r.asked_person_id = wall_person() AND r.state <> 'vorgemerkt' ORDER BY r.asked_at DESC, r.id DESC",
    ),
}
THE_QUESTION = "room_id engagement_id profile_id asked_person_id name role conflict_note message asked_at"
HER_ANSWER = "own_conflict answer answered_at"
ANSWERS = f"""
CREATE FUNCTION pool_answer(key uuid, said text, against text, words text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $answer$ BEGIN
    UPDATE network_poolrequest r SET state = said, own_conflict = left(against, 1000), answer = left(words, 1000),
           answered_at = clock_timestamp(), changed_at = clock_timestamp(), version = r.version + 1
     WHERE r.id = key AND r.asked_person_id = wall_person() AND r.state = 'angefragt'
       AND said IN ('zugesagt', 'abgesagt');
    RETURN FOUND;
END $answer$;
REVOKE ALL ON FUNCTION pool_answer(uuid, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pool_answer(uuid, text, text, text) TO "{WEB}";
CREATE FUNCTION pool_request_stays() RETURNS trigger LANGUAGE plpgsql AS $stays$ BEGIN
    IF current_user <> '{WEB}' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'vorgemerkt' OR NEW.answered_at IS NOT NULL THEN
            RAISE EXCEPTION 'a request begins unasked' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> 'vorgemerkt' AND ({told("NEW", THE_QUESTION)}) IS DISTINCT FROM ({told("OLD", THE_QUESTION)}) THEN
        RAISE EXCEPTION 'what was asked stays as it was asked' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF ({told("NEW", HER_ANSWER)}) IS DISTINCT FROM ({told("OLD", HER_ANSWER)})
        OR NEW.state <> OLD.state AND (NEW.state IN ('zugesagt', 'abgesagt')
                                       OR NEW.state = 'eingeladen' AND OLD.state <> 'zugesagt')
    THEN
        RAISE EXCEPTION 'nobody answers for her' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $stays$;
CREATE TRIGGER pool_request_stays BEFORE INSERT OR UPDATE ON network_poolrequest
    FOR EACH ROW EXECUTE FUNCTION pool_request_stays();
"""
UNANSWERED = "DROP FUNCTION pool_answer(uuid, text, text, text); DROP FUNCTION pool_request_stays() CASCADE"

# What everybody reads of a work stays word by word what two people have released: to change it, it is taken back first.
WORK = (
    "title kind authors published published_edtf published_from published_until edition licence phase themes summary"
    " url source"
)
SHELVED = f"""
CREATE FUNCTION library_words_stay() RETURNS trigger LANGUAGE plpgsql AS $words$ BEGIN
    IF current_user = '{WEB}' AND NEW.circle = 0 AND ({told("NEW", WORK)}) IS DISTINCT FROM ({told("OLD", WORK)}) THEN
        RAISE EXCEPTION 'words everybody reads are not changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $words$;
CREATE TRIGGER words_stay BEFORE UPDATE ON network_libraryitem FOR EACH ROW EXECUTE FUNCTION library_words_stay();
"""


def kept(table, label):
    """What a table of rows kept by the team of a network needs: its wall, the two who let a row out, and its past."""
    return [
        wall(table, inserts=f"{KEEPS} AND circle >= 10", updates=KEEPS),
        keeps_circle(table),
        versioned(table, label),
    ]


class Migration(migrations.Migration):
    """Peer consultations, the pool and its courses, the library, the meetings of a network."""

    dependencies = [
        ("network", "0003_members"),
        ("participation", "0004_events"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Course",
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
                ("title", models.CharField(max_length=200, verbose_name="Titel")),
                ("period", periods.fields.PeriodField(blank=True, max_length=120, verbose_name="Zeitraum")),
                (
                    "needed",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="Module für das Zertifikat",
                    ),
                ),
                ("summary", models.TextField(blank=True, max_length=3000, verbose_name="Worum geht es?")),
                ("issuer", models.CharField(blank=True, max_length=200, verbose_name="Wer das Zertifikat ausstellt")),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="courses", to="network.network"
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
                "verbose_name": "Lehrgang",
                "verbose_name_plural": "Lehrgänge",
                "abstract": False,
                "constraints": [models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="course_is_open")],
            },
        ),
        migrations.CreateModel(
            name="CourseModule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="Modul")),
                ("when", periods.fields.PeriodField(blank=True, max_length=120, verbose_name="Termin")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="Ort")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "when_edtf",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=60, verbose_name="Zeitangabe nach EDTF"
                    ),
                ),
                ("when_from", models.DateField(blank=True, editable=False, null=True, verbose_name="frühester Tag")),
                ("when_until", models.DateField(blank=True, editable=False, null=True, verbose_name="spätester Tag")),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="modules", to="network.course"
                    ),
                ),
            ],
            options={
                "verbose_name": "Modul",
                "verbose_name_plural": "Module",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CourseParticipant",
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
                ("comes_from", models.CharField(blank=True, max_length=200, verbose_name="Kommune oder Organisation")),
                (
                    "certified_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="Zertifikat vom"),
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
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="participants", to="network.course"
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
                "verbose_name": "Teilnehmer*in eines Lehrgangs",
                "verbose_name_plural": "Teilnehmende eines Lehrgangs",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="courseparticipant_is_open")
                ],
            },
        ),
        migrations.CreateModel(
            name="LibraryItem",
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
                ("title", models.CharField(max_length=240, verbose_name="Titel")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("handbuch", "Handbuch"),
                            ("methodenblatt", "Methodenblatt"),
                            ("publikation", "Publikation"),
                            ("vorlage", "Vorlage"),
                            ("dokumentation", "Dokumentation"),
                        ],
                        max_length=14,
                        verbose_name="Art",
                    ),
                ),
                ("authors", models.CharField(blank=True, max_length=240, verbose_name="Herausgegeben von")),
                ("published", periods.fields.PeriodField(blank=True, max_length=120, verbose_name="Erschienen")),
                ("edition", models.CharField(blank=True, max_length=80, verbose_name="Fassung")),
                (
                    "licence",
                    models.CharField(
                        choices=[
                            ("cc0", "CC0, frei für alle"),
                            ("cc-by", "CC BY, frei mit Namensnennung"),
                            ("cc-by-sa", "CC BY-SA, frei mit Namensnennung, Weitergabe gleich"),
                            ("cc-by-nc", "CC BY-NC, frei mit Namensnennung, nicht kommerziell"),
                            ("vorbehalten", "alle Rechte vorbehalten"),
                            ("unbekannt", "nicht genannt"),
                        ],
                        default="unbekannt",
                        max_length=12,
                        verbose_name="Lizenz",
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("auftrag", "Anfrage und Auftrag"),
                            ("analyse", "Analyse"),
                            ("konzept", "Handlungskonzept"),
                            ("umsetzung", "Umsetzung"),
                            ("auswertung", "Auswertung und Transfer"),
                            ("durchgehend", "durchgehend"),
                        ],
                        max_length=12,
                        verbose_name="Für welche Phase?",
                    ),
                ),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("unterbringung", "Unterbringung, Gemeinschaftsunterkunft"),
                                ("versorgung_gefluechtete", "Versorgung von Geflüchteten"),
                                ("integration_teilhabe", "Integration und Teilhabe"),
                                ("rechtsruck", "Rechtsruck, Rechtsextremismus"),
                                ("fremdenfeindlichkeit", "Fremdenfeindlichkeit, Rassismus"),
                                ("abwanderung", "Wegzug junger (Fach-)Kräfte"),
                                ("oeffentlicher_raum", "Konflikte im öffentlichen Raum"),
                                ("sicherheitsgefuehl", "Sicherheitsgefühl"),
                                ("ehrenamt", "Ehrenamt, Überlastung"),
                                ("demokratieverlust", "Verlust von Demokratiefähigkeit und Verantwortungsübernahme"),
                                ("spaltung", "Polarisierung, Spaltung"),
                                ("wandel_vielfalt", "Umgang mit Wandel und Vielfalt"),
                                ("selbstwirksamkeit", "Selbstwirksamkeit"),
                                ("desintegration", "Gesellschaftliche Desintegration"),
                                ("verwaltungszugang", "Zugang zu Angeboten, Formulare, Sprache"),
                                ("energiewende", "Energiewende, Windkraft"),
                                ("klima", "Klimafolgen, Umweltschutz"),
                                ("strukturwandel", "Strukturwandel"),
                                ("pandemie", "Pandemie"),
                                ("erinnerungskultur", "Erinnerungskultur"),
                                ("schule_quartier", "Schule und Quartier"),
                                ("sicherheit_ordnung", "Sicherheit und Ordnung"),
                                ("verkehr", "Verkehr"),
                                ("investitionen", "Öffentliche Investitionen"),
                                ("soziale_ungleichheit", "Soziale Ungleichheit"),
                                ("zukunftsfragen_stadt", "Zukunftsfragen der Stadt"),
                                ("armut", "Armut"),
                                ("gentrifizierung", "Gentrifizierung"),
                                ("gebietsreform", "Gebietsreform"),
                                ("infrastruktur_bau", "Infrastruktur, Bauvorhaben"),
                                ("anfeindung_mandat", "Anfeindungen gegen Mandats- und Amtsträger*innen"),
                            ],
                            max_length=30,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Themen",
                    ),
                ),
                ("summary", models.TextField(blank=True, max_length=3000, verbose_name="Worum geht es?")),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="Adresse im Netz")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="Quelle dieser Angaben")),
                (
                    "published_edtf",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=60, verbose_name="Zeitangabe nach EDTF"
                    ),
                ),
                (
                    "published_from",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="frühester Tag"),
                ),
                (
                    "published_until",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="spätester Tag"),
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
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="rooms.file",
                        verbose_name="Datei",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="library", to="network.network"
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
                "verbose_name": "Werk der Bibliothek",
                "verbose_name_plural": "Werke der Bibliothek",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="libraryitem_is_open")
                ],
            },
        ),
        migrations.CreateModel(
            name="ModuleAttendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="network.coursemodule"
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendance",
                        to="network.courseparticipant",
                    ),
                ),
            ],
            options={
                "verbose_name": "Teilnahme an einem Modul",
                "verbose_name_plural": "Teilnahmen an Modulen",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("participant", "module"), name="module_attendance_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="NetworkMeeting",
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
                        choices=[
                            ("netzwerktreffen", "Netzwerktreffen"),
                            ("online_fachaustausch", "Online-Fachaustausch"),
                            ("fachtagung", "Fachtagung"),
                            ("tandembesuch", "Tandembesuch"),
                            ("fallberatung", "Kollegiale Fallberatung"),
                        ],
                        default="netzwerktreffen",
                        max_length=24,
                        verbose_name="Art",
                    ),
                ),
                ("edition", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="das wievielte?")),
                ("planned", periods.fields.PeriodField(blank=True, max_length=120, verbose_name="geplant für")),
                ("open_questions", models.TextField(blank=True, max_length=3000, verbose_name="Offene Fragen")),
                ("evaluation", models.TextField(blank=True, max_length=3000, verbose_name="Auswertung")),
                ("next_time", periods.fields.PeriodField(blank=True, max_length=120, verbose_name="nächster Termin")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="Quelle")),
                (
                    "planned_edtf",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=60, verbose_name="Zeitangabe nach EDTF"
                    ),
                ),
                ("planned_from", models.DateField(blank=True, editable=False, null=True, verbose_name="frühester Tag")),
                (
                    "planned_until",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="spätester Tag"),
                ),
                (
                    "next_time_edtf",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=60, verbose_name="Zeitangabe nach EDTF"
                    ),
                ),
                (
                    "next_time_from",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="frühester Tag"),
                ),
                (
                    "next_time_until",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="spätester Tag"),
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
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="network_meeting",
                        to="participation.event",
                    ),
                ),
                (
                    "host_place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="municipalities.place",
                        verbose_name="gastgebende Kommune",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="meetings", to="network.network"
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
                "verbose_name": "Treffen des Netzwerks",
                "verbose_name_plural": "Treffen des Netzwerks",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="networkmeeting_is_open")
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingPresence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="Kommune oder Organisation")),
                ("heads", models.PositiveSmallIntegerField(default=1, verbose_name="Personen")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="network.networkmeeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "Teilnahme einer Kommune",
                "verbose_name_plural": "Teilnahme der Kommunen",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "name"),
                        name="meeting_presence_once",
                        violation_error_message="Diese Kommune steht schon in der Liste.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PeerConsultation",
            fields=[
                ("id", models.UUIDField(default=rooms.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120, verbose_name="Überschrift, ohne Ort und Namen")),
                ("case", models.TextField(max_length=5000, verbose_name="Der Fall, verfremdet")),
                ("question", models.CharField(blank=True, max_length=300, verbose_name="Schlüsselfrage")),
                ("takeaway", models.TextField(blank=True, max_length=3000, verbose_name="Was ich mitnehme")),
                ("minutes", models.JSONField(default=network.models.peer.usual_minutes)),
                (
                    "state",
                    models.CharField(
                        choices=[("geplant", "geplant"), ("laeuft", "läuft"), ("beendet", "beendet")],
                        default="geplant",
                        editable=False,
                        max_length=8,
                        verbose_name="Stand",
                    ),
                ),
                ("starts", models.DateTimeField(blank=True, null=True, verbose_name="Termin")),
                ("started_at", models.DateTimeField(editable=False, null=True)),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                ("delete_on", models.DateField(editable=False, null=True, verbose_name="wird gelöscht am")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "giver",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consultations",
                        to="network.network",
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
                "verbose_name": "Kollegiale Fallberatung",
                "verbose_name_plural": "Kollegiale Fallberatungen",
                "ordering": ["-created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "laeuft"), _negated=True), ("started_at__isnull", False), _connector="OR"
                        ),
                        name="peer_runs_since",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PeerNote",
            fields=[
                ("id", models.UUIDField(default=rooms.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("frage", "Rückfrage"), ("hypothese", "Hypothese"), ("idee", "Idee")],
                        default="idee",
                        max_length=10,
                        verbose_name="Was?",
                    ),
                ),
                ("text", models.CharField(max_length=600, verbose_name="Ihr Beitrag")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="network.peerconsultation"
                    ),
                ),
            ],
            options={
                "verbose_name": "Beitrag zur Fallberatung",
                "verbose_name_plural": "Beiträge zur Fallberatung",
                "ordering": ["created_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PeerSeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seats", to="network.peerconsultation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "Teilnehmer*in einer Fallberatung",
                "verbose_name_plural": "Teilnehmende einer Fallberatung",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("consultation", "person"), name="peer_seat_once")],
            },
        ),
        migrations.CreateModel(
            name="PoolProfile",
            fields=[
                ("id", models.UUIDField(default=rooms.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120, verbose_name="Name, wie er im Pool stehen soll")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("beratung", "Berater*in"),
                            ("mediation", "Mediator*in"),
                            ("beides", "Berater*in und Mediator*in"),
                        ],
                        default="beratung",
                        max_length=10,
                        verbose_name="Als was?",
                    ),
                ),
                ("qualification", models.TextField(max_length=2000, verbose_name="Qualifikation und Erfahrung")),
                (
                    "languages",
                    models.CharField(
                        default="Deutsch",
                        help_text="Mit Komma getrennt, zum Beispiel „Deutsch, Türkisch“",
                        max_length=200,
                        verbose_name="Sprachen",
                    ),
                ),
                (
                    "formats",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("vor_ort", "vor Ort"),
                                ("online", "online"),
                                ("aufsuchend", "aufsuchend"),
                                ("tandem", "im Tandem"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Wie?",
                    ),
                ),
                (
                    "availability",
                    models.CharField(
                        choices=[("frei", "hat Zeit"), ("spaeter", "hat später Zeit"), ("belegt", "zurzeit nicht")],
                        default="frei",
                        max_length=8,
                        verbose_name="Zeit",
                    ),
                ),
                ("available_from", models.DateField(blank=True, null=True, verbose_name="Zeit ab")),
                (
                    "stated_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, editable=False, verbose_name="Angabe vom"
                    ),
                ),
                ("admitted_on", models.DateField(editable=False, null=True, verbose_name="im Pool seit")),
                ("is_public", models.BooleanField(default=False, editable=False, verbose_name="öffentlich")),
                ("consented_at", models.DateTimeField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "network",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pool",
                        to="network.network",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pool_profiles",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "regions",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="municipalities.place", verbose_name="Länder"
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
                "verbose_name": "Profil im Pool",
                "verbose_name_plural": "Profile im Pool",
                "constraints": [
                    models.UniqueConstraint(fields=("network", "person"), name="pool_profile_once"),
                    models.CheckConstraint(
                        condition=models.Q(("is_public", False), ("consented_at__isnull", False), _connector="OR"),
                        name="pool_public_by_consent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PoolRequest",
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
                ("name", models.CharField(editable=False, max_length=120, verbose_name="Name")),
                (
                    "role",
                    models.CharField(
                        choices=[("advisor", "Berater*in"), ("process", "Referent*in")],
                        default="advisor",
                        max_length=10,
                        verbose_name="Rolle im Team",
                    ),
                ),
                (
                    "conflict_note",
                    models.TextField(
                        help_text="Wohnt, arbeitet oder kandidiert sie dort, kennt sie Beteiligte? Auch „geprüft, nichts bekannt“.",
                        max_length=1000,
                        verbose_name="Befangenheit: Was könnte dagegen sprechen?",
                    ),
                ),
                (
                    "message",
                    models.TextField(
                        help_text="So viel, wie sie für ihre Antwort braucht; noch ist sie nicht im Raum.",
                        max_length=2000,
                        verbose_name="Worum geht es? Das liest die Person",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("vorgemerkt", "vorgemerkt"),
                            ("angefragt", "angefragt"),
                            ("zugesagt", "zugesagt"),
                            ("abgesagt", "abgesagt"),
                            ("zurueckgezogen", "zurückgezogen"),
                            ("eingeladen", "eingeladen"),
                        ],
                        default="vorgemerkt",
                        editable=False,
                        max_length=14,
                        verbose_name="Stand",
                    ),
                ),
                ("asked_at", models.DateTimeField(editable=False, null=True)),
                ("answered_at", models.DateTimeField(editable=False, null=True)),
                (
                    "own_conflict",
                    models.TextField(blank=True, max_length=1000, verbose_name="Was aus Ihrer Sicht dagegen spricht"),
                ),
                ("answer", models.TextField(blank=True, max_length=1000, verbose_name="Ihre Antwort in Worten")),
                (
                    "asked_person",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "engagement",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pool_requests",
                        to="engagements.engagement",
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="network.poolprofile",
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
                "verbose_name": "Anfrage an den Pool",
                "verbose_name_plural": "Anfragen an den Pool",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="poolrequest_is_open"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["vorgemerkt", "angefragt", "zugesagt", "eingeladen"])),
                        fields=("engagement", "profile"),
                        name="pool_request_one_open",
                        violation_error_message="Diese Person steht schon auf der Liste.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SuccessFactor",
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
                ("text", models.CharField(max_length=300, verbose_name="Was hat geholfen?")),
                ("evidence", models.CharField(blank=True, max_length=500, verbose_name="Woran war es zu sehen?")),
                (
                    "theme",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unterbringung", "Unterbringung, Gemeinschaftsunterkunft"),
                            ("versorgung_gefluechtete", "Versorgung von Geflüchteten"),
                            ("integration_teilhabe", "Integration und Teilhabe"),
                            ("rechtsruck", "Rechtsruck, Rechtsextremismus"),
                            ("fremdenfeindlichkeit", "Fremdenfeindlichkeit, Rassismus"),
                            ("abwanderung", "Wegzug junger (Fach-)Kräfte"),
                            ("oeffentlicher_raum", "Konflikte im öffentlichen Raum"),
                            ("sicherheitsgefuehl", "Sicherheitsgefühl"),
                            ("ehrenamt", "Ehrenamt, Überlastung"),
                            ("demokratieverlust", "Verlust von Demokratiefähigkeit und Verantwortungsübernahme"),
                            ("spaltung", "Polarisierung, Spaltung"),
                            ("wandel_vielfalt", "Umgang mit Wandel und Vielfalt"),
                            ("selbstwirksamkeit", "Selbstwirksamkeit"),
                            ("desintegration", "Gesellschaftliche Desintegration"),
                            ("verwaltungszugang", "Zugang zu Angeboten, Formulare, Sprache"),
                            ("energiewende", "Energiewende, Windkraft"),
                            ("klima", "Klimafolgen, Umweltschutz"),
                            ("strukturwandel", "Strukturwandel"),
                            ("pandemie", "Pandemie"),
                            ("erinnerungskultur", "Erinnerungskultur"),
                            ("schule_quartier", "Schule und Quartier"),
                            ("sicherheit_ordnung", "Sicherheit und Ordnung"),
                            ("verkehr", "Verkehr"),
                            ("investitionen", "Öffentliche Investitionen"),
                            ("soziale_ungleichheit", "Soziale Ungleichheit"),
                            ("zukunftsfragen_stadt", "Zukunftsfragen der Stadt"),
                            ("armut", "Armut"),
                            ("gentrifizierung", "Gentrifizierung"),
                            ("gebietsreform", "Gebietsreform"),
                            ("infrastruktur_bau", "Infrastruktur, Bauvorhaben"),
                            ("anfeindung_mandat", "Anfeindungen gegen Mandats- und Amtsträger*innen"),
                        ],
                        max_length=30,
                        verbose_name="Thema",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="Quelle")),
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
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="factors",
                        to="network.networkmeeting",
                        verbose_name="beim Treffen",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="factors", to="network.network"
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
                "verbose_name": "Erfolgsfaktor",
                "verbose_name_plural": "Erfolgsfaktoren",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="successfactor_is_open")
                ],
            },
        ),
        functions(PEERS),
        wall(
            "network_peerconsultation",
            reads=f"{GIVES} OR id = ANY ((SELECT wall_peers())::uuid[])",
            writes=GIVES,
            inserts=f"{GIVES} AND (SELECT wall_in_network())",
        ),
        wall("network_peerseat", reads=f"{SITS} OR {GIVEN}", writes=GIVEN),
        wall("network_peernote", reads=SITS, inserts=f"{SITS} AND {HERS}", updates="false", removes=HERS),
        migrations.RunSQL(FORGET, "DROP FUNCTION network_forget_peers()"),
        functions(POOL),
        wall(
            "network_poolprofile",
            reads=IN_POOL,
            inserts=f"{ME} AND (SELECT wall_in_network()) AND NOT is_public AND admitted_on IS NULL",
            updates=f"{ME} OR {KEEPS}",
        ),
        migrations.RunSQL(CONSENT, "DROP FUNCTION pool_consent() CASCADE"),
        wall("network_poolrequest", inserts=KEEPS, updates=KEEPS),
        functions(ASKED),
        migrations.RunSQL(ANSWERS, UNANSWERED),
        keeps_circle("network_poolrequest"),
        versioned("network_poolrequest", "network.poolrequest"),
        *kept("network_course", "network.course"),
        *part_of("network_coursemodule", "network.coursemodule", "network_course", "course_id"),
        *kept("network_courseparticipant", "network.courseparticipant"),
        *part_of("network_moduleattendance", "network.moduleattendance", "network_courseparticipant", "participant_id"),
        *kept("network_libraryitem", "network.libraryitem"),
        migrations.RunSQL(SHELVED, "DROP FUNCTION library_words_stay() CASCADE"),
        *kept("network_networkmeeting", "network.networkmeeting"),
        *part_of("network_meetingpresence", "network.meetingpresence", "network_networkmeeting", "meeting_id"),
        *kept("network_successfactor", "network.successfactor"),
    ]
