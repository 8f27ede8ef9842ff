"""Two people through six months on the moved clock: goals, nine sessions, a move, a missed fortnight,
more time, the end, what they take along, and going on."""

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from completion.actions import going_on
from notifications.actions import delivery
from notifications.models import Message
from pairs.actions import endings
from pairs.models import Extension, Pair
from pairs.queries.pairs import card
from pairs.rules.windows import State

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2021, 7, 7), date(2021, 9, 28)
END = LAST + timedelta(days=92)
MISSED = 4  # the fortnight in which they do not meet


@pytest.fixture
def clock():
    with time_machine.travel(datetime(2021, 7, 7, 9, tzinfo=UTC), tick=False) as now:
        yield now


@pytest.fixture
def cycle(cycle):
    cycle.starts_on, cycle.ends_on, cycle.zone = FIRST, LAST, "UTC"
    cycle.save(update_fields=["starts_on", "ends_on", "zone"])
    return cycle


@pytest.fixture
def pair(pair):
    Pair.objects.filter(pk=pair.pk).update(starts_on=FIRST, ends_on=LAST)
    pair.refresh_from_db()
    return pair


class Two:
    """The two at their browsers."""

    def __init__(self, client, clock, pair):
        self.client, self.clock, self.pair = client, clock, pair

    def on(self, day, person):
        self.clock.move_to(datetime.combine(day, time(9), tzinfo=UTC))
        self.client.force_login(person)
        return self

    def address(self, name, *more):
        return reverse(name, args=[self.pair.pk, *more])

    def see(self, name, *more):
        return " ".join(self.client.get(self.address(name, *more)).text.split())

    def post(self, name, data, *more):
        answer = self.client.post(self.address(name, *more), data)
        assert answer.status_code == 302, answer.text
        return answer

    def meet(self, day, logs, confirms):
        said = {"day": "today", "minutes": "30", "form": "live", "form_key": uuid.uuid4()}
        self.on(day, logs).post("pairs:session_log", said)
        held = self.pair.sessions.held().latest("pk")
        self.on(day, confirms).post("pairs:session_answer", {"answer": "yes"}, held.pk)


def test_six_months_of_a_pair_and_beyond(client, clock, pair, mentor, mentee):
    two = Two(client, clock, pair)
    written = begin(two, mentor, mentee)
    nine_sessions_with_more_time(two, mentor, mentee)
    end(two, mentor, mentee)
    take_along(two, written, mentee)
    go_on(two)


def begin(two, mentor, mentee):
    pair = two.pair
    goal = {"text": "Lead the triage of one incident by 24 September.", "share": "yes"}
    two.on(FIRST, mentee).post("pairs:goal_add", goal)
    written = pair.mentee.goals.get()
    step = {"text": "Shadow two shifts", "due_on": "2021-08-01"}
    two.post("pairs:step_add", step, written.pk)

    planned = {"planned_at": "2021-07-12T14:00", "minutes": "30", "form_key": uuid.uuid4()}
    two.post("pairs:session_plan", planned)
    session = pair.sessions.planned().get()
    moved = {"planned_at": "2021-07-13T14:00", "minutes": "30"}
    two.on(date(2021, 7, 8), mentor).post("pairs:session_move", moved, session.pk)
    session.refresh_from_db()
    assert session.planned_at == datetime(2021, 7, 13, 14, tzinfo=UTC)

    assert pair.sessions.get() == session
    return written


def nine_sessions_with_more_time(two, mentor, mentee):
    pair = two.pair
    fortnights = [FIRST + timedelta(days=14 * number) for number in range(6)]
    for number, first in enumerate(fortnights, 1):
        if number != MISSED:
            two.meet(first + timedelta(days=7), mentee, mentor)

    near = date(2021, 9, 20)
    assert "You and Mona have until Tuesday, 28 September." in two.on(near, mentee).see(
        "pairs:pair_detail"
    )
    wish = {"ends_on": str(END), "reason": "To do a second one.", "rhythm": ""}
    two.post("pairs:extension_propose", wish)
    assert "To do a second one." in two.on(near, mentor).see("pairs:extension_propose")
    asked = Extension.objects.get()
    two.post("pairs:extension_answer", {"answer": "yes"}, asked.pk)
    over = datetime.combine(LAST + timedelta(days=1), time(9), tzinfo=UTC)
    assert endings.end_over(over) == {"completed pairs": 0}

    for number in range(1, 5):
        two.meet(LAST + timedelta(days=14 * number), mentor, mentee)
    pair.refresh_from_db()
    assert len(card(pair, mentee, datetime.now(UTC)).counted) == 9
    states = card(pair, mentee, datetime.now(UTC)).strip.states
    assert states[MISSED - 1] == State.MISSED
    assert states.count(State.MET) == 9


def end(two, mentor, mentee):
    for person in (mentee, mentor):
        two.on(END, person).post(
            "completion:ending_step", {"reached": "all", "learned": "To begin."}, "reached"
        )
        two.post("completion:ending_step", {"to_organizers": ""}, "organizers")
        two.post("completion:ending_step", {"rhythm": "monthly"}, "next")
        assert "Well done" in two.see("completion:ending")
    assert "To begin." in two.see("completion:ending")

    over = datetime.combine(END + timedelta(days=1), time(9), tzinfo=UTC)
    assert endings.end_over(over) == {"completed pairs": 1}
    delivery.send_waiting(over)
    assert Message.objects.filter(kind="pair_completed", status="sent").count() == 2


def take_along(two, written, mentee):
    pair, client = two.pair, two.client
    closing = {"text": written.text, "closing": "I led two.", "state": "reached", "progress": "100"}
    written.refresh_from_db()
    closing["seen"] = written.changed_at.isoformat()
    two.on(END + timedelta(days=3), mentee).post("pairs:goal_edit", closing, written.pk)
    two.post("completion:record_own", {"change": "open"})
    code = pair.records.open().get().code
    client.logout()
    assert "Mia Mentee" in client.get(reverse("completion:record", args=[code])).text
    two.on(END + timedelta(days=3), mentee)
    sheet = two.see("completion:summary")
    assert "I led two." in sheet
    assert "9 sessions, 270 minutes" in sheet


def go_on(two):
    pair = two.pair
    assert going_on.begin_agreed(datetime.now(UTC)) == {"pairs that go on": 1}
    later = Pair.objects.get(continues=pair)
    assert later.cadence_days == 30
    assert reverse("pairs:pair_detail", args=[later.pk]) in two.see("completion:ending")
    assert not later.mentee.goals.exists()  # what is reached stays where it was reached
