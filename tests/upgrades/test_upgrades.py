"""A database of the first state of the migrations, with the demo's invented people in it, comes up to today:
by way of the last state in which pairs had their people as columns, there and back once.

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
# Who was in a pair on which side, until when: as columns of the pair, then as rows of their own.
AS_COLUMNS = "SELECT id, mentor_id, mentee_id, ended_at FROM pairs_pair"
AS_ROWS = """
    SELECT mentor.pair_id, mentor.participation_id, mentee.participation_id, mentor.left_at
    FROM pairs_pairmember mentor
    JOIN pairs_pairmember mentee
    ON mentee.pair_id = mentor.pair_id AND mentee.left_at IS NOT DISTINCT FROM mentor.left_at
    WHERE mentor.side = 'mentor' AND mentee.side = 'mentee'
"""
TOGETHER_BEFORE = """
    INSERT INTO pairs_pair (cycle_id, mentor_id, mentee_id, state, created_at, starts_on, ended_at,
        end_reason, parts, session_minutes, sessions_async, video_link)
    SELECT cycle_id, mentor_id, mentee_id, 'ended', created_at, starts_on, now(),
        'no_time', parts, session_minutes, sessions_async, video_link
    FROM pairs_pair WHERE state = 'active'
"""


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


def _migrate(name, *to):
    given = connection.settings_dict
    who = quote(given["USER"], safe="")
    who += f":{quote(given['PASSWORD'], safe='')}" if given["PASSWORD"] else ""
    where = quote(given["HOST"], safe="") + (f":{given['PORT']}" if given["PORT"] else "")
    address = f"postgres://{who}@{where}/{quote(name)}"
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0", *to],
        cwd=ROOT,
        env={**os.environ, **PRODUCTION, "DATABASE_URL": address},
        check=True,
    )


@pytest.mark.slow
def test_an_old_database_becomes_what_a_new_one_is_and_keeps_its_people(old):
    new = connection.settings_dict["NAME"]
    before = _rows(old, AS_COLUMNS)
    _migrate(old, "pairs", "0021")
    assert _rows(old, AS_COLUMNS) == before != set()

    with closing(_connect(old)) as database:
        database.cursor().execute(TOGETHER_BEFORE)
    kept, together = _rows(old, KEPT), _rows(old, AS_COLUMNS)
    _migrate(old, "pairs", "0022")
    assert _rows(old, AS_ROWS) == together
    _migrate(old, "pairs", "0021")
    assert _rows(old, AS_COLUMNS) == together
    _migrate(old)

    assert _rows(old, AS_ROWS) == together > before
    assert _rows(old, KEPT) == kept
    assert _rows(old, COLUMNS) == _rows(new, COLUMNS)
    assert _rows(old, CONSTRAINTS) == _rows(new, CONSTRAINTS)
