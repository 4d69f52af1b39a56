from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("participation", "0002_statements")]

    operations = []
