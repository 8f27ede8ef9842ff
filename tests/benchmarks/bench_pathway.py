"""What the pages of pathways cost with 100 and with 10,000 people. By hand, one JSON line per figure:

    python -m pytest tests/benchmarks/bench_pathway.py -s

Data: everybody has a plan, two talks and 15 items done, each closed by something.
"""

import json
import statistics
import time
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from growth.models import (
    Closing,
    Conversation,
    PathwayItem,
    PersonItem,
    Plan,
    PlanRevision,
)
from growth.pathway.actions import files
from growth.pathway.receivers import shipped
from people.models import User
from tests.factories import UserFactory
from tests.factories.growth import GrowthOrganizerFactory, turn_on

AT = datetime(2021, 7, 20, 9, tzinfo=UTC)
SIZES = (100, 10_000)
ROUNDS = 9
DIVISIONS = ["Sales", "Legal", "Engineering", "Support", "People", "Marketing", "Design", "Data"]
DONE_ON = date(2021, 5, 3)


@pytest.mark.django_db
def test_pages(client):
    turn_on()
    files.load(shipped(), by=None, at=AT)
    organizer = GrowthOrganizerFactory().person
    somebody = UserFactory(division="Support", started_on=date(2020, 8, 17))
    _grow([somebody])
    have = 1
    for size in SIZES:
        _add(have, size)
        have = size
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        _measure(client, "pathway of one", size, somebody, "/growth/pathway/")
        _measure(client, "totals", size, organizer, "/growth/edit/totals/")


def _add(have, size):
    rows = [
        User(
            email=f"grower{number}@example.com",
            name=f"Person {number}",
            sort_name=f"person {number}",
            division=DIVISIONS[number % len(DIVISIONS)],
            started_on=date(2020, 1 + number % 12, 1),
        )
        for number in range(have, size)
    ]
    _grow(User.objects.bulk_create(rows, batch_size=1000))


def _grow(people):
    items = list(PathwayItem.objects.order_by("year", "quarter", "position")[:15])
    plans = Plan.objects.bulk_create([Plan(person=person, started_at=AT) for person in people])
    PlanRevision.objects.bulk_create(
        PlanRevision(
            plan=plan, number=1, starts_on=date(2021, 1, 1), ends_on=date(2021, 12, 31), aim="Grow",
            opened_at=datetime(2021, 1, 1, tzinfo=UTC),
        )
        for plan in plans
    )  # fmt: skip
    Conversation.objects.bulk_create(
        Conversation(person=person, held_on=DONE_ON, agreed="Go on")
        for person in people
        for _number in range(2)
    )
    rows = PersonItem.objects.bulk_create(
        [
            PersonItem(person=person, item=item, state="done", done_on=DONE_ON)
            for person in people
            for item in items
        ],
        batch_size=5000,
    )
    Closing.objects.bulk_create(
        [Closing(item=row, cause="hand", closed_on=DONE_ON) for row in rows], batch_size=5000
    )


def _measure(client, name, people, user, address):
    client.force_login(user)
    times = []
    with time_machine.travel(AT):
        client.get(address)
        for _round in range(ROUNDS):
            begun = time.perf_counter()
            with CaptureQueriesContext(
                connection,
            ) as queries:
                answer = client.get(address)
            times.append(time.perf_counter() - begun)
            assert answer.status_code == 200
    figure = {"page": name, "people": people, "queries": len(queries), "ms": _ms(times)}
    print(json.dumps(figure))  # noqa: T201 figures are the point


def _ms(times):
    return round(1000 * statistics.median(times))
