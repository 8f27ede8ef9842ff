import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from notifications.models import Message
from pairs.actions import pairs
from pairs.actions.agenda import points
from pairs.actions.sessions import logs, notes, plans
from pairs.actions.sessions.logs import Log
from pairs.models import MentoringSession, SessionNote
from pairs.queries.pairs import card
from people.models import User
from tests.concurrency import together
from tests.factories import PairFactory, UserFactory
from tests.messages import words_of
from tests.refusals import refused

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 15, 12, tzinfo=UTC)
TODAY = AT.date()


def log(pair, by, *, at=AT, key=None, planned=None, **said):
    said.setdefault("held_on", at.date())
    return logs.log(pair, Log(**said), by=by, at=at, form_key=key or uuid.uuid4(), planned=planned)


def plan(pair, by, *, hours=48, at=AT):
    moment = at + timedelta(hours=hours)
    return plans.plan(pair, by=by, at=at, planned_at=moment, minutes=30, form_key=uuid.uuid4())


def told():
    waiting = Message.objects.exclude(status="cancelled").order_by("pk")
    return list(waiting.values_list("kind", "to__name"))


def test_logged_session_counts_and_the_partner_is_asked_to_confirm(pair, mentee):
    session = log(pair, mentee)

    assert list(pair.sessions.held()) == [session]
    assert (session.held_on, session.minutes, session.form, session.kind) == (
        TODAY,
        30,
        "live",
        "session",
    )
    assert told() == [("session_logged", "Mona Mentor")]


def test_mentor_logs_as_well_and_the_mentee_confirms(pair, mentor, mentee):
    session = log(pair, mentor, form="async")

    logs.confirm(session, by=mentee, at=AT)

    session.refresh_from_db()
    assert (session.confirmation, session.confirmed_at) == ("confirmed", AT)
    assert told() == []  # nobody is asked any more


def test_form_sent_twice_logs_once(pair, mentee):
    key = uuid.uuid4()
    first = log(pair, mentee, key=key, shared_note="Hello")
    second = log(pair, mentee, key=key, shared_note="Hello")

    assert (second, pair.sessions.count()) == (first, 1)
    assert SessionNote.objects.get().text == "Hello"
    assert len(told()) == 1


def test_same_day_logged_by_the_partner_is_confirmed_instead_of_counted_twice(pair, mentor, mentee):
    first = log(pair, mentee, shared_note="From Mia")
    second = log(pair, mentor, shared_note="From Mona", private_note="Mine")

    assert second == first
    first.refresh_from_db()
    assert first.confirmation == "confirmed"
    assert first.notes.get(is_shared=True).text == "From Mia\n\nFrom Mona"
    assert first.notes.get(is_shared=False).author == mentor


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2021, 7, 16), "future"),
        (date(2021, 6, 28), "before_start"),
        (date(1999, 1, 1), "before_start"),
    ],
)
def test_days_on_which_no_session_can_have_been_are_refused(pair, mentee, day, code):
    assert refused(log, pair, mentee, held_on=day) == code


def test_today_is_the_day_where_the_person_is(pair, mentee):
    mentee.time_zone = "Pacific/Auckland"
    session = log(pair, mentee, at=datetime(2021, 7, 15, 13, tzinfo=UTC), held_on=date(2021, 7, 16))
    assert session.held_on == date(2021, 7, 16)


def test_talk_before_the_start_is_a_coffee_chat_and_never_counts(pair, mentee):
    session = log(pair, mentee, held_on=date(2021, 7, 6))
    assert session.kind == "coffee"
    assert not pair.sessions.held().exists()


@pytest.mark.parametrize("minutes", [0, 4, 481])
def test_length_has_limits(pair, mentee, minutes):
    with pytest.raises(ValidationError) as error:
        log(pair, mentee, minutes=minutes)
    assert set(error.value.error_dict) == {"minutes"}
    assert not pair.sessions.exists()


def test_ended_pair_logs_what_was_before_the_end_only(pair, mentor, mentee):
    pairs.end(pair, reason="not_a_fit", by=mentor, at=AT)
    later = AT + timedelta(days=2)

    assert refused(log, pair, mentee, at=later) == "pair_ended"
    assert log(pair, mentee, at=later, held_on=TODAY).state == "held"


def test_denied_session_does_not_count_and_who_logged_it_is_told(pair, mentor, mentee):
    session = log(pair, mentee)

    logs.deny(session, by=mentor, at=AT)

    assert not pair.sessions.held().exists()
    assert told() == [("session_denied", "Mia Mentee")]
    logs.confirm(session, by=mentor, at=AT)  # a mistake is undone
    assert pair.sessions.held().exists()


def test_answer_is_the_partners_and_given_once(pair, mentor, mentee):
    session = log(pair, mentee)
    assert refused(logs.confirm, session, by=mentee, at=AT) == "own"
    logs.confirm(session, by=mentor, at=AT)
    assert refused(logs.confirm, session, by=mentor, at=AT) == "wrong_status"
    assert refused(logs.deny, session, by=mentor, at=AT) == "wrong_status"


def test_correcting_a_confirmed_session_asks_again(pair, mentor, mentee):
    session = log(pair, mentee)
    logs.confirm(session, by=mentor, at=AT)

    later = AT + timedelta(days=1)
    logs.change(session, by=mentee, at=later, held_on=TODAY, minutes=45, form="async")

    session.refresh_from_db()
    assert (session.minutes, session.form, session.confirmation) == (45, "async", "open")
    assert session.created_at == AT
    assert told() == [("session_logged", "Mona Mentor")]


@pytest.mark.parametrize("act", ["remove", "confirm"])
def test_a_settled_session_leaves_no_question_waiting(pair, mentor, mentee, act):
    session = log(pair, mentee)
    later = AT + timedelta(minutes=1)
    logs.change(session, by=mentee, at=later, held_on=TODAY, minutes=45, form="live")
    logs.confirm(session, by=mentor, at=later) if act == "confirm" else logs.remove(
        session, by=mentee, at=later
    )
    assert told() == []


def test_saving_without_a_change_asks_nobody(pair, mentor, mentee):
    session = log(pair, mentee)
    logs.confirm(session, by=mentor, at=AT)
    logs.change(session, by=mentee, at=AT, held_on=TODAY, minutes=30, form="live")
    session.refresh_from_db()
    assert (session.confirmation, told()) == ("confirmed", [])


@pytest.mark.parametrize("act", ["change", "remove"])
def test_session_is_changed_by_its_writer_for_seven_days(pair, mentor, mentee, act):
    session = log(pair, mentee)
    values = {"held_on": TODAY, "minutes": 40, "form": "live"} if act == "change" else {}
    do = getattr(logs, act)

    assert refused(do, session, by=mentor, at=AT, **values) == "not_own"
    late = AT + timedelta(days=7, seconds=1)
    assert refused(do, session, by=mentee, at=late, **values) == "too_late"
    planned = plan(pair, mentee)
    assert refused(do, planned, by=mentee, at=AT, **values) == "wrong_status"


def test_removed_session_is_gone_with_the_question_about_it(pair, mentee):
    session = log(pair, mentee, private_note="Mine")
    logs.remove(session, by=mentee, at=AT)
    assert (pair.sessions.held().count(), told()) == (0, [])
    logs.restore(session, by=mentee, at=AT + timedelta(minutes=1))
    assert (pair.sessions.held().count(), told()) == (1, [("session_logged", "Mona Mentor")])


def test_session_with_a_shared_note_of_the_partner_is_not_removed(pair, mentor, mentee):
    session = log(pair, mentee)
    notes.add(session, by=mentor, at=AT, shared="Our plan", private="")
    assert refused(logs.remove, session, by=mentee, at=AT) == "partner_notes"


def test_a_private_note_has_no_effect_that_the_partner_sees_and_is_not_lost(pair, mentor, mentee):
    session = log(pair, mentee)
    notes.add(session, by=mentor, at=AT, shared="", private="Only Mona knows")
    logs.remove(session, by=mentee, at=AT)
    assert [one.private.text for one in card(pair, mentor, AT).taken_out] == ["Only Mona knows"]
    [mine] = card(pair, mentee, AT).taken_out
    assert (mine.private, mine.can_be_restored) == (None, True)
    assert refused(logs.restore, session, by=mentor, at=AT) == "wrong_status"


@pytest.mark.parametrize("act", ["remove", "deny"])
def test_points_come_back_when_their_session_counts_no_more(pair, mentor, mentee, act):
    ticked, talked = points.add(pair, "Ticked before", "Talked about", by=mentee, at=AT)
    points.tick(ticked, at=AT - timedelta(hours=1))
    session = log(pair, mentee, talked_about=[talked])
    assert not pair.agenda.open().exists()
    if act == "remove":
        logs.remove(session, by=mentee, at=AT)
    else:
        logs.deny(session, by=mentor, at=AT)
    assert list(pair.agenda.open()) == [talked]
    ticked.refresh_from_db()
    assert (ticked.done_in, ticked.done_at is None) == (None, False)


def test_the_day_of_the_partner_is_asked_about_across_the_date_line(pair, mentor, mentee):
    User.objects.filter(pk=mentor.pk).update(time_zone="Pacific/Auckland")
    User.objects.filter(pk=mentee.pk).update(time_zone="Pacific/Honolulu")
    mentor.refresh_from_db()
    mentee.refresh_from_db()
    log(pair, mentor, held_on=TODAY)
    yesterday = TODAY - timedelta(days=1)
    assert refused(log, pair, mentee, held_on=yesterday) == "differs"
    log(pair, mentee, held_on=yesterday, same_talk="theirs")
    assert pair.sessions.get().confirmation == "confirmed"
    log(pair, mentee, held_on=yesterday, same_talk="another")
    assert pair.sessions.count() == 2


def test_what_was_planned_for_a_logged_talk_does_not_stand_beside_it(pair, mentor, mentee):
    session = plan(pair, mentee)
    session.planned_at = AT - timedelta(hours=1)
    session.save(update_fields=["planned_at"])
    held = log(pair, mentor)
    assert (held.pk, held.state) == (session.pk, "held")
    assert not pair.sessions.planned().exists()


def test_of_two_plans_for_the_day_of_a_talk_one_is_held_and_the_other_goes_quietly(pair, mentee):
    for hours in (1, 2):
        plan(pair, mentee, hours=hours)
    log(pair, mentee, at=AT + timedelta(hours=3))
    assert [one.state for one in pair.sessions.order_by("planned_at")] == ["held", "cancelled"]
    assert "session_cancelled" not in {kind for kind, _name in told()}


def test_a_session_planned_for_the_evening_stays(pair, mentee):
    plan(pair, mentee, hours=6)
    log(pair, mentee)
    assert pair.sessions.planned().count() == 1


def test_planned_session_tells_the_partner_in_their_own_zone(pair, mentor, mentee):
    mentor.time_zone = "Asia/Tokyo"
    mentor.save()
    plan(pair, mentee, hours=2)

    message = Message.objects.get()
    subject, body = words_of(message)
    assert (message.to, subject) == (mentor, "Session with Mia Mentee: Thu 15 July, 23:00")
    assert "14:00 (UTC)" in body


def test_planned_session_is_moved_and_called_off(pair, mentor, mentee):
    session = plan(pair, mentee)
    plans.move(session, by=mentor, at=AT, planned_at=AT + timedelta(days=3), minutes=45)
    assert told() == [("session_moved", "Mia Mentee")]

    plans.cancel(session, by=mentee, at=AT)
    assert told() == [("session_cancelled", "Mona Mentor")]  # Mia heard of neither yet
    assert refused(plans.cancel, session, by=mentee, at=AT) == "wrong_status"
    moment = AT + timedelta(days=4)
    assert (
        refused(plans.move, session, by=mentee, at=AT, planned_at=moment, minutes=30)
        == "wrong_status"
    )


@pytest.mark.parametrize(("hours", "code"), [(0, "past"), (-1, "past"), (24 * 400, "too_far")])
def test_plan_lies_ahead(pair, mentee, hours, code):
    assert refused(plan, pair, mentee, hours=hours) == code


def test_ended_pair_plans_nothing(pair, mentor, mentee):
    pairs.end(pair, reason="no_time", by=mentor, at=AT)
    assert refused(plan, pair, mentee) == "pair_ended"


def test_plan_sent_twice_is_one_plan(pair, mentee):
    key, moment = uuid.uuid4(), AT + timedelta(days=1)
    for _twice in range(2):
        plans.plan(pair, by=mentee, at=AT, planned_at=moment, minutes=30, form_key=key)
    assert pair.sessions.planned().count() == 1


def test_planned_session_becomes_the_held_one(pair, mentee):
    planned = plan(pair, mentee, hours=1)
    later = AT + timedelta(hours=3)

    held = log(pair, mentee, at=later, planned=planned)

    assert (held.pk, held.state, pair.sessions.count()) == (planned.pk, "held", 1)


def test_what_was_called_off_meanwhile_is_logged_as_a_session_of_its_own(pair, mentor, mentee):
    planned = plan(pair, mentor, hours=1)
    plans.cancel(planned, by=mentor, at=AT)
    session = log(pair, mentee, planned=planned, at=AT + timedelta(hours=2))
    assert session != planned
    assert [one.state for one in pair.sessions.order_by("pk")] == ["cancelled", "held"]


def test_nobody_says_of_a_session_ahead_that_it_did_not_take_place(pair, mentor):
    planned = plan(pair, mentor, hours=2)
    assert refused(plans.note_not_held, planned, by=mentor, at=AT) == "future"
    plans.note_not_held(planned, by=mentor, at=AT + timedelta(hours=3))
    planned.refresh_from_db()
    assert (planned.state, planned.held_on) == ("not_held", TODAY)


def test_what_did_not_take_place_is_planned_again_without_a_word(pair, mentor, mentee):
    planned = plan(pair, mentor, hours=1)
    later = AT + timedelta(hours=2)
    plans.note_not_held(planned, by=mentor, at=later)
    before = told()
    logs.restore(planned, by=mentor, at=later)
    planned.refresh_from_db()
    assert (planned.state, planned.held_on, told()) == ("planned", None, before)


def test_a_session_of_somebody_who_is_gone_can_be_denied(pair, mentor, mentee):
    session = log(pair, mentee)
    MentoringSession.objects.update(logged_by=None)
    logs.deny(session, by=mentor, at=AT)
    session.refresh_from_db()
    assert session.confirmation == "denied"
    assert ("session_denied", "Mia Mentee") not in told()


def test_an_empty_note_leaves_none_behind(pair, mentor, mentee):
    session = log(pair, mentee)
    empty = {"by": mentor, "at": AT, "is_shared": True, "text": "  ", "seen": None}
    assert notes.save(session, **empty) is None
    assert not SessionNote.objects.exists()


def test_points_talked_about_belong_to_the_session(pair, mentee):
    first, second, third = points.add(pair, "One", "Two", "Three", by=mentee, at=AT)
    points.tick(first, at=AT)
    stranger_point = points.add(PairFactory(), "Foreign", by=UserFactory(), at=AT)[0]

    session = log(pair, mentee, talked_about=[second, stranger_point])

    assert set(session.agenda.values_list("text", flat=True)) == {"One", "Two"}
    stranger_point.refresh_from_db()
    assert stranger_point.done_at is None
    third.refresh_from_db()
    assert third.done_at is None


def test_notes_are_replaced_deleted_and_never_overwritten(pair, mentor, mentee):
    session = log(pair, mentee, shared_note="First", private_note="Mine")
    shared = session.notes.get(is_shared=True)

    notes.save(session, by=mentor, at=AT, is_shared=True, text="Second", seen=shared.saved_at)
    later = AT + timedelta(minutes=1)
    stale = {"by": mentee, "at": later, "is_shared": True, "text": "Third", "seen": None}
    assert refused(notes.save, session, **stale) == "changed_meanwhile"
    notes.save(session, by=mentee, at=AT, is_shared=False, text=" ", seen=AT)

    assert list(session.notes.values_list("text", flat=True)) == ["Second"]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_sending_one_form_log_one_session():
    pair, key = PairFactory(), uuid.uuid4()
    mentee = pair.mentee.person

    together(lambda: log(pair, mentee, key=key), lambda: log(pair, mentee, key=key))

    assert MentoringSession.objects.count() == 1
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_both_people_logging_the_same_day_at_once_make_one_session():
    pair = PairFactory()

    together(lambda: log(pair, pair.mentee.person), lambda: log(pair, pair.mentor.person))

    assert MentoringSession.objects.get().confirmation == "confirmed"
