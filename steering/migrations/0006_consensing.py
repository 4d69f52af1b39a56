from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("steering", "0005_feeds")]
    operations = []
