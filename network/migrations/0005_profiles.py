import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import periods.fields
import rooms.ids
from rooms.walls import CARRIES_KEY, MINE, WEB, functions, versioned, wall

ROLES = {
    "profile_roles(room uuid)": (
        "text[]",
        f"SELECT coalesce(array_agg(m.role::text), '{{}}') {MINE} AND m.room_id = $1",
    ),
}
FROZEN = (
    "id, room_id, author_id, created_at, profile_id, profile_version, step, to_circle, slug, title, place_id, land_id,"
    " approach, themes, services, programme, phase, population, first_year, last_year, content, sha256, taken_out"
)


def columns(row):
    return ", ".join(f"{row}.{name.strip()}" for name in FROZEN.split(","))


# What two sides have signed is what is read: its words stay, each signs for herself and for her own side, and names and
# quotes come in with a consent that holds. The owner's own functions pass.
GUARD = f"""
CREATE FUNCTION profile_edition_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE
    mine text[];
    ours boolean;
    theirs boolean;
BEGIN
    IF current_user <> '{WEB}' THEN
        RETURN NEW;
    END IF;
    mine := profile_roles(NEW.room_id);
    ours := mine && ARRAY['lead', 'advisor', 'process'];
    theirs := 'contact' = ANY (mine);
    IF TG_OP = 'INSERT' THEN
        IF NOT ours OR NEW.state <> 'wartet' OR NEW.taken_out <> 0
            OR NEW.signed_team_id IS NOT NULL OR NEW.signed_town_id IS NOT NULL
            OR NOT EXISTS (SELECT FROM network_caseprofile p WHERE p.id = NEW.profile_id AND p.room_id = NEW.room_id)
        THEN
            RAISE EXCEPTION 'an edition begins with the team and unsigned' USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF EXISTS (
            SELECT FROM jsonb_array_elements(NEW.content) w WHERE w ->> 3 <> '' AND NOT EXISTS (
                SELECT FROM network_profileconsent c
                 WHERE c.id::text = w ->> 3 AND c.profile_id = NEW.profile_id AND c.withdrawn_on IS NULL)
        ) THEN
            RAISE EXCEPTION 'a name or quote without consent' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END IF;
    IF ({columns("NEW")}) IS DISTINCT FROM ({columns("OLD")}) THEN
        RAISE EXCEPTION 'the words of an edition are frozen' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.signed_team_id IS DISTINCT FROM OLD.signed_team_id AND NOT (
        OLD.state = 'wartet' AND OLD.signed_team_id IS NULL AND NEW.signed_team_id = wall_person()
        AND 'lead' = ANY (mine)
    ) THEN
        RAISE EXCEPTION 'not hers to sign for the team' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.signed_town_id IS DISTINCT FROM OLD.signed_town_id AND NOT (
        OLD.state = 'wartet' AND OLD.signed_town_id IS NULL AND NEW.signed_town_id = wall_person() AND theirs
    ) THEN
        RAISE EXCEPTION 'not hers to sign for the municipality' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.state <> OLD.state AND (NOT (ours OR theirs) OR OLD.state IN ('ersetzt', 'zurueckgezogen')
        OR NEW.state = 'wartet')
    THEN
        RAISE EXCEPTION 'an edition goes out once, and back at any time' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $guard$;
CREATE TRIGGER profile_edition_guard BEFORE INSERT OR UPDATE ON network_profileedition
    FOR EACH ROW EXECUTE FUNCTION profile_edition_guard();
"""

# A consent is given once and withdrawn once. What it allowed leaves every edition with it, wherever that lies.
CONSENT = f"""
CREATE FUNCTION profile_consent_guard() RETURNS trigger LANGUAGE plpgsql AS $given$
BEGIN
    IF current_user = '{WEB}' AND (OLD.withdrawn_on IS NOT NULL
        OR (OLD.profile_id, OLD.room_id, OLD.kind, OLD.label, OLD.words, OLD.person, OLD.given_on, OLD.evidence)
        IS DISTINCT FROM (NEW.profile_id, NEW.room_id, NEW.kind, NEW.label, NEW.words, NEW.person, NEW.given_on,
                          NEW.evidence))
    THEN
        RAISE EXCEPTION 'a consent is withdrawn and no more' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $given$;
CREATE TRIGGER profile_consent_guard BEFORE UPDATE ON network_profileconsent
    FOR EACH ROW EXECUTE FUNCTION profile_consent_guard();
CREATE FUNCTION profile_words_taken_out() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $taken$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.withdrawn_on IS NULL THEN
        RETURN NULL;
    END IF;
    UPDATE network_profileedition e
       SET content = (SELECT coalesce(jsonb_agg(w.word ORDER BY w.place), '[]')
                        FROM jsonb_array_elements(e.content) WITH ORDINALITY w(word, place)
                       WHERE w.word ->> 3 <> OLD.id::text),
           taken_out = taken_out + 1, version = version + 1, changed_at = clock_timestamp()
     WHERE e.profile_id = OLD.profile_id
       AND EXISTS (SELECT FROM jsonb_array_elements(e.content) w WHERE w ->> 3 = OLD.id::text);
    -- Nor does the history of an edition keep them.
    UPDATE audit_version v
       SET before = jsonb_set(v.before, '{{content}}', (
               SELECT coalesce(jsonb_agg(w.word ORDER BY w.place), '[]')
                 FROM jsonb_array_elements(v.before -> 'content') WITH ORDINALITY w(word, place)
                WHERE w.word ->> 3 <> OLD.id::text))
     WHERE v.label = 'network.profileedition' AND v.room_id = OLD.room_id AND v.before ? 'content'
       AND EXISTS (SELECT FROM jsonb_array_elements(v.before -> 'content') w WHERE w ->> 3 = OLD.id::text);
    RETURN NULL;
END $taken$;
REVOKE ALL ON FUNCTION profile_words_taken_out() FROM PUBLIC;
CREATE TRIGGER profile_words_taken_out AFTER UPDATE OF withdrawn_on OR DELETE ON network_profileconsent
    FOR EACH ROW EXECUTE FUNCTION profile_words_taken_out();
"""

# A municipality that is not named is only counted. Once it says so, what names it comes back at once; what waits for a
# signature does not go out any more, and of two who act at the same time one waits for the other.
NAMED = """
CREATE FUNCTION profile_edition_named() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $named$
DECLARE
    said text;
BEGIN
    IF NEW.step = 'gezaehlt' OR NEW.state NOT IN ('wartet', 'veroeffentlicht')
        OR TG_OP = 'UPDATE' AND NEW.state = OLD.state
    THEN
        RETURN NEW;
    END IF;
    SELECT e.disclosure INTO said FROM network_caseprofile p JOIN engagements_engagement e ON e.id = p.engagement_id
     WHERE p.id = NEW.profile_id FOR SHARE OF e;
    IF said = 'nicht_genannt' THEN
        RAISE EXCEPTION 'who is not named is only counted' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $named$;
REVOKE ALL ON FUNCTION profile_edition_named() FROM PUBLIC;
CREATE TRIGGER profile_edition_named BEFORE INSERT OR UPDATE OF state ON network_profileedition
    FOR EACH ROW EXECUTE FUNCTION profile_edition_named();
CREATE FUNCTION profile_unnamed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $unnamed$ BEGIN
    WITH back AS (
        UPDATE network_profileedition e
           SET state = 'zurueckgezogen', circle = 30, withdrawn_by_id = wall_person(), withdrawn_at = clock_timestamp(),
               version = e.version + 1, changed_at = clock_timestamp()
          FROM network_caseprofile p
         WHERE p.id = e.profile_id AND p.engagement_id = NEW.id AND e.step <> 'gezaehlt'
           AND e.state IN ('wartet', 'veroeffentlicht')
        RETURNING e.id, e.room_id)
    INSERT INTO audit_entry (at, actor_id, action, summary, target, target_key, room_key)
    SELECT now(), wall_person(), 'profileedition.withdrawn', '', 'network.profileedition', b.id, b.room_id FROM back b;
    RETURN NULL;
END $unnamed$;
REVOKE ALL ON FUNCTION profile_unnamed() FROM PUBLIC;
CREATE TRIGGER profile_unnamed AFTER UPDATE OF disclosure ON engagements_engagement
    FOR EACH ROW WHEN (NEW.disclosure = 'nicht_genannt' AND OLD.disclosure <> NEW.disclosure)
    EXECUTE FUNCTION profile_unnamed();
"""
UNGUARDED = """
DROP FUNCTION profile_edition_guard() CASCADE; DROP FUNCTION profile_consent_guard() CASCADE;
DROP FUNCTION profile_words_taken_out() CASCADE; DROP FUNCTION profile_edition_named() CASCADE;
DROP FUNCTION profile_unnamed() CASCADE;
"""
OF_TEAM = "room_id = ANY ((SELECT wall_team())::uuid[])"
# Whoever subscribes brings the key with her; nobody is subscribed by somebody else's hand.
BEGINS = f"{CARRIES_KEY} AND confirmed_at IS NULL AND told_on IS NULL"
# Who has asked twice is not written to any more after one click: all that is kept of her address goes.
ENDS = f"""
CREATE FUNCTION subscription_end() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $ends$
DECLARE
    gone integer;
BEGIN
    DELETE FROM network_subscription WHERE address_hash IN (
        SELECT s.address_hash FROM network_subscription s WHERE s.{CARRIES_KEY});
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $ends$;
REVOKE ALL ON FUNCTION subscription_end() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION subscription_end() TO "{WEB}";
"""
DRAWN = f'REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON network_outline FROM "{WEB}"'


class Migration(migrations.Migration):
    """Case profiles and what two sides have signed of them, subscriptions by mail, outlines for the map."""

    dependencies = [
        ("network", "0004_pool"),
        ("engagements", "0011_quick_hits"),
        ("municipalities", "0001_initial"),
        ("rooms", "0008_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Outline",
            fields=[
                ("key", models.CharField(max_length=2, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("path", models.TextField()),
                ("source", models.CharField(max_length=300)),
            ],
            options={
                "verbose_name": "Umriss",
                "verbose_name_plural": "Umrisse",
                "ordering": ["key"],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.UUIDField(default=rooms.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("address", models.BinaryField()),
                ("address_hash", models.CharField(db_index=True, max_length=64)),
                ("key_hash", models.CharField(max_length=64, unique=True)),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("beratungen", "Beratungen"),
                                ("leitbilder", "Leitbilder"),
                                ("veranstaltungen", "Veranstaltungen"),
                            ],
                            max_length=16,
                        ),
                        size=None,
                        verbose_name="Worüber?",
                    ),
                ),
                ("language", models.CharField(default="de", max_length=8, verbose_name="Sprache")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("told_on", models.DateField(null=True)),
                (
                    "told",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), default=list, size=None
                    ),
                ),
            ],
            options={
                "verbose_name": "Abonnement",
                "verbose_name_plural": "Abonnements",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="CaseProfile",
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
                ("slug", models.SlugField(editable=False, max_length=100, unique=True)),
                ("title", models.CharField(max_length=200, verbose_name="Überschrift")),
                ("municipality_name", models.CharField(blank=True, max_length=300, verbose_name="Kommune")),
                ("kreis_name", models.CharField(blank=True, max_length=300, verbose_name="Landkreis")),
                ("region_name", models.CharField(blank=True, max_length=300, verbose_name="Regierungsbezirk")),
                ("population", models.PositiveIntegerField(blank=True, null=True, verbose_name="Bevölkerung")),
                (
                    "population_as_of",
                    periods.fields.PeriodField(blank=True, max_length=120, verbose_name="Stand der Bevölkerungszahl"),
                ),
                (
                    "population_source",
                    models.CharField(blank=True, max_length=300, verbose_name="Quelle der Bevölkerungszahl"),
                ),
                ("period", periods.fields.PeriodField(blank=True, max_length=120, verbose_name="Beratungszeitraum")),
                ("headline", models.CharField(blank=True, max_length=300, verbose_name="Worum geht es?")),
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
                            max_length=24,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Themen",
                    ),
                ),
                (
                    "services",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("ska", "Systemische Konfliktanalyse"),
                                ("prozessbegleitung", "Prozessbegleitung"),
                                ("strategische_beratung", "Strategische Beratung"),
                                ("moderation", "Moderation"),
                                ("mediation", "Mediation"),
                                ("training", "Training"),
                                ("coaching", "Coaching"),
                                ("bedarfsermittlung", "Bedarfsermittlung"),
                                ("netzwerkanalyse", "Netzwerkanalyse"),
                                ("wissenschaftliche_begleitung", "Wissenschaftliche Begleitung"),
                                ("kurzzeitberatung", "Kurzzeitberatung"),
                            ],
                            max_length=28,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Leistungen",
                    ),
                ),
                ("situation", models.TextField(blank=True, max_length=6000, verbose_name="Ausgangslage und Anlass")),
                ("aims", models.TextField(blank=True, max_length=6000, verbose_name="Ziele")),
                ("advisors", models.CharField(blank=True, max_length=300, verbose_name="Beratungsteam")),
                ("procedure", models.TextField(blank=True, max_length=6000, verbose_name="Vorgehen und Phasen")),
                (
                    "events",
                    models.TextField(
                        blank=True, max_length=6000, verbose_name="Veranstaltungen: Ziel, Format, Methode"
                    ),
                ),
                ("steering", models.TextField(blank=True, max_length=6000, verbose_name="Lenkungsrunde")),
                ("bodies", models.TextField(blank=True, max_length=6000, verbose_name="Gremien")),
                ("actors", models.TextField(blank=True, max_length=6000, verbose_name="Beteiligte Gruppen")),
                ("participants", models.CharField(blank=True, max_length=300, verbose_name="Zahl der Teilnehmenden")),
                ("results", models.TextField(blank=True, max_length=6000, verbose_name="Ergebnisse")),
                ("key_results", models.TextField(blank=True, max_length=6000, verbose_name="Drei wichtige Ergebnisse")),
                ("next_steps", models.TextField(blank=True, max_length=6000, verbose_name="Nächste Schritte")),
                (
                    "assessment",
                    models.TextField(
                        blank=True, max_length=6000, verbose_name="Einschätzung von Ablauf und Ergebnissen"
                    ),
                ),
                ("network_part", models.TextField(blank=True, max_length=6000, verbose_name="Austausch im Netzwerk")),
                ("programme", models.CharField(blank=True, max_length=300, verbose_name="Projekt")),
                ("funders", models.TextField(blank=True, max_length=6000, verbose_name="Förderer")),
                ("credit_line", models.TextField(blank=True, max_length=6000, verbose_name="Förderhinweis")),
                ("contact", models.CharField(blank=True, max_length=300, verbose_name="Kontakt")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="Quelle")),
                ("reviewed_on", models.DateField(blank=True, null=True, verbose_name="zuletzt durchgesehen am")),
                (
                    "population_as_of_edtf",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=60, verbose_name="Zeitangabe nach EDTF"
                    ),
                ),
                (
                    "population_as_of_from",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="frühester Tag"),
                ),
                (
                    "population_as_of_until",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="spätester Tag"),
                ),
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
                    "engagement",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="profile",
                        to="engagements.engagement",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.place",
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
                "verbose_name": "Steckbrief",
                "verbose_name_plural": "Steckbriefe",
                "ordering": ["title", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle", 40)), name="profile_stays_with_the_team")
                ],
            },
        ),
        migrations.CreateModel(
            name="ProfileConsent",
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
                        choices=[("name", "Name"), ("zitat", "Zitat")],
                        default="name",
                        max_length=8,
                        verbose_name="Was?",
                    ),
                ),
                ("label", models.CharField(max_length=80, verbose_name="Steht unter der Überschrift")),
                ("words", models.TextField(max_length=1500, verbose_name="Wortlaut auf der Seite")),
                ("person", models.CharField(max_length=160, verbose_name="Wer hat eingewilligt?")),
                ("given_on", models.DateField(verbose_name="eingewilligt am")),
                (
                    "evidence",
                    models.CharField(max_length=300, verbose_name="Wie? (Schreiben, Gespräch, öffentliche Quelle)"),
                ),
                ("withdrawn_on", models.DateField(blank=True, editable=False, null=True, verbose_name="widerrufen am")),
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
                    "profile",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="network.caseprofile",
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
                "verbose_name": "Einwilligung",
                "verbose_name_plural": "Einwilligungen",
                "ordering": ["kind", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("circle__in", [40, 30])), name="consent_stays_with_both_sides"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProfileEdition",
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
                ("profile_version", models.PositiveIntegerField()),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("gezaehlt", "Gezählt, nicht genannt"),
                            ("kurz", "Kurz"),
                            ("vorgehen", "Mit Vorgehen"),
                            ("voll", "Vollständig"),
                        ],
                        max_length=10,
                        verbose_name="Stufe",
                    ),
                ),
                (
                    "to_circle",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Öffentlich"),
                            (10, "Netzwerk"),
                            (20, "Lenkungsrunde"),
                            (30, "Auftraggeber*in"),
                            (40, "Beratungsteam"),
                            (50, "Versiegelt"),
                        ],
                        verbose_name="Wer soll es lesen?",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("wartet", "wartet auf Unterschriften"),
                            ("veroeffentlicht", "veröffentlicht"),
                            ("ersetzt", "durch eine neue Fassung ersetzt"),
                            ("zurueckgezogen", "zurückgezogen"),
                        ],
                        default="wartet",
                        editable=False,
                        max_length=16,
                        verbose_name="Stand",
                    ),
                ),
                ("slug", models.SlugField(blank=True, max_length=100)),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="Überschrift")),
                (
                    "approach",
                    models.CharField(
                        choices=[
                            ("kkb", "Kommunale Konfliktberatung"),
                            ("kkm", "Kommunales Konfliktmanagement"),
                            ("dialog", "Kommunaler Dialog"),
                            ("selbstcheck", "Selbstanalyse"),
                            ("frei", "Freies Vorgehen"),
                        ],
                        max_length=12,
                        verbose_name="Ansatz",
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
                            max_length=24,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Themen",
                    ),
                ),
                (
                    "services",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("ska", "Systemische Konfliktanalyse"),
                                ("prozessbegleitung", "Prozessbegleitung"),
                                ("strategische_beratung", "Strategische Beratung"),
                                ("moderation", "Moderation"),
                                ("mediation", "Mediation"),
                                ("training", "Training"),
                                ("coaching", "Coaching"),
                                ("bedarfsermittlung", "Bedarfsermittlung"),
                                ("netzwerkanalyse", "Netzwerkanalyse"),
                                ("wissenschaftliche_begleitung", "Wissenschaftliche Begleitung"),
                                ("kurzzeitberatung", "Kurzzeitberatung"),
                            ],
                            max_length=28,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Leistungen",
                    ),
                ),
                ("programme", models.CharField(blank=True, max_length=300, verbose_name="Projekt")),
                ("phase", models.CharField(blank=True, max_length=160, verbose_name="Phase")),
                ("population", models.PositiveIntegerField(null=True, verbose_name="Bevölkerung")),
                ("first_year", models.PositiveSmallIntegerField(null=True)),
                ("last_year", models.PositiveSmallIntegerField(null=True)),
                ("content", models.JSONField(default=list)),
                ("sha256", models.CharField(max_length=64)),
                ("signed_team_at", models.DateTimeField(null=True)),
                ("signed_town_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True, verbose_name="veröffentlicht")),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("taken_out", models.PositiveSmallIntegerField(default=0)),
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
                    "land",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.place",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.place",
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editions",
                        to="network.caseprofile",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rooms.room"
                    ),
                ),
                (
                    "signed_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_town",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Fassung des Steckbriefs",
                "verbose_name_plural": "Fassungen des Steckbriefs",
                "ordering": ["-created_at", "-pk"],
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "veroeffentlicht")),
                        fields=["circle", "slug"],
                        name="edition_published",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="profileedition_is_open"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(
                                    ("circle", models.F("to_circle")),
                                    ("published_at__isnull", False),
                                    ("state", "veroeffentlicht"),
                                ),
                                models.Q(("signed_team__isnull", False), ("signed_town__isnull", False)),
                            ),
                            models.Q(models.Q(("state", "veroeffentlicht"), _negated=True), ("circle", 30)),
                            _connector="OR",
                        ),
                        name="edition_out_when_both_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("signed_team", models.F("signed_town")), _negated=True),
                        name="edition_signed_by_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to_circle__in", [0, 10])), name="edition_is_for_others"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("step", "gezaehlt"), _negated=True),
                            models.Q(
                                ("content", []),
                                ("phase", ""),
                                ("place__isnull", True),
                                ("programme", ""),
                                ("services", []),
                                ("slug", ""),
                                ("themes", []),
                                ("title", ""),
                                ("population__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="edition_counted_is_not_named",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "veroeffentlicht")),
                        fields=("profile", "to_circle"),
                        name="edition_out_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "wartet")), fields=("profile",), name="edition_waits_once"
                    ),
                ],
            },
        ),
        functions(ROLES),
        wall("network_caseprofile"),
        wall("network_profileconsent"),
        wall("network_profileedition", removes=OF_TEAM),
        versioned("network_caseprofile", "network.caseprofile"),
        versioned("network_profileconsent", "network.profileconsent"),
        versioned("network_profileedition", "network.profileedition"),
        migrations.RunSQL(GUARD + CONSENT + NAMED, UNGUARDED),
        wall("network_subscription", reads=CARRIES_KEY, inserts=BEGINS, updates=CARRIES_KEY),
        migrations.RunSQL(ENDS, "DROP FUNCTION subscription_end()"),
        migrations.RunSQL(DRAWN, migrations.RunSQL.noop),
    ]
