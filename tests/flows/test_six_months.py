"""Two people through six months on the moved clock: a coffee chat, the start, goals, nine sessions, a
move, a missed fortnight, more time, the end, what they take along, and going on."""

import re
import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.urls import reverse

from completion.actions import going_on
from completion.models import Kudos
from notifications.actions import delivery
from notifications.models import Message
from pairs.actions import endings
from pairs.models import Extension, Pair
from pairs.queries.pairs import card
from pairs.rules.windows import State
from tests.messages import remind

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2021, 7, 7), date(2021, 9, 28)
END = LAST + timedelta(days=92)
CORRECTED, IN_WRITING, MISSED = 1, 2, 4  # fortnights: 4 is the one in which they do not meet
LINE = "Mona asks the question that opens the door."


@pytest.fixture
def clock():
    with time_machine.travel(datetime(2021, 7, 1, 9, tzinfo=UTC), tick=False) as now:
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

    def see(self, name="pairs:pair_detail", *more):
        return " ".join(self.client.get(self.address(name, *more)).text.split())

    def post(self, name, data, *more):
        answer = self.client.post(self.address(name, *more), data)
        assert answer.status_code == 302, answer.text
        return answer

    def log(self, day, by, minutes="30"):
        said = {"day": "today", "minutes": minutes, "form": "live", "form_key": uuid.uuid4()}
        self.on(day, by).post("pairs:session_log", said)
        return self.pair.sessions.latest("created_at")

    def confirm(self, day, by, session):
        self.on(day, by).post("pairs:session_answer", {"answer": "yes"}, session.pk)

    def meet(self, day, logs, confirms):
        session = self.log(day, logs)
        self.confirm(day, confirms, session)
        return session

    def asked_by_mail(self, day, person):
        """The page that opens from the mail about this fortnight, without signing in."""
        self.clock.move_to(datetime.combine(day, time(9), tzinfo=UTC))
        now = datetime.now(UTC)
        assert remind("session_due", now) == 2
        mail.outbox.clear()
        delivery.send_waiting(now)
        letter = next(one for one in mail.outbox if one.to == [person.email])
        link = re.search(r"https?://\S+/did-you-meet/\S+", letter.body).group()
        return link.removeprefix(settings.BASE_URL)

    def tap(self, link, **said):
        answer = self.client.post(link, {"form_key": uuid.uuid4(), **said}, follow=True)
        return " ".join(answer.text.split())


def test_six_months_of_a_pair_and_beyond(client, clock, pair, mentor, mentee):
    two = Two(client, clock, pair)
    coffee(two, mentor, mentee)
    begin(two, mentor, mentee)
    written = goal(two, mentor, mentee)
    nine_sessions_with_more_time(two, written, mentor, mentee)
    end(two, mentor, mentee)
    take_along(two, written, mentor, mentee)
    go_on(two, mentor, mentee)


def coffee(two, mentor, mentee):
    """Before the first day: logged and confirmed, and never counted."""
    day = date(2021, 7, 2)
    chat = two.log(day, mentee)
    assert "Mia logged a coffee chat" in two.on(day, mentor).see()
    two.confirm(day, mentor, chat)
    for person in (mentor, mentee):
        shown = two.on(day, person).see()
        assert "coffee chat" in shown
        assert "1 session" not in shown


def begin(two, mentor, mentee):
    """Both know what is expected, agree, and have a first date, which is moved."""
    pair = two.pair
    for person in (mentor, mentee):
        two.on(FIRST, person).post("pairs:expectations", {})
    agreed = {"rhythm": "Tuesdays at 8", "minutes": "30", "form": "live"}
    two.post("pairs:agreement_propose", agreed | {"confidentiality": "All of it", "seen": ""})
    assert "Mona has not answered yet" in two.see()
    proposal = pair.agreements.get()
    two.on(FIRST, mentor).post("pairs:agreement_answer", {"answer": "accept"}, proposal.pk)
    assert "Both agree" in two.see()

    planned = {"planned_at": "2021-07-12T08:00", "minutes": "30", "form_key": uuid.uuid4()}
    two.on(FIRST, mentee).post("pairs:session_plan", planned)
    session = pair.sessions.planned().get()
    moved = {"planned_at": "2021-07-13T08:00", "minutes": "30"}
    two.on(date(2021, 7, 8), mentor).post("pairs:session_move", moved, session.pk)
    session.refresh_from_db()
    assert session.planned_at == datetime(2021, 7, 13, 8, tzinfo=UTC)
    assert "Tue 13 July, 08:00" in two.on(date(2021, 7, 8), mentee).see()


def goal(two, mentor, mentee):
    """Private until it is shared; its steps."""
    text = "Lead the triage of one incident by 24 September."
    two.on(FIRST, mentee).post("pairs:goal_add", {"text": text})
    written = two.pair.mentee.goals.get()
    assert text not in two.on(FIRST, mentor).see()
    two.on(FIRST, mentee).post("pairs:goal_change", {"change": "share"}, written.pk)
    step = {"text": "Shadow two shifts", "due_on": "2021-08-01"}
    two.post("pairs:step_add", step, written.pk)
    assert text in two.on(FIRST, mentor).see()
    return written


def nine_sessions_with_more_time(two, written, mentor, mentee):
    pair = two.pair
    fortnights = [FIRST + timedelta(days=14 * number) for number in range(6)]
    for number, first in enumerate(fortnights, 1):
        if number == IN_WRITING:
            in_writing(two, first + timedelta(days=12), mentor, mentee)
        elif number == MISSED:
            look_at_the_goal_again(two, first, written, mentor, mentee)
            missed(two, first + timedelta(days=12), mentor, mentee)
        else:
            session = two.meet(first + timedelta(days=6), mentee, mentor)
        if number == CORRECTED:
            correct(two, first + timedelta(days=8), session, mentor, mentee)

    more_time(two, mentor, mentee)
    for number in range(1, 5):
        two.meet(LAST + timedelta(days=14 * number), mentor, mentee)
    pair.refresh_from_db()
    assert len(card(pair, mentee, datetime.now(UTC)).counted) == 9
    states = card(pair, mentee, datetime.now(UTC)).strip.states
    assert states[MISSED - 1] == State.NOT_MET
    assert states[IN_WRITING - 1] == State.ASYNC
    assert states.count(State.MET) == 8


def correct(two, day, session, mentor, mentee):
    """Who logged it corrects it; what was confirmed is asked once more."""
    said = {"day": "other", "held_on": str(session.held_on), "minutes": "45", "form": "live"}
    two.on(day, mentee).post("pairs:session_edit", said, session.pk)
    assert "Waiting for your partner" in two.see()
    assert "45 minutes, live. Is that right?" in two.on(day, mentor).see()
    two.confirm(day, mentor, session)
    assert "1 session, 45 minutes" in two.see()


def in_writing(two, day, mentor, mentee):
    """One tap in the mail logs it; the partner confirms."""
    link = two.asked_by_mail(day, mentee)
    assert "Your session is logged" in two.tap(link, answer="writing")
    session = two.pair.sessions.latest("created_at")
    assert "30 minutes, in writing. Is that right?" in two.on(day, mentor).see()
    two.confirm(day, mentor, session)


def look_at_the_goal_again(two, day, written, mentor, mentee):
    """After the third session its owner is asked, and a new version stands beside the old one."""
    question = "Is it still the right one?"
    assert question not in two.on(day, mentor).see()
    assert question in two.on(day, mentee).see()
    written.refresh_from_db()
    text = "Lead the triage of two incidents by 24 September."
    said = {"text": text, "seen": written.changed_at.isoformat()}
    two.post("pairs:goal_edit", said, written.pk)
    assert question not in two.see()
    versions = two.on(day, mentor).see("pairs:goal_detail", written.pk)
    assert "<del>Lead the triage of one" in versions
    assert "<ins>Lead the triage of two" in versions


def missed(two, day, mentor, mentee):
    """Not yet; then skipped, as the partner says; then, once it is over, that they did not meet."""
    link = two.asked_by_mail(day, mentee)
    assert "Saved: not yet." in two.tap(link, answer="not_yet")
    assert "did you and Mona meet?" in two.tap(link, do="take-back")
    assert "Skipped, by agreement" in two.tap(link, answer="skipped")
    over = day + timedelta(days=3)
    assert "talk between" not in two.on(over, mentor).see()
    two.tap(link, do="take-back")
    assert "talk between" in two.on(over, mentor).see()
    assert "you two did not meet" in two.tap(link, answer="not_yet")
    for person in (mentor, mentee):
        assert "talk between" not in two.on(over, person).see()


def more_time(two, mentor, mentee):
    near = date(2021, 9, 20)
    assert "You and Mona have until Tuesday, 28 September." in two.on(near, mentee).see()
    wish = {"ends_on": str(END), "reason": "To do a second one.", "rhythm": ""}
    two.post("pairs:extension_propose", wish)
    assert "To do a second one." in two.on(near, mentor).see("pairs:extension_propose")
    asked = Extension.objects.get()
    two.post("pairs:extension_answer", {"answer": "yes"}, asked.pk)
    over = datetime.combine(LAST + timedelta(days=1), time(9), tzinfo=UTC)
    assert endings.end_over(over) == {"completed pairs": 0}


def end(two, mentor, mentee):
    """The mentee goes through the steps in time, the mentor in the week after."""
    go_through_the_steps(two, END, mentee, "To begin.")
    assert "You have done your part" in two.see()
    assert "To begin." not in two.on(END, mentor).see("completion:ending")
    assert "Five minutes for a good end" in two.see()

    over = datetime.combine(END + timedelta(days=1), time(9), tzinfo=UTC)
    assert endings.end_over(over) == {"completed pairs": 1}
    delivery.send_waiting(over)
    assert Message.objects.filter(kind="pair_completed", status="sent").count() == 2
    late = END + timedelta(days=3)
    two.on(late, mentor)
    assert "You can still write how it went" in two.client.get("/").text
    go_through_the_steps(two, late, mentor, "To wait.")
    for person, learned in ((mentor, "To begin."), (mentee, "To wait.")):
        assert learned in two.on(late, person).see("completion:ending")


def go_through_the_steps(two, day, person, learned):
    said = {
        "reached": {"reached": "all", "learned": learned},
        "thanks": {"text": f"Thank you, says {person.name}.", "form_key": uuid.uuid4()},
        "organizers": {"to_organizers": ""},
        "next": {"rhythm": "monthly"},
    }
    two.on(day, person)
    for step, answers in said.items():
        two.post("completion:ending_step", answers, step)
    assert "Well done" in two.see("completion:ending")


def take_along(two, written, mentor, mentee):
    pair, client, late = two.pair, two.client, END + timedelta(days=4)
    written.refresh_from_db()
    closing = {"text": written.text, "closing": "I led two.", "state": "reached", "progress": "100"}
    closing["seen"] = written.changed_at.isoformat()
    two.on(late, mentee).post("pairs:goal_edit", closing, written.pk)
    said = {"what": "line", "to": mentor.pk, f"line-{mentor.pk}-line": LINE}
    two.post("completion:thanks", said)
    two.post("completion:summary_name", {"name": "ask"})
    kudos = Kudos.objects.get(pair=pair)
    two.on(late, mentor)
    assert LINE in two.see("completion:thanks")
    two.post("completion:kudos_answer", {"answer": "yes"}, kudos.pk)
    assert "would like to name you" in two.see("completion:ending")
    two.post("completion:summary_name", {"name": "yes"})

    two.on(late, mentee)
    parts = ["goal", "did", "sessions", "learned", "next", "partner"]
    two.post("completion:summary", {"parts": parts, "did": "", "learned": "", "comes_next": ""})
    sheet = two.see("completion:summary")
    assert "I led two." in sheet
    assert "together with Mona Mentor" in sheet
    assert "9 sessions, 285 minutes" in sheet
    two.post("completion:record_own", {"change": "open"})
    code = pair.records.open().get().code
    client.logout()
    checked = client.get(reverse("completion:record_check"), {"code": code.lower()}, follow=True)
    assert "Mia Mentee" in checked.text
    assert "Mona" not in checked.text


def go_on(two, mentor, mentee):
    before = two.pair
    assert going_on.begin_agreed(datetime.now(UTC)) == {"pairs that go on": 1}
    later = Pair.objects.get(continues=before)
    assert later.cadence_days == 30
    day = END + timedelta(days=40)
    for person in (mentor, mentee):
        two.on(day, person)
        assert reverse("pairs:pair_detail", args=[later.pk]) in two.see("completion:ending")
        assert reverse("pairs:pair_detail", args=[later.pk]) in two.see()
    assert not later.mentee.goals.exists()  # what is reached stays where it was reached

    two.pair = later
    assert "Before you start" not in two.on(day, mentee).see()
    two.meet(day, mentor, mentee)
    assert "1 session, 30 minutes" in two.see()
    two.pair = before
    assert "9 sessions, 285 minutes" in two.see()
