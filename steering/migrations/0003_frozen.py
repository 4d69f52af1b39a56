from django.db import migrations

# What the group has approved stays as it is, whoever writes; corrections are addenda.
FROZEN = """
CREATE FUNCTION minutes_frozen() RETURNS trigger LANGUAGE plpgsql AS $frozen$ BEGIN
    IF OLD.state = 'genehmigt' AND (NEW.text, NEW.state, NEW.sha256, NEW.meeting_id, NEW.room_id)
        IS DISTINCT FROM (OLD.text, OLD.state, OLD.sha256, OLD.meeting_id, OLD.room_id) THEN
        RAISE EXCEPTION 'approved minutes are frozen' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $frozen$;
CREATE TRIGGER minutes_frozen BEFORE UPDATE ON steering_minutes FOR EACH ROW EXECUTE FUNCTION minutes_frozen();
"""


class Migration(migrations.Migration):
    """Approved minutes never change; the table itself keeps to it."""

    dependencies = [("steering", "0002_walls")]

    operations = [migrations.RunSQL(FROZEN, "DROP FUNCTION minutes_frozen() CASCADE")]
