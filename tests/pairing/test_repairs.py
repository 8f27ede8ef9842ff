"""After publication: people leave, others come late, and pairs are repaired."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from applications.models import Application, Participation
from applications.queries.standing import standings_of
from notifications import due
from notifications.models import Message
from outcomes.queries.attention import open_work
from pairing.actions import publication, repairs, runs
from pairing.queries.publishing.repair import outlook
from pairs.actions import cases, endings, pairs
from pairs.models import MentoringSession, Pair
from pairs.queries import organizer as organizer_views
from people.actions import people
from people.models import AuditEntry
from programs.models import Cycle, Milestone
from tests.concurrency import together
from tests.factories import CycleFactory, PairFactory, StaffFactory
from tests.messages import words_of
from tests.pairing.crowd import apply, ask_focus, choose

pytestmark = pytest.mark.django_db
NOW = timezone.now


def publish(cycle):
    """Published so long ago that the messages are out."""
    runs.carry_out(runs.start(cycle, by=None, at=NOW()).pk)
    publication.publish(cycle, by=None, at=NOW() - timedelta(minutes=11))
    due.run("messages", NOW())


def active(cycle):
    rows = Pair.objects.active().filter(cycle=cycle)
    return sorted(rows.values_list("mentor__person__name", "mentee__person__name"))


def statuses(cycle):
    return dict(cycle.applications.order_by("name").values_list("name", "status"))


def told(kind=repairs.KIND):
    return sorted(Message.objects.filter(kind=kind).values_list("to__name", flat=True))


def pair_of(application):
    return Pair.objects.active().of(application.person).get()


def refused(call, *args, **kwargs):
    with pytest.raises(ValidationError) as error:
        call(*args, **kwargs)
    return error.value.code


@pytest.fixture
def published(cycle):
    """Ann (A) mentors Cy, Bo (B) mentors Di (D); Wim waits on the list."""
    found = {
        "Ann": apply(cycle, "mentor", name="Ann", division="D"),
        "Bo": apply(cycle, "mentor", name="Bo", division="C"),
        "Cy": apply(cycle, "mentee", name="Cy", division="C"),
        "Di": apply(cycle, "mentee", name="Di", division="D"),
        "Wim": apply(cycle, "mentee", name="Wim", division="W", status="waitlisted"),
    }
    publish(cycle)
    assert active(cycle) == [("Ann", "Cy"), ("Bo", "Di")]
    return found


# What an ended pair leaves


def test_pair_that_does_not_fit_leaves_both_free(cycle, published):
    pairs.end(pair_of(published["Cy"]), reason="not_a_fit", by=published["Cy"].person, at=NOW())
    now = statuses(cycle)
    assert (now["Ann"], now["Cy"], now["Bo"]) == ("unpaired", "unpaired", "paired")
    (standing,) = standings_of(cycle, published["Cy"].person, at=NOW())
    assert standing.outcome.partner == published["Ann"].person
    assert standing.outcome.ended_on is not None
    assert standing.outcome.counts == []


def test_somebody_without_time_is_out_and_the_partner_free(cycle, published):
    pair = pair_of(published["Cy"])
    pairs.end(pair, reason="no_time", by=pair.mentor.person, at=NOW(), leaver=pair.mentor)
    now = statuses(cycle)
    assert (now["Ann"], now["Cy"]) == ("left", "unpaired")
    assert Participation.objects.get(person=published["Ann"].person).state == "left"
    assert [row.name for row in outlook(cycle, at=NOW()).mentors] == []


def test_reached_goal_leaves_both_paired_and_nobody_looking(cycle, published):
    pairs.end(pair_of(published["Cy"]), reason="goal_reached", by=None, at=NOW())
    assert statuses(cycle)["Cy"] == "paired"
    found = outlook(cycle, at=NOW())
    assert [row.name for row in (*found.mentees, *found.mentors)] == ["Wim"]


def test_mentor_with_two_mentees_keeps_the_other(cycle):
    ann = apply(cycle, "mentor", name="Ann", division="A", capacity=2)
    cy, di = (apply(cycle, "mentee", name=name, division=name) for name in ("Cy", "Di"))
    publish(cycle)
    pair = pair_of(cy)
    pairs.end(pair, reason="no_time", by=ann.person, at=NOW(), leaver=pair.mentor)
    ann.refresh_from_db()
    assert (ann.status, ann.capacity) == ("paired", 1)
    assert outlook(cycle, at=NOW()).mentors == []
    pairs.leave(pair_of(di).mentor, by=None, at=NOW())
    assert statuses(cycle) == {"Ann": "left", "Cy": "unpaired", "Di": "unpaired"}


def test_somebody_who_left_the_organization_is_out_of_the_cycle(cycle, published, administrator):
    people.deactivate(published["Bo"].person, by=administrator, at=NOW())
    people.deactivate(published["Wim"].person, by=administrator, at=NOW())
    now = statuses(cycle)
    assert (now["Bo"], now["Di"], now["Wim"]) == ("left", "unpaired", "left")
    found = outlook(cycle, at=NOW())
    assert ([row.name for row in found.mentees], found.mentors) == (["Di"], [])


# Choices


def test_nothing_to_repair_changes_nothing(cycle, published):
    (keep,) = outlook(cycle, at=NOW()).choices
    assert (keep.steps, keep.disturbed, keep.more_pairs) == ([], 0, 0)
    assert refused(repairs.apply, cycle, keep.key, by=None, at=NOW()) == "changed"


def test_late_mentor_fills_the_gap_without_touching_a_pair(cycle, organizer, published):
    late = apply(cycle, "mentor", name="Late", division="L", is_late=True)
    keep = outlook(cycle, at=NOW()).choices[0]
    assert [(step.mentee.name, step.after.name) for step in keep.steps] == [("Wim", "Late")]
    assert (keep.disturbs, keep.more_pairs) == ([], 1)

    repairs.apply(cycle, keep.key, by=organizer, at=NOW())

    assert active(cycle) == [("Ann", "Cy"), ("Bo", "Di"), ("Late", "Wim")]
    late.refresh_from_db()
    assert late.status == "paired"
    assert late.told_at is not None
    assert told() == ["Late", "Wim"]
    assert Participation.objects.get(person=late.person).division == "L"
    assert AuditEntry.objects.filter(action="pairs_repaired", by=organizer).exists()
    pair = pair_of(late)
    assert pair.score == sum(part["points"] for part in pair.parts)


def test_people_of_the_waiting_list_come_after_those_who_lost_their_mentor(cycle, published):
    pairs.leave(pair_of(published["Di"]).mentor, by=None, at=NOW())
    apply(cycle, "mentor", name="Late", division="L")
    (first, *_rest) = outlook(cycle, at=NOW()).choices
    assert [step.mentee.name for step in first.steps] == ["Di"]


def test_ended_pair_does_not_come_back(cycle, published):
    for name in ("Cy", "Di"):
        pairs.end(pair_of(published[name]), reason="not_a_fit", by=None, at=NOW())
    Application.objects.filter(name="Wim").update(status="withdrawn")
    found = outlook(cycle, at=NOW()).choices
    assert all(not step.after for choice in found for step in choice.steps)


def _disturbing(cycle, published):
    """Bo left; Late could take Cy alone, so that Di gets Ann only if Cy moves."""
    Application.objects.filter(name="Wim").update(status="withdrawn")
    Application.objects.filter(name="Ann").update(division="A")
    pairs.leave(pair_of(published["Di"]).mentor, by=None, at=NOW())
    apply(cycle, "mentor", name="Late", division="D")
    Message.objects.all().delete()
    return outlook(cycle, at=NOW()).choices


def test_choice_that_moves_somebody_says_whom_and_needs_a_click_that_names_them(
    cycle, organizer, published
):
    keep, move = _disturbing(cycle, published)
    assert keep.steps == []
    assert [one.name for one in move.disturbs] == ["Ann", "Cy"]
    assert (move.disturbed, move.more_pairs) == (1, 1)
    assert [(step.mentee.name, step.after.name) for step in move.moved] == [("Cy", "Late")]
    assert [(step.mentee.name, step.after.name) for step in move.made] == [("Di", "Ann")]
    ask = {"by": organizer, "at": NOW()}
    assert refused(repairs.apply, cycle, move.key, **ask) == "not_named"
    assert active(cycle) == [("Ann", "Cy")]

    old = pair_of(published["Cy"])
    planned = MentoringSession.objects.create(pair=old, state="planned", planned_at=NOW())
    repairs.apply(cycle, move.key, is_named=True, **ask)

    assert active(cycle) == [("Ann", "Di"), ("Late", "Cy")]
    old.refresh_from_db()
    planned.refresh_from_db()
    assert (old.state, old.end_reason, planned.state) == ("ended", "repaired", "cancelled")
    assert told() == ["Ann", "Cy", "Di", "Late"]
    subject, body = words_of(Message.objects.get(to=published["Cy"].person))
    assert subject == "Your mentor is now Late"
    assert "You and Ann are no longer a pair" in body
    subject, body = words_of(Message.objects.get(to=published["Di"].person))
    assert subject == "Your mentor is now Ann"
    assert "no longer" not in body
    assert refused(repairs.apply, cycle, move.key, is_named=True, **ask) == "changed"
    assert len(told()) == 4


def test_what_changed_since_is_never_overwritten(cycle, organizer, published):
    late = apply(cycle, "mentor", name="Late", division="L")
    key = outlook(cycle, at=NOW()).choices[0].key
    Application.objects.filter(pk=late.pk).update(status="withdrawn")
    assert refused(repairs.apply, cycle, key, by=organizer, at=NOW()) == "changed"
    assert told() == []


def test_nobody_repairs_their_own_pair(cycle, published):
    StaffFactory(program=cycle.program, person=published["Cy"].person)
    move = _disturbing(cycle, published)[1]
    ask = {"by": published["Cy"].person, "at": NOW(), "is_named": True}
    assert refused(repairs.apply, cycle, move.key, **ask) == "conflict"


def test_rule_that_became_stricter_leaves_published_pairs_alone(cycle, published):
    Application.objects.filter(name__in=["Ann", "Cy"]).update(division="Same")
    (keep, *_rest) = outlook(cycle, at=NOW()).choices
    assert keep.steps == []


def test_repairs_wait_until_publication_cannot_be_taken_back(cycle, organizer):
    apply(cycle, "mentor", name="Ann", division="A")
    apply(cycle, "mentee", name="Cy", division="C")
    assert refused(repairs.apply, cycle, "x", by=organizer, at=NOW()) == "not_published"
    runs.carry_out(runs.start(cycle, by=None, at=NOW()).pk)
    publication.publish(cycle, by=None, at=NOW())
    assert refused(repairs.apply, cycle, "x", by=organizer, at=NOW()) == "too_early"


def test_outlook_costs_the_same_for_one_pair_and_for_four(cycle, django_assert_num_queries):
    for number in range(4):
        if number:
            cycle = CycleFactory()
        for each in range(4 if number else 1):
            apply(cycle, "mentor", name=f"M{each}", division=f"M{each}")
            apply(cycle, "mentee", name=f"E{each}", division=f"E{each}")
        publish(cycle)
        if number in (0, 3):
            with django_assert_num_queries(16):
                outlook(cycle, at=NOW())


# The page


def page(cycle):
    return reverse("pairing:repair", args=[cycle.program.slug, cycle.slug])


def test_page_offers_choices_and_one_click_applies(client, cycle, organizer, published):
    client.force_login(organizer)
    _keep, move = _disturbing(cycle, published)
    shown = client.get(page(cycle)).content.decode()
    assert "Nothing would change" in shown
    assert "Disturb 1 pair" in shown
    assert "<b>Ann, Cy</b>" in " ".join(shown.split())

    shown = client.post(page(cycle), {"choice": move.key}, follow=True).content.decode()
    assert "Say that you have seen" in shown
    answer = client.post(page(cycle), {"choice": move.key, "named": "yes"}, follow=True)
    assert "4 people are told" in answer.content.decode()
    assert "Repairs so far" in answer.content.decode()
    assert active(cycle) == [("Ann", "Di"), ("Late", "Cy")]


def test_page_before_publication_leads_to_the_board(client, cycle, organizer):
    client.force_login(organizer)
    answer = client.get(page(cycle))
    assert answer.url == reverse("pairing:board", args=[cycle.program.slug, cycle.slug])


def test_those_who_came_late_are_told_once_and_stay_in(client, cycle, organizer, published):
    late = apply(cycle, "mentee", name="Late", division="L", is_late=True)
    client.force_login(organizer)
    shown = client.get(page(cycle)).content.decode()
    assert "Tell them that they have no partner for now" in shown
    address = reverse("pairing:late_tell", args=[cycle.program.slug, cycle.slug])
    assert "1 person is told" in client.post(address, follow=True).content.decode()
    assert "Tell them that" not in client.post(address, follow=True).content.decode()
    late.refresh_from_db()
    assert (late.status, late.told_at is not None) == ("unpaired", True)
    message = Message.objects.get(to=late.person)
    assert "could not pair you" in words_of(message)[0]
    assert "Late" in [row.name for row in outlook(cycle, at=NOW()).mentees]
    assert due.run("messages", NOW()) == {"sent": 1}


def test_late_people_are_told_only_after_publication(cycle, organizer):
    assert refused(publication.tell_late, cycle, by=organizer, at=NOW()) == "not_published"


def test_status_page_of_somebody_paired_holds_all_to_begin_with(client, cycle, published):
    Cycle.objects.filter(pk=cycle.pk).update(
        start_message="Join the channel first.", video_link="https://example.com/video"
    )
    cycle.trainings.create(title="How to be a good mentee")
    client.force_login(published["Cy"].person)
    address = reverse("applications:application_status", args=[cycle.program.slug, cycle.slug])
    shown = client.get(address).content.decode()
    for words in (
        "Ann is your mentor",
        "Join the channel first.",
        "https://example.com/video",
        "How to be a good mentee",
        "/dates.ics",
        f"/pairs/{pair_of(published['Cy']).pk}/",
    ):
        assert words in shown


def test_steps_say_when_the_news_came_and_no_longer_when_it_was_planned(client, cycle, published):
    """Published before the planned day: whoever is paired reads the day on which they heard."""
    planned = NOW() + timedelta(days=24)
    Milestone.objects.create(
        cycle=cycle, title="Pairs", kind="pairs_announced", starts_on=planned.date()
    )
    client.force_login(published["Cy"].person)
    address = reverse("applications:application_status", args=[cycle.program.slug, cycle.slug])
    page = client.get(address)
    steps = {step.key: step for step in page.context["standings"][0].steps}
    told_on = Cycle.objects.get(pk=cycle.pk).pairs_published_at.date()
    assert (steps["announced"].first, steps["announced"].milestone) == (told_on, None)
    assert steps["eligibility"].last == told_on
    assert steps["pairing"].last == told_on
    assert f"{planned:%-d %B}" not in page.text


@pytest.mark.parametrize("plain", [True, False])
def test_a_mentor_of_three_finds_all_of_them_by_the_names_of_the_program(client, cycle, plain):
    """On the status page, on the home page, on the pair page and in the message."""
    if not plain:
        cycle.roles.filter(side="mentor").update(name="Captain")
        cycle.roles.filter(side="mentee").update(name="Mate", plural="Crew")
    apply(cycle, "mentor", name="Ann", division="A", capacity=3)
    for name in ("Bo", "Cy", "Di"):
        apply(cycle, "mentee", name=name, division="B")
    runs.carry_out(runs.start(cycle, by=None, at=NOW()).pk)
    publication.publish(cycle, by=None, at=NOW())
    ann = Application.objects.get(name="Ann")
    several, one = ("mentees", "mentor") if plain else ("Crew", "Captain")
    address = reverse("applications:application_status", args=[cycle.program.slug, cycle.slug])

    client.force_login(ann.person)
    shown = " ".join(client.get(address).content.decode().split())
    title = shown.partition(f" are your {several}")[0].rpartition(">")[2].strip()
    assert sorted(title.replace(" and ", ", ").split(", ")) == ["Bo", "Cy", "Di"]
    for pair in Pair.objects.all():
        assert f"/pairs/{pair.pk}/" in shown
        assert f"Your page with {pair.mentee.person}" in shown
    subject, _body = words_of(Message.objects.get(to=ann.person, kind="pairs_published"))
    assert subject == f"You have 3 {several}: say hello"

    bo = Application.objects.get(name="Bo")
    client.force_login(bo.person)
    assert f"Ann is your {one}" in " ".join(client.get(address).content.decode().split())
    pages = [reverse("home"), reverse("pairs:pair_detail", args=[pair_of(bo).pk])]
    for page in pages:
        assert f"Your {one}" in " ".join(client.get(page).content.decode().split())
    subject, body = words_of(Message.objects.get(to=bo.person, kind="pairs_published"))
    assert subject == f"Your {one} is Ann"
    assert f"Your {one} is Ann." in body


def test_of_a_mentor_of_two_the_pair_that_lasts_is_shown(client, cycle):
    apply(cycle, "mentor", name="Ann", division="A", capacity=2)
    for name in ("Bo", "Cy"):
        apply(cycle, "mentee", name=name, division="B")
    runs.carry_out(runs.start(cycle, by=None, at=NOW()).pk)
    publication.publish(cycle, by=None, at=NOW())
    ann, bo = (Application.objects.get(name=name) for name in ("Ann", "Bo"))
    pairs.end(pair_of(bo), reason="not_a_fit", by=ann.person, at=NOW())
    client.force_login(ann.person)
    address = reverse("applications:application_status", args=[cycle.program.slug, cycle.slug])
    assert "Cy is your mentee" in " ".join(client.get(address).content.decode().split())


def test_status_page_of_somebody_whose_pair_ended_says_so(client, cycle, published):
    pair = pair_of(published["Cy"])
    pairs.end(pair, reason="not_a_fit", by=pair.mentor.person, at=NOW())
    client.force_login(published["Cy"].person)
    address = reverse("applications:application_status", args=[cycle.program.slug, cycle.slug])
    shown = client.get(address).content.decode()
    assert "Your time with Ann ended on" in shown
    assert "No place was free" not in shown


# The end of a cycle

AFTER = datetime(2021, 10, 1, 0, 5, tzinfo=UTC)


def test_pairs_end_with_their_cycle_and_both_are_told_what_happens_next(pair, mentor, mentee):
    last = datetime(2021, 9, 30, 23, 55, tzinfo=UTC)
    assert due.run("pairs that are complete", last) == {}
    assert due.run("pairs that are complete", AFTER) == {"completed pairs": 1}
    assert due.run("pairs that are complete", AFTER) == {}
    pair.refresh_from_db()
    assert (pair.state, pair.end_reason, pair.ended_at) == ("ended", "completed", AFTER)
    assert told(endings.KIND) == [mentee.name, mentor.name]
    subject, body = words_of(Message.objects.get(to=mentee))
    assert "is complete" in subject
    assert "Until 8 October 2021 you can still write what came of your goals" in body
    assert "go on with Mona" in body
    assert f"/pairs/{pair.pk}/" in body


def test_the_clock_ends_a_pair_as_fully_as_a_person_does(client, pair, organizer):
    case = cases.open_case(pair, "quiet", at=NOW())
    endings.end_over(AFTER)
    case.refresh_from_db()
    assert (case.state, case.closed_at) == ("closed", AFTER)
    line = AuditEntry.objects.get(action="pair_ended")
    assert (line.subject, line.by, line.scope) == (
        pair.key,
        None,
        f"program:{pair.cycle.program_id}",
    )
    assert cases.open_case(pair, "quiet", at=AFTER) is None


def test_dashboard_counts_no_case_of_an_ended_pair(pair, organizer):
    cases.open_case(pair, "quiet", at=NOW())
    assert open_work(pair.cycle, organizer, roles={"organizer"}).cases == 1
    Pair.objects.update(state="ended", ended_at=AFTER)
    assert open_work(pair.cycle, organizer, roles={"organizer"}).cases == 0
    assert organizer_views.counts(pair.cycle)["case"] == 0


def test_completing_costs_the_same_for_one_pair_and_for_four(pair, django_assert_num_queries):
    with django_assert_num_queries(9):
        endings.end_over(AFTER)
    cycle = CycleFactory()
    for _number in range(4):
        PairFactory(cycle=cycle)
    with django_assert_num_queries(9):
        endings.end_over(AFTER)


def test_completed_people_read_so_on_their_status_page(cycle, published):
    endings.end_over(NOW())
    (standing,) = standings_of(cycle, published["Cy"].person, at=NOW())
    assert (standing.status, standing.outcome.ended_on is not None) == ("paired", True)


@pytest.mark.django_db(transaction=True)
def test_two_repairs_at_once_happen_once_and_tell_nobody_twice():
    cycle = CycleFactory()
    organizers = [StaffFactory(program=cycle.program).person for _two in range(2)]
    apply(cycle, "mentor", name="Ann", division="A")
    apply(cycle, "mentee", name="Cy", division="C")
    publish(cycle)
    for number in range(10):
        apply(cycle, "mentor", name=f"M{number}", division=f"M{number}")
        apply(cycle, "mentee", name=f"E{number}", division=f"E{number}")
        key = outlook(cycle, at=NOW()).choices[0].key
        said = together(
            *[partial(repairs.apply, cycle, key, by=one, at=NOW()) for one in organizers]
        )
        assert sum(isinstance(one, ValidationError) for one in said) == 1
        assert Pair.objects.active().count() == number + 2
        assert len(told()) == 2 * (number + 1)


def test_nobody_who_was_told_of_a_mentor_loses_the_place_to_somebody_else(cycle):
    """Eve fits Ann much better than Cy does, and there is no other mentor."""
    ask_focus(cycle)
    ann = apply(cycle, "mentor", name="Ann", division="A")
    choose(ann, "feedback", "writing")
    apply(cycle, "mentee", name="Cy", division="C")
    publish(cycle)
    eve = apply(cycle, "mentee", name="Eve", division="E", priority=9)
    choose(eve, "feedback", "writing")
    assert [choice.parted for choice in outlook(cycle, at=NOW()).choices] == [[]]
