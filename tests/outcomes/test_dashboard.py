from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from applications.actions.moves import move
from applications.models import Application, CycleQuestion, PerformanceCheck
from pairs.models import Case, MentoringSession
from programs.models import Milestone, Requirement
from tests.factories import (
    ApplicationFactory,
    CallFactory,
    PairFactory,
    StaffFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 22, 9, tzinfo=UTC)


@pytest.fixture
def board(client, organizer, cycle):
    """The overview as the organizer sees it at this moment."""
    client.force_login(organizer)

    def look(at=AT):
        with time_machine.travel(at):
            address = reverse("outcomes:dashboard", args=[cycle.program.slug, cycle.slug])
            return client.get(address).context["board"]

    return look


def details(board):
    return [item.detail for item in board.items]


def items(board):
    return {item.title: item.count for item in board.items}


def test_an_empty_cycle_asks_for_nothing(board):
    empty = board()
    assert empty.items == []
    assert (empty.completion, empty.live.percent) == (None, None)


def test_funnel_counts_people_by_stage_and_side(board, cycle):
    for side, status in (
        ("mentor", "paired"),
        ("mentor", "submitted"),
        ("mentee", "paired"),
        ("mentee", "unpaired"),
        ("mentee", "not_eligible"),
        ("mentee", "draft"),
        ("mentee", "withdrawn"),
    ):
        ApplicationFactory(cycle=cycle, side=side, status=status)
    mentor = UserFactory()
    first = PairFactory(cycle=cycle, mentor__person=mentor)
    PairFactory(cycle=cycle, mentor=first.mentor)
    MentoringSession.objects.create(pair=first, held_on=date(2021, 7, 8))

    assert [(one.key, one.mentors, one.mentees) for one in board().stages] == [
        ("applied", 2, 3),
        ("eligible", 1, 2),
        ("paired", 1, 2),
        ("met", 1, 1),
    ]


def test_what_waits_stands_there_with_its_count_the_worst_first(board, cycle, organizer):
    role = cycle.roles.get(side="mentee")
    Requirement.objects.create(role=role, key="work", text="Work", kind="performance")
    pair = PairFactory(cycle=cycle)
    Case.objects.create(pair=pair, kind="not_met")
    ApplicationFactory(cycle=cycle, status="not_eligible")
    ApplicationFactory(cycle=cycle, is_late=True)
    refused = ApplicationFactory(cycle=cycle, status="eligible")
    PerformanceCheck.objects.create(application=refused, answer="no", at=AT)
    CycleQuestion.objects.create(cycle=cycle, asked_by=UserFactory(), text="When?")

    found = board()
    assert items(found) == {
        "pair has not met yet": 1,
        "case is open": 1,
        "eligible person is not confirmed": 1,
        "application waits for a decision": 1,
        "person does not know they are not eligible": 1,
        "confirmations are open": 2,
        "question is unanswered": 1,
    }
    assert [item.tone for item in found.items] == ["bad"] * 3 + ["warn"] * 2 + [""] * 2


def test_confirmations_nobody_can_answer_lead_to_naming_a_confirmer(board, cycle, organizer):
    role = cycle.roles.get(side="mentee")
    Requirement.objects.create(role=role, key="work", text="Work", kind="performance")
    ApplicationFactory(cycle=cycle, role=role)

    def open_confirmations():
        return next(item for item in board().items if "confirmation" in item.title)

    assert open_confirmations().detail == "Nobody is a confirmer yet."
    StaffFactory(program=cycle.program, role="confirmer")
    assert open_confirmations().detail == "Confirmers answer them on their own page."


def test_confirmations_about_oneself_are_not_counted(board, cycle, organizer):
    role = cycle.roles.get(side="mentee")
    Requirement.objects.create(role=role, key="work", text="Work", kind="performance")
    own = ApplicationFactory(cycle=cycle, person=organizer, status="eligible")
    PerformanceCheck.objects.create(application=own, answer="no", at=AT)
    assert "eligible person is not confirmed" not in items(board())


def test_who_was_eligible_stays_so_in_the_funnel_after_leaving(board, cycle, organizer):
    taken, refused = [
        ApplicationFactory(cycle=cycle, side="mentor", status="submitted") for _one in range(2)
    ]
    with transaction.atomic():
        move([taken], "eligible", by=organizer, at=AT)
        move([taken], "paired", by=organizer, at=AT)
        move([refused], "not_eligible", by=organizer, at=AT)
    before = [(one.key, one.mentors) for one in board().stages][:2]
    with transaction.atomic():
        move([taken, refused], "left", by=organizer, at=AT)
    assert before == [(one.key, one.mentors) for one in board().stages][:2]
    assert before == [("applied", 2), ("eligible", 1)]


def test_the_funnel_tells_nobody_by_their_leaving_what_was_decided_about_them(
    board, cycle, organizer
):
    own = ApplicationFactory(cycle=cycle, person=organizer, side="mentor", status="submitted")
    with transaction.atomic():
        move([own], "eligible", by=UserFactory(), at=AT)
        move([own], "left", by=organizer, at=AT)
    assert [(one.key, one.mentors) for one in board().stages][:2] == [
        ("applied", 1),
        ("eligible", 0),
    ]


def test_eligible_people_wait_for_pairing_once_the_calls_are_closed(board, cycle):
    for role in cycle.roles.all():
        CallFactory(role=role)
    ApplicationFactory(cycle=cycle, status="eligible")
    assert "eligible person waits to be paired" not in items(
        board(datetime(2021, 6, 20, tzinfo=UTC))
    )
    assert items(board())["eligible person waits to be paired"] == 1
    assert "The calls are closed." in details(board())
    cycle.calls.update(late_until=AT + timedelta(days=1))
    assert "The calls are closed, and still take late applications." in details(board())
    cycle.calls.update(late_until=None)
    left = ApplicationFactory(cycle=cycle, status="submitted")
    with transaction.atomic():
        move([left], "eligible", by=None, at=AT)
    assert items(board())["eligible people wait to be paired"] == 2
    with transaction.atomic():
        move([left], "left", by=None, at=AT)
    assert board().stages[1].total == 2  # they were found eligible; nobody pairs them now
    assert items(board())["eligible person waits to be paired"] == 1

    cycle.pairs_published_at = AT
    cycle.save(update_fields=["pairs_published_at"])
    Application.objects.filter(status="eligible").update(status="unpaired")
    assert items(board()) == {"person is unpaired": 1}


def test_nothing_is_asked_for_that_the_end_of_the_cycle_has_settled(board, cycle):
    for role in cycle.roles.all():
        CallFactory(role=role, opens_at=datetime(2021, 6, 20, tzinfo=UTC))
    cycle.pairs_published_at = AT
    cycle.save(update_fields=["pairs_published_at"])
    ApplicationFactory(cycle=cycle, status="unpaired")
    assert board().items
    assert board().findings
    over = board(datetime(2021, 10, 1, 9, tzinfo=UTC))
    assert (over.items, over.findings) == ([], [])


def test_strip_marks_today_and_the_plan_warns(board, cycle):
    for role in cycle.roles.all():
        CallFactory(role=role, opens_at=datetime(2021, 6, 20, tzinfo=UTC))
    found = board(datetime(2021, 6, 25, tzinfo=UTC))
    assert [entry.has_today for entry in found.strip].count(True) >= 1
    assert found.findings


def coming(board):
    return [(one.day, one.title) for one in board.coming]


def test_one_line_alone_is_called_today_and_only_while_it_is(board, client, cycle):
    for role in cycle.roles.all():
        CallFactory(
            role=role,
            opens_at=datetime(2021, 6, 20, tzinfo=UTC),
            closes_at=datetime(2021, 6, 30, tzinfo=UTC),
        )
    address = reverse("outcomes:dashboard", args=[cycle.program.slug, cycle.slug])
    for day, count in ((25, 1), (30, 0)):
        with time_machine.travel(datetime(2021, 6, day, 12, tzinfo=UTC)):
            assert client.get(address).text.count(", today") == count


def test_coming_up_names_the_closing_of_a_call(board, cycle):
    mentee = cycle.roles.get(side="mentee")
    CallFactory(
        role=mentee,
        opens_at=datetime(2021, 7, 20, tzinfo=UTC),
        closes_at=datetime(2021, 7, 25, 22, tzinfo=UTC),
    )
    title = f"Call for {mentee.name_of_several} closes"
    assert (date(2021, 7, 25), title) in coming(board())
    assert title not in dict(map(reversed, coming(board(datetime(2021, 7, 26, tzinfo=UTC)))))


def test_what_was_told_already_does_not_come_up(board, cycle):
    Milestone.objects.create(
        cycle=cycle, title="Everybody is told", kind="pairs_announced", starts_on=date(2021, 7, 30)
    )
    assert (date(2021, 7, 30), "Everybody is told") in coming(board())
    cycle.pairs_published_at = AT
    cycle.save(update_fields=["pairs_published_at"])
    found = board(datetime(2021, 7, 23, 9, tzinfo=UTC))
    assert "Everybody is told" not in [title for _day, title in coming(found)]
    [line] = [entry for entry in found.strip if entry.title == "Everybody is told"]
    assert (line.when, line.state) == ("22 July 2021", "done")


def test_every_link_leads_somewhere(board, client, cycle):
    pair = PairFactory(cycle=cycle)
    Case.objects.create(pair=pair, kind="not_met")
    for status in ("submitted", "not_eligible"):
        ApplicationFactory(cycle=cycle, status=status)
    for item in board().items:
        assert client.get(item.address).status_code == 200


def test_nobody_waits_for_live_attendance_where_all_is_in_writing(client, cycle, organizer):
    client.force_login(organizer)
    address = reverse("outcomes:dashboard", args=[cycle.program.slug, cycle.slug])
    thread = cycle.events.create(title="Thread", is_async=True)
    assert "Attendance at live events" not in client.get(address).text
    thread.is_async = False
    thread.save(update_fields=["is_async"])
    assert "Attendance at live events" in client.get(address).text
