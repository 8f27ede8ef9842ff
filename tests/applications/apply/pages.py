"""An open role, somebody who may apply for it, and the pages they see."""

from datetime import UTC, datetime

from django.urls import reverse

from applications.models import Application

Status = Application.Status
OPEN = datetime(2021, 6, 10, 12, tzinfo=UTC)
CLOSED = datetime(2021, 7, 1, tzinfo=UTC)
GOOD = {"f_time_zone": "Europe/Vienna", "f_commitment": "yes", "q_goal": "Lead a team"}


def at(role, name="apply"):
    return reverse(
        f"applications:application_{name}",
        args=[role.cycle.program.slug, role.cycle.slug, role.slug],
    )


def status_of(role):
    return reverse(
        "applications:application_status", args=[role.cycle.program.slug, role.cycle.slug]
    )


def text(response):
    return " ".join(response.content.decode().split())


def errors(response):
    form = response.context["form"]
    return {name: [e.code for e in found.as_data()] for name, found in form.errors.items()}
