from django.db import migrations, models


class Migration(migrations.Migration):
    """When somebody last wrote in a consultation: the newest entry is found without reading the others, in the index alone."""

    dependencies = [("engagements", "0008_versions")]

    operations = [
        migrations.AddIndex(
            model_name="logentry",
            index=models.Index(
                fields=["engagement", "-written_on"],
                include=["id", "room", "circle", "author", "shared_on"],
                name="log_last_written",
            ),
        ),
    ]
