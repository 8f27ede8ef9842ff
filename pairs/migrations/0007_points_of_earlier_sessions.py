from django.db import migrations


def keep_as_talked_about(apps, schema_editor):
    """What earlier sessions talked about stays readable on them, like that of later ones."""
    AgendaItem = apps.get_model("pairs", "AgendaItem")
    SessionPoint = apps.get_model("pairs", "SessionPoint")
    done = AgendaItem.objects.filter(done_in__isnull=False).order_by("position", "pk")
    rows = [SessionPoint(session_id=one.done_in_id, item=one, text=one.text) for one in done]
    SessionPoint.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("pairs", "0006_series_and_what_sessions_are_about")]
    operations = [migrations.RunPython(keep_as_talked_about, migrations.RunPython.noop)]
