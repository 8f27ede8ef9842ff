"""The list of mentors with 50 and with 5,000 of them: queries, milliseconds, bytes. By hand:

python -m pytest -n 0 -s tests/benchmarks/bench_mentors.py
"""

from time import perf_counter

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory.models import Availability, Seeking
from directory.queries import switch
from people.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
TOPICS = ["Writing", "Tracing", "Talks", "Law", "Design"]
ZONES = ["Europe/Vienna", "America/Bogota", "Asia/Tokyo"]
SLOTS = ["mon-1", "tue-2", "wed-3", "thu-2", "fri-1"]
TRIES = 5


@pytest.mark.parametrize("size", [50, 5_000])
def test_list(client, size):
    cache.set(switch.KEY, True)
    _load(size)
    seeker = UserFactory(focus_areas=TOPICS[:2], level=2, time_zone=ZONES[0])
    Seeking.objects.create(person=seeker, topics=TOPICS[:3], slots=SLOTS[:2])
    client.force_login(seeker)
    for query in ("", "?topic=Writing&above=1", "?page=2"):
        address = reverse("directory:mentor_list") + query
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        queries = len(asked)  # counted now: the next request forgets them
        assert answer.status_code == 200
        times = [_timed(client, address) for _try in range(TRIES)]
        figures = f"{queries} queries, {min(times):.0f} ms, {len(answer.content) // 1024} KB"
        print(f"{size} mentors, {query or 'all'}: {figures}")  # noqa: T201 figures are the point


def _load(size):
    now = timezone.now()
    people = User.objects.bulk_create(
        User(
            name=f"Mentor {number}",
            email=f"mentor{number}@example.com",
            level=1 + number % 5,
            time_zone=ZONES[number % 3],
            is_available_as_mentor=True,
        )
        for number in range(size)
    )
    Availability.objects.bulk_create(
        Availability(
            person=person,
            topics=[TOPICS[number % 5], TOPICS[(number + 2) % 5]],
            slots=[SLOTS[number % 5], SLOTS[(number + 1) % 5]],
            opened_at=now,
            confirmed_at=now,
        )
        for number, person in enumerate(people)
    )


def _timed(client, address):
    start = perf_counter()
    client.get(address)
    return 1000 * (perf_counter() - start)
