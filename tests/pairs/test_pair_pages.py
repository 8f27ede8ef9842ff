"""The pair's own pages through the browser's eyes."""

import uuid
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from notifications.models import Message
from outcomes.queries.meetings import pair_lines
from pairs.actions import agreements, cases, pairs
from pairs.actions.agenda import points
from pairs.actions.goals import writing as goals
from pairs.actions.sessions import logs, plans
from pairs.actions.sessions.logs import Log
from pairs.models import MentoringSession, SessionNote
from people.models import User
from tests.factories import PairFactory

pytestmark = [pytest.mark.django_db]
AT = datetime(2021, 7, 15, 12, tzinfo=UTC)
TODAY = AT.date()


@pytest.fixture(autouse=True)
def _july():
    with time_machine.travel(AT, tick=False):
        yield


def page(name, pair, *rest):
    return reverse(f"pairs:{name}", args=[pair.pk, *rest])


def logged(pair, by, *, on=TODAY, **said):
    return logs.log(pair, Log(held_on=on, **said), by=by, at=AT, form_key=uuid.uuid4())


def form_data(**changes):
    return {
        "day": "today",
        "minutes": "30",
        "form": "live",
        "form_key": str(uuid.uuid4()),
        **changes,
    }


def test_what_another_day_needs_is_not_called_optional(client, pair, mentee):
    client.force_login(mentee)
    form = client.get(page("session_log", pair)).text
    for asked in ("On which day?", "Minutes"):
        assert "optional" not in form.split(asked, 1)[1].split("</label>", 1)[0]


def test_session_is_logged_by_opening_the_form_and_sending_it_as_it_is(client, pair, mentee):
    client.force_login(mentee)
    form = client.get(page("session_log", pair)).context["form"]
    as_it_is = {name: form[name].value() for name in ("day", "minutes", "form", "form_key")}

    for _twice in range(2):
        response = client.post(page("session_log", pair), as_it_is, follow=True)

    session = pair.sessions.get()
    assert (session.held_on, session.minutes, session.form) == (TODAY, 30, "live")
    assert "1 session, 30 minutes" in response.content.decode()


def test_nothing_typed_is_lost_on_an_error(client, pair, mentee):
    client.force_login(mentee)
    data = form_data(day="other", held_on="2030-01-01", shared_note="We two", private_note="Mine")

    response = client.post(page("session_log", pair), data)

    text = response.content.decode()
    assert response.context["form"].errors.keys() == {"day"}
    assert "We two" in text
    assert "Mine" in text
    assert not pair.sessions.exists()


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"day": "other"}, {"held_on"}),
        ({"day": "other", "held_on": "nonsense"}, {"held_on"}),
        ({"minutes": "other"}, {"other_minutes"}),
        ({"minutes": "other", "other_minutes": "900"}, {"other_minutes"}),
        ({"form": "telepathy"}, {"form"}),
        ({"form_key": "x"}, {"form_key"}),
        ({"talked_about": ["999"]}, {"talked_about"}),
        ({"shared_note": "x" * 20001}, {"shared_note"}),
    ],
)
def test_wrong_answers_are_errors_at_their_field(client, pair, mentee, changes, fields):
    client.force_login(mentee)
    response = client.post(page("session_log", pair), form_data(**changes))
    assert response.context["form"].errors.keys() == fields


def test_another_day_and_length_are_possible(client, pair, mentee):
    client.force_login(mentee)
    data = form_data(day="other", held_on="2021-07-09", minutes="other", other_minutes="25")
    client.post(page("session_log", pair), data)
    assert pair.sessions.values_list("held_on", "minutes").get() == (date(2021, 7, 9), 25)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?on=2021-07-10&form=async", ("other", date(2021, 7, 10), "async")),
        ("?on=2021-07-14", ("yesterday", date(2021, 7, 14), "live")),
        ("?on=2099-01-01", ("today", TODAY, "live")),
        ("?on=nonsense&planned=x", ("today", TODAY, "live")),
        ("?planned=99999999999999999999", ("today", TODAY, "live")),
    ],
)
def test_links_fill_the_form(client, pair, mentee, query, expected):
    client.force_login(mentee)
    form = client.get(page("session_log", pair) + query).context["form"]
    assert tuple(form[name].value() for name in ("day", "held_on", "form")) == expected


def test_partner_confirms_or_denies_from_the_page(client, pair, mentor, mentee):
    session = logged(pair, mentee)
    client.force_login(mentor)
    assert "Mia noted a session" in client.get(page("pair_detail", pair)).content.decode()

    client.post(page("session_answer", pair, session.pk), {"answer": "no"})
    session.refresh_from_db()
    assert session.confirmation == "denied"
    client.post(page("session_answer", pair, session.pk), {"answer": "yes"})
    session.refresh_from_db()
    assert session.confirmation == "confirmed"


def test_private_notes_are_for_their_writer_alone(client, pair, mentor, mentee):
    session = logged(pair, mentee, shared_note="We both read this", private_note="Mia alone")
    logged(pair, mentor, private_note="Mona alone")

    for person, own, foreign in (
        (mentor, "Mona alone", "Mia alone"),
        (mentee, "Mia alone", "Mona alone"),
    ):
        client.force_login(person)
        text = client.get(page("session_detail", pair, session.pk)).content.decode()
        assert own in text
        assert "We both read this" in text
        assert foreign not in text
        for other in ("pair_detail", "session_list", "session_log"):
            assert foreign not in client.get(page(other, pair)).content.decode()


def test_notes_of_another_pair_are_out_of_reach(client, pair, mentee):
    other = PairFactory(cycle=pair.cycle)
    session = logged(other, other.mentee.person, shared_note="Secret")
    client.force_login(mentee)
    assert client.get(page("session_detail", pair, session.pk)).status_code == 404
    assert client.get(page("session_edit", pair, session.pk)).status_code == 404


def test_shared_note_changed_meanwhile_keeps_both_texts(client, pair, mentor, mentee):
    session = logged(pair, mentee, shared_note="First")
    client.force_login(mentor)
    text = "Mona’s version"

    response = client.post(
        page("session_detail", pair, session.pk), {"which": "shared", "text": text, "seen": ""}
    )

    shown = response.content.decode()
    assert "First" in shown
    assert "Mona’s version" in shown
    assert SessionNote.objects.get().text == "First"


def test_note_is_saved_with_the_version_the_page_named(client, pair, mentee):
    session = logged(pair, mentee, shared_note="First")
    client.force_login(mentee)
    shown = client.get(page("session_detail", pair, session.pk)).context["shown"]

    data = {"which": "shared", "text": "Second", "seen": shown.shared.saved_at.isoformat()}
    client.post(page("session_detail", pair, session.pk), data)
    client.post(
        page("session_detail", pair, session.pk), {"which": "private", "text": "Mine", "seen": ""}
    )

    assert set(SessionNote.objects.values_list("text", "is_shared")) == {
        ("Second", True),
        ("Mine", False),
    }


def test_own_session_is_corrected_and_removed(client, pair, mentee):
    session = logged(pair, mentee)
    client.force_login(mentee)
    client.post(page("session_edit", pair, session.pk), form_data(minutes="45"))
    session.refresh_from_db()
    assert session.minutes == 45

    removed = client.post(page("session_remove", pair, session.pk), follow=True).content.decode()
    assert page("session_restore", pair, session.pk) in removed
    assert not pair.sessions.held().exists()
    client.post(page("session_restore", pair, session.pk))
    assert pair.sessions.held().count() == 1


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


def test_missed_window_is_asked_about(client, pair, mentee):
    client.force_login(mentee)
    with time_machine.travel(datetime(2021, 7, 22, 12, tzinfo=UTC)):
        text = client.get(page("pair_detail", pair)).content.decode()
    assert "Did you talk between 7 July and 20 July?" in text


def test_agenda_works_with_and_without_htmx(client, pair, mentee):
    client.force_login(mentee)
    response = client.post(page("agenda_add", pair), {"text": "One question"})
    assert response.url == page("pair_detail", pair) + "#agenda"
    item = pair.agenda.get()

    htmx = {"HX-Request": "true"}
    response = client.post(page("agenda_change", pair, item.pk), {"change": "tick"}, headers=htmx)
    assert "Put back: One question" in response.content.decode()
    assert "Done: One question" not in response.content.decode()
    assert "<html" not in response.content.decode()
    response = client.post(page("agenda_change", pair, item.pk), {"change": "reopen"}, headers=htmx)
    assert "Done: One question" in response.content.decode()
    response = client.post(page("agenda_add", pair), {"text": "x" * 301}, headers=htmx)
    assert "x" * 301 in response.content.decode()
    assert client.post(page("agenda_add", pair), {"text": " "}).status_code == 200
    assert client.post(page("agenda_add", pair), {"text": "a\x00b"}).status_code == 200
    response = client.post(page("agenda_change", pair, item.pk), {"change": "explode"})
    assert response.status_code == 400


def test_points_of_another_pair_are_out_of_reach(client, pair, mentee):
    other = PairFactory(cycle=pair.cycle)
    item = points.add(other, "Foreign", by=other.mentee.person, at=AT)[0]
    client.force_login(mentee)
    response = client.post(page("agenda_change", pair, item.pk), {"change": "drop"})
    assert response.status_code == 404
    assert other.agenda.exists()


def test_goal_is_written_and_its_gaps_are_marked(client, pair, mentor, mentee):
    client.force_login(mentee)
    data = {"text": "Lead one incident", "specific": "All of it", "share": "yes"}
    client.post(page("goal_add", pair), data)
    goal = pair.mentee.goals.get()

    client.force_login(mentor)
    text = client.get(page("pair_detail", pair)).content.decode()
    assert "1 of 6 answered" in text
    assert text.count('class="gap"') == 5

    form = client.get(page("goal_edit", pair, goal.pk)).context["form"]
    data = {"text": "Lead it", "progress": "60", "state": "partly", "seen": form["seen"].value()}
    client.post(page("goal_edit", pair, goal.pk), data)
    goal.refresh_from_db()
    assert (goal.text, goal.progress, goal.state) == ("Lead it", 60, "partly")


def test_stale_goal_form_is_refused_and_keeps_the_words(client, pair, mentee):
    goal = goals.add(pair.mentee, {"text": "Lead one incident"}, at=AT)
    client.force_login(mentee)
    response = client.post(page("goal_edit", pair, goal.pk), {"text": "Other words", "seen": ""})
    assert "Other words" in response.content.decode()
    goal.refresh_from_db()
    assert goal.text == "Lead one incident"


def test_goal_of_a_mentor_and_goals_of_others(client, pair, mentor):
    client.force_login(mentor)
    client.post(page("goal_add", pair), {"text": "Listen more"})
    assert pair.mentor.goals.get().text == "Listen more"
    foreign = goals.add(PairFactory().mentee, {"text": "Foreign"}, at=AT)
    assert client.get(page("goal_edit", pair, foreign.pk)).status_code == 404


def test_former_partner_keeps_what_was_shared_and_sees_nothing_later(client, pair, mentor, mentee):
    session = logged(pair, mentee, shared_note="Ours")
    goals.add(pair.mentee, {"text": "Old goal"}, at=AT, is_shared=True)
    pairs.end(pair, reason="no_time", by=mentee, at=AT)
    later = AT + timedelta(days=1)
    goals.add(pair.mentee, {"text": "New goal with somebody else"}, at=later, is_shared=True)

    client.force_login(mentor)
    text = client.get(page("pair_detail", pair)).content.decode()

    assert "Ours" in text
    assert "Old goal" in text
    assert "New goal" not in text
    assert mentee.email not in text
    assert client.get(page("session_detail", pair, session.pk)).status_code == 200
    assert client.get(page("goal_add", pair)).status_code == 404


def test_new_mentor_reads_nothing_of_the_one_before(client, pair, mentee):
    logged(pair, mentee, shared_note="With Mona")
    pairs.end(pair, reason="not_a_fit", by=mentee, at=AT)
    second = PairFactory(cycle=pair.cycle, mentee=pair.mentee)
    client.force_login(second.mentor.person)
    assert "With Mona" not in client.get(page("pair_detail", second)).content.decode()
    assert client.get(page("pair_detail", pair)).status_code == 404


def test_pair_ends_from_its_page_and_the_meeting_changes(client, pair, mentor, mentee):
    client.force_login(mentee)
    data = {"video_link": "meet.example.com/x"}
    client.post(page("pair_meeting", pair), data)
    pair.refresh_from_db()
    assert pair.video_link == "https://meet.example.com/x"

    assert client.post(page("pair_end", pair), {"reason": ""}).context["form"].errors
    client.post(page("pair_end", pair), {"reason": "goal_reached"})
    pair.refresh_from_db()
    assert pair.state == "ended"
    assert client.post(page("pair_end", pair), {"reason": "no_time"}).context["form"].errors
    once_over = client.get(page("pair_end", pair))
    assert once_over.url == reverse("completion:ending", args=[pair.pk])


@pytest.mark.parametrize("count", [1, 4])
def test_pair_page_costs_the_same_for_one_and_for_four_of_everything(
    client, pair, mentor, mentee, django_assert_num_queries, count
):
    for number in range(count):
        day = AT.date() - timedelta(days=number)
        logged(pair, mentee, on=day, shared_note="Words", private_note="Mine")
        points.add(pair, f"Point {number}", by=mentor, at=AT + timedelta(minutes=number))
        goals.add(pair.mentee, {"text": f"Goal {number}"}, at=AT)
    client.force_login(mentee)
    with django_assert_num_queries(21):
        client.get(page("pair_detail", pair))


# The organizer's pages


def pairs_page(pair, name="pair_list", *rest):
    return reverse(f"pairs:{name}", args=[pair.cycle.program.slug, pair.cycle.slug, *rest])


def test_organizer_sees_days_and_cases_never_words(client, pair, mentee, organizer):
    logged(pair, mentee, shared_note="Secret words", private_note="More secret")
    points.add(pair, "Secret point", by=mentee, at=AT)
    goals.add(pair.mentee, {"text": "Secret goal"}, at=AT)
    client.force_login(organizer)

    for address in (pairs_page(pair), pairs_page(pair, "pair_overview", pair.pk)):
        text = client.get(address).content.decode()
        assert "Mona Mentor" in text
        assert "15 Jul 2021" in text
        assert "ecret" not in text


@pytest.mark.parametrize("count", [1, 4])
def test_pair_list_costs_the_same_for_one_and_for_four(
    client, pair, organizer, django_assert_num_queries, count
):
    for _number in range(count - 1):
        other = PairFactory(cycle=pair.cycle)
        logged(other, other.mentee.person)
    client.force_login(organizer)
    with django_assert_num_queries(15):
        client.get(pairs_page(pair))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Anna", "Mia Mentee"]),
        ("?sort=-mentee", ["Mia Mentee", "Anna"]),
        ("?sort=met", ["Anna", "Mia Mentee"]),
        ("?sort=-met", ["Mia Mentee", "Anna"]),
        ("?sort=last", ["Anna", "Mia Mentee"]),
        ("?sort=-last", ["Mia Mentee", "Anna"]),
        ("?sort=mentor__person__password", ["Anna", "Mia Mentee"]),
        ("?q=mona", ["Mia Mentee"]),
        ("?q=o`neil", ["Anna"]),
        ("?q=ONeil zora", ["Anna"]),
        ("?q=ra@west", ["Anna"]),
        ("?q=nobody", []),
        ("?show=silent", ["Anna"]),
        ("?show=case", ["Mia Mentee"]),
        ("?show=ended", []),
        ("?show=all&page=7", ["Anna", "Mia Mentee"]),
    ],
)
def test_pairs_are_found_filtered_and_sorted(client, pair, mentee, organizer, query, expected):
    PairFactory(
        cycle=pair.cycle,
        mentee__person__name="Anna",
        mentor__person__name="Zora O’Neil",
        mentor__person__email="zora@west.example",
    )
    logged(pair, mentee)
    pair.cases.create(kind="quiet")
    client.force_login(organizer)

    response = client.get(pairs_page(pair) + query)

    shown = [line.pair.mentee.person.name for line in response.context["lines"]]
    assert shown == expected


def test_met_counts_windows_not_sessions(client, pair, mentee, organizer):
    for day in (7, 8, 9):
        logged(pair, mentee, on=date(2021, 7, day))
    client.force_login(organizer)
    line = client.get(pairs_page(pair)).context["lines"][0]
    assert (line.pair.met, line.strip.met) == (1, 1)


def test_organizer_takes_and_closes_a_case_and_ends_the_pair(client, pair, organizer):
    case = pair.cases.create(kind="not_met")
    client.force_login(organizer)
    address = pairs_page(pair, "case_change", pair.pk, case.pk)

    client.post(address, {"change": "take"})
    client.post(address, {"change": "close", "outcome": ""})
    case.refresh_from_db()
    assert (case.owner, case.state) == (organizer, "open")
    client.post(address, {"change": "close", "outcome": "They met."})
    case.refresh_from_db()
    assert case.state == "closed"

    client.post(pairs_page(pair, "pair_release", pair.pk), {"reason": "nonsense"})
    pair.refresh_from_db()
    assert pair.state == "active"
    unsaid = client.post(pairs_page(pair, "pair_release", pair.pk), {"reason": "left"})
    assert "Say which of the two is out." in unsaid.content.decode()
    said = {"reason": "left", "who": "mentor"}
    client.post(pairs_page(pair, "pair_release", pair.pk), said)
    pair.refresh_from_db()
    assert pair.state == "ended"
    pair.mentor.refresh_from_db()
    assert (pair.mentor.state, pair.mentee.state) == ("left", "active")
    assert Message.objects.filter(kind="pair_ended").count() == 2


def test_case_keeps_who_took_it_until_when_and_what_was_tried(client, pair, organizer):
    case = pair.cases.create(kind="not_met")
    client.force_login(organizer)
    address = pairs_page(pair, "case_change", pair.pk, case.pk)
    with time_machine.travel(datetime(2021, 8, 20, 9, tzinfo=UTC)):
        client.post(address, {"change": "take", "due_on": "2021-08-23"})
        client.post(address, {"change": "note", "outcome": "Wrote to Maya <b>first</b>."})
        page = client.get(pairs_page(pair, "pair_overview", pair.pk)).content.decode()
        assert "until Mon 23 August" in page
        assert "Wrote to Maya &lt;b&gt;first&lt;/b&gt;." in page
        assert page.index("Write to both") < page.index("End the pair")
        for wrong in ({"change": "take", "due_on": "soon"}, {"change": "note", "outcome": " "}):
            client.post(address, wrong)
        client.post(address, {"change": "give"})
        client.post(address, {"change": "take", "due_on": "2021-08-01"})
        client.post(address, {"change": "close", "outcome": "They met."})
    case.refresh_from_db()
    assert case.due_on is None
    kinds = [entry.kind for entry in case.entries.all()]
    assert kinds == ["taken", "note", "given_back", "closed"]


def test_pair_page_costs_the_same_with_one_case_and_with_two(
    client, pair, organizer, django_assert_num_queries
):
    client.force_login(organizer)
    address = pairs_page(pair, "pair_overview", pair.pk)
    pair.cases.create(kind="not_met")
    client.get(address)
    with django_assert_num_queries(10):
        client.get(address)
    other = pair.cases.create(kind="quiet")
    for _n in range(3):
        cases.write_note(other, "Tried", by=organizer, at=datetime(2021, 8, 20, tzinfo=UTC))
    with django_assert_num_queries(10):
        client.get(address)


def test_organizer_who_is_one_of_the_two_looks_after_nothing(client, pair, mentee):
    pair.cycle.program.staff.create(person=mentee, role="organizer")
    case = pair.cases.create(kind="not_met")
    client.force_login(mentee)
    text = client.get(pairs_page(pair, "pair_overview", pair.pk)).content.decode()
    assert "Close the case" not in text
    for address in (
        pairs_page(pair, "case_change", pair.pk, case.pk),
        pairs_page(pair, "pair_release", pair.pk),
    ):
        assert client.post(address, {"reason": "left", "outcome": "x"}).status_code == 403


def test_pairs_of_another_cycle_are_out_of_reach(client, pair, organizer):
    other = PairFactory()
    client.force_login(organizer)
    assert client.get(pairs_page(pair, "pair_overview", other.pk)).status_code == 404


def test_cycle_without_pairs_says_what_will_be_here(client, cycle, organizer):
    client.force_login(organizer)
    address = reverse("pairs:pair_list", args=[cycle.program.slug, cycle.slug])
    assert "No pairs yet" in client.get(address).content.decode()


# What was done by mistake has a way back


def test_an_answer_can_be_changed_after_denying(client, pair, mentor, mentee):
    session = logged(pair, mentee)
    client.force_login(mentor)
    client.post(page("session_answer", pair, session.pk), {"answer": "no"})
    shown = client.get(page("pair_detail", pair)).content.decode()
    assert "It did happen" in shown
    client.post(page("session_answer", pair, session.pk), {"answer": "yes"})
    session.refresh_from_db()
    assert session.counts


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


def test_talk_that_the_partner_noted_otherwise_is_asked_about(client, pair, mentor, mentee):
    logged(pair, mentor, minutes=60)
    client.force_login(mentee)
    data = form_data(shared_note="We spoke of the goal")
    shown = client.post(page("session_log", pair), data).content.decode()
    assert "Mona has noted a talk on" in shown
    assert "60 minutes" in shown
    assert "We spoke of the goal" in shown
    assert pair.sessions.count() == 1
    client.post(page("session_log", pair), data | {"same_talk": "mine"})
    session = pair.sessions.get()
    assert (session.minutes, session.logged_by, session.confirmation) == (30, mentee, "open")


def test_nobody_met_is_said_once_and_the_report_knows_it_from_silence(
    client, pair, mentee, organizer
):
    with time_machine.travel(AT + timedelta(days=10), tick=False):
        client.force_login(mentee)
        assert page("session_none", pair) in client.get(page("pair_detail", pair)).content.decode()
        client.post(page("session_none", pair), {"last": "2021-07-20"})
        shown = client.get(page("pair_detail", pair)).content.decode()
        assert "Did you talk between" not in shown
        client.post(page("session_none", pair), {"last": "no day"})
        assert client.post(page("session_none", pair), {"last": "2031-07-20"}).status_code == 302
        assert pair.sessions.get().state == "not_held"
        [line] = pair_lines(pair.cycle, at=timezone.now())
        assert line.cells[1].state == "not_met"
        assert line.met == 0
        logged_later = Log(held_on=date(2021, 7, 19))
        logs.log(pair, logged_later, by=mentee, at=timezone.now(), form_key=uuid.uuid4())
        [line] = pair_lines(pair.cycle, at=timezone.now())
        assert (line.cells[1].state, line.met) == ("met", 1)


def test_planned_session_that_did_not_take_place_tells_nobody(client, pair, mentee):
    session = MentoringSession.objects.create(
        pair=pair, state="planned", planned_at=AT - timedelta(days=1), logged_by=mentee
    )
    client.force_login(mentee)
    client.post(page("session_cancel", pair, session.pk))
    session.refresh_from_db()
    assert session.state == "not_held"
    assert not Message.objects.exists()


def test_goal_is_closed_by_its_owner_after_the_end(client, pair, mentor, mentee):
    goal = goals.add(pair.mentee, {"text": "Lead one incident"}, at=AT)
    pairs.end(pair, reason="goal_reached", by=mentor, at=AT)
    client.force_login(mentee)
    assert "Say what came of it" in client.get(page("pair_detail", pair)).content.decode()
    form = client.get(page("goal_edit", pair, goal.pk)).context["form"]
    data = {
        "text": "Lead one incident",
        "progress": "100",
        "state": "reached",
        "closing": "I led three.",
        "seen": form["seen"].value(),
    }
    client.post(page("goal_edit", pair, goal.pk), data)
    goal.refresh_from_db()
    assert (goal.state, goal.closing) == ("reached", "I led three.")
    client.force_login(mentor)
    assert client.get(page("goal_edit", pair, goal.pk)).status_code == 404
    assert client.get(page("goal_add", pair)).status_code == 404


def test_pair_made_in_the_middle_of_a_fortnight_is_told_what_counts(client, pair, mentee):
    pair.starts_on = date(2021, 7, 12)
    pair.save(update_fields=["starts_on"])
    client.force_login(mentee)
    shown = " ".join(client.get(page("pair_detail", pair)).content.decode().split())
    assert "Your first fortnight begins on 21 July." in shown


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


def test_denied_sessions_and_coffee_chats_are_shown_and_not_counted(client, pair, mentee):
    log = partial(MentoringSession.objects.create, pair=pair, held_on=TODAY)
    log(minutes=45)
    log(minutes=30, confirmation="denied")
    log(minutes=25, kind="coffee")
    client.force_login(mentee)
    shown = client.get(page("pair_detail", pair))
    assert "1 session, 45 minutes" in " ".join(shown.content.decode().split())
    assert len(shown.context["card"].held) == 3
    assert "1 held, 45 minutes" in " ".join(client.get("/").content.decode().split())


def test_the_partner_reads_how_to_say_the_name_and_where_to_find_them(client, pair):
    partner = pair.mentor.person
    partner.name_sounds, partner.chat_handle = "MOH-na", "<script>@mona"
    partner.save()
    client.force_login(pair.mentee.person)
    address = reverse("pairs:pair_detail", args=[pair.pk])
    text = client.get(address).content.decode()
    assert "MOH-na" in text
    assert "&lt;script&gt;@mona" in text
    pairs.end(pair, reason="goal_reached", by=partner, at=timezone.now())
    assert "@mona" not in client.get(address).content.decode()
