from importlib import import_module

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import network.models.help
import rooms.ids
from rooms.walls import IS_MEMBER, READS, TODAY, functions, keeps_circle, versioned, wall

WEB = settings.DATABASE_WEB_ROLE
SOON = f"BETWEEN {TODAY} AND {TODAY} + 30"
KEEPS = "room_id = ANY ((SELECT wall_team())::uuid[])"
HERS = "author_id = (SELECT wall_person())"
OFFERS = "person_id = (SELECT wall_person())"
IN_NETWORK = "(SELECT wall_in_network())"
ITS_ROOM = "room_id = (SELECT n.room_id FROM network_network n WHERE n.id = network_helprequest.network_id)"
WAITS = "i.state IN ('neu', 'klaerung') AND i.answered_at IS NULL"

HELP = {
    # Whether somebody can offer help: it is open, its day has not passed, and whoever asked is still there to read it.
    "help_taken(key uuid)": (
        "boolean",
        "SELECT EXISTS (SELECT FROM network_helprequest r WHERE r.id = $1 AND r.state = 'offen'"
        f" AND r.until >= {TODAY} AND r.author_id <> wall_person() AND pool_stands(r.author_id))",
    ),
    "wall_asked()": (
        "uuid[]",
        "SELECT coalesce(array_agg(r.id), '{}') FROM network_helprequest r"
        " WHERE r.author_id = wall_person() AND wall_in_network()",
    ),
    "wall_helped()": (
        "uuid[]",
        "SELECT coalesce(array_agg(r.id), '{}') FROM network_helprequest r WHERE r.room_id = ANY (wall_team())",
    ),
}
ASKED = "request_id = ANY ((SELECT wall_asked())::uuid[])"
KEPT = "request_id = ANY ((SELECT wall_helped())::uuid[])"

HER_WORDS = "kind question text theme phase language land_id size until has_helped what_helped"
WHOSE = "author_id room_id network_id created_at"


def told(row, names):
    return ", ".join(f'{row}."{name}"' for name in names.split())


# What somebody asks she writes herself, and how it ended stays; whoever keeps the network can only take it out, and
# take up what has helped. A profile is named while it is released, to whoever reads the network.
STAYS = f"""
CREATE FUNCTION help_stays() RETURNS trigger LANGUAGE plpgsql AS $stays$ BEGIN
    IF current_user <> '{WEB}' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'offen' OR NEW.what_helped <> '' OR NEW.factor_id IS NOT NULL THEN
            RAISE EXCEPTION 'a request begins open' USING ERRCODE = 'insufficient_privilege';
        END IF;
    ELSE
        IF ({told("NEW", WHOSE)}) IS DISTINCT FROM ({told("OLD", WHOSE)}) THEN
            RAISE EXCEPTION 'a request stays with whoever asked' USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF ({told("NEW", HER_WORDS)}) IS DISTINCT FROM ({told("OLD", HER_WORDS)})
            AND (NEW.author_id IS DISTINCT FROM wall_person() OR OLD.closed_at IS NOT NULL)
        THEN
            RAISE EXCEPTION 'what is asked its author writes' USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF NEW.state <> OLD.state AND (OLD.closed_at IS NOT NULL
            OR NEW.author_id IS DISTINCT FROM wall_person() AND NEW.state <> 'zurueckgezogen')
        THEN
            RAISE EXCEPTION 'how it ends its author says' USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF NEW.factor_id IS DISTINCT FROM OLD.factor_id AND NOT NEW.room_id = ANY (wall_team()) THEN
            RAISE EXCEPTION 'whoever keeps the network takes it up' USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF NEW.author_id IS DISTINCT FROM wall_person()
            AND (NEW.member_id IS NOT NULL AND NEW.member_id IS DISTINCT FROM OLD.member_id
                 OR NEW.profile_id IS NOT NULL AND NEW.profile_id IS DISTINCT FROM OLD.profile_id)
        THEN
            RAISE EXCEPTION 'whom it is for its author says' USING ERRCODE = 'insufficient_privilege';
        END IF;
    END IF;
    IF NEW.profile_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.profile_id IS DISTINCT FROM OLD.profile_id)
        AND NOT EXISTS (SELECT FROM network_profileedition e WHERE e.profile_id = NEW.profile_id
                           AND e.state = 'veroeffentlicht' AND e.circle <= 10 AND e.step <> 'gezaehlt')
    THEN
        RAISE EXCEPTION 'a consultation is named once it is released' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $stays$;
CREATE TRIGGER help_stays BEFORE INSERT OR UPDATE ON network_helprequest
    FOR EACH ROW EXECUTE FUNCTION help_stays();
CREATE FUNCTION help_offer_stays() RETURNS trigger LANGUAGE plpgsql AS $stays$ BEGIN
    IF current_user = '{WEB}' AND (NEW.id, NEW.request_id, NEW.person_id, NEW.words, NEW.created_at)
        IS DISTINCT FROM (OLD.id, OLD.request_id, OLD.person_id, OLD.words, OLD.created_at)
    THEN
        RAISE EXCEPTION 'an offer stays as it was made' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $stays$;
CREATE TRIGGER help_offer_stays BEFORE UPDATE ON network_helpoffer
    FOR EACH ROW EXECUTE FUNCTION help_offer_stays();
"""
LOOSE = "DROP FUNCTION help_stays() CASCADE; DROP FUNCTION help_offer_stays() CASCADE"

# As in 0006, and with it: profiles that wait for a signature, acute requests on their way of 72 hours, agreements
# whose term ends. Numbers, no rows and no names; and the hour by which somebody must have an answer.
BEFORE = {"network_waiting()": import_module("network.migrations.0006_site").FUNCTIONS["network_waiting()"]}
WAITING = {
    "network_waiting()": (
        "TABLE (organisation text, organisation_key bigint, releases bigint, editions bigint, requests bigint,"
        " late bigint, acute bigint, acute_by timestamptz, seats bigint, memberships bigint, agreements bigint)",
        f"""
        SELECT coalesce(nullif(o.short_name, ''), o.name), o.id,
               (SELECT count(*) FROM rooms_release x JOIN rooms_room r ON r.id = x.room_id
                 WHERE r.organisation_id = o.id AND x.state = 'vorgeschlagen'),
               (SELECT count(*) FROM network_profileedition e JOIN rooms_room r ON r.id = e.room_id
                 WHERE r.organisation_id = o.id AND e.state = 'wartet'),
               asked.n, asked.late, asked.acute, asked.acute_by,
               (SELECT count(*) FROM stakeholders_term t JOIN stakeholders_body b ON b.id = t.body_id
                  JOIN rooms_room r ON r.id = b.room_id WHERE r.organisation_id = o.id AND t.period_until {SOON}),
               (SELECT count(*) FROM rooms_membership m JOIN rooms_room r ON r.id = m.room_id
                 WHERE r.organisation_id = o.id AND m.ends_on {SOON}),
               (SELECT count(*) FROM engagements_agreement a JOIN rooms_room r ON r.id = a.room_id
                 WHERE r.organisation_id = o.id AND a.state IN ('unterzeichnet', 'in_kraft') AND a.term_until {SOON})
          FROM accounts_organisation o
          CROSS JOIN LATERAL (
               SELECT count(*) AS n, count(*) FILTER (WHERE i.answer_by < now()) AS late,
                      count(*) FILTER (WHERE i.is_acute) AS acute, min(i.answer_by) FILTER (WHERE i.is_acute) AS acute_by
                 FROM network_inquiry i JOIN rooms_room r ON r.id = i.room_id
                WHERE r.organisation_id = o.id AND {WAITS}) asked
         WHERE wall_administers()
        """,
    ),
}

# The file of a work is for everybody as long as the work is, and only where its name and its hash stand in the words
# two people have released: what was public before stays without its file until it is released anew.
FILES = {
    "library_file(work uuid)": (
        "TABLE (room_id uuid, name varchar, content_type varchar, size bigint, sha256 varchar, content varchar)",
        "SELECT f.room_id, f.name, f.content_type, f.size, f.sha256, f.content FROM network_libraryitem w"
        " JOIN rooms_file f ON f.id = w.file_id WHERE w.id = $1 AND w.circle = 0 AND f.circle < 50"
        " AND EXISTS (SELECT FROM rooms_release x WHERE x.kind = 'network.libraryitem' AND x.key = w.id"
        " AND x.room_id = w.room_id AND x.state = 'freigegeben' AND x.to_circle = 0 AND NOT x.is_edition"
        " AND x.content @> jsonb_build_array(jsonb_build_array('Datei', f.name || ', SHA-256 ' || f.sha256)))",
    ),
}
SHELVED = import_module("network.migrations.0004_pool").SHELVED.split("CREATE TRIGGER")[0]
SHELVED = SHELVED.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
WITH_FILE = SHELVED
for row in ("NEW", "OLD"):
    WITH_FILE = WITH_FILE.replace(f'{row}."source")', f'{row}."source", {row}.file_id)')


# Whoever gave the case reads and deletes what the others wrote to it, also once she no longer sits in it.
SITS, GIVEN = (getattr(import_module("network.migrations.0004_pool"), name) for name in ("SITS", "GIVEN"))
NOTES = [
    f"ALTER POLICY wall_read ON network_peernote USING ({SITS} OR {GIVEN})",
    f"ALTER POLICY wall_remove ON network_peernote USING ({HERS} OR {GIVEN})",
]
NOTES_BEFORE = [
    f"ALTER POLICY wall_read ON network_peernote USING ({SITS})",
    f"ALTER POLICY wall_remove ON network_peernote USING ({HERS})",
]


class Migration(migrations.Migration):
    """Requests for help among the members of a network, and more of what waits for those who keep it."""

    dependencies = [
        ("network", "0006_site"),
        ("municipalities", "0001_initial"),
        ("rooms", "0008_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HelpRequest",
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
                            ("mediation", "Mediator*in, auch als zweite Person"),
                            ("beratung", "Berater*in"),
                            ("sprachmittlung", "Sprachmittlung"),
                            ("methode", "Methode oder Material"),
                            ("erfahrung", "Erfahrung mit einem Thema"),
                            ("gleiche_lage", "Austausch mit jemandem, der das schon hinter sich hat"),
                        ],
                        max_length=16,
                        verbose_name="Was brauchen Sie?",
                    ),
                ),
                ("question", models.CharField(max_length=200, verbose_name="Ihre Bitte in einem Satz")),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="Worum geht es?")),
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
                        verbose_name="Phase",
                    ),
                ),
                (
                    "language",
                    models.CharField(blank=True, max_length=60, verbose_name="Sprache, falls eine gebraucht wird"),
                ),
                ("size", models.CharField(blank=True, max_length=12, verbose_name="Größe der Kommune")),
                ("until", models.DateField(default=network.models.help.usual_end, verbose_name="Bis wann?")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offen", "offen"),
                            ("vermittelt", "vermittelt"),
                            ("abgeschlossen", "abgeschlossen"),
                            ("zurueckgezogen", "zurückgezogen"),
                        ],
                        default="offen",
                        editable=False,
                        max_length=14,
                        verbose_name="Stand",
                    ),
                ),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
                ("has_helped", models.BooleanField(editable=False, null=True, verbose_name="Hat es geholfen?")),
                ("what_helped", models.CharField(blank=True, max_length=300, verbose_name="Was hat geholfen?")),
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
                    "factor",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="help_request",
                        to="network.successfactor",
                    ),
                ),
                (
                    "land",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="municipalities.place",
                        verbose_name="Land",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="network.networkmember",
                        verbose_name="für welche Kommune?",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="help_requests",
                        to="network.network",
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="network.caseprofile",
                        verbose_name="zu welcher Beratung?",
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
                "verbose_name": "Bitte um Hilfe",
                "verbose_name_plural": "Bitten um Hilfe",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="helprequest_is_open"),
                    models.CheckConstraint(condition=models.Q(("circle", 10)), name="help_stays_with_the_network"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state__in", ["abgeschlossen", "zurueckgezogen"])),
                            models.Q(("closed_at__isnull", True), ("state__in", ["offen", "vermittelt"])),
                            _connector="OR",
                        ),
                        name="help_ends_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("has_helped__isnull", True), ("state", "abgeschlossen"), _connector="OR"),
                        name="help_is_judged_at_the_end",
                    ),
                ],
                "indexes": [models.Index(fields=["network", "state", "until"], name="help_open")],
            },
        ),
        migrations.CreateModel(
            name="HelpOffer",
            fields=[
                ("id", models.UUIDField(default=rooms.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("words", models.CharField(max_length=500, verbose_name="Wie können Sie helfen?")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("accepted_at", models.DateTimeField(editable=False, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="network.helprequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "Angebot zu helfen",
                "verbose_name_plural": "Angebote zu helfen",
                "ordering": ["created_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "person"),
                        name="help_offer_once",
                        violation_error_message="Sie haben schon angeboten zu helfen.",
                    )
                ],
            },
        ),
        functions(HELP),
        wall(
            "network_helprequest",
            reads=f"({READS}) AND (state <> 'zurueckgezogen' OR {HERS} OR {KEEPS})",
            inserts=f"{HERS} AND circle = 10 AND {IS_MEMBER} AND {IN_NETWORK} AND {ITS_ROOM}",
            updates=f"{HERS} AND {IN_NETWORK} OR {KEEPS}",
            removes="false",
        ),
        keeps_circle("network_helprequest"),
        versioned("network_helprequest", "network.helprequest"),
        wall(
            "network_helpoffer",
            reads=f"{OFFERS} OR {ASKED} OR {KEPT}",
            inserts=f"{OFFERS} AND {IN_NETWORK} AND accepted_at IS NULL AND help_taken(request_id)",
            updates=ASKED,
            removes=f"{OFFERS} AND accepted_at IS NULL",
        ),
        migrations.RunSQL(STAYS, LOOSE),
        migrations.RunSQL("DROP FUNCTION network_waiting()", functions(BEFORE).sql),
        functions(WAITING),
        functions(FILES),
        migrations.RunSQL(WITH_FILE, SHELVED),
        migrations.RunSQL(NOTES, NOTES_BEFORE),
    ]
