"""Both ways to migrate make the same tables: Django's own `migrate`, and ours that draws less anew.

    python -m tests.by_hand.same_tables

Ends with 1 and names what differs. It takes the better part of a minute, which is why no test does it.
"""

import os
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import migrate as of_django
from django.db import connection

from mentorship.embedded.services import services

WHAT_IS_THERE = {
    "columns": """SELECT table_name, column_name, ordinal_position, data_type, is_nullable,
            character_maximum_length, column_default, is_identity
        FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraints": """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": """SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), tgenabled::text
        FROM pg_trigger WHERE NOT tgisinternal""",
    "functions": """SELECT proname, prosrc FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace""",
    "migrations": "SELECT app, name FROM django_migrations",
    "kinds of rows": "SELECT app_label, model FROM django_content_type",
    "permissions": "SELECT codename FROM auth_permission",
}


def main() -> int:
    own = not os.environ.get("DATABASE_URL")
    with services(settings.EMBEDDED_KIND, with_postgres=own, with_redis=False):
        theirs, ours = _made_by(of_django.Command()), _made_by("migrate")
    differences = {kind: theirs[kind] ^ ours[kind] for kind in theirs}
    for kind, rows in differences.items():
        print(f"{len(ours[kind])} {kind}, {len(rows)} of them different")
        for row in sorted(rows, key=str):
            print("  ", "only by Django's own:" if row in theirs[kind] else "only by ours:", row)
    return int(any(differences.values()))


def _made_by(command) -> dict[str, set]:
    """What stands in a new database after all migrations."""
    outside = connection.settings_dict["NAME"]
    name = f"{outside}_same_tables"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command(command, verbosity=0)
        return {kind: _rows(query) for kind, query in WHAT_IS_THERE.items()}
    finally:
        connection.close()
        connection.settings_dict["NAME"] = outside
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


def _rows(query: str) -> set:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return set(cursor.fetchall())


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "mentorship.settings"
    django.setup()
    sys.exit(main())
