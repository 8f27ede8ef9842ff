"""What a migration changes reaches every table that it should, though only changed models are drawn anew."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from mentorship.management.commands.migrate import one_model_at_a_time

COLUMN = (
    "SELECT data_type FROM information_schema.columns WHERE table_name = %s AND column_name = %s"
)


class First(migrations.Migration):
    """Two tables, one of which points at the other; the last step changes that other one alone."""

    operations = [
        migrations.CreateModel(
            "Shelf", [("id", models.AutoField(primary_key=True, serialize=False))]
        ),
        migrations.CreateModel(
            "Book",
            [
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("shelf", models.ForeignKey("people.Shelf", models.CASCADE)),
            ],
        ),
        migrations.AddField("Shelf", "room", models.TextField(default="Library")),
    ]


class Keys(migrations.Migration):
    """The key that is pointed at becomes another, and so does a code that is."""

    operations = [
        migrations.AlterField(
            "Shelf", "id", models.BigAutoField(primary_key=True, serialize=False)
        ),
        migrations.AddField("Shelf", "code", models.CharField(max_length=8, default="A")),
        migrations.AlterField("Shelf", "code", models.CharField(max_length=9, unique=True)),
        migrations.AddField(
            "Book",
            "code",
            models.ForeignKey("people.Shelf", models.CASCADE, "+", to_field="code", null=True),
        ),
        migrations.AlterField("Shelf", "code", models.TextField(unique=True)),
    ]


class Filling(migrations.Migration):
    operations = [migrations.RunPython(lambda known, _editor: _fill(known))]


def _fill(known):
    shelf = known.get_model("people", "Shelf").objects.create()
    known.get_model("people", "Book").objects.create(shelf=shelf)
    assert shelf.book_set.get().shelf == shelf


def _type(table, column):
    with connection.cursor() as cursor:
        cursor.execute(COLUMN, [table, column])
        return cursor.fetchone()[0]


def _apply(*steps):
    """As `migrate` does: what is known of the tables is drawn before the first step."""
    state = ProjectState()
    assert state.apps is not None
    with one_model_at_a_time():
        for migration in steps:
            with connection.schema_editor(atomic=False) as editor:
                state = migration("0001", "people").apply(state, editor)


@pytest.mark.django_db
def test_a_key_that_becomes_another_does_so_in_tables_that_point_at_it():
    _apply(First, Keys)
    assert _type("people_shelf", "id") == "bigint"
    assert _type("people_book", "shelf_id") == "bigint"
    assert _type("people_book", "code_id") == "text"


@pytest.mark.django_db
def test_code_of_a_migration_sees_from_both_sides_all_that_was_made_before_it():
    _apply(First, Filling)
