"""What the pairing board costs at 32 and at 2,000 pairs. By hand, one JSON line per figure:

    python -m pytest tests/benchmarks/bench_board.py -s

Data: as many mentors as mentees in twelve divisions and four time zones, each with two focus areas
and a goal. Pages are asked through the test client in this process; figures are its CPU time.
"""

import json
import statistics
import time

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from pairing.actions import edits, runs
from pairing.edits.veto import VetoPair
from pairing.models import Proposal
from pairing.queries.readiness import findings
from pairing.rules.offered import usual_weights
from tests.factories import CycleFactory, StaffFactory
from tests.pairing.crowd import multitude

SIZES = (32, 2_000)
ROUNDS = 5
CRITERIA = list(usual_weights())


@pytest.mark.django_db
@pytest.mark.parametrize("size", SIZES)
def test_board(client, size):
    cycle = CycleFactory()
    multitude(cycle, size, size)
    organizer = StaffFactory(program=cycle.program).person
    client.force_login(organizer)
    board = reverse("pairing:board", args=[cycle.program.slug, cycle.slug])
    _figure("before any run", size, client, board, rounds=1)
    run = runs.start(cycle, by=None, at=timezone.now())
    start = time.process_time()
    runs.carry_out(run.pk)
    _say("run", size, [time.process_time() - start])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for name, query in _looks(cycle):
        _figure(name, size, client, board + query)
    row = Proposal.objects.filter(board__cycle=cycle).first()
    start = time.process_time()
    edits.make_and_pair_anew(
        cycle,
        VetoPair(row.mentee_id, row.mentor_id),
        by=organizer,
        at=timezone.now(),
        seen=row.board.version,
    )
    _say("veto and re-pair", size, [time.process_time() - start])
    start = time.process_time()
    findings.work_out(cycle, at=timezone.now())
    _say("insight", size, [time.process_time() - start])


def _looks(cycle):
    rows = list(Proposal.objects.filter(board__cycle=cycle).order_by("pk")[:2])
    pair, other = rows
    yield "first content", ""
    yield "a pair", f"?pair={pair.mentee_id}"
    yield "what if: veto", f"?pair={pair.mentee_id}&ask=veto"
    yield "what if: another mentor", f"?pair={pair.mentee_id}&with={other.mentor_id}"
    yield "what if: places", f"?mentor={pair.mentor_id}&ask=places&places=3"
    yield "what if: weights", "?ask=weights&" + "&".join(f"w_{one}=10" for one in CRITERIA)
    yield "what if: no rule", "?ask=rule&rule=cross_division"
    yield "last page", "?page=99"
    yield "search", "?q=mentee+a"


def _figure(name, size, client, address, rounds=ROUNDS):
    took = []
    for _ in range(rounds):
        start = time.process_time()
        answer = client.get(address)
        took.append(time.process_time() - start)
        assert answer.status_code == 200
    _say(name, size, took, rows=answer.content.count(b'role="row"'))


def _say(name, size, took, **more):
    figure = {
        "what": name,
        "pairs": size,
        "first_cpu_ms": round(1000 * took[0], 1),
        "median_cpu_ms": round(1000 * statistics.median(took), 1),
        **more,
    }
    print(json.dumps(figure))  # noqa: T201 figures are the point
