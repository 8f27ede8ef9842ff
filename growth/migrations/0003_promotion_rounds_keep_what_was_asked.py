import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("growth", "0002_pathways_as_people_use_them"),
    ]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="changed_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        # Another kind of column: no round has been written yet.
        migrations.RemoveField(model_name="promotionround", name="as_asked"),
        migrations.AddField(
            model_name="promotionround",
            name="as_asked",
            field=models.JSONField(
                default=dict,
                help_text="What was asked about: `summary`, and of each of `claims` its number, `text` and "
                "the numbers of its `items` in the binder. Evidence is read from there, so that what a "
                "partner takes back is gone here too.",
            ),
        ),
    ]
