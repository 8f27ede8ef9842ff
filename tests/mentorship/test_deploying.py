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


def setting(expression, **more):
    """What a process with these surroundings takes a setting for."""
    return subprocess.run(
        [sys.executable, "-c", f"from mentorship import settings; print({expression})"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **PRODUCTION, **more},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


@pytest.mark.parametrize(
    ("said", "is_without"), [({}, "True"), ({"SERVER_SIDE_CURSORS": "on"}, "False")]
)
def test_a_pooler_in_transaction_mode_is_expected_unless_somebody_says_otherwise(said, is_without):
    """Cursors on the server do not outlive a transaction there, and exports were cut off."""
    cursors = "settings.DATABASES['default']['DISABLE_SERVER_SIDE_CURSORS']"
    assert setting(cursors, **said) == is_without


@pytest.mark.parametrize(("said", "is_trusted"), [({}, "False"), ({"OIDC_TRUSTED": "on"}, "True")])
def test_a_provider_vouches_for_addresses_once_it_is_declared_trusted(said, is_trusted):
    trusts = "settings.SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS'][0]['settings']['verified_email']"
    provider = {"OIDC_SERVER_URL": "https://id.example.org"}
    assert setting(trusts, **provider, **said) == is_trusted


@pytest.mark.parametrize("name", ["SERVER_SIDE_CURSORS", "OIDC_TRUSTED"])
def test_a_switch_that_is_neither_on_nor_off_is_one_clear_line(name):
    answer = check(**{name: "maybe", "OIDC_SERVER_URL": "https://id.example.org"})
    assert answer.returncode == 1
    assert answer.stderr == f"error: {name} must be on or off, not 'maybe'.\n"
