from django.contrib.postgres import search
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

import rooms.fields
from rooms.walls import SETTLED, reads_unlocked, seal_stored, sealed_unreadable

TEXTS = {
    "engagements_agreement": ["title", "text", "source"],
    "engagements_criterion": ["text", "note"],
    "engagements_logentry": ["title", "text", "source"],
    "engagements_mandate": ["organ", "subject", "source"],
    "engagements_owncontribution": ["name", "responsible", "note"],
    "engagements_phasestep": ["reason", "unmet"],
}
SEARCH = models.GeneratedField(
    db_persist=True,
    expression=models.Case(
        models.When(
            circle__lt=50,
            then=search.CombinedSearchVector(
                search.SearchVector("title", config="german", weight="A"),
                "||",
                search.SearchVector("text", config="german", weight="B"),
                search.SearchConfig("german"),
            ),
        )
    ),
    null=True,
    output_field=search.SearchVectorField(null=True),
)
PROGRAMMES_ARE_OPEN = models.CheckConstraint(
    condition=models.Q(circle__lt=50),
    name="programme_not_sealed",
    violation_error_message="Ein Programm wird nicht versiegelt.",
)


class Migration(migrations.Migration):
    """Sealed texts are unreadable in the tables."""

    dependencies = [
        ("rooms", "0004_sealed"),
        ("stakeholders", "0003_sealed"),
        ("engagements", "0003_walls"),
    ]

    operations = [
        # The column of the search is made of title and text, whose type changes.
        migrations.RemoveIndex("logentry", "log_search"),
        migrations.RemoveField("logentry", "search"),
        migrations.AlterField(
            model_name="agreement",
            name="source",
            field=rooms.fields.SealableCharField(blank=True, max_length=300, verbose_name="Quelle"),
        ),
        migrations.AlterField(
            model_name="agreement",
            name="text",
            field=rooms.fields.SealableTextField(blank=True, verbose_name="Inhalt"),
        ),
        migrations.AlterField(
            model_name="agreement",
            name="title",
            field=rooms.fields.SealableCharField(max_length=200, verbose_name="Titel"),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="note",
            field=rooms.fields.SealableCharField(blank=True, max_length=300, verbose_name="Notiz"),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="text",
            field=rooms.fields.SealableCharField(max_length=300, verbose_name="Kriterium"),
        ),
        migrations.AlterField(
            model_name="logentry",
            name="source",
            field=rooms.fields.SealableCharField(blank=True, max_length=300, verbose_name="Quelle"),
        ),
        migrations.AlterField(
            model_name="logentry",
            name="text",
            field=rooms.fields.SealableTextField(
                blank=True, max_length=200000, verbose_name="Was wurde gesagt, was nehmen wir mit?"
            ),
        ),
        migrations.AlterField(
            model_name="logentry",
            name="title",
            field=rooms.fields.SealableCharField(max_length=200, verbose_name="Überschrift"),
        ),
        migrations.AlterField(
            model_name="mandate",
            name="organ",
            field=rooms.fields.SealableCharField(
                help_text="Zum Beispiel Bürgermeister*in, Stadtvorstand, Landrätin, Staatsministerium.",
                max_length=160,
                verbose_name="Organ",
            ),
        ),
        migrations.AlterField(
            model_name="mandate",
            name="source",
            field=rooms.fields.SealableCharField(blank=True, max_length=300, verbose_name="Quelle"),
        ),
        migrations.AlterField(
            model_name="mandate",
            name="subject",
            field=rooms.fields.SealableTextField(blank=True, verbose_name="Gegenstand"),
        ),
        migrations.AlterField(
            model_name="owncontribution",
            name="name",
            field=rooms.fields.SealableCharField(max_length=120, verbose_name="Eigenleistung"),
        ),
        migrations.AlterField(
            model_name="owncontribution",
            name="note",
            field=rooms.fields.SealableCharField(blank=True, max_length=300, verbose_name="Anmerkung"),
        ),
        migrations.AlterField(
            model_name="owncontribution",
            name="responsible",
            field=rooms.fields.SealableCharField(blank=True, max_length=160, verbose_name="zuständig"),
        ),
        migrations.AlterField(
            model_name="phasestep",
            name="reason",
            field=rooms.fields.SealableTextField(blank=True, verbose_name="Grund"),
        ),
        migrations.AlterField(
            model_name="phasestep",
            name="unmet",
            field=rooms.fields.SealableTextField(blank=True, verbose_name="offen gebliebene Kriterien"),
        ),
        migrations.AddField("logentry", "search", SEARCH),
        migrations.AddIndex("logentry", GinIndex(fields=["search"], name="log_search")),
        migrations.RunSQL("UPDATE engagements_programme SET circle = 40 WHERE circle = 50", migrations.RunSQL.noop),
        migrations.RunSQL(SETTLED, SETTLED),
        migrations.AddConstraint("programme", PROGRAMMES_ARE_OPEN),
        reads_unlocked("engagements_contact"),
        reads_unlocked("engagements_programme"),
        *(reads_unlocked(table) for table in TEXTS),
        seal_stored("engagements", "agreement", "criterion", "logentry", "mandate", "owncontribution", "phasestep"),
        *(sealed_unreadable(table, columns) for table, columns in TEXTS.items()),
    ]
