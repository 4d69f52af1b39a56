from django.conf import settings
from django.db import migrations

from rooms.walls import TODAY, WEB, functions

DAYS_AFTER = 14
DONE = "('umgesetzt', 'verstetigt', 'zurueckgestellt', 'abgelehnt', 'gescheitert')"
OPEN = f"r.state = 'offen' AND r.answers_by + {DAYS_AFTER} >= {TODAY}"

# Whoever carries the link of a request has no place in the house. These show her what the request is about, and no
# more: the round, and those measures under its address which the group may read.
READS = {
    "round_asked(request bigint)": (
        "TABLE (number smallint, answers_by date, state varchar)",
        "SELECT r.number, r.answers_by, r.state FROM steering_roundrequest q"
        " JOIN steering_updateround r ON r.id = q.round_id WHERE q.id = $1",
    ),
    "round_measures(request bigint)": (
        "TABLE (id uuid, number smallint, title varchar, state varchar, light varchar, answered_at timestamptz)",
        f"""
        SELECT m.id, m.number, m.title, m.state, m.light, max(p.created_at)
          FROM steering_roundrequest q
          JOIN steering_updateround r ON r.id = q.round_id
          JOIN steering_measure m ON m.engagement_id = r.engagement_id AND lower(m.email) = lower(q.email)
          LEFT JOIN steering_progress p ON p.measure_id = m.id AND p.round_id = r.id
         WHERE q.id = $1 AND m.circle <= 20 AND {OPEN}
         GROUP BY m.id HAVING m.state NOT IN {DONE} OR count(p.id) > 0 ORDER BY m.number
        """,
    ),
}

# One answer: refused where the round is over, where the measure is none of this request, and where it stands otherwise
# than the page said. Who closes the round waits for it, and it for who closes.
ANSWER = f"""
CREATE FUNCTION round_answer(request bigint, key uuid, about uuid, state_was text, colour_was text, goes_to text,
                             colour text, why text, who text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $answer$
DECLARE
    r steering_updateround%ROWTYPE;
    m steering_measure%ROWTYPE;
BEGIN
    SELECT u.* INTO r FROM steering_updateround u JOIN steering_roundrequest q ON q.round_id = u.id
     WHERE q.id = request FOR SHARE OF u;
    IF NOT FOUND OR NOT ({OPEN}) THEN
        RETURN 'closed';
    END IF;
    SELECT * INTO m FROM steering_measure WHERE id = about FOR UPDATE;
    IF NOT EXISTS (SELECT FROM round_measures(request) found WHERE found.id = about) THEN
        RETURN 'foreign';
    END IF;
    IF EXISTS (SELECT FROM steering_progress WHERE id = key AND measure_id = about AND round_id = r.id) THEN
        RETURN 'written';
    END IF;
    IF m.state <> state_was OR m.light <> colour_was THEN
        RETURN 'moved';
    END IF;
    IF why = '' AND goes_to = m.state AND colour = m.light THEN
        why := m.light_reason;  -- nothing new: what was the reason still is
    END IF;
    IF why = '' AND colour IN ('gelb', 'rot') THEN
        RETURN 'reason';
    END IF;
    UPDATE steering_measure SET state = goes_to, light = colour, version = version + 1, changed_at = now(),
           light_reason = CASE WHEN colour IN ('gelb', 'rot') THEN why ELSE '' END WHERE id = about;
    INSERT INTO steering_progress (id, room_id, circle, author_id, shared_on, created_at, changed_at, version,
                                   measure_id, source, target, light, note, "on", reported_by, round_id, is_correction)
    VALUES (key, m.room_id, m.circle, NULL, {TODAY}, clock_timestamp(), clock_timestamp(), 1, about, state_was, goes_to,
            colour, why, {TODAY}, left(CASE m.owner WHEN '' THEN who ELSE who || ': ' || m.owner END, 160), r.id,
            false);
    UPDATE steering_roundrequest SET answered_at = now(), answered_by = left(who, 160) WHERE id = request;
    INSERT INTO audit_entry (at, action, summary, target, target_key, room_key)
    VALUES (now(), 'measure.report', left(who, 300), 'steering.measure', about, m.room_id);
    RETURN 'written';
END $answer$;
"""
SIGNATURE = "round_answer(bigint, uuid, uuid, text, text, text, text, text, text)"
GRANTED = f"""
REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {SIGNATURE} TO "{WEB}";
"""

# What a closed round says stays as it was answered, whoever writes; the round itself is not opened again.
FROZEN = """
CREATE FUNCTION round_frozen() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $frozen$
DECLARE
    stands text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.round_id IS NOT NULL AND NOT NEW.is_correction THEN
            SELECT state INTO stands FROM steering_updateround WHERE id = NEW.round_id FOR SHARE;
        END IF;
    ELSIF NEW.round_id IS NOT NULL AND NEW.round_id IS DISTINCT FROM OLD.round_id THEN
        SELECT state INTO stands FROM steering_updateround WHERE id = NEW.round_id FOR SHARE;
    ELSIF OLD.round_id IS NOT NULL
        AND (NEW.measure_id, NEW.source, NEW.target, NEW.light, NEW.note, NEW."on", NEW.is_correction)
        IS DISTINCT FROM (OLD.measure_id, OLD.source, OLD.target, OLD.light, OLD.note, OLD."on", OLD.is_correction)
    THEN
        SELECT state INTO stands FROM steering_updateround WHERE id = OLD.round_id FOR SHARE;
    END IF;
    IF stands = 'geschlossen' THEN
        RAISE EXCEPTION 'a closed round is frozen' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $frozen$;
REVOKE ALL ON FUNCTION round_frozen() FROM PUBLIC;
CREATE TRIGGER round_frozen BEFORE INSERT OR UPDATE ON steering_progress FOR EACH ROW EXECUTE FUNCTION round_frozen();
CREATE FUNCTION round_stays_closed() RETURNS trigger LANGUAGE plpgsql AS $closed$ BEGIN
    IF OLD.state = 'geschlossen' AND NEW.state <> OLD.state THEN
        RAISE EXCEPTION 'a closed round is not opened again' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $closed$;
CREATE TRIGGER round_stays_closed BEFORE UPDATE OF state ON steering_updateround
    FOR EACH ROW EXECUTE FUNCTION round_stays_closed();
"""
THAWED = "DROP FUNCTION round_frozen() CASCADE; DROP FUNCTION round_stays_closed() CASCADE"


class Migration(migrations.Migration):
    """The narrow way in for whoever answers in an update round without an account; closed rounds are frozen."""

    dependencies = [
        ("steering", "0003_frozen"),
        ("audit", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        functions(READS),
        migrations.RunSQL(ANSWER + GRANTED, f"DROP FUNCTION {SIGNATURE}"),
        migrations.RunSQL(FROZEN, THAWED),
    ]
