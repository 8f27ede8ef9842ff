"""An announcement to 10,000 people: `python -m pytest -n 0 -s tests/benchmarks/bench_announcements.py`."""

from time import perf_counter

import pytest
from django.urls import reverse
from django.utils import timezone

from announcements.actions import announcements as actions
from announcements.models import Announcement
from notifications.models import Message
from tests.pairing.crowd import multitude

pytestmark = pytest.mark.django_db


def timed(name, call):
    start = perf_counter()
    found = call()
    print(f"{name}: {1000 * (perf_counter() - start):.0f} ms")  # noqa: T201 figures are the point
    return found


def test_ten_thousand(client, cycle, organizer):
    multitude(cycle, 5_000, 5_000)
    keys = [f"applied:{role.pk}" for role in cycle.roles.all()]
    row = Announcement.objects.create(
        cycle=cycle, audiences=keys, subject="Kickoff", text="Welcome, {name}."
    )
    client.force_login(organizer)
    address = [cycle.program.slug, cycle.slug, row.pk]
    for page in ("edit", "detail"):
        timed(
            page,
            lambda page=page: client.get(
                reverse(f"announcements:announcement_{page}", args=address)
            ),
        )
    timed("press", lambda: client.post(reverse("announcements:announcement_plan", args=address)))
    row.refresh_from_db()
    timed("messages written by the worker", lambda: actions.send_due(row.goes_at))
    assert Message.objects.filter(kind="announcement").count() == 10_000
    assert timezone.now() < row.goes_at
