"""An announcement to 10,000 people: `python -m pytest -n 0 -s tests/benchmarks/bench_announcements.py`."""

from time import perf_counter

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from announcements.actions import announcements as actions
from announcements.models import Announcement
from notifications.actions import delivery
from notifications.models import Message
from tests.pairing.crowd import multitude

pytestmark = pytest.mark.django_db
PEOPLE, AT_ONCE = 10_000, 1_000


def timed(name, call):
    start = perf_counter()
    found = call()
    print(f"{name}: {1000 * (perf_counter() - start):.0f} ms")  # noqa: T201 figures are the point
    return found


@pytest.fixture
def announcement(client, cycle, organizer):
    """To everybody who applied, of whom there are 10,000."""
    multitude(cycle, PEOPLE // 2, PEOPLE // 2)
    keys = [f"applied:{role.pk}" for role in cycle.roles.all()]
    client.force_login(organizer)
    client.get(reverse("account_login"))  # templates and addresses are loaded once
    return Announcement.objects.create(
        cycle=cycle, audiences=keys, subject="Kickoff", text="Welcome, {name}."
    )


def address(announcement, page):
    cycle = announcement.cycle
    where = [cycle.program.slug, cycle.slug, announcement.pk]
    return reverse(f"announcements:announcement_{page}", args=where)


def test_ten_thousand(client, announcement):
    """Composed, looked at, sent, and written by the worker."""
    for page in ("edit", "edit", "detail"):
        timed(page, lambda page=page: client.get(address(announcement, page)))
    timed("press", lambda: client.post(address(announcement, "plan")))
    announcement.refresh_from_db()
    assert timezone.now() < announcement.goes_at
    timed("messages written by the worker", lambda: actions.send_due(announcement.goes_at))
    assert Message.objects.filter(kind="announcement").count() == PEOPLE


def test_delivered_once_each(client, announcement, organizer):
    """Minutes; the page of its progress is asked for in between."""
    at = actions.plan(announcement, goes_at=None, by=organizer, at=timezone.now()).goes_at
    actions.send_due(at)
    while Message.objects.filter(status=Message.Status.QUEUED).exists():
        sent = timed("for a while", lambda: delivery.send_waiting(at, limit=AT_ONCE))
        timed(
            f"progress after {sent['sent']} more",
            lambda: client.get(address(announcement, "detail")),
        )
    assert len(mail.outbox) == len({one.to[0] for one in mail.outbox}) == PEOPLE
