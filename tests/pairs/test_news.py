"""What waits to be sent is asked again: whether it is still true, and not too late."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from notifications.models import Message
from pairs.actions import agreements, pairs
from pairs.actions.sessions import logs, plans
from pairs.actions.sessions.logs import Log
from tests.messages import LATE, SENT, UNTRUE, fate, remind

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 19, 12, tzinfo=UTC)  # the last day but one of the first window
WAIT = timedelta(minutes=5)
SOON = AT + WAIT


def log(pair, by, at=AT):
    return logs.log(pair, Log(held_on=at.date()), by=by, at=at, form_key=uuid4())


def plan(pair, by, days=2):
    moment = AT + timedelta(days=days)
    return plans.plan(pair, by=by, at=AT, planned_at=moment, minutes=30, form_key=uuid4())


def move(session, by, at, hours):
    moment = AT + timedelta(days=2, hours=hours)
    return plans.move(session, by=by, at=at, planned_at=moment, minutes=30)


def propose(pair, by, at=AT, seen=None, rhythm="Tuesdays"):
    return agreements.propose(
        pair, rhythm=rhythm, minutes=45, form="live", confidentiality="All", by=by, at=at, seen=seen
    )


def sent(kind):
    return Message.objects.filter(kind=kind, status="sent").count()


# Due sessions


def test_a_session_is_reminded_of(pair):
    remind("session_due", AT)
    assert fate("session_due", AT) == SENT


def test_nobody_is_reminded_of_what_was_logged_meanwhile(pair, mentee):
    remind("session_due", AT)
    log(pair, mentee)
    assert fate("session_due", AT) == UNTRUE


def test_nobody_is_reminded_of_what_was_planned_meanwhile(pair, mentee):
    remind("session_due", AT)
    plan(pair, mentee, days=1)
    assert fate("session_due", AT) == UNTRUE


def test_nobody_is_reminded_after_the_pair_ended(pair, mentor):
    remind("session_due", AT)
    pairs.end(pair, reason="no_time", by=mentor, at=AT)
    assert fate("session_due", AT) == UNTRUE


def test_a_reminder_comes_before_the_window_ends_or_not_at_all(pair):
    remind("session_due", AT)
    assert fate("session_due", datetime(2021, 7, 21, tzinfo=UTC)) == LATE


# Logged sessions


def test_who_has_confirmed_is_not_asked_to(pair, mentor, mentee):
    session = log(pair, mentee)
    logs.confirm(session, by=mentor, at=AT)
    assert sent("session_logged") == 0
    assert fate("session_logged", SOON) != SENT


def test_nobody_is_asked_to_confirm_what_was_taken_back(pair, mentee):
    logs.remove(log(pair, mentee), by=mentee, at=AT)
    fate("session_logged", SOON)
    assert sent("session_logged") == 0


def test_a_no_that_became_a_yes_is_not_told(pair, mentor, mentee):
    session = log(pair, mentee)
    logs.deny(session, by=mentor, at=AT)
    logs.confirm(session, by=mentor, at=AT)
    fate("session_denied", SOON)
    assert sent("session_denied") == 0


def test_nobody_is_asked_to_confirm_after_the_pair_ended(pair, mentor, mentee):
    log(pair, mentee)
    pairs.end(pair, reason="no_time", by=mentor, at=AT)
    assert fate("session_logged", SOON) == UNTRUE
    assert fate("pair_ended", SOON) == SENT


# Planned sessions


def test_a_plan_that_is_moved_at_once_is_one_mail_with_the_new_time(pair, mentee):
    session = plan(pair, mentee)
    move(session, mentee, AT + timedelta(minutes=1), hours=3)
    assert fate("session_planned", SOON) == SENT
    assert "15:00" in Message.objects.get().body


def test_a_plan_that_is_called_off_at_once_is_no_mail(pair, mentee):
    session = plan(pair, mentee)
    plans.cancel(session, by=mentee, at=AT)
    fate("session_planned", SOON)
    assert not Message.objects.exclude(status="cancelled").exists()


def test_twenty_five_moves_are_a_few_mails(pair, mentor, mentee):
    session = plan(pair, mentee)
    fate("session_planned", SOON)
    for number in range(25):
        at = AT + timedelta(minutes=10 + number)
        move(session, mentee, at, hours=number + 1)
        fate("session_planned", at)
    at = AT + timedelta(hours=3)
    assert fate("session_moved", at) == SENT
    assert sent("session_moved") <= 6
    last = Message.objects.filter(kind="session_moved").order_by("-pk").first()
    session.refresh_from_db()
    assert f"{session.planned_at:%H:%M}" in last.body


def test_who_moves_the_session_hears_no_older_news_of_it(pair, mentor, mentee):
    session = plan(pair, mentee)
    move(session, mentor, AT, hours=1)
    fate("session_planned", SOON)
    assert list(Message.objects.filter(status="sent").values_list("kind", "to")) == [
        ("session_moved", mentee.pk)
    ]


def test_a_plan_is_not_told_after_its_moment(pair, mentee):
    session = plan(pair, mentee)
    assert fate("session_planned", session.planned_at) == LATE


def test_a_plan_is_not_told_once_it_took_place(pair, mentee):
    session = plan(pair, mentee)
    said = Log(held_on=AT.date())
    logs.log(pair, said, by=mentee, at=AT, form_key=uuid4(), planned=session)
    assert fate("session_planned", SOON) == UNTRUE


def test_the_partners_time_is_said_only_where_it_differs(pair, mentor, mentee):
    plan(pair, mentee)
    fate("session_planned", SOON)
    assert "For Mia" not in Message.objects.get().body
    mentor.time_zone = "Europe/Vienna"
    mentor.save(update_fields=["time_zone"])
    plan(pair, mentee, days=3)
    fate("session_planned", SOON)
    body = Message.objects.filter(kind="session_planned").order_by("-pk").first().body
    assert "14:00 (Vienna time)" in body
    assert "For Mia Mentee that is Thu 22 July 2021, 12:00 (UTC)." in body


# Agreements and the end


def test_a_proposal_that_was_accepted_or_taken_back_is_not_told(pair, mentor, mentee):
    agreements.accept(propose(pair, mentee), by=mentor, at=AT)
    assert fate("agreement_proposed", SOON) == UNTRUE
    assert fate("agreement_accepted", SOON) == SENT


def test_of_several_proposals_the_last_one_is_told(pair, mentee):
    first = propose(pair, mentee)
    propose(pair, mentee, at=AT + timedelta(minutes=1), seen=first.pk, rhythm="Fridays")
    assert fate("agreement_proposed", SOON) == SENT
    assert sent("agreement_proposed") == 1


def test_somebody_free_for_another_partner_reads_so_and_nobody_else(pair, organizer, mentor):
    pairs.end(pair, reason="goal_reached", by=organizer, at=AT)
    assert fate("pair_ended", AT) == SENT
    bodies = Message.objects.filter(kind="pair_ended").values_list("body", flat=True)
    assert not any("another partner" in body for body in bodies)
