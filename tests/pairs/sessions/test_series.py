import re
import uuid
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from notifications.models import Message
from pairs.actions.sessions import logs, plans, series
from pairs.actions.sessions.logs import Log
from pairs.models import Goal, MentoringSession
from pairs.queries.sessions import times
from tests.concurrency import together
from tests.factories import PairFactory
from tests.messages import words_of
from tests.pairs.addresses import page
from tests.refusals import refused

pytestmark = pytest.mark.django_db
AT = datetime(2021, 10, 11, 12, tzinfo=UTC)
FIRST = datetime(2021, 10, 18, 14, tzinfo=UTC)  # 16:00 in Vienna


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(AT, tick=False)


@pytest.fixture
def pair(pair, mentee):
    """On until Christmas; the mentee plans in Vienna."""
    pair.ends_on = date(2021, 12, 24)
    pair.save()
    mentee.time_zone = "Europe/Vienna"
    mentee.save()
    pair.mentee.person.refresh_from_db()
    return pair


def plan_series(pair, by, *, first=FIRST, count=3, weeks=2, key=None, at=AT):
    return series.plan(
        pair,
        by=by,
        at=at,
        planned_at=first,
        minutes=30,
        weeks=weeks,
        times=count,
        form_key=key or uuid.uuid4(),
    )


def planned(pair):
    return list(pair.sessions.planned().order_by("planned_at").values_list("planned_at", flat=True))


def told():
    waiting = Message.objects.exclude(status="cancelled").order_by("pk")
    return list(waiting.values_list("kind", "to__name"))


def test_series_is_planned_on_the_page_and_told_in_one_message(client, pair, mentee):
    client.force_login(mentee)
    answer = client.post(
        page("session_plan", pair),
        {
            "planned_at": "2021-10-18T16:00",
            "minutes": "30",
            "weeks": "2",
            "times": "3",
            "form_key": uuid.uuid4(),
        },
    )

    assert answer.url == page("pair_detail", pair)
    assert planned(pair) == [
        FIRST,
        datetime(2021, 11, 1, 15, tzinfo=UTC),
        datetime(2021, 11, 15, 15, tzinfo=UTC),
    ]
    assert told() == [("series_planned", "Mona Mentor")]
    subject, body = words_of(Message.objects.get())
    assert subject.startswith("3 sessions with Mia Mentee, the first on Mon 18 October 2021")
    assert body.count("\n- ") == 3


def test_series_needs_a_number_and_keeps_what_was_typed(client, pair, mentee):
    client.force_login(mentee)
    said = {"planned_at": "2021-10-18T16:00", "minutes": "30", "form_key": uuid.uuid4()}
    form = client.post(page("session_plan", pair), {**said, "weeks": "2", "times": ""})

    assert form.context["form"].errors["times"].as_data()[0].code == "required"
    assert b'value="2021-10-18T16:00"' in form.content
    assert planned(pair) == []


def test_form_of_a_series_sent_twice_plans_once(pair, mentee):
    key = uuid.uuid4()
    first, second = plan_series(pair, mentee, key=key), plan_series(pair, mentee, key=key)

    assert (first, len(planned(pair))) == (second, 3)


def test_series_takes_up_what_is_planned_at_one_of_its_times_and_refuses_what_overlaps(
    pair, mentor, mentee
):
    single = plans.plan(pair, by=mentor, at=AT, planned_at=FIRST, minutes=30, form_key=uuid.uuid4())
    made = plan_series(pair, mentee)
    single.refresh_from_db()
    assert (single.series, len(planned(pair))) == (made, 3)

    late = FIRST + timedelta(minutes=20)
    assert refused(plan_series, pair, mentee, first=late) == "overlaps"
    assert len(planned(pair)) == 3


def test_nobody_plans_a_series_past_the_last_day_or_of_any_length(pair, mentee):
    with pytest.raises(ValidationError) as error:
        plan_series(pair, mentee, count=6)
    assert error.value.messages == [
        "Your time as a pair ends on 24 December 2021: 5 of these sessions fit before then."
    ]
    assert refused(plan_series, pair, mentee, count=1) == "times"
    assert refused(plan_series, pair, mentee, first=AT) == "past"
    assert planned(pair) == []


def test_pair_without_a_last_day_plans_for_up_to_a_year(pair, mentee):
    pair.ends_on = None
    pair.save()
    pair.cycle.ends_on = None
    pair.cycle.save()

    assert refused(plan_series, pair, mentee, count=26, weeks=4) == "too_far"
    plan_series(pair, mentee, count=12)
    assert len(planned(pair)) == 12


def test_moving_one_leaves_the_others_and_moving_from_here_on_takes_them_along(
    client, pair, mentee
):
    plan_series(pair, mentee)
    rows = list(pair.sessions.order_by("planned_at"))
    keys = [(row.pk, row.revision) for row in rows]
    client.force_login(mentee)
    shown = client.get(page("session_move", pair, rows[1].pk)).context["form"]
    said = {"planned_at": "2021-11-02T17:30", "minutes": "45", "seen": shown["seen"].value()}
    client.post(page("session_move", pair, rows[1].pk), {**said, "following": "on"})

    vienna = ZoneInfo("Europe/Vienna")
    assert [one.astimezone(vienna).strftime("%d.%m. %H:%M") for one in planned(pair)] == [
        "18.10. 16:00",
        "02.11. 17:30",
        "16.11. 17:30",
    ]
    after = [(row.pk, row.revision) for row in pair.sessions.order_by("planned_at")]
    assert after == [keys[0], (keys[1][0], 1), (keys[2][0], 1)]
    assert told() == [("series_planned", "Mona Mentor")]  # unsent, and speaks of the new times

    first = rows[0]
    shown = client.get(page("session_move", pair, first.pk)).context["form"]
    said = {"planned_at": "2021-10-19T16:00", "minutes": "30", "seen": shown["seen"].value()}
    client.post(page("session_move", pair, first.pk), said)
    assert planned(pair)[0] == FIRST + timedelta(days=1)
    assert len(told()) == 1


def test_partner_who_has_read_of_a_series_hears_of_moves_and_of_what_is_called_off(
    client, pair, mentee
):
    plan_series(pair, mentee)
    Message.objects.update(status="sent", subject="s", body="b")
    first, second, _third = pair.sessions.order_by("planned_at")

    later = FIRST + timedelta(days=1)
    series.move(first, by=mentee, at=AT, planned_at=later, minutes=30)
    series.move(first, by=mentee, at=AT, planned_at=later, minutes=30)  # changes nothing
    client.force_login(mentee)
    client.post(page("session_cancel", pair, second.pk), {"which": "following"})

    assert planned(pair) == [later]
    kinds = [kind for kind, _name in told()]
    assert kinds == ["series_planned", "series_moved", "series_cancelled"]
    moved, off = Message.objects.exclude(status="sent").order_by("pk")
    assert "from Tue 19 October 2021" in words_of(moved)[0]
    assert words_of(off)[0].startswith("Called off: 2 sessions with Mia Mentee")
    plans.cancel(first, by=mentee, at=AT)
    assert told()[-1] == ("session_cancelled", "Mona Mentor")


def test_session_that_is_planned_alone_has_none_after_it(client, pair, mentee):
    single = plans.plan(pair, by=mentee, at=AT, planned_at=FIRST, minutes=30, form_key=uuid.uuid4())

    assert refused(series.cancel, single, by=mentee, at=AT) == "no_series"
    client.force_login(mentee)
    assert (
        "following" not in client.get(page("session_move", pair, single.pk)).context["form"].fields
    )


def test_called_off_session_does_not_come_back_over_another_one(pair, mentee):
    off = plans.plan(pair, by=mentee, at=AT, planned_at=FIRST, minutes=30, form_key=uuid.uuid4())
    plans.cancel(off, by=mentee, at=AT)
    plans.plan(pair, by=mentee, at=AT, planned_at=FIRST, minutes=30, form_key=uuid.uuid4())

    assert refused(logs.restore, off, by=mentee, at=AT) == "overlaps"


def test_usual_time_is_proposed_and_planned_with_one_tap(client, pair, mentee):
    plans.plan(pair, by=mentee, at=AT, planned_at=FIRST, minutes=30, form_key=uuid.uuid4())
    plans.cancel(pair.sessions.get(), by=mentee, at=AT)
    assert times.usual(pair, pair.sessions.all(), mentee, AT) is None

    held = MentoringSession(pair=pair, state="held", planned_at=FIRST, held_on=FIRST.date())
    held.save()
    found = times.usual(pair, pair.sessions.all(), mentee, FIRST + timedelta(days=1))
    assert found.at == datetime(2021, 11, 1, 15, tzinfo=UTC)  # 16:00 in Vienna in winter too
    gap = times.usual(pair, pair.sessions.all(), mentee, FIRST + timedelta(days=40))
    assert gap.at == datetime(2021, 11, 29, 15, tzinfo=UTC)
    assert times.usual(pair, pair.sessions.all(), mentee, FIRST + timedelta(days=66)) is None

    client.force_login(mentee)
    text = client.get(page("pair_detail", pair)).content.decode()
    assert "As usual: Mon 1 November, 16:00" in text
    said = {"planned_at": "2021-11-01T16:00", "minutes": 30, "form_key": uuid.uuid4()}
    client.post(page("session_plan", pair), said)
    assert planned(pair) == [datetime(2021, 11, 1, 15, tzinfo=UTC)]


def test_a_coffee_chat_makes_no_usual_time(pair, mentee):
    chat = MentoringSession(pair=pair, state="held", planned_at=FIRST, kind="coffee")
    assert times.usual(pair, [chat], mentee, FIRST + timedelta(days=1)) is None


# Keeping a time


def keep(pair, person, first=FIRST, at=AT, minutes=30):
    sessions = pair.sessions.all()
    return times.kept(pair, sessions, person, at, first=first, minutes=minutes)


def sent_by(page, before):
    """What the button of a page that keeps a time sends: the hidden fields of its form and itself."""
    form = next(one for one in page.split("<form") if before in one and 'name="weeks"' in one)
    fields = dict(re.findall(r'name="(\w+)"\s+value="([^"]*)"', form.split("</form>")[0]))
    return {name: fields[name] for name in ("planned_at", "minutes", "times", "weeks", "form_key")}


def test_the_usual_time_is_kept_until_the_end_with_one_press(client, pair, mentee):
    held = FIRST - timedelta(days=14)
    MentoringSession.objects.create(
        pair=pair, state="held", planned_at=held, held_on=held.date(), minutes=30
    )
    client.force_login(mentee)
    for name in ("pair_detail", "session_plan"):
        shown = client.get(page(name, pair)).text
        assert "Every other week, 5 times until 13 December" in shown
        client.post(page("session_plan", pair), sent_by(shown, "2021-10-18T16:00"))
        assert len(planned(pair)) == 5
        assert pair.series.get().weeks == 2
        pair.sessions.planned().delete()
        pair.series.all().delete()
    assert told() == [("series_planned", "Mona Mentor")] * 2


def test_a_next_session_that_is_alone_takes_the_others_along(client, pair, mentor, mentee):
    first = plans.plan(pair, by=mentee, at=AT, planned_at=FIRST, minutes=45, form_key=uuid.uuid4())
    client.force_login(mentee)
    shown = client.get(page("pair_detail", pair)).text
    assert "Keep this time?" in shown
    said = sent_by(shown, "Keep this time?")
    client.post(page("session_plan", pair), said)
    client.post(page("session_plan", pair), said)

    rows = pair.sessions.planned().order_by("planned_at")
    assert [row.minutes for row in rows] == [45] * 5
    assert rows[0].pk == first.pk
    assert told() == [("series_planned", "Mona Mentor")]
    assert "Keep this time?" not in client.get(page("pair_detail", pair)).text


def test_news_of_a_session_that_the_other_one_planned_stays(pair, mentor, mentee):
    plans.plan(pair, by=mentor, at=AT, planned_at=FIRST, minutes=30, form_key=uuid.uuid4())
    plan_series(pair, mentee)
    assert told() == [("session_planned", "Mia Mentee"), ("series_planned", "Mona Mentor")]


def test_a_time_is_kept_up_to_where_another_session_stands_in_the_way(pair, mentee):
    for moment in (FIRST, datetime(2021, 11, 29, 15, 20, tzinfo=UTC)):
        plans.plan(pair, by=mentee, at=AT, planned_at=moment, minutes=30, form_key=uuid.uuid4())
    found = keep(pair, mentee)
    assert (found.times, found.last) == (3, datetime(2021, 11, 15, 15, tzinfo=UTC))
    assert keep(pair, mentee, first=datetime(2021, 11, 15, 15, tzinfo=UTC)) is None  # alone
    assert keep(pair, mentee, first=AT) is None


@pytest.mark.parametrize(
    ("cadence", "weeks"), [(None, 2), (7, 1), (3, 1), (15, 2), (30, 4), (60, 4)]
)
def test_a_time_is_kept_in_the_rhythm_of_the_pair(pair, mentee, cadence, weeks):
    pair.cadence_days = cadence
    assert keep(pair, mentee).weeks == weeks


def test_two_who_keep_no_dates_are_offered_none(pair, mentee):
    pair.cadence_days = 0
    MentoringSession.objects.create(pair=pair, state="planned", planned_at=FIRST)
    assert keep(pair, mentee) is None
    assert times.usual(pair, pair.sessions.all(), mentee, AT) is None


def test_without_a_last_day_six_are_offered_and_never_more_than_a_year(pair, mentee):
    pair.ends_on = pair.cycle.ends_on = None
    assert keep(pair, mentee).times == 6
    pair.ends_on, pair.cadence_days = date(2024, 1, 1), 30
    assert keep(pair, mentee).times == 13


def test_two_who_have_ended_are_offered_none_and_a_coffee_chat_is_not_kept(client, pair, mentee):
    pair.starts_on = date(2021, 11, 1)
    pair.save()
    plans.plan(pair, by=mentee, at=AT, planned_at=FIRST, minutes=30, form_key=uuid.uuid4())
    client.force_login(mentee)
    assert "Keep this time?" not in client.get(page("pair_detail", pair)).text
    pair.state = "ended"
    assert keep(pair, mentee) is None


def test_session_points_at_goals_and_keeps_the_points_as_they_were(client, pair, mentor, mentee):
    shared = {"shared_at": AT}
    goal = Goal.objects.create(participation=pair.mentee, text="Lead one incident", **shared)
    other = Goal.objects.create(participation=pair.mentor, text="Listen more", **shared)
    client.force_login(mentee)
    client.post(reverse("pairs:agenda_add", args=[pair.pk]), {"text": "One real incident"})
    point = pair.agenda.get()
    day = AT.date()
    said = Log(held_on=day, talked_about=[point], goals=[goal])
    session = logs.log(pair, said, by=mentee, at=AT, form_key=uuid.uuid4())
    change = reverse("pairs:agenda_change", args=[pair.pk, point.pk])
    client.post(change, {"change": "reopen"})
    point.refresh_from_db()
    point.text = "Another incident"
    point.save()

    shown = client.get(page("session_detail", pair, session.pk)).content.decode()
    assert "One real incident" in shown
    assert "Another incident" not in shown
    client.force_login(mentor)
    client.post(page("session_about", pair, session.pk), {"goals": [other.pk]})
    assert list(session.goals.all()) == [other]
    stranger = Goal.objects.create(participation=PairFactory().mentee, text="Elsewhere")
    client.post(page("session_about", pair, session.pk), {"goals": [stranger.pk]})
    assert list(session.goals.all()) == [other]


def test_goal_is_chosen_while_logging(client, pair, mentee):
    goal = Goal.objects.create(participation=pair.mentee, text="Lead one incident")
    client.force_login(mentee)
    form = client.get(page("session_log", pair)).context["form"]
    said = {name: form[name].value() for name in ("day", "minutes", "form", "form_key")}
    client.post(page("session_log", pair), {**said, "goals": [goal.pk]})

    assert list(pair.sessions.get().goals.all()) == [goal]


@pytest.mark.django_db(transaction=True)
def test_two_who_plan_the_same_time_at_once_plan_one_session():
    pair = PairFactory(ends_on=date(2021, 12, 24))

    def by(person):
        return lambda: plans.plan(
            pair, by=person, at=AT, planned_at=FIRST, minutes=30, form_key=uuid.uuid4()
        )

    answers = together(by(pair.mentor.person), by(pair.mentee.person))

    assert planned(pair) == [FIRST]
    assert sorted(type(one).__name__ for one in answers) == ["MentoringSession", "ValidationError"]


@pytest.mark.django_db(transaction=True)
def test_two_who_plan_a_series_at_once_plan_one_talk_for_each_time():
    pair = PairFactory(ends_on=date(2021, 12, 24))
    people = (pair.mentor.person, pair.mentee.person)
    together(*(lambda person=person: plan_series(pair, person) for person in people))

    assert len(planned(pair)) == len(set(planned(pair))) == 3
