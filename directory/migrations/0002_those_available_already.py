from django.db import migrations


def offer_what_they_said(apps, schema_editor):
    """Who had switched it on in their profile is in the directory, with the topics named there."""
    user = apps.get_model("people", "User")
    availability = apps.get_model("directory", "Availability")
    people = user.objects.filter(is_available_as_mentor=True, is_guest=False)
    rows = [
        availability(person=person, topics=person.focus_areas)
        for person in people.only("pk", "focus_areas").iterator(chunk_size=1000)
    ]
    availability.objects.bulk_create(rows, batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial"), ("people", "0004_guests")]

    operations = [migrations.RunPython(offer_what_they_said, migrations.RunPython.noop)]
