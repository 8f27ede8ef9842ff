"""Sessions are planned, moved, called off and asked about."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from notifications.models import Message
from pairs.actions import agreements
from pairs.actions.sessions import plans, series
from pairs.models import MentoringSession
from people.models import User
from tests.pairs.addresses import page
from tests.pairs.july import AT
from tests.pairs.pages.helpers import form_data

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("july")]


def test_plan_is_typed_in_ones_own_zone_and_shown_in_both(client, pair, mentor, mentee):
    User.objects.filter(pk=mentee.pk).update(time_zone="Europe/Vienna")
    User.objects.filter(pk=mentor.pk).update(time_zone="Asia/Kolkata")
    client.force_login(mentee)

    data = {"planned_at": "2021-07-22T14:30", "minutes": "30", "form_key": str(uuid.uuid4())}
    response = client.post(page("session_plan", pair), data, follow=True)

    session = pair.sessions.planned().get()
    assert session.planned_at == datetime(2021, 7, 22, 12, 30, tzinfo=UTC)
    text = response.content.decode()
    assert "Thu 22 July, 14:30" in text
    assert "Thu 18:00 for Mona" in text


def test_hour_that_does_not_exist_is_refused_in_words(client, pair, mentee):
    User.objects.filter(pk=mentee.pk).update(time_zone="Europe/Vienna")
    client.force_login(mentee)
    data = {"planned_at": "2022-03-27T02:30", "minutes": "30", "form_key": str(uuid.uuid4())}
    response = client.post(page("session_plan", pair), data)
    assert "planned_at" in response.context["form"].errors


def test_planned_session_is_moved_called_off_and_logged(client, pair, mentee):
    client.force_login(mentee)
    data = {"planned_at": "2021-07-22T14:30", "minutes": "30", "form_key": str(uuid.uuid4())}
    client.post(page("session_plan", pair), data)
    session = pair.sessions.get()

    client.post(page("session_move", pair, session.pk), {**data, "planned_at": "2021-07-23T10:00"})
    session.refresh_from_db()
    assert session.planned_at.day == 23
    client.post(page("session_cancel", pair, session.pk))
    session.refresh_from_db()
    assert session.state == "cancelled"
    assert client.get(page("session_move", pair, session.pk)).status_code == 404


def test_planned_session_that_has_passed_is_asked_about_and_becomes_held(client, pair, mentee):
    session = MentoringSession.objects.create(
        pair=pair, state="planned", planned_at=AT - timedelta(days=2), minutes=45
    )
    client.force_login(mentee)
    assert "Did it take place?" in client.get(page("pair_detail", pair)).content.decode()

    address = page("session_log", pair) + f"?planned={session.pk}"
    form = client.get(address).context["form"]
    client.post(
        address,
        form_data(day=form["day"].value(), held_on=form["held_on"].value(), minutes="45"),
    )

    session.refresh_from_db()
    assert (session.state, session.held_on) == ("held", date(2021, 7, 13))


@pytest.mark.parametrize(("hours", "is_planned"), [(2, True), (-2, True), (-30, True), (0, False)])
def test_there_is_one_way_to_say_we_met(client, pair, mentee, hours, is_planned):
    if is_planned:
        moment = AT + timedelta(hours=hours)
        MentoringSession.objects.create(pair=pair, state="planned", planned_at=moment, minutes=45)
    client.force_login(mentee)
    text = " ".join(client.get(page("pair_detail", pair)).text.split())
    assert text.count("We met </a>") == 1


def test_missed_window_is_asked_about(client, pair, mentee):
    client.force_login(mentee)
    with time_machine.travel(datetime(2021, 7, 22, 12, tzinfo=UTC)):
        text = client.get(page("pair_detail", pair)).content.decode()
    assert "Did you and Mona talk between 7 July and 20 July?" in text


def test_all_planned_sessions_are_in_sight_and_one_called_off_comes_back(client, pair, mentee):
    planned = [
        plans.plan(
            pair,
            by=mentee,
            at=AT,
            planned_at=AT + timedelta(days=days),
            minutes=30,
            form_key=uuid.uuid4(),
        )
        for days in (2, 9)
    ]
    client.force_login(mentee)
    shown = client.get(page("pair_detail", pair)).content.decode()
    assert all(page("session_move", pair, one.pk) in shown for one in planned)
    client.post(page("session_cancel", pair, planned[1].pk))
    shown = client.get(page("session_list", pair)).content.decode()
    assert page("session_restore", pair, planned[1].pk) in shown
    client.post(page("session_restore", pair, planned[1].pk))
    assert pair.sessions.planned().count() == 2


def test_planned_session_that_did_not_take_place_tells_nobody(client, pair, mentee):
    session = MentoringSession.objects.create(
        pair=pair, state="planned", planned_at=AT - timedelta(days=1), logged_by=mentee
    )
    client.force_login(mentee)
    client.post(page("session_cancel", pair, session.pk))
    session.refresh_from_db()
    assert session.state == "not_held"
    assert not Message.objects.exists()


def test_the_proposal_is_reached_from_home(client, pair, mentor, mentee):
    agreements.propose(
        pair,
        rhythm="Thursdays",
        minutes=30,
        form="live",
        confidentiality="All",
        by=mentor,
        at=AT,
        seen=None,
    )
    client.force_login(mentee)
    assert f'href="{page("pair_detail", pair)}#h-agr"' in client.get("/").content.decode()
    assert 'id="h-agr"' in client.get(page("pair_detail", pair)).content.decode()


def test_whoever_comes_late_finds_the_way_into_the_call(client, pair, mentee):
    pair.video_link = "https://meet.example/two"
    pair.save()
    facts = {"planned_at": AT, "minutes": 30, "form_key": uuid.uuid4()}
    plans.plan(pair, by=mentee, at=AT - timedelta(days=3), **facts)
    client.force_login(mentee)
    for address in (page("pair_detail", pair), "/"):
        shown = client.get(address).text
        assert pair.video_link in shown
        assert "Did you meet?" not in shown
        assert "Your next session, now" in shown or " Now</span>" in shown
    with time_machine.travel(AT + timedelta(minutes=30), tick=False):
        for address in (page("pair_detail", pair), "/"):
            assert "Did you meet?" in client.get(address).text


@pytest.mark.parametrize(
    ("minutes", "asks"),
    [
        (-40, "We met </a>"),
        (-30, "Start the meeting"),
        (29, "Start the meeting"),
        (30, "We met </a>"),
    ],
)
def test_around_its_time_the_page_and_home_lead_into_the_meeting(
    client, pair, mentee, minutes, asks
):
    facts = {"planned_at": AT, "minutes": 30, "form_key": uuid.uuid4()}
    plans.plan(pair, by=mentee, at=AT - timedelta(days=3), **facts)
    client.force_login(mentee)
    with time_machine.travel(AT + timedelta(minutes=minutes), tick=False):
        shown = " ".join(client.get(page("pair_detail", pair)).text.split())
        assert asks in shown
        assert ("Start the meeting" in shown) == (asks == "Start the meeting")
        assert ("Start the meeting" in client.get("/").text) == (asks == "Start the meeting")


def test_once_it_has_begun_a_session_is_not_called_off_and_nobody_is_told(client, pair, mentee):
    facts = {"planned_at": AT, "minutes": 30, "weeks": 1, "times": 2, "form_key": uuid.uuid4()}
    series.plan(pair, by=mentee, at=AT - timedelta(days=3), **facts)
    client.force_login(mentee)
    shown = client.get(page("pair_detail", pair)).text
    assert shown.count("gets a message.") == 1, "the later one can still be called off"
    assert "It did not take place" in shown
    assert "This one and those after it" in shown
    first = pair.sessions.planned().earliest("planned_at")
    client.post(page("session_cancel", pair, first.pk))
    first.refresh_from_db()
    assert first.state == "not_held"
    assert not Message.objects.filter(kind="session_cancelled").exists()


def test_a_date_that_is_over_is_no_next_session(client, pair, mentee):
    moment = AT - timedelta(hours=3)
    planned = plans.plan(
        pair,
        by=mentee,
        at=AT - timedelta(days=3),
        planned_at=moment,
        minutes=30,
        form_key=uuid.uuid4(),
    )
    client.force_login(mentee)
    shown = client.get(page("pair_detail", pair)).text
    assert "Did you meet?" in shown
    assert "Next session" not in shown
    assert "You can restore it until it would have started." not in shown
    assert f"?planned={planned.pk}" in shown
