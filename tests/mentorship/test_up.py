"""`manage.py up` as an operator runs it: with servers of their own and production's settings."""

import os
import socket
import subprocess
import sys
import urllib.parse

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from mentorship.embedded.places import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture
def empty_database_url(db):
    """A database beside the tests' own."""
    at = {**connection.get_connection_params(), "dbname": "postgres"}
    at = {name: at[name] for name in ("host", "port", "user", "password", "dbname") if at.get(name)}
    _run_sql(at, "drop database if exists mentorship_up", "create database mentorship_up")
    host = urllib.parse.quote(at["host"], safe="")
    login = at["user"] + (f":{urllib.parse.quote(at['password'])}" if "password" in at else "")
    yield f"postgres://{login}@{host}{':' + at['port'] if 'port' in at else ''}/mentorship_up"
    _run_sql(at, "drop database mentorship_up with (force)")


def _run_sql(at, *statements):
    own = psycopg2.connect(**at)
    own.autocommit = True
    with own.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    own.close()


def _free_port():
    """Below the range that outgoing connections take theirs from."""
    for port in range(18000, 18100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise AssertionError("no free port")


def _up(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", "up", "--check", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def _production(database_url, port, tmp_path):
    return {
        "DATABASE_URL": database_url,
        "REDIS_URL": settings.REDIS_URL,
        "SECRET_KEY": "as long and as random as it should be",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "BASE_URL": f"http://localhost:{port}",
        "EMAIL_URL": f"file://{tmp_path}",
    }


def test_up_starts_all_parts_and_stops_them(empty_database_url, tmp_path):
    port = _free_port()
    result = _up("--port", str(port), **_production(empty_database_url, port, tmp_path))
    assert result.returncode == 0, result.stderr
    assert f"http://localhost:{port}" in result.stdout
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_up_with_a_missing_setting_says_so_in_one_line(tmp_path):
    result = _up(DATABASE_URL="postgres://nobody@localhost/none", BASE_URL="https://example.org")
    assert result.returncode == 1
    assert result.stderr == (
        "error: DATABASE_URL is set, so these settings are needed too: "
        "SECRET_KEY, ALLOWED_HOSTS, REDIS_URL, EMAIL_URL.\n"
    )


def test_up_refuses_what_is_for_checks_only(tmp_path):
    values = _production("postgres://nobody@localhost/none", 8000, tmp_path)
    result = _up(**values, RATE_LIMITS="off")
    assert result.returncode == 1
    assert result.stderr == "error: For checks only, refused in production: RATE_LIMITS.\n"


def test_up_says_that_the_database_does_not_answer(tmp_path):
    values = _production("postgres://nobody@127.0.0.1:9/none", 8000, tmp_path)
    result = _up("--port", str(_free_port()), **values)
    assert result.returncode == 1
    assert result.stderr.startswith("CommandError: The database does not answer: ")
    assert "Traceback" not in result.stderr


def test_up_refuses_another_database(tmp_path):
    result = _up(**_production("sqlite:///db.sqlite3", 8000, tmp_path))
    assert result.returncode == 1
    assert result.stderr == (
        "error: DATABASE_URL must begin with postgres://, as only Postgres will do.\n"
    )


def test_up_says_that_its_port_is_taken(empty_database_url, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        result = _up("--port", str(port), **_production(empty_database_url, port, tmp_path))
    assert result.returncode == 1
    assert f"Port {port} cannot be used" in result.stderr
    assert "Traceback" not in result.stderr
