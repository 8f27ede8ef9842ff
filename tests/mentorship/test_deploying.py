"""What an operator is told before the first visitor comes."""

import os
import subprocess
import sys

import pytest

from mentorship.embedded.places import ROOT

pytestmark = pytest.mark.slow

PRODUCTION = {
    "DATABASE_URL": "postgres://app:secret@db/app",
    "REDIS_URL": "redis://redis/0",
    "SECRET_KEY": "a-key-for-a-check-only-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "mentorship.example.org",
    "BASE_URL": "https://mentorship.example.org",
    "EMAIL_URL": "submission://app:secret@mail:587",
    "DEFAULT_FROM_EMAIL": "mentorship@example.org",
    "TRUSTED_PROXY_COUNT": "1",
}


def check(**more):
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **PRODUCTION, **more},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_values_are_clean():
    answer = check()
    assert (answer.returncode, answer.stderr) == (0, "")


def test_https_without_a_trusted_proxy_is_warned_of():
    answer = check(TRUSTED_PROXY_COUNT="0")
    assert answer.returncode == 1
    assert "redirects to itself for ever" in answer.stderr


@pytest.mark.parametrize("name", ["SERVER_SIDE_CURSORS", "OIDC_TRUSTED"])
def test_a_switch_that_is_neither_on_nor_off_is_one_clear_line(name):
    answer = check(**{name: "maybe", "OIDC_SERVER_URL": "https://id.example.org"})
    assert answer.returncode == 1
    assert answer.stderr == f"error: {name} must be on or off, not 'maybe'.\n"
