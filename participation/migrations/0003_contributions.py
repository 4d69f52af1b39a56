import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import rooms.ids
from rooms.walls import READS, TODAY, WRITES, functions, keeps_circle, open_room_table, part_of, versioned, wall

KEPT_DAYS = 183  # after the end of its round a contact goes; its twin is `participation.contributing.KEPT`
TEAM = "room_id = ANY ((SELECT wall_team())::uuid[])"

# Nobody makes a row for everybody in one step: it begins inside and goes out by a release.
ROUND_STARTS = f"({WRITES}) AND circle >= 20 AND {TEAM}"
REPORT_STARTS = f"({WRITES}) AND circle = 40 AND {TEAM}"
# What hangs on a row that is read is read with it; written by the team, a report's lines only until it leaves the team.
OF_CONTRIBUTION = "EXISTS (SELECT FROM participation_contribution c WHERE c.id = contribution_id)"
OF_REPORT = "EXISTS (SELECT FROM participation_roundreport r WHERE r.id = report_id)"
OF_DRAFTED = f"EXISTS (SELECT FROM participation_roundreport r WHERE r.id = report_id AND r.circle = 40 AND r.{TEAM})"

# Whose words they are: the carrier of the link, or the member who wrote with her account.
MINE = """(c.key_hash <> '' AND c.key_hash = NULLIF(current_setting('app.key', true), '')
    OR c.source = 'mitglied' AND c.author_id = wall_person() AND c.room_id = ANY (wall_rooms()))"""
TOLD = {
    "contribution_told()": (
        "TABLE (id uuid, statement uuid, number int, received_on date, title varchar, text text, wording text,"
        " state varchar, refused_because varchar, answered_on date, delete_on date)",
        f"""
        SELECT c.id, c.statement_id, c.number, c.received_on, CASE WHEN v.circle = 0 THEN v.title ELSE '' END, c.text,
               c.wording, c.state, c.refused_because, c.answered_on, p.delete_on
          FROM participation_contribution c
          LEFT JOIN participation_commentround r ON r.id = c.round_id
          LEFT JOIN participation_statementversion v ON v.id = r.of_id
          LEFT JOIN participation_contributioncontact p ON p.contribution_id = c.id
         WHERE {MINE} ORDER BY c.number DESC
        """,
    ),
    "contribution_answers()": (
        "TABLE (contribution uuid, text text, about varchar, section smallint, handling varchar, reason text,"
        " joined varchar, joined_reason text)",
        f"""
        SELECT c.id, p.text, p.about, p.section, p.handling, p.reason, m.handling, m.reason
          FROM participation_contribution c
          JOIN participation_point p ON p.contribution_id = c.id AND p.state = 'entschieden'
          LEFT JOIN participation_point m ON m.id = p.merged_with_id AND m.state = 'entschieden'
         WHERE c.answered_on IS NOT NULL AND {MINE} ORDER BY c.number DESC, p."order", p.id
        """,
    ),
}

# The one way in for whoever is asked: by everybody while round and version are public, by members while they read the
# round; only between its days and while the version is open. Returns the number of the contribution, 0 where
# it is shut, -1 where the same page has brought in something else before. Of two sendings at once the second waits.
SIGNATURE = "contribution_add(uuid, uuid, text, int, text, text, text, text, text)"
ADD = f"""
CREATE FUNCTION contribution_add(asked uuid, own uuid, words text, about int, instead text, tongue text, secret text,
                                 called text, mail text) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $add$
DECLARE
    r participation_commentround%ROWTYPE;
    v participation_statementversion%ROWTYPE;
    me CONSTANT bigint := wall_person();
    given int;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(own::text, 0));
    SELECT CASE WHEN c.round_id = asked AND c.key_hash = secret AND c.author_id IS NOT DISTINCT FROM me
                     AND c.text = left(words, 10000) THEN c.number ELSE -1 END INTO given
      FROM participation_contribution c WHERE c.id = own;
    IF FOUND THEN
        RETURN given;  -- sent twice
    END IF;
    SELECT * INTO r FROM participation_commentround WHERE id = asked FOR SHARE;
    SELECT * INTO v FROM participation_statementversion WHERE id = r.of_id FOR SHARE;
    IF r.id IS NULL OR v.state <> 'kommentierung' OR {TODAY} NOT BETWEEN r.opens_on AND r.closes_on
        OR btrim(words) = '' OR length(secret) <> 64 THEN
        RETURN 0;
    END IF;
    IF me IS NULL AND NOT (r.circle = 0 AND r.asks = 'alle' AND v.circle = 0) THEN
        RETURN 0;
    END IF;
    IF me IS NOT NULL AND NOT (r.room_id = ANY (wall_rooms()) AND (
        r.circle = 0 OR r.room_id = ANY (wall_rooms_to(r.circle)) OR wall_shared(r.room_id, r.circle, r.shared_on))) THEN
        RETURN 0;
    END IF;
    INSERT INTO steering_counter AS n (key, what, last) VALUES (r.statement_id, 'contribution', 1)
        ON CONFLICT ON CONSTRAINT counter_once DO UPDATE SET last = n.last + 1 RETURNING last INTO given;
    INSERT INTO participation_contribution (id, room_id, circle, author_id, shared_on, created_at, changed_at, version,
        statement_id, round_id, number, source, received_on, text, section, wording, language, state, refused_because,
        key_hash)
    VALUES (own, r.room_id, 40, me, {TODAY}, now(), now(), 1, r.statement_id, r.id, given,
        CASE WHEN me IS NULL THEN 'web' ELSE 'mitglied' END, {TODAY}, left(words, 10000),
        (SELECT s.number FROM participation_section s WHERE s.version_id = v.id AND s.number = about),
        left(instead, 5000), left(tongue, 8), 'neu', '', secret);
    IF me IS NULL AND (called <> '' OR mail <> '') THEN
        INSERT INTO participation_contributioncontact (contribution_id, name, email, consented_on, delete_on)
        VALUES (own, left(called, 120), left(mail, 200), {TODAY}, r.closes_on + {KEPT_DAYS});
    END IF;
    INSERT INTO audit_entry (at, action, actor_id, summary, target, target_key, room_key)
    VALUES (now(), 'contribution.received', me, '', 'participation.contribution', own, r.room_id);
    RETURN given;
END $add$;
REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {SIGNATURE} TO "{settings.DATABASE_WEB_ROLE}";
"""

# Consent is taken back with the link alone; and what has had its time goes, whoever asks.
FORGET = f"""
CREATE FUNCTION contribution_forget() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $forget$
DECLARE
    found_one record;
BEGIN
    DELETE FROM participation_contributioncontact p USING participation_contribution c
     WHERE c.id = p.contribution_id AND c.key_hash <> ''
       AND c.key_hash = NULLIF(current_setting('app.key', true), '')
    RETURNING c.id, c.room_id INTO found_one;
    IF found_one.id IS NULL THEN
        RETURN false;
    END IF;
    INSERT INTO audit_entry (at, action, summary, target, target_key, room_key)
    VALUES (now(), 'contribution.contact-taken-back', '', 'participation.contribution', found_one.id, found_one.room_id);
    RETURN true;
END $forget$;
CREATE FUNCTION contribution_contacts_expire() RETURNS bigint LANGUAGE sql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $expire$
    WITH gone AS (DELETE FROM participation_contributioncontact WHERE delete_on <= {TODAY} RETURNING 1)
    SELECT count(*) FROM gone
$expire$;
REVOKE ALL ON FUNCTION contribution_forget() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contribution_forget() TO "{settings.DATABASE_WEB_ROLE}";
REVOKE ALL ON FUNCTION contribution_contacts_expire() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contribution_contacts_expire() TO "{settings.DATABASE_WEB_ROLE}";
"""
FORGET_BACK = "DROP FUNCTION contribution_forget(); DROP FUNCTION contribution_contacts_expire()"

# What is read outside was agreed by two: neither on its way out nor while it is there does one alone write other words.
FROZEN = """
CREATE FUNCTION comment_round_frozen() RETURNS trigger LANGUAGE plpgsql AS $frozen$ BEGIN
    IF NEW.circle < 20 AND (NEW.introduction, NEW.of_id, NEW.slug, NEW.statement_id, NEW.asks)
        IS DISTINCT FROM (OLD.introduction, OLD.of_id, OLD.slug, OLD.statement_id, OLD.asks) THEN
        RAISE EXCEPTION 'a released round is frozen' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $frozen$;
CREATE TRIGGER comment_round_frozen BEFORE UPDATE ON participation_commentround
    FOR EACH ROW EXECUTE FUNCTION comment_round_frozen();
CREATE FUNCTION round_report_frozen() RETURNS trigger LANGUAGE plpgsql AS $frozen$ BEGIN
    IF (NEW.round_id, NEW.slug, NEW.number, NEW.title, NEW.asked, NEW.introduction)
        IS DISTINCT FROM (OLD.round_id, OLD.slug, OLD.number, OLD.title, OLD.asked, OLD.introduction) THEN
        RAISE EXCEPTION 'a report is frozen' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $frozen$;
CREATE TRIGGER round_report_frozen BEFORE UPDATE ON participation_roundreport
    FOR EACH ROW EXECUTE FUNCTION round_report_frozen();
"""
THAWED = "DROP FUNCTION comment_round_frozen() CASCADE; DROP FUNCTION round_report_frozen() CASCADE"


def begins_inside(table, label, starts):
    """As `open_room_table`, for rows that do not begin in the widest circle."""
    return [wall(table, reads=READS, writes=WRITES, inserts=starts), keeps_circle(table), versioned(table, label)]


class Migration(migrations.Migration):
    """Comment rounds, contributions with their points, and what became of them; the narrow way in for guests."""

    dependencies = [
        ("participation", "0002_statements"),
        ("audit", "0001_initial"),
        ("rooms", "0008_versions"),
        ("steering", "0009_one_vote"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CommentRound",
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
                ("slug", models.SlugField(editable=False, max_length=80)),
                ("opens_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="ab")),
                ("closes_on", models.DateField(verbose_name="bis einschließlich")),
                (
                    "asks",
                    models.CharField(
                        choices=[("alle", "alle, auch ohne Konto"), ("eingeladen", "nur Mitglieder der Beratung")],
                        default="alle",
                        max_length=12,
                        verbose_name="Wer wird gefragt?",
                    ),
                ),
                ("introduction", models.TextField(blank=True, max_length=3000, verbose_name="Einleitung")),
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
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comment_rounds",
                        to="participation.statementversion",
                        verbose_name="Welche Fassung?",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rooms.room"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comment_rounds",
                        to="participation.missionstatement",
                    ),
                ),
            ],
            options={
                "verbose_name": "Kommentierung",
                "verbose_name_plural": "Kommentierungen",
                "ordering": ["-opens_on", "-created_at"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="commentround_is_open"),
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                        name="comment_round_ends_after_start",
                        violation_error_message="Das Ende liegt vor dem Beginn.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
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
                ("number", models.PositiveIntegerField(editable=False, verbose_name="Nummer")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("web", "Web"),
                            ("mitglied", "Mitglied"),
                            ("karte", "Karte"),
                            ("flipchart", "Flipchart"),
                            ("brief", "Brief"),
                            ("telefon", "Telefon"),
                            ("email", "E-Mail"),
                            ("gespraech", "Gespräch"),
                            ("sitzung", "Sitzung"),
                        ],
                        max_length=12,
                        verbose_name="Wie kam es an?",
                    ),
                ),
                (
                    "received_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="eingegangen am"),
                ),
                ("text", models.TextField(max_length=10000, verbose_name="Wortlaut")),
                (
                    "section",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Zu welchem Abschnitt?"),
                ),
                ("wording", models.TextField(blank=True, max_length=5000, verbose_name="Vorschlag für den Wortlaut")),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("de", "Deutsch"),
                            ("en", "Englisch"),
                            ("ar", "Arabisch"),
                            ("fa", "Dari, Farsi"),
                            ("fr", "Französisch"),
                            ("pl", "Polnisch"),
                            ("ru", "Russisch"),
                            ("tr", "Türkisch"),
                            ("uk", "Ukrainisch"),
                            ("vi", "Vietnamesisch"),
                            ("und", "andere Sprache"),
                        ],
                        default="de",
                        max_length=8,
                        verbose_name="Sprache",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("neu", "neu"), ("angenommen", "aufgenommen"), ("abgewiesen", "nicht aufgenommen")],
                        default="neu",
                        editable=False,
                        max_length=12,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "refused_because",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="Warum nicht?"),
                ),
                ("answered_on", models.DateField(editable=False, null=True)),
                ("key_hash", models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
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
                    "room",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rooms.room"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="contributions",
                        to="participation.commentround",
                        verbose_name="Runde",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contributions",
                        to="participation.missionstatement",
                    ),
                ),
            ],
            options={
                "verbose_name": "Beitrag",
                "verbose_name_plural": "Beiträge",
                "ordering": ["-received_on", "-number"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="contribution_is_open"),
                    models.CheckConstraint(condition=models.Q(("circle", 40)), name="contribution_stays_with_the_team"),
                    models.UniqueConstraint(fields=("statement", "number"), name="contribution_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "abgewiesen"), _negated=True),
                            models.Q(("refused_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="contribution_refused_with_reason",
                        violation_error_message="Bitte sagen Sie, warum der Beitrag nicht aufgenommen wird.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContributionContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="Name")),
                ("email", models.EmailField(blank=True, max_length=200, verbose_name="E-Mail-Adresse")),
                ("consented_on", models.DateField(verbose_name="eingewilligt am")),
                ("delete_on", models.DateField(verbose_name="wird gelöscht am")),
                (
                    "contribution",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact",
                        to="participation.contribution",
                    ),
                ),
            ],
            options={
                "verbose_name": "Angaben zur Person",
                "verbose_name_plural": "Angaben zur Person",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("email", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="contribution_contact_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("delete_on__gt", models.F("consented_on"))),
                        name="contribution_contact_goes_after_consent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Point",
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
                ("text", models.TextField(max_length=3000, verbose_name="Punkt")),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("allgemein", "allgemein"),
                            ("abschnitt", "ein Abschnitt"),
                            ("neu", "neuer Abschnitt"),
                        ],
                        default="allgemein",
                        max_length=10,
                        verbose_name="Worum geht es?",
                    ),
                ),
                ("section", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Abschnitt")),
                ("wording", models.TextField(blank=True, max_length=5000, verbose_name="Vorschlag für den Wortlaut")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offen", "noch kein Vorschlag"),
                            ("vorgeschlagen", "vorgeschlagen"),
                            ("entschieden", "entschieden"),
                        ],
                        default="offen",
                        editable=False,
                        max_length=14,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "handling",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("uebernommen", "übernommen"),
                            ("veraendert", "verändert übernommen"),
                            ("verbunden", "mit einem anderen Punkt verbunden"),
                            ("nicht", "nicht übernommen"),
                        ],
                        max_length=12,
                        verbose_name="Was wird daraus?",
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="Begründung")),
                (
                    "public_text",
                    models.TextField(blank=True, max_length=3000, verbose_name="Wortlaut für die Öffentlichkeit"),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="entschieden am")),
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
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="points",
                        to="participation.contribution",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_with",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="merged",
                        to="participation.point",
                        verbose_name="verbunden mit",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name": "Punkt",
                "verbose_name_plural": "Punkte",
                "ordering": ["order", "created_at", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="point_is_open"),
                    models.CheckConstraint(condition=models.Q(("circle", 40)), name="point_stays_with_the_team"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("about", "abschnitt"), ("section__isnull", False)),
                            models.Q(models.Q(("about", "abschnitt"), _negated=True), ("section__isnull", True)),
                            _connector="OR",
                        ),
                        name="point_about_a_section_names_it",
                        violation_error_message="Bitte sagen Sie, um welchen Abschnitt es geht.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("handling__in", ["veraendert", "nicht"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="point_changed_or_not_with_reason",
                        violation_error_message="Bitte begründen Sie das; die Begründung geht an die Person zurück.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_with__isnull", True),
                            models.Q(
                                ("handling", "verbunden"), models.Q(("merged_with", models.F("pk")), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="point_merged_with_another",
                        violation_error_message="Ein Punkt wird mit einem anderen verbunden.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "offen"), models.Q(("handling", ""), _negated=True), _connector="OR"
                        ),
                        name="point_handled_before_it_is_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "entschieden"), _negated=True),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="point_decided_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundReport",
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
                ("slug", models.SlugField(editable=False, max_length=80)),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                ("title", models.CharField(max_length=160, verbose_name="Leitbild")),
                ("asked", models.CharField(blank=True, max_length=120, verbose_name="Gefragt wurde")),
                ("introduction", models.TextField(blank=True, max_length=3000, verbose_name="Einleitung")),
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
                    "room",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rooms.room"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="participation.commentround",
                    ),
                ),
            ],
            options={
                "verbose_name": "Was wurde daraus?",
                "verbose_name_plural": "Was wurde daraus?",
                "ordering": ["-created_at"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="roundreport_is_open"),
                    models.UniqueConstraint(fields=("round", "number"), name="round_report_number_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("section", models.PositiveSmallIntegerField(null=True)),
                ("heading", models.CharField(max_length=220, verbose_name="Abschnitt")),
                ("text", models.TextField(max_length=3000, verbose_name="Punkt")),
                ("wording", models.TextField(blank=True, max_length=5000, verbose_name="Vorschlag")),
                ("outcome", models.CharField(max_length=40, verbose_name="Ergebnis")),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="Begründung")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="participation.roundreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "Punkt",
                "verbose_name_plural": "Punkte",
                "ordering": ["order"],
                "constraints": [models.UniqueConstraint(fields=("report", "order"), name="report_line_order_once")],
            },
        ),
        *begins_inside("participation_commentround", "participation.commentround", ROUND_STARTS),
        *open_room_table("participation_contribution", "participation.contribution"),
        wall("participation_contributioncontact", reads=OF_CONTRIBUTION, writes=OF_CONTRIBUTION),
        *open_room_table("participation_point", "participation.point"),
        *begins_inside("participation_roundreport", "participation.roundreport", REPORT_STARTS),
        wall("participation_reportline", reads=OF_REPORT, inserts=OF_DRAFTED, updates="false", removes=OF_DRAFTED),
        *part_of("participation_reportline", "participation.reportline", "participation_roundreport", "report_id"),
        functions(TOLD),
        migrations.RunSQL(ADD, f"DROP FUNCTION {SIGNATURE}"),
        migrations.RunSQL(FORGET, FORGET_BACK),
        migrations.RunSQL(FROZEN, THAWED),
    ]
