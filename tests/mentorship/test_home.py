import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from applications.models import Application
from directory.queries import switch as directory
from pairs.actions import pairs
from pairs.actions.goals import steps, writing
from pairs.actions.sessions import proposals
from surveys.models import Invitation, Survey
from tests.factories.pairing import PairFactory
from tests.factories.people import UserFactory
from tests.factories.programs import (
    ApplicationFactory,
    CallFactory,
    CycleFactory,
    ParticipationFactory,
    StaffFactory,
)
from tests.factories.surveys import QuestionnaireFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2021, 7, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _during_the_cycle():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def home(client):
    def read(person):
        client.force_login(person)
        return client.get(reverse("home")).content.decode()

    return read


def ask(person, *, opens_at=NOW, closes_at=NOW + timedelta(days=7), group="mentee"):
    survey = Survey.objects.create(
        questionnaire=QuestionnaireFactory(),
        title="Check-in",
        opens_at=opens_at,
        closes_at=closes_at,
    )
    return Invitation.objects.create(survey=survey, person=person, group=group)


def test_visitor_sees_the_programs(client, cycle):
    assert cycle.program.name in client.get(reverse("home")).content.decode()


def test_newcomer_is_shown_the_way_to_the_programs(home, stranger):
    page = home(stranger)
    assert "Hello Sven" in page
    assert f'href="{reverse("programs:program_list")}"' in page


def test_those_without_a_pair_find_the_way_to_a_mentor_without_a_program(
    home, cycle, stranger, pair, mentee
):
    link = f'href="{reverse("directory:mentor_list")}">'
    words = "Find a mentor without a program"
    ApplicationFactory(cycle=cycle, person=stranger)
    assert words not in home(stranger)
    cache.set(directory.KEY, True)
    page = home(stranger)
    assert words in page
    assert link in page
    assert words not in home(mentee)


def test_mentee_finds_partner_and_pair_page(home, pair, mentee):
    page = home(mentee)
    assert "Mona Mentor" in page
    assert reverse("pairs:pair_detail", args=[pair.pk]) in page
    assert reverse("pairs:session_plan", args=[pair.pk]) in page


def test_mentor_of_several_sees_a_card_for_each(home, cycle, pair, mentor):
    other = PairFactory(cycle=cycle, mentor=pair.mentor, mentee__person__name="Nora Next")
    page = home(mentor)
    assert "Your pairs" in page
    assert reverse("pairs:pair_detail", args=[other.pk]) in page


def test_draft_is_offered_to_go_on_with(home, cycle, stranger):
    ApplicationFactory(cycle=cycle, person=stranger, status=Application.Status.DRAFT)
    page = home(stranger)
    apply = reverse(
        "applications:application_apply", args=[cycle.program.slug, cycle.slug, "mentee"]
    )
    assert f'href="{apply}"' in page


@pytest.mark.parametrize(
    "status",
    [Application.Status.ELIGIBLE, Application.Status.NOT_ELIGIBLE, Application.Status.WAITLISTED],
)
def test_silent_decision_looks_like_none(home, cycle, stranger, status):
    application = ApplicationFactory(cycle=cycle, person=stranger)
    before = home(stranger).partition("<main")[2]
    Application.objects.filter(pk=application.pk).update(status=status)
    assert home(stranger).partition("<main")[2] == before


def test_application_of_a_cycle_long_over_is_gone(home, stranger):
    old = CycleFactory(ends_on=(NOW - timedelta(days=90)).date(), starts_on=None)
    ApplicationFactory(cycle=old, person=stranger)
    assert "Your applications" not in home(stranger)


def test_open_survey_waits_until_it_is_answered(home, mentee):
    invitation = ask(mentee)
    assert reverse("surveys:answer", args=[invitation.pk]) in home(mentee)
    Invitation.objects.update(has_answered=True)
    assert reverse("surveys:answer", args=[invitation.pk]) not in home(mentee)


def test_closed_survey_does_not_wait(home, mentee):
    invitation = ask(mentee, opens_at=NOW - timedelta(days=7), closes_at=NOW)
    assert reverse("surveys:answer", args=[invitation.pk]) not in home(mentee)


def test_organizer_finds_the_cycle_and_the_committee_its_desk(
    home, cycle, organizer, committee_member, stranger
):
    base = f"/organize/{cycle.program.slug}/{cycle.slug}/"
    assert f'href="{base}' in home(organizer)
    assert f'href="{base}review/"' in home(committee_member)
    assert base not in home(stranger)


def test_open_call_is_shown_to_those_who_have_not_applied(home, cycle, stranger, mentee):
    role = cycle.roles.get(slug="mentee")
    CallFactory(role=role, opens_at=NOW - timedelta(days=1), closes_at=NOW + timedelta(days=5))
    assert "Open for applications" in home(stranger)
    assert "Open for applications" not in home(mentee)


def text(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def train(cycle, title, day, obligation="required"):
    return cycle.trainings.create(title=title, due_on=day, obligation=obligation)


def test_what_waits_is_one_list_by_its_day(home, cycle, pair, mentee):
    ask(mentee, closes_at=NOW + timedelta(days=3))
    train(cycle, "Late training", date(2021, 7, 9))
    train(cycle, "Next training", date(2021, 7, 21), "strongly_encouraged")
    train(cycle, "Far training", date(2021, 8, 21))
    train(cycle, "For whom it may please", date(2021, 7, 22), "optional")
    done = train(cycle, "Done training", date(2021, 7, 22))
    done.done.create(person=mentee, done_on=date(2021, 7, 8))
    ended = CycleFactory(starts_on=date(2021, 1, 1), ends_on=date(2021, 6, 1))
    ParticipationFactory(cycle=ended, person=mentee, side="mentee")
    train(ended, "Of a cycle that is over", date(2021, 5, 1))
    page = text(home(mentee))
    found = page[page.index("What needs you") :]
    places = [
        found.index(words)
        for words in (
            "Late training Required, was due on 9 July",
            "Next training Strongly encouraged by 21 July",
            "Check-in It waits for you until",
            "Far training Required by 21 August",
        )
    ]
    assert places == sorted(places)
    for unwanted in ("For whom it may please", "Done training", "Of a cycle that is over"):
        assert unwanted not in page


def test_training_waits_for_nobody_whose_pair_has_ended(home, cycle, pair, mentee, mentor):
    train(cycle, "Late training", date(2021, 7, 9))
    assert "Late training" in home(mentee)
    pairs.end(pair, reason="goal_reached", by=mentor, at=NOW)
    assert "Late training" not in home(mentee)


def test_the_next_session_has_its_call_and_its_way_into_the_calendar(home, pair, mentee):
    pair.video_link = "https://meet.example/a"
    pair.save()
    pair.sessions.create(state="planned", planned_at=NOW + timedelta(days=1), minutes=30)
    page = home(mentee)
    assert 'href="https://meet.example/a"' in page
    assert reverse("pairs:session_calendar", args=[pair.pk]) in page


def test_the_braid_says_the_days_of_the_sessions(home, pair, mentee):
    pair.sessions.create(state="held", held_on=date(2021, 7, 16), minutes=30)
    assert "16 Jul" in home(mentee)


@pytest.mark.parametrize(("has_date", "strong"), [(True, "btn-primary"), (False, "btn-quiet")])
def test_what_waits_has_the_strong_button_once_the_next_session_has_a_date(
    home, pair, mentee, has_date, strong
):
    ask(mentee)
    pair.sessions.create(state="held", held_on=date(2021, 7, 16), minutes=30, logged_by=mentee)
    if has_date:
        pair.sessions.create(state="planned", planned_at=NOW + timedelta(days=1), minutes=30)
    waits = home(mentee).split('class="att now"')[1].split("</ul>")[0]
    assert strong in waits


def test_a_mentor_of_five_sees_first_which_session_comes_first(home, cycle, pair, mentor):
    others = [PairFactory(cycle=cycle, mentor=pair.mentor) for _ in range(4)]
    soon = others[2]
    soon.video_link = "https://meet.example/soon"
    soon.save()
    for days, one in ((2, soon), (5, others[0])):
        one.sessions.create(state="planned", planned_at=NOW + timedelta(days=days), minutes=30)
    page = home(mentor)
    name = soon.mentee.person.get_short_name()
    assert f"Your next session, with {name}" in text(page)
    assert page.count("Your next session, with") == 1
    assert 'href="https://meet.example/soon"' in page
    assert reverse("pairs:session_calendar", args=[soon.pk]) in page
    for one in (pair, *others):
        assert reverse("pairs:pair_detail", args=[one.pk]) in page


def test_what_partners_wait_for_stands_in_the_one_list_and_names_each(
    home, cycle, pair, mentor, mentee
):
    other = PairFactory(cycle=cycle, mentor=pair.mentor, mentee__person__name="Nora Next")
    facts = {"at": NOW, "minutes": 30, "moments": [NOW + timedelta(days=3)], "form_key": uuid4()}
    proposals.propose(pair, by=mentee, **facts)
    page = home(mentor)
    [listed] = re.findall(r'<section class="card needs".*?\n  </section>', page, re.DOTALL)
    assert "Mia proposes times for your next session" in text(listed)
    assert "Mia proposed times. Pick one above." in text(page)
    with time_machine.travel(NOW + timedelta(days=14), tick=False):
        page = text(home(mentor))
        assert "Did you and Nora talk between" in page
        assert "Did you and Mia talk between" in page
    assert other.pk

    theirs = home(mentee)
    assert "You proposed times for your next session." not in text(theirs)
    assert "You proposed times. Mona picks one." in text(theirs)
    assert "Plan a session" not in text(theirs)


def test_a_point_is_added_to_the_agenda_from_home(client, home, pair, mentee):
    page = home(mentee)
    address = reverse("pairs:agenda_add", args=[pair.pk])
    assert f'action="{address}"' in page
    assert "Change the agenda" not in page
    client.post(address, {"text": "What would you do first?"})
    page = home(mentee)
    assert "What would you do first?" in page
    assert "Change the agenda" in page


def test_the_goal_on_home_comes_with_its_steps(home, pair, mentee):
    goal = writing.add(pair.mentee, {"text": "Lead one incident"}, at=NOW, is_shared=False)
    [done, open_one] = steps.add(goal, "Shadow two shifts", "Co-lead one", at=NOW)
    steps.tick(done, is_done=True, today=NOW.date())
    open_one.due_on = date(2021, 9, 9)
    open_one.save()
    page = home(mentee)
    assert "Lead one incident" in page
    assert "by 9 September" in page
    assert 'aria-label="Done:"' in page.split("Shadow two shifts")[0].split("Lead one incident")[1]


def test_the_clock_there_is_said_only_where_it_differs(home, pair, mentee, mentor):
    assert "there (" not in text(home(mentee))
    mentor.time_zone = "Africa/Nairobi"
    mentor.save()
    assert "there (Nairobi time)" in text(home(mentee))


def test_an_organizer_who_is_a_mentee_too_finds_both_hats(home, cycle, pair, organizer):
    own = CycleFactory()
    StaffFactory(program=own.program, person=pair.mentee.person)
    train(cycle, "Next training", date(2021, 7, 21))
    page = home(pair.mentee.person)
    assert "Mona Mentor" in page
    assert "Next training" in page
    assert f"/organize/{own.program.slug}/{own.slug}/" in page


def fill(person, rows):
    for row in range(rows):
        mentor = ParticipationFactory(person=person, side="mentor")
        train(mentor.cycle, f"Training {row}", date(2021, 7, 21))
        PairFactory(cycle=mentor.cycle, mentor=mentor)
        ApplicationFactory(person=person)
        StaffFactory(person=person, program=CycleFactory().program)
        ask(person, group="mentor")


def test_home_costs_the_same_with_more_of_everything(client, django_assert_max_num_queries):
    few, many = UserFactory(), UserFactory()
    fill(few, 2)
    fill(many, 5)
    counts = []
    for person in (few, many):
        client.force_login(person)
        client.get(reverse("home"))
        with django_assert_max_num_queries(100) as queries:
            client.get(reverse("home"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_pairs_of_before_stay_within_reach(client, pair, mentor, mentee):
    pairs.end(pair, reason="no_time", by=mentor, at=pair.created_at)
    client.force_login(mentee)
    page = client.get("/").content.decode()
    assert "Earlier pairs" in page
    assert f"/pairs/{pair.pk}/" in page
