from django.db import migrations

import rooms.fields
from rooms.walls import reads_unlocked, seal_stored, sealed_unreadable

TEXTS = {
    "stakeholders_organisation": ["name", "contact_email", "contact_phone", "note"],
    "stakeholders_person": ["name", "contact_email", "contact_phone", "note"],
}


class Migration(migrations.Migration):
    """Sealed people and organisations are unreadable in the tables."""

    dependencies = [
        ("rooms", "0004_sealed"),
        ("stakeholders", "0002_walls"),
    ]

    operations = [
        migrations.AlterField(
            model_name="alias",
            name="name",
            field=rooms.fields.SealableCharField(max_length=200, of="organisation", verbose_name="anderer Name"),
        ),
        migrations.AlterField(
            model_name="alias",
            name="source",
            field=rooms.fields.SealableCharField(blank=True, max_length=300, of="organisation", verbose_name="Quelle"),
        ),
        migrations.AlterField(
            model_name="office",
            name="party",
            field=rooms.fields.SealableCharField(
                blank=True,
                help_text="Nur was im Amt öffentlich ist, zum Beispiel „parteilos“.",
                max_length=60,
                of="person",
                verbose_name="Partei (bei Gewählten)",
            ),
        ),
        migrations.AlterField(
            model_name="office",
            name="title",
            field=rooms.fields.SealableCharField(max_length=160, of="person", verbose_name="Amt oder Funktion"),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="contact_email",
            field=rooms.fields.SealableEmailField(blank=True, max_length=254, verbose_name="Funktionsadresse"),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="contact_phone",
            field=rooms.fields.SealableCharField(blank=True, max_length=40, verbose_name="Telefon"),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="name",
            field=rooms.fields.SealableCharField(max_length=200, verbose_name="Name"),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="note",
            field=rooms.fields.SealableTextField(blank=True, verbose_name="Anmerkung"),
        ),
        migrations.AlterField(
            model_name="person",
            name="contact_email",
            field=rooms.fields.SealableEmailField(blank=True, max_length=254, verbose_name="Funktionsadresse"),
        ),
        migrations.AlterField(
            model_name="person",
            name="contact_phone",
            field=rooms.fields.SealableCharField(blank=True, max_length=40, verbose_name="Telefon"),
        ),
        migrations.AlterField(
            model_name="person",
            name="name",
            field=rooms.fields.SealableCharField(max_length=160, verbose_name="Name oder Rolle"),
        ),
        migrations.AlterField(
            model_name="person",
            name="note",
            field=rooms.fields.SealableTextField(blank=True, verbose_name="Anmerkung"),
        ),
        *(reads_unlocked(table) for table in TEXTS),
        seal_stored("stakeholders", "alias", "office", "organisation", "person"),
        *(sealed_unreadable(table, columns) for table, columns in TEXTS.items()),
    ]
