"""From whom mail comes: `check --deploy`, and what the settings make of the surroundings."""

import os
import subprocess
import sys

import pytest
from django.core.checks import run_checks
from django.core.mail import EmailMessage

from notifications import checks
from notifications.checks import find_bad_sender

PRODUCTION = {
    "DATABASE_URL": "postgres://app@db.example.org/app",
    "REDIS_URL": "redis://redis.example.org",
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "mentoring.example.org",
    "BASE_URL": "https://mentoring.example.org",
    "EMAIL_URL": "submission://user:password@mail.example.org:587",
}


def sender_with(**more):
    """What a process with these surroundings takes as its sender."""
    surroundings = {"PATH": os.environ["PATH"], **PRODUCTION, **more}
    code = "from mentorship import settings; print(settings.DEFAULT_FROM_EMAIL)"
    return subprocess.run(
        [sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_the_sender_comes_from_the_address_of_the_site_unless_one_is_set():
    assert sender_with() == "Mentorship <mentorship@mentoring.example.org>"
    own = "Mentoring team <team@example.org>"
    assert sender_with(DEFAULT_FROM_EMAIL=own) == own


def test_a_site_name_with_a_comma_is_still_one_sender():
    sender = sender_with(SITE_NAME="Mentoring, Ltd")
    assert sender == '"Mentoring, Ltd" <mentorship@mentoring.example.org>'
    mail = EmailMessage("a", "b", sender, ["mia@example.org"])
    assert mail.message()["From"] == sender


@pytest.mark.parametrize(
    "sender", ["M <mentorship@localhost>", "mentorship@10.0.0.1", "mentorship", "M <a@intranet>"]
)
def test_check_refuses_a_sender_nobody_can_answer(settings, sender):
    settings.DEFAULT_FROM_EMAIL = sender
    assert [found.id for found in find_bad_sender(None)] == ["notifications.E001"]


def test_check_says_when_the_sender_is_only_derived(settings):
    settings.DEFAULT_FROM_EMAIL = "M <mentorship@mentoring.example.org>"
    settings.IS_SENDER_DERIVED = True
    [warning] = find_bad_sender(None)
    assert (warning.id, "mentorship@mentoring.example.org" in warning.msg) == (
        "notifications.W001",
        True,
    )
    settings.IS_SENDER_DERIVED = False
    assert find_bad_sender(None) == []


def test_check_deploy_runs_it(settings):
    settings.DEFAULT_FROM_EMAIL = "M <mentorship@localhost>"
    found = {one.id for one in run_checks(tags=[checks.TAG], include_deployment_checks=True)}
    assert "notifications.E001" in found
