from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from notifications import due
from notifications.models import Message
from pairs.actions import cases, pairs, reminders
from pairs.actions.agenda import points
from pairs.actions.goals import writing as goals
from pairs.actions.sessions import logs
from pairs.models import Case, MentoringSession, Pair
from people.actions import people
from people.models import AuditEntry
from tests.concurrency import together
from tests.factories import PairFactory
from tests.messages import remind, words_of
from tests.refusals import refused

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 19, 12, tzinfo=UTC)  # the last day but one of the first window


def held(pair, day, **fields):
    return MentoringSession.objects.create(pair=pair, held_on=day, **fields)


def log(pair, by, day, at):
    return logs.log(pair, logs.Log(held_on=day), by=by, at=at, form_key=uuid4())


def told(kind):
    return sorted(Message.objects.filter(kind=kind).values_list("to__name", flat=True))


def test_ending_frees_the_mentee_and_tells_the_other_without_the_reason(pair, mentor, mentee):
    MentoringSession.objects.create(pair=pair, state="planned", planned_at=AT)
    case = cases.open_case(pair, "quiet", at=AT)

    pairs.end(pair, reason="not_a_fit", by=mentee, at=AT)

    pair.refresh_from_db()
    assert (pair.state, pair.end_reason, pair.ended_at) == ("ended", "not_a_fit", AT)
    assert not pair.sessions.planned().exists()
    case.refresh_from_db()
    assert case.state == "closed"
    message = Message.objects.get()
    assert message.to == mentor
    assert "fit" not in " ".join(words_of(message))
    PairFactory(cycle=pair.cycle, mentee=pair.mentee)  # another mentor is possible
    assert AuditEntry.objects.filter(action="pair_ended", subject=pair.key).exists()


def test_organizer_ending_a_pair_tells_both(pair, organizer):
    pairs.end(pair, reason="left", by=organizer, at=AT)
    assert told("pair_ended") == ["Mia Mentee", "Mona Mentor"]


def test_pair_ends_once_and_for_a_known_reason(pair, mentor):
    assert refused(pairs.end, pair, reason="boredom", by=mentor, at=AT) == "unknown_reason"
    pairs.end(pair, reason="no_time", by=mentor, at=AT)
    assert refused(pairs.end, pair, reason="no_time", by=mentor, at=AT) == "wrong_status"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_end_it_at_once_one_does_and_the_other_is_told(pair, mentor, mentee):
    def end(person, reason):
        return pairs.end(pair, reason=reason, by=person, at=AT)

    outcomes = together(lambda: end(mentor, "no_time"), lambda: end(mentee, "goal_reached"))
    refusals = [one for one in outcomes if isinstance(one, ValidationError)]
    assert [one.code for one in refusals] == ["wrong_status"]
    pair.refresh_from_db()
    ended = {"no_time": mentee, "goal_reached": mentor}
    assert told("pair_ended") == [ended[pair.end_reason].name]


def test_somebody_who_leaves_ends_their_pairs_and_the_partner_is_told(pair, mentor, administrator):
    second = PairFactory(cycle=pair.cycle, mentor=pair.mentor, mentee__person__name="Second")

    people.deactivate(mentor, by=administrator, at=AT)

    assert set(Pair.objects.values_list("state", "end_reason")) == {("ended", "left")}
    assert told("pair_ended") == ["Mia Mentee", "Second"]
    pair.mentor.refresh_from_db()
    assert (pair.mentor.state, pair.mentor.left_at) == ("left", AT)
    second.mentee.refresh_from_db()
    assert second.mentee.state == "active"


def test_link_of_the_call_is_changed_by_the_pair(pair):
    pairs.change_meeting(pair, video_link="https://meet.example.com/a")
    pair.refresh_from_db()
    assert pair.video_link == "https://meet.example.com/a"
    with pytest.raises(ValidationError):
        pairs.change_meeting(pair, video_link="javascript:alert(1)")


# Reminders


def test_both_are_reminded_once_when_a_window_ends_without_a_session(pair):
    assert remind("session_due", AT) == 2
    assert told("session_due") == ["Mia Mentee", "Mona Mentor"]
    assert due.run("session_due", AT) == {}

    second_window = datetime(2021, 8, 2, 12, tzinfo=UTC)
    assert remind("session_due", second_window) == 2


def test_reminder_names_the_days_and_the_partner(pair, mentee):
    remind("session_due", AT)
    subject, body = words_of(Message.objects.get(to=mentee))
    assert subject == "Did you and Mona meet?"
    assert "between 7 July and 20 July" in body


@pytest.mark.parametrize(
    "fields",
    [
        {"held_on": AT.date()},
        {"held_on": AT.date(), "form": "async"},
        {"state": "planned", "planned_at": datetime(2021, 7, 20, 20, tzinfo=UTC)},
    ],
)
def test_nobody_is_reminded_of_what_is_logged_or_planned(pair, fields):
    MentoringSession.objects.create(pair=pair, **fields)
    assert remind("session_due", AT) == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"held_on": AT.date(), "confirmation": "denied"},
        {"held_on": AT.date(), "kind": "coffee"},
        {"state": "planned", "planned_at": datetime(2021, 7, 22, tzinfo=UTC)},
    ],
)
def test_what_does_not_count_is_reminded_of(pair, fields):
    MentoringSession.objects.create(pair=pair, **fields)
    assert remind("session_due", AT) == 2


@pytest.mark.parametrize(
    "at",
    [
        datetime(2021, 7, 17, 12, tzinfo=UTC),  # early in the window
        datetime(2021, 7, 19, 8, 59, tzinfo=UTC),  # at night
        datetime(2021, 9, 30, 12, tzinfo=UTC),  # after the last window
        datetime(2021, 7, 1, 12, tzinfo=UTC),  # before the first one
    ],
)
def test_nobody_is_reminded_at_other_times(pair, at):
    assert remind("session_due", at) == 0


def test_ended_pairs_are_left_alone(pair, mentor):
    pairs.end(pair, reason="no_time", by=mentor, at=AT)
    assert remind("session_due", AT) == 0


def test_reminding_costs_the_same_for_one_pair_and_for_four(pair, django_assert_num_queries):
    with django_assert_num_queries(8):
        remind("session_due", AT)
    for _number in range(4):
        PairFactory(cycle=pair.cycle)
    Message.objects.all().delete()
    with django_assert_num_queries(8):
        remind("session_due", AT)


# Cases


def test_two_silent_windows_open_one_case(pair):
    after_two = datetime(2021, 8, 4, 0, 1, tzinfo=UTC)
    assert reminders.open_quiet_cases(AT) == {"quiet pairs": 0}
    assert reminders.open_quiet_cases(after_two) == {"quiet pairs": 1}
    assert reminders.open_quiet_cases(after_two) == {"quiet pairs": 0}
    assert Case.objects.get().kind == "quiet"


def test_closed_case_stays_closed_until_two_more_windows_were_silent(pair, organizer):
    after_two = datetime(2021, 8, 4, 12, tzinfo=UTC)
    reminders.open_quiet_cases(after_two)
    cases.close(Case.objects.get(), outcome="They met, unlogged.", by=organizer, at=after_two)

    assert reminders.open_quiet_cases(datetime(2021, 8, 10, tzinfo=UTC)) == {"quiet pairs": 0}
    assert reminders.open_quiet_cases(datetime(2021, 8, 19, tzinfo=UTC)) == {"quiet pairs": 1}


@pytest.mark.parametrize("kind", ["quiet", "not_met"])
def test_case_about_silence_closes_when_the_session_is_noted(pair, mentee, kind):
    at = datetime(2021, 8, 4, 12, tzinfo=UTC)
    case = cases.open_case(pair, kind, at=at)
    log(pair, mentee, date(2021, 7, 30), at)
    case.refresh_from_db()
    assert (case.state, case.closed_at, case.owner) == ("closed", at, None)
    assert case.outcome


def test_case_stays_when_the_session_answers_something_else(pair, mentee):
    at = datetime(2021, 8, 20, 12, tzinfo=UTC)
    quiet = cases.open_case(pair, "quiet", at=at)
    left = cases.open_case(pair, "partner_left", at=at)
    log(pair, mentee, date(2021, 7, 10), at)  # before the silence
    log(pair, mentee, date(2021, 7, 2), at)  # a coffee chat
    assert set(Case.objects.filter(state="open")) == {quiet, left}
    log(pair, mentee, date(2021, 8, 19), at)
    assert Case.objects.get(state="open") == left


def test_session_in_one_of_the_two_windows_opens_no_case(pair):
    held(pair, datetime(2021, 8, 3, tzinfo=UTC).date())
    assert reminders.open_quiet_cases(datetime(2021, 8, 4, 12, tzinfo=UTC)) == {"quiet pairs": 0}


def test_case_of_a_kind_is_open_once(pair):
    first = cases.open_case(pair, "not_met", at=AT)
    assert cases.open_case(pair, "not_met", at=AT) == first


def test_case_is_taken_and_closed_by_organizers(pair, organizer, stranger):
    case = cases.open_case(pair, "not_met", at=AT)
    assert refused(cases.assign, case, to=stranger, by=organizer, at=AT) == "not_organizer"
    assert refused(cases.close, case, outcome="  ", by=organizer, at=AT) == "empty"

    cases.assign(case, to=organizer, by=organizer, at=AT)
    closed = cases.close(case, outcome="They met last week.", by=organizer, at=AT)

    assert (closed.state, closed.owner, closed.closed_at) == ("closed", organizer, AT)
    assert refused(cases.close, case, outcome="Again", by=organizer, at=AT) == "wrong_status"
    assert refused(cases.assign, case, to=None, by=organizer, at=AT) == "wrong_status"


# Agenda and goals


def texts(pair):
    return list(pair.agenda.open().values_list("text", flat=True))


def test_agenda_points_are_added_ordered_ticked_and_dropped(pair, mentee):
    one, two, three = points.add(pair, "One", "Two  words", "Three", by=mentee, at=AT)
    points.shift(three, up=True)
    points.shift(one, up=True)  # is first already
    assert texts(pair) == ["One", "Three", "Two words"]

    points.tick(one, at=AT)
    assert texts(pair) == ["Three", "Two words"]
    points.reopen(one)
    points.drop(two, by=mentee, at=AT)
    assert texts(pair) == ["One", "Three"]
    points.reopen(two)
    assert "Two words" in texts(pair)


def test_a_point_is_dropped_by_who_wrote_it(pair, mentor, mentee):
    [point] = points.add(pair, "One", by=mentee, at=AT)
    assert refused(points.drop, point, by=mentor, at=AT) == "not_own"
    assert texts(pair) == ["One"]


def test_same_open_point_is_there_once_and_the_sample_agenda_too(pair, mentee):
    for _twice in range(2):
        points.add(pair, "One", by=mentee, at=AT)
        points.start_from(pair, "first", by=mentee, at=AT)
    assert len(texts(pair)) == 5
    assert refused(points.start_from, pair, "none", by=mentee, at=AT) == "unknown_template"


def test_agenda_has_limits(pair, mentee):
    with pytest.raises(ValidationError):
        points.add(pair, "", by=mentee, at=AT)
    with pytest.raises(ValidationError):
        points.add(pair, "x" * 301, by=mentee, at=AT)
    points.add(pair, *(f"Point {n}" for n in range(50)), by=mentee, at=AT)
    assert refused(points.add, pair, "One more", by=mentee, at=AT) == "too_many"


def test_goal_belongs_to_the_participation_and_is_never_overwritten(pair):
    goal = goals.add(pair.mentee, {"text": " Lead one incident "}, at=AT)
    assert goals.add(pair.mentee, {"text": "Lead one incident"}, at=AT) == goal

    later = datetime(2021, 7, 20, tzinfo=UTC)
    goals.change(goal, {"progress": 60, "specific": "The whole triage"}, at=later, seen=AT)

    goal.refresh_from_db()
    assert (goal.text, goal.progress, goal.changed_at) == ("Lead one incident", 60, later)
    assert refused(goals.change, goal, {"progress": 70}, at=later, seen=AT) == "changed_meanwhile"
    with pytest.raises(ValidationError):
        goals.change(goal, {"progress": 101}, at=later, seen=later)


def test_goals_are_few(pair):
    for number in range(goals.MOST):
        goals.add(pair.mentee, {"text": f"Goal {number}"}, at=AT)
    assert refused(goals.add, pair.mentee, {"text": "One more"}, at=AT) == "too_many"
