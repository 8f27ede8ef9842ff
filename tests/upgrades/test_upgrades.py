"""A database of the first state of the migrations, with the demo's invented people in it, comes up to today.

`first-state.sql.gz` was written by `pg_dump --inserts` when each app had its initial migration only. It
is never written anew: people's data went through the same steps.
"""

import gzip
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import psycopg2
import pytest
from django.db import connection

from mentorship.embedded.places import ROOT

FIRST_STATE = Path(__file__).parent / "first-state.sql.gz"
# An installation says these; none of them is reached by migrations.
PRODUCTION = {
    "SECRET_KEY": "of an installation that is only upgraded, long enough to be one of its own",
    "ALLOWED_HOSTS": "mentorship.example.org",
    "BASE_URL": "https://mentorship.example.org",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "submission://app:secret@mail.example.org:587",
    "TRUSTED_PROXY_COUNT": "1",
}
COLUMNS = """
    SELECT table_name, column_name, data_type, is_nullable, character_maximum_length
    FROM information_schema.columns WHERE table_schema = 'public'
"""
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'u', 'x')
    AND convalidated
"""
KEPT = "SELECT (SELECT count(*) FROM people_user), (SELECT count(*) FROM pairs_pair)"


def _connect(name):
    given = connection.settings_dict
    found = psycopg2.connect(
        dbname=name,
        user=given["USER"],
        password=given["PASSWORD"],
        host=given["HOST"],
        port=given["PORT"] or None,
    )
    found.autocommit = True  # databases are made outside of transactions
    return found


@pytest.fixture
def old(db):
    """The name of a database of its own, as it was in the first state."""
    name = f"{connection.settings_dict['NAME']}_upgraded"
    with closing(_connect(connection.settings_dict["NAME"])) as beside:
        beside.cursor().execute(f'DROP DATABASE IF EXISTS "{name}"')
        beside.cursor().execute(f'CREATE DATABASE "{name}"')
        with closing(_connect(name)) as made:
            made.cursor().execute(gzip.decompress(FIRST_STATE.read_bytes()).decode())
        yield name
        beside.cursor().execute(f'DROP DATABASE "{name}"')


def _rows(name, query):
    with closing(_connect(name)) as database, database.cursor() as cursor:
        cursor.execute(query)
        return set(cursor.fetchall())


@pytest.mark.slow
def test_an_old_database_becomes_what_a_new_one_is_and_keeps_its_people(old):
    new = connection.settings_dict["NAME"]
    before = _rows(old, KEPT)

    given = connection.settings_dict
    who = quote(given["USER"], safe="")
    who += f":{quote(given['PASSWORD'], safe='')}" if given["PASSWORD"] else ""
    where = quote(given["HOST"], safe="") + (f":{given['PORT']}" if given["PORT"] else "")
    address = f"postgres://{who}@{where}/{quote(old)}"
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=ROOT,
        env={**os.environ, **PRODUCTION, "DATABASE_URL": address},
        check=True,
    )

    assert _rows(old, KEPT) == before
    assert before != {(0, 0)}
    assert _rows(old, COLUMNS) == _rows(new, COLUMNS)
    assert _rows(old, CONSTRAINTS) == _rows(new, CONSTRAINTS)
