import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from rooms.walls import wall

WEB = settings.DATABASE_WEB_ROLE
WRITES = "(SELECT wall_administers()) AND changed_by_id = (SELECT wall_person())"

# Where rows carry terms: vocabulary, table, column, whether a row carries several, whether it may be sealed.
CARRIED = [
    ("ansaetze", "engagements_engagement", "approach", False, False),
    ("ansaetze", "engagements_processtemplate", "approach", False, False),
    ("ansaetze", "network_profileedition", "approach", False, True),
    ("arbeitsphasen", "network_helprequest", "phase", False, True),
    ("arbeitsphasen", "network_libraryitem", "phase", False, True),
    ("arbeitsweisen", "network_poolprofile", "formats", True, False),
    ("beitragswege", "participation_contribution", "source", False, True),
    ("beteiligte", "stakeholders_organisation", "kind", False, True),
    ("bibliothek", "network_libraryitem", "kind", False, True),
    ("ergebnisse", "steering_measure", "result", False, True),
    ("gremien", "stakeholders_body", "kind", False, True),
    ("leistungen", "engagements_engagement", "services", True, False),
    ("leistungen", "engagements_mandate", "services", True, True),
    ("leistungen", "network_caseprofile", "services", True, True),
    ("leistungen", "network_profileedition", "services", True, True),
    ("massnahmen", "steering_measure", "kind", False, True),
    ("netzwerkformate", "network_networkmeeting", "kind", False, True),
    ("netzwerkzwecke", "network_networkmember", "purposes", True, True),
    ("partnerrollen", "engagements_programmepartner", "role", False, False),
    ("programme", "engagements_programme", "kind", False, True),
    ("sektoren", "stakeholders_body", "sectors", True, True),
    ("sektoren", "stakeholders_organisation", "sector", False, True),
    ("sektoren", "stakeholders_person", "sector", False, True),
    ("sektoren", "stakeholders_seatgroup", "sector", False, False),
    ("taetigkeiten", "engagements_logentry", "kind", False, True),
    ("themen", "engagements_engagement", "themes", True, False),
    ("themen", "engagements_logentry", "themes", True, True),
    ("themen", "network_caseprofile", "themes", True, True),
    ("themen", "network_helprequest", "theme", False, True),
    ("themen", "network_libraryitem", "themes", True, True),
    ("themen", "network_profileedition", "themes", True, True),
    ("themen", "network_successfactor", "theme", False, True),
    ("veranstaltungen", "participation_event", "format", False, True),
    ("vereinbarungen", "engagements_agreement", "kind", False, True),
]

# Which case a row belongs to, where it has no room of its own.
CASES = {
    "engagements_processtemplate": "id",
    "engagements_programmepartner": "programme_id",
    "stakeholders_seatgroup": "body_id",
}
PROFILES = ["network_caseprofile", "network_profileedition"]  # of one consultation, in its room: counted once


def line(key, table, column, many, walled):
    told = (key, table, column, CASES.get(table, "room_id"))
    row = ("profile", "room_id") if table in PROFILES else (table, "id")
    flags = ", ".join(str(flag).lower() for flag in (many, walled))
    return "({}, {})".format(", ".join(f"'{each}'" for each in told + row), flags)


# How often a term is carried in the whole house, told to its administration alone: the number where five cases carry
# it, else only that there are some; from one consultation alone it would be that consultation's number. What is sealed
# is not counted. The tables stand in apps that come later; each is asked once it is there.
USES = f"""
CREATE FUNCTION vocabulary_uses(which text) RETURNS TABLE (vocabulary text, term text, n bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $uses$
DECLARE
    place record;
    parts text[] := '{{}}';
BEGIN
    IF NOT wall_administers() THEN
        RETURN;
    END IF;
    FOR place IN SELECT * FROM (VALUES {", ".join(line(*row) for row in CARRIED)}) p(words, house, carrier, home, kind, own, many, walled)
                  WHERE which IN ('', p.words) AND to_regclass(p.house) IS NOT NULL LOOP
        parts := parts || format(
            'SELECT %L AS v, ' || CASE WHEN place.many THEN 'unnest(%I)' ELSE '%I' END
            || '::text AS t, %I::text AS home, %L || %I::text AS own FROM %I'
            || CASE WHEN place.walled THEN ' WHERE circle < 50' ELSE '' END,
            place.words, place.carrier, place.home, place.kind, place.own, place.house);
    END LOOP;
    IF cardinality(parts) > 0 THEN
        RETURN QUERY EXECUTE 'SELECT x.v::text, x.t,'
            || ' CASE WHEN count(DISTINCT x.home) >= 5 THEN count(DISTINCT x.own) END FROM ('
            || array_to_string(parts, ' UNION ALL ') || ') x WHERE x.t <> '''' GROUP BY x.v, x.t';
    END IF;
END $uses$;
REVOKE ALL ON FUNCTION vocabulary_uses(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vocabulary_uses(text) TO "{WEB}";
"""


class Migration(migrations.Migration):
    """What the house calls its terms: read by everybody, written by its administrators, deleted by nobody."""

    initial = True

    dependencies = [
        ("rooms", "0002_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("vocabulary", models.CharField(editable=False, max_length=30, verbose_name="Vokabular")),
                ("term", models.CharField(editable=False, max_length=40, verbose_name="Kürzel")),
                ("label_de", models.CharField(blank=True, max_length=80, verbose_name="Ihr Wort, deutsch")),
                ("label_en", models.CharField(blank=True, max_length=80, verbose_name="Ihr Wort, englisch")),
                ("is_retired", models.BooleanField(default=False, verbose_name="wird nicht mehr angeboten")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="am")),
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
                "verbose_name": "Begriff",
                "verbose_name_plural": "Begriffe",
                "ordering": ["vocabulary", "term"],
                "constraints": [models.UniqueConstraint(fields=("vocabulary", "term"), name="vocabulary_term_once")],
            },
        ),
        wall("vocabulary_term", reads="true", writes=WRITES, updates="(SELECT wall_administers())", checks=WRITES),
        migrations.RunSQL(
            f'REVOKE DELETE ON vocabulary_term FROM "{WEB}"', f'GRANT DELETE ON vocabulary_term TO "{WEB}"'
        ),
        migrations.RunSQL(USES, "DROP FUNCTION vocabulary_uses(text)"),
    ]
