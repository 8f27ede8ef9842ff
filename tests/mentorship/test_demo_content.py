"""The demo is filled: what its programs promise can be seen in them."""

import json

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from announcements.models import FeedRead
from announcements.queries import feed
from completion.models import Record
from directory.queries import switch as directory
from events.models import Attendance, TrainingDone
from growth.models import (
    GrowthOrganizer,
    Opportunity,
    OpportunityApplication,
    PlanRevision,
    PromotionRound,
)
from growth.pathway.queries.page import Page
from growth.setup import queries as growth
from mentorship.demo import load, words
from pairs.models import Beginning, Extension, Goal, GoalStep, TimeProposal
from people.models import User
from surveys.models import Answer
from tests import made_once

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with made_once.rows(django_db_blocker):
        yield load.load(size=8, at=timezone.now())


@pytest.fixture
def demo(loaded):
    cache.delete_many([growth.KEY, directory.KEY])  # on in the demo; other tests find them off
    return loaded


def test_the_command_prints_addresses_of_where_the_site_is_served(demo, settings, capsys):
    settings.BASE_URL = "http://localhost:8123"
    call_command("demo", as_json=True)
    printed = json.loads(capsys.readouterr().out)
    assert printed["address"] == "http://localhost:8123"
    for cycle in printed["cycles"].values():
        assert cycle["public"].startswith("http://localhost:8123/")
        assert cycle["organize"].startswith("http://localhost:8123/")


def test_every_cycle_has_trainings_resources_criteria_and_events(demo):
    for cycle in (demo.finished, demo.running, demo.open):
        assert cycle.trainings.exists()
        assert cycle.resources.filter(post_on=None).exists()
        assert cycle.resources.exclude(post_on=None).exists()
        assert {event.kind for event in cycle.events.all()} >= {"kickoff", "celebration"}
        for role in cycle.roles.all():
            assert role.criteria.exists()
            assert role.requirements.filter(kind="certificate").exists()


def test_people_of_the_cycles_learned_and_came(demo):
    assert TrainingDone.objects.filter(training__cycle=demo.finished).exists()
    assert TrainingDone.objects.filter(training__cycle=demo.running).exists()
    assert not demo.finished.resources.filter(post_on__isnull=False, posted_at=None).exists()
    came_to = Attendance.objects.filter(event__cycle=demo.finished).values("event").distinct()
    assert came_to.count() == demo.finished.events.count()


def test_the_running_cycle_is_in_its_second_fortnight_and_starts_on_a_workday(demo):
    today = demo.running.day(timezone.now())
    assert 14 <= (today - demo.running.starts_on).days < 28
    for cycle in (demo.finished, demo.running, demo.open):
        assert cycle.starts_on.weekday() < 5


def test_one_pair_is_asked_for_more_time_and_one_has_taken_everything_along(client, demo):
    asked = Extension.objects.proposed().get()
    assert asked.pair.cycle == demo.running
    mentor = User.objects.get(email="mentor@fernhill.example")
    client.force_login(asked.pair.mentor.person)
    page = client.get(reverse("pairs:extension_propose", args=[asked.pair_id])).text
    assert "look back on it with you" in page
    record = Record.objects.open().get()
    assert (record.person, record.pair.cycle) == (mentor, demo.finished)
    client.force_login(mentor)
    ending = client.get(reverse("completion:ending", args=[record.pair_id])).text
    assert ending.count("To ask first") == 2
    sheet = client.get(reverse("completion:summary", args=[record.pair_id])).text
    assert "A second mentee" in sheet


def test_pairs_of_the_running_cycle_live_with_their_pages(client, demo):
    pairs = list(demo.running.pairs.order_by("pk"))
    shown = Beginning.objects.filter(participation__cycle=demo.running)
    assert shown.filter(purpose_shown_at__isnull=False).count() == 2 * len(pairs) - 1
    assert pairs[1].series.get().sessions.planned().count() == 3
    assert pairs[0].own_agendas.get().lines[0] == "What went well"
    [proposal] = TimeProposal.objects.open()
    assert proposal.pair == pairs[2]
    assert GoalStep.objects.filter(goal__participation__cycle=demo.running, done_on=None).exists()
    assert GoalStep.objects.filter(done_on__isnull=False).exists()
    agendas = demo.running.agenda_templates
    assert agendas.filter(stage="ongoing").count() > 1
    first = agendas.filter(stage="ongoing").first().lines
    assert [one.text for one in pairs[1].agenda.open()] == first
    mentee = _person("mentee")
    assert feed.unread(demo.running, mentee) >= 1
    assert FeedRead.objects.filter(person=mentee, post__isnull=False).count() == 2
    assert not Answer.objects.filter(
        question__key__in=["goal", "topics"], text=words.ANSWER
    ).exists()
    goals = [goal.text for goal in Goal.objects.filter(participation__cycle=demo.running)]
    assert all(text.startswith("By the end of the cycle, I have") for text in goals)
    client.force_login(mentee)
    page = reverse("announcements:feed", args=[demo.running.program.slug, demo.running.slug])
    assert client.get(page, {"show": "kudos"}).context["entries"]
    for pair in pairs:
        for side in (pair.mentor, pair.mentee):
            client.force_login(side.person)
            opened = client.get(reverse("pairs:pair_detail", args=[pair.pk]))
            assert opened.status_code == 200


def test_the_board_has_six_opportunities_and_people_who_applied(demo):
    assert Opportunity.objects.on_board().count() == 6
    kinds = {one.kind for one in Opportunity.objects.all()}
    assert kinds == {"shadow", "internship", "program", "volunteer"}
    states = set(OpportunityApplication.objects.values_list("state", flat=True))
    assert states == {"applied", "placed", "done"}
    assert [one for one in demo.accounts if one.role == "guest"]
    assert User.objects.get(is_guest=True).check_password(demo.password)


def test_a_promotion_document_is_under_review_and_learning_is_logged(demo):
    asked = PromotionRound.objects.waiting().readable().get()
    writer = asked.document.person
    assert writer.email.startswith("mentee@")
    assert writer.learning_entries.count() >= 3
    assert writer.stretch_tasks.exists()
    shown = [item for claim in asked.as_asked["claims"] for item in claim["items"]]
    assert writer.binder.showable().filter(pk__in=shown).count() == 3


def _person(role):
    (account,) = [one for one in load.people_of.NAMED if one.role == role]
    return User.objects.get(email=account.email)


def test_somebody_at_the_end_of_the_first_year_is_led_to_the_open_call(client, demo):
    noor = _person("first year")
    page = Page(noor, timezone.now())
    assert page.now.heading == "Year 1, quarter 4"
    assert [(quarter.done, quarter.skipped) for quarter in page.before] == [(3, 1), (3, 0), (3, 0)]
    client.force_login(noor)
    shown = client.get(reverse("growth:pathway")).text
    role = demo.open.roles.get(side="mentee")
    apply = reverse(
        "applications:application_apply", args=[demo.open.program.slug, demo.open.slug, role.slug]
    )
    assert apply in shown
    assert client.get(apply).status_code == 200


def test_somebody_sees_their_level_beside_the_next_one(client, demo):
    client.force_login(_person("first year"))
    page = client.get(reverse("growth:levels"))
    assert "Specialist, and Senior specialist beside it" in " ".join(page.text.split())
    assert [count for _word, count in page.context["ladder"].counts] == [1, 1, 1]


def test_two_people_have_plans_they_live_with(client, demo):
    numbers = PlanRevision.objects.current().values_list("plan__person__name", "number")
    assert dict(numbers) == {_person("first year").name: 1, _person("mentee").name: 2}
    assert GrowthOrganizer.objects.get().person == _person("organizer")
    client.force_login(_person("mentor"))
    assert "Noor Farouk" in client.get(reverse("growth:shared")).text
