"""What the end of a cycle makes of its pairs."""

from datetime import UTC, datetime

import pytest

from applications.queries.standing import standings_of
from notifications import due
from notifications.models import Message
from outcomes.queries.attention import open_work
from pairs.actions import cases, endings
from pairs.queries import organizer as organizer_views
from people.models import AuditEntry
from tests.factories import CycleFactory, PairFactory, ended
from tests.messages import words_of
from tests.pairing.repairs.published import (
    NOW,
    told,
)

pytestmark = pytest.mark.django_db
# The end of a cycle

AFTER = datetime(2021, 10, 1, 0, 5, tzinfo=UTC)


def test_pairs_end_with_their_cycle_and_both_are_told_what_happens_next(pair, mentor, mentee):
    last = datetime(2021, 9, 30, 23, 55, tzinfo=UTC)
    assert due.run("pairs that are complete", last) == {}
    assert due.run("pairs that are complete", AFTER) == {"completed pairs": 1}
    assert due.run("pairs that are complete", AFTER) == {}
    pair.refresh_from_db()
    assert (pair.state, pair.end_reason, pair.ended_at) == ("ended", "completed", AFTER)
    assert told(endings.KIND) == [mentee.name, mentor.name]
    subject, body = words_of(Message.objects.get(to=mentee))
    assert "is complete" in subject
    assert "Until 8 October 2021 you can still write how your goals went" in body
    assert "go on with Mona" in body
    assert f"/pairs/{pair.pk}/" in body


def test_the_clock_ends_a_pair_as_fully_as_a_person_does(client, pair, organizer):
    case = cases.open_case(pair, "quiet", at=NOW())
    endings.end_over(AFTER)
    case.refresh_from_db()
    assert (case.state, case.closed_at) == ("closed", AFTER)
    line = AuditEntry.objects.get(action="pair_ended")
    assert (line.subject, line.by, line.scope) == (
        pair.key,
        None,
        f"program:{pair.cycle.program_id}",
    )
    assert cases.open_case(pair, "quiet", at=AFTER) is None


def test_dashboard_counts_no_case_of_an_ended_pair(pair, organizer):
    cases.open_case(pair, "quiet", at=NOW())
    assert open_work(pair.cycle, organizer, roles={"organizer"}).cases == 1
    ended(pair, AFTER)
    assert open_work(pair.cycle, organizer, roles={"organizer"}).cases == 0
    assert organizer_views.counts(pair.cycle, AFTER)["case"] == 0


def test_completing_costs_the_same_for_one_pair_and_for_four(pair, django_assert_num_queries):
    with django_assert_num_queries(12):
        endings.end_over(AFTER)
    cycle = CycleFactory()
    for _number in range(4):
        PairFactory(cycle=cycle)
    with django_assert_num_queries(12):
        endings.end_over(AFTER)


def test_completed_people_read_so_on_their_status_page(cycle, published):
    endings.end_over(NOW())
    (standing,) = standings_of(cycle, published["Cy"].person, at=NOW())
    cycle.refresh_from_db()  # their last day, not the day after, on which the clock ended it
    assert (standing.status, standing.outcome.ended_on) == ("paired", cycle.ends_on)
