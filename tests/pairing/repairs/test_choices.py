"""What an ended pair leaves, and the choices to put a cycle's pairs right again."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError

from applications.models import Application, Participation
from applications.queries.standing import standings_of
from notifications.models import Message
from pairing.actions import publication, repairs, runs
from pairing.queries.publishing.repair import outlook
from pairs.actions import pairs
from pairs.models import MentoringSession, Pair
from people.actions import people
from people.models import AuditEntry
from tests.concurrency import together
from tests.factories import CycleFactory, StaffFactory, UserFactory
from tests.messages import words_of
from tests.pairing.crowd import apply, ask_focus, choose
from tests.pairing.repairs.published import NOW, _disturbing, active, pair_of, publish, told
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def statuses(cycle):
    return dict(cycle.applications.order_by("name").values_list("name", "status"))


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


def test_a_mentor_whose_mentee_moves_on_stands_free_again(cycle):
    """Bo comes late, and fits Cy much better than Ann does."""
    ask_focus(cycle)
    ann = apply(cycle, "mentor", name="Ann", division="A")
    cy = apply(cycle, "mentee", name="Cy", division="C")
    choose(cy, "feedback", "writing")
    publish(cycle)
    bo = apply(cycle, "mentor", name="Bo", division="B")
    choose(bo, "feedback", "writing")
    bold = outlook(cycle, at=NOW()).choices[-1]
    repairs.apply(cycle, bold.key, by=UserFactory(), at=NOW(), is_named=True)
    ann.refresh_from_db()
    assert Pair.objects.active().get().mentor.application == bo
    assert ann.status == ann.Status.UNPAIRED


def test_who_lost_the_place_of_a_mentor_with_fewer_places_now_is_unpaired(cycle):
    ann = apply(cycle, "mentor", name="Ann", division="A", capacity=2)
    told = [apply(cycle, "mentee", name=name, division=name) for name in ("Cy", "Di")]
    publish(cycle)
    Application.objects.filter(pk=ann.pk).update(capacity=1)
    [only] = outlook(cycle, at=NOW()).choices
    [parted] = only.parted
    repairs.apply(cycle, only.key, by=UserFactory(), at=NOW(), is_named=True)
    left = {one.pk for one in told} - {parted.mentee.pk}
    assert {pair.mentee.application_id for pair in Pair.objects.active()} == left
    assert sorted(statuses(cycle).items())[0] == ("Ann", "paired")
    assert statuses(cycle)[parted.mentee.name] == "unpaired"
