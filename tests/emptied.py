"""Emptying the tables after a test with real transactions.

Django truncates each of them and then makes the kinds of rows and their permissions anew: a third of
a second, and as much again for what Postgres has to learn about new tables. A test leaves few rows,
and deleting those takes a hundredth of that.
"""

from django.db import connection
from django.test import TransactionTestCase

# What every database has from its first migration on, and no test changes.
STAYS = {"auth_permission", "django_content_type"}

_by_django = TransactionTestCase._fixture_teardown


def by_deleting_rows() -> None:
    """For all tests to come; a server of somebody else's may not let us, and is emptied by Django."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
        [may] = cursor.fetchone()
    TransactionTestCase._fixture_teardown = _delete_rows if may else _by_django


def _delete_rows(_test) -> None:
    """No keys are asked and no triggers run: the trail refuses to lose a line."""
    tables = set(connection.introspection.django_table_names(only_existing=True)) - STAYS
    deletes = [f"DELETE FROM {connection.ops.quote_name(table)}" for table in sorted(tables)]
    with connection.cursor() as cursor:
        cursor.execute(
            ";".join(["BEGIN", "SET LOCAL session_replication_role = replica", *deletes, "COMMIT"])
        )
