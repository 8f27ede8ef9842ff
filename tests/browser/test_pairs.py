"""The pair's own pages on a phone and on a desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from pairs.actions.goals import steps, writing
from pairs.models import MentoringSession
from tests.browser.axe import violations_in_both_themes
from tests.factories import CycleFactory, PairFactory


@pytest.fixture
def pair(db):
    """A pair in the middle of its cycle, whatever the day is."""
    today = timezone.localdate()
    cycle = CycleFactory(starts_on=today - timedelta(days=20), ends_on=today + timedelta(days=70))
    pair = PairFactory(
        cycle=cycle, mentor__person__name="Mona Mentor", mentee__person__name="Mia Mentee"
    )
    goal = writing.add(
        pair.mentee,
        {"text": "Lead one incident", "time_bound": "next month"},
        at=timezone.now(),
        is_shared=True,
    )
    steps.add(goal, "Shadow two shifts", at=timezone.now())
    pair.agenda.create(text="One question", added_by=pair.mentee.person)
    return pair


@pytest.fixture
def mentee(pair):
    return pair.mentee.person


@pytest.fixture
def mentor(pair):
    return pair.mentor.person


def address(pair):
    return reverse("pairs:pair_detail", args=[pair.pk])


def test_session_is_logged_with_two_taps_and_confirmed(visit, pair, mentee, mentor):
    page = visit(address(pair), mentee, width=390)
    page.get_by_role("link", name="We met", exact=True).tap()
    page.get_by_role("button", name="Save session").tap()
    page.get_by_text("1 session, 30 minutes").wait_for()
    session = pair.sessions.get()
    assert (session.minutes, session.form, session.state) == (30, "live", "held")

    page = visit(address(pair), mentor)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_text("Confirmed. It counts for both of you.").wait_for()
    session.refresh_from_db()
    assert session.confirmation == "confirmed"


def test_another_day_is_asked_for_only_when_it_is_chosen(visit, pair, mentee):
    page = visit(reverse("pairs:session_log", args=[pair.pk]), mentee, width=390)
    assert page.get_by_label("On which day?").is_hidden()
    page.get_by_label("Another day").check()
    page.get_by_label("On which day?").fill(str(timezone.localdate() - timedelta(days=3)))
    page.get_by_label("What you talked about").fill("The hand-over")
    page.get_by_role("button", name="Save session").tap()
    page.get_by_text("The hand-over").wait_for()


def test_agenda_changes_in_place(visit, pair, mentee):
    page = visit(address(pair), mentee)
    page.get_by_label("Add an agenda point").fill("What would I do differently?")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name="Up: What would I do differently?").click()
    page.locator(".ag li").first.get_by_text("What would I do differently?").wait_for()
    page.get_by_role("button", name="Done: One question").click()
    page.get_by_role("button", name="Done: One question").wait_for(state="detached")
    assert page.url.endswith(address(pair))


@pytest.mark.parametrize(
    ("name", "width"),
    [
        ("pair_detail", 1440),
        ("pair_detail", 390),
        ("session_log", 1440),
        ("session_log", 390),
        ("session_plan", 390),
        ("goal_add", 390),
        ("goal_list", 1440),
        ("goal_list", 390),
        ("pair_end", 390),
        ("purpose_edit", 390),
        ("expectations", 1440),
        ("expectations", 390),
    ],
)
def test_pages_of_a_pair_are_sound(visit, pair, mentee, name, width):
    page = visit(reverse(f"pairs:{name}", args=[pair.pk]), mentee, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations_in_both_themes(page) == []
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("width", [1440, 390])
def test_page_of_a_goal_is_sound_and_its_steps_are_ticked(visit, pair, mentee, width):
    goal = pair.mentee.goals.get()
    page = visit(reverse("pairs:goal_detail", args=[pair.pk, goal.pk]), mentee, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations_in_both_themes(page) == []
    page.get_by_role("button", name="Done: Shadow two shifts").click()
    page.get_by_text("Done on").wait_for()
    page.get_by_label("What will you do?").fill("W" * 200)
    page.get_by_role("button", name="Add step").click()
    page.get_by_text("W" * 200).first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1440, 390])
def test_organizers_pages_are_sound(visit, pair, administrator, width):
    pair.cases.create(kind="quiet")
    slugs = [pair.cycle.program.slug, pair.cycle.slug]
    for url in (
        reverse("pairs:pair_list", args=slugs),
        reverse("pairs:pair_overview", args=[*slugs, pair.pk]),
        reverse("pairs:readiness", args=slugs),
    ):
        page = visit(url, administrator, width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations_in_both_themes(page) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_meeting_view_keeps_what_is_typed_and_goes_through_the_points(visit, pair, mentee, width):
    pair.agenda.create(text="What comes next", position=1)
    page = visit(reverse("pairs:pair_talk", args=[pair.pk]), mentee, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations_in_both_themes(page) == []
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("button", name="Pause", exact=True).wait_for()
    page.get_by_label("Shared note").fill("We agreed on the shift")
    page.get_by_text("Saved at").wait_for()
    with page.expect_response(lambda answer: answer.url.endswith("/talk/")):
        page.get_by_label("Private note").fill("Ask about the salary another time")
    page.get_by_role("button", name="Next point").press("Enter")
    page.get_by_role("heading", name="What comes next").wait_for()
    assert page.get_by_label("Shared note").input_value() == "We agreed on the shift"
    page.reload()
    assert page.get_by_label("Private note").input_value() == "Ask about the salary another time"
    page.get_by_role("button", name="Pause", exact=True).wait_for()
    page.get_by_role("link", name="End and log it").click()
    page.get_by_role("button", name="Save session").click()
    page.get_by_text("1 session, 30 minutes").wait_for()
    notes = pair.sessions.get().notes.order_by("-is_shared").values_list("text", flat=True)
    assert list(notes) == ["We agreed on the shift", "Ask about the salary another time"]


def test_a_time_is_kept_and_an_agenda_saved_for_next_time_with_few_taps(visit, pair, mentee):
    moment = timezone.now() + timedelta(days=2)
    MentoringSession.objects.create(
        pair=pair, state="planned", planned_at=moment.replace(second=0, microsecond=0)
    )
    page = visit(address(pair), mentee, width=390)
    page.get_by_role("button", name="Every other week").tap()
    page.get_by_text("sessions are planned. Your partner gets one message.").wait_for()
    assert pair.series.get().sessions.count() == 5

    page.get_by_text("Add the points of an agenda").tap()
    page.get_by_role("link", name="Save the points above").tap()
    page.get_by_label("Name").fill("Ours")
    page.get_by_role("button", name="Save agenda").tap()
    page.get_by_text("You can start from it before any session.").wait_for()
    assert pair.own_agendas.get().lines == ["One question"]


def test_on_a_phone_the_time_of_a_meeting_stays_in_sight(visit, pair, mentee):
    page = visit(reverse("pairs:pair_talk", args=[pair.pk]), mentee, width=390)
    page.get_by_role("button", name="Start").tap()
    page.get_by_label("Private note").tap()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    timer = page.get_by_role("timer").bounding_box()
    assert timer is not None
    assert 0 < timer["y"] < 120
    page.get_by_role("link", name="Leave meeting view").tap()
    page.wait_for_url(f"**{address(pair)}")
