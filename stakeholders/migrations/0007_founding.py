from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0006_bodies")]
    operations = []
