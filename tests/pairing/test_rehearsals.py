from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from applications.models import Application
from events.models import Event, Slot
from notifications import due
from notifications.models import Message
from pairing.actions import rehearsals, working
from pairing.models import Rehearsal
from pairing.runs.cohort import entries_of_earlier
from programs.models import Call, PairingRule, PairingWeight
from tests.factories import CycleFactory, PairFactory, UserFactory
from tests.pairing.crowd import apply, ask, ask_focus, crowd

pytestmark = pytest.mark.django_db


def rehearse(cycle, by, *, cohort="invented", people=40, mentor_percent=40, former=None, at=None):
    made = rehearsals.start(
        cycle,
        by=by,
        at=at or timezone.now(),
        cohort=cohort,
        former=former,
        people=people,
        mentor_percent=mentor_percent,
    )
    rehearsals.carry_out(made.pk)
    made.refresh_from_db()
    return made


def address(cycle, name="rehearsal", *more):
    return reverse(f"pairing:{name}", args=[cycle.program.slug, cycle.slug, *more])


def spots(rehearsal, kind):
    return [spot for spot in rehearsal.result["spots"] if spot["kind"] == kind]


def rows():
    """How many rows every table holds, but those that a rehearsal and a signed-in browser write."""
    own = {"pairing.rehearsal", "sessions.session"}
    return {
        model._meta.label_lower: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.label_lower not in own and model._meta.managed
    }


def test_invented_people_are_paired_and_counted(cycle, organizer):
    ask_focus(cycle)
    done = rehearse(cycle, organizer)
    assert done.state == Rehearsal.State.DONE
    figures = done.figures
    assert (figures["mentors"], figures["mentees"], figures["places"]) == (16, 24, 16)
    assert figures["pairs"] + figures["short"] + figures["ruled_out"] == 24
    assert sum(figures["bins"]) == figures["pairs"] > 0
    assert spots(done, "places") == [{"kind": "places", "places": 16, "mentees": 24}]


def test_nothing_of_a_rehearsal_reaches_anybody(cycle, organizer, client):
    """No row is made but its own, and no mail waits, also when the clock has gone round."""
    former = CycleFactory(program=cycle.program)
    crowd(former, 6, 6)
    cycle.starts_on, cycle.ends_on = date(2027, 7, 7), date(2027, 9, 30)
    cycle.save()
    before = rows()
    rehearse(cycle, organizer)
    rehearse(cycle, organizer, cohort="former", former=former)
    due.run_all(timezone.now())
    assert rows() == before
    assert not Message.objects.exists()
    assert cycle.rehearsals.count() == 2


def test_the_same_wishes_bring_the_same_people_and_a_change_shows(cycle, organizer):
    ask_focus(cycle)
    first = rehearse(cycle, organizer)
    second = rehearse(cycle, organizer)
    assert first.result["figures"] == second.result["figures"]
    for name in ("cross_division", "time_zones"):
        PairingRule.objects.update_or_create(
            cycle=cycle, name=name, defaults={"strength": "off", "points": 0}
        )
    third = rehearse(cycle, organizer)
    assert third.plan["rules"] != first.plan["rules"]
    assert third.figures["pairs"] >= first.figures["pairs"]


def test_rule_that_costs_pairs_is_named_with_how_many(cycle, organizer):
    """One division alone: nobody may have anybody while pairs must cross divisions."""
    former = CycleFactory(program=cycle.program)
    for place in range(6):
        for side in ("mentor", "mentee"):
            apply(former, side, name=f"{side} {place}", division="Sales", department="Sales")
    done = rehearse(cycle, organizer, cohort="former", former=former)
    assert done.figures["pairs"] == 0
    assert {"kind": "rule", "rule": "cross_division", "pairs": 6} in done.result["spots"]
    assert spots(done, "ruled_out") == [{"kind": "ruled_out", "people": 6}]


def test_criterion_that_nobody_is_asked_about_is_a_weak_spot(cycle, organizer):
    PairingWeight.objects.create(cycle=cycle, criterion="focus_areas", points=50)
    PairingWeight.objects.create(cycle=cycle, criterion="shared_hours", points=50)
    found = spots(rehearse(cycle, organizer), "criterion")
    assert found == [{"kind": "criterion", "key": "focus_areas", "weight": 50, "known": 0}]
    ask_focus(cycle)
    assert spots(rehearse(cycle, organizer), "criterion") == []


def test_answers_fill_what_the_forms_ask(cycle, organizer):
    for side in ("mentor", "mentee"):
        ask(cycle, side, "goal_text", kind="long_text")
        ask(cycle, side, "languages", kind="text")
        ask(cycle, side, "async", kind="yes_no")
        ask(cycle, side, "availability", kind="week")
        ask(cycle, side, "career_track", kind="yes_no")
    ask(cycle, "mentor", "experience", kind="number")
    ask(cycle, "mentor", "capacity", kind="number")
    for key in ("goal_text", "career_track", "mentor_experience", "shared_hours"):
        PairingWeight.objects.create(cycle=cycle, criterion=key, points=25)
    done = rehearse(cycle, organizer)
    assert spots(done, "criterion") == []
    assert done.figures["pairs"] > 0


def test_event_in_the_night_and_reviewing_in_a_hurry_are_weak_spots(cycle, organizer):
    former = CycleFactory(program=cycle.program)
    for place in range(5):
        for side in ("mentor", "mentee"):
            apply(former, side, name=f"{side} {place}", time_zone="Asia/Tokyo")
    cycle.starts_on, cycle.ends_on, cycle.zone = date(2027, 7, 7), date(2027, 9, 30), "UTC"
    cycle.reviews_wanted = 9
    cycle.save()
    for role in cycle.roles.exclude(side="staff"):
        Call.objects.create(
            cycle=cycle,
            role=role,
            opens_at=datetime(2027, 6, 1, tzinfo=UTC),
            closes_at=datetime(2027, 7, 3, tzinfo=UTC),
        )
    event = Event.objects.create(cycle=cycle, title="Kickoff")
    Slot.objects.create(event=event, starts_at=datetime(2027, 7, 7, 16, tzinfo=UTC))
    done = rehearse(cycle, organizer, cohort="former", former=former)
    assert spots(done, "night") == [{"kind": "night", "event": "Kickoff", "people": 10, "of": 10}]
    [reading] = spots(done, "reading")
    assert (reading["readings"], reading["reviewers"]) == (90, 1)
    by_kind = {one["kind"]: one for one in done.result["messages"]}
    assert by_kind["event_reminder"]["day"] == "2027-07-06"
    assert by_kind["pairs_published"]["count"] == 10
    assert by_kind["session_due"]["count"] == 2 * done.figures["pairs"] * 6
    assert done.result["hours"]["organizers"] > 900


def test_earlier_cycle_is_only_for_those_who_may_read_it(cycle, organizer, client):
    foreign = CycleFactory()
    crowd(foreign, 6, 6)
    with pytest.raises(ValidationError):
        rehearse(cycle, organizer, cohort="former", former=foreign)
    client.force_login(organizer)
    page = client.post(address(cycle), {"cohort": "former", "former": foreign.pk})
    assert page.status_code == 200
    assert not cycle.rehearsals.exists()


def test_earlier_cycle_of_a_few_is_not_offered(cycle, organizer):
    former = CycleFactory(program=cycle.program)
    crowd(former, 2, 2)
    with pytest.raises(ValidationError):
        rehearse(cycle, organizer, cohort="former", former=former)


@pytest.mark.parametrize(
    "wish", [{"people": 3}, {"people": 7000}, {"mentor_percent": 0}, {"mentor_percent": 100}]
)
def test_odd_numbers_are_refused(cycle, organizer, wish):
    with pytest.raises(ValidationError):
        rehearse(cycle, organizer, **wish)


def test_people_of_the_organization_stand_for_a_cohort_once_there_are_enough(cycle, organizer):
    with pytest.raises(ValidationError):
        rehearse(cycle, organizer, cohort="organization")
    UserFactory.create_batch(25, division="Sales", time_zone="Asia/Tokyo", level=3)
    done = rehearse(cycle, organizer, cohort="organization", people=60)
    assert done.figures["people"] == 60
    names = {person.name for person in organizer._meta.model.objects.all()}
    assert not any(name in str(done.result) for name in names)


def test_page_starts_one_shows_it_and_keeps_what_was_typed(
    cycle, organizer, client, django_capture_on_commit_callbacks
):
    ask_focus(cycle)
    client.force_login(organizer)
    assert "No rehearsal yet" in client.get(address(cycle)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(cycle), {"cohort": "invented", "people": 30, "mentor_percent": 50})
    page = client.get(address(cycle)).content.decode()
    assert "30 invented people, 50% of them mentors" in page
    assert "Weak spots" in page
    assert "Messages that would go out" in page
    wrong = client.post(address(cycle), {"cohort": "invented", "people": "x", "mentor_percent": 50})
    assert 'value="x"' in wrong.content.decode()
    missing = client.post(address(cycle), {"cohort": "invented", "people": "", "mentor_percent": 9})
    assert "This field is required." in missing.content.decode()


def test_second_rehearsal_stands_beside_the_first(cycle, organizer, client):
    rehearse(cycle, organizer)
    rehearse(cycle, organizer, people=60)
    client.force_login(organizer)
    page = client.get(address(cycle)).content.decode()
    assert "Compared with rehearsal 1" in page
    assert "who takes part" in page
    first = client.get(address(cycle, "rehearsal_shown", 1)).content.decode()
    assert "Compared with rehearsal" not in first
    assert client.get(address(cycle, "rehearsal_shown", 9)).status_code == 404


def test_page_costs_the_same_with_one_and_with_four(
    cycle, organizer, client, django_assert_num_queries
):
    client.force_login(organizer)
    rehearse(cycle, organizer)
    client.get(address(cycle))
    with django_assert_num_queries(8):
        client.get(address(cycle))
    for _more in range(3):
        rehearse(cycle, organizer)
    with django_assert_num_queries(8):
        client.get(address(cycle))


def test_one_under_way_is_the_one_and_can_be_stopped(cycle, organizer, client):
    facts = {"by": organizer, "at": timezone.now(), "cohort": "invented"}
    made = rehearsals.start(cycle, **facts, people=20, mentor_percent=50)
    assert rehearsals.start(cycle, **facts, people=30, mentor_percent=50) == made
    client.force_login(organizer)
    assert "is under way" in client.get(address(cycle)).content.decode()
    client.post(address(cycle, "rehearsal_cancel"))
    made.refresh_from_db()
    assert made.state == Rehearsal.State.CANCELLED
    rehearsals.carry_out(made.pk)
    made.refresh_from_db()
    assert made.result == {}
    assert not rehearsals.cancel(cycle, at=timezone.now())


def test_lost_one_is_taken_up_again(cycle, organizer):
    at = timezone.now()
    made = rehearsals.start(
        cycle,
        by=organizer,
        at=at - timedelta(minutes=5),
        cohort="invented",
        people=20,
        mentor_percent=50,
    )
    assert working.silent(Rehearsal, at) == [made.pk]
    assert due.run("silent rehearsals", at) == {"rehearsals taken up": 1}


def test_oldest_give_way(cycle, organizer, monkeypatch):
    monkeypatch.setattr(rehearsals, "KEPT", 2)
    for _again in range(3):
        rehearse(cycle, organizer, people=6)
    assert [one.number for one in cycle.rehearsals.all()] == [3, 2]


def test_refused_applications_of_an_earlier_cycle_stay_out(cycle, organizer):
    former = CycleFactory(program=cycle.program)
    crowd(former, 6, 6)
    apply(former, "mentee", name="Refused", status=Application.Status.NOT_ELIGIBLE)
    done = rehearse(cycle, organizer, cohort="former", former=former)
    assert done.figures["mentees"] == 6


def test_pairs_from_before_an_earlier_cycle_count_and_its_own_do_not(cycle, organizer):
    """What came of the cycle itself had not happened when its people applied."""
    former = CycleFactory(program=cycle.program)
    mentors, mentees = crowd(former, 5, 5)
    PairFactory(cycle=former, mentor__person=mentors[0].person, mentee__person=mentees[0].person)
    entries = entries_of_earlier(cycle, former, Application.objects.filter(cycle=former))
    assert entries.lists.previous == frozenset()
    before = CycleFactory(starts_on=date(2020, 7, 7), ends_on=date(2020, 9, 30))
    PairFactory(cycle=before, mentor__person=mentors[0].person, mentee__person=mentees[1].person)
    entries = entries_of_earlier(cycle, former, Application.objects.filter(cycle=former))
    assert entries.lists.previous == {(str(mentors[0].person_id), str(mentees[1].person_id))}


def test_one_that_is_cancelled_while_it_works_stays_cancelled(cycle, organizer):
    made = rehearsals.start(
        cycle, by=organizer, at=timezone.now(), cohort="invented", people=40, mentor_percent=40
    )

    def clock():
        if cycle.rehearsals.get().step == Rehearsal.STEPS[0]:
            rehearsals.cancel(cycle, at=timezone.now())
        return timezone.now()

    rehearsals.carry_out(made.pk, clock=clock)
    made.refresh_from_db()
    assert made.state == Rehearsal.State.CANCELLED
    assert not made.result


def test_one_that_cannot_read_somebodys_zone_says_why(cycle, organizer):
    former = CycleFactory(program=cycle.program)
    crowd(former, 6, 6)
    former.applications.update(time_zone="Nowhere/Here")
    failed = rehearse(cycle, organizer, cohort="former", former=former)
    assert failed.state == Rehearsal.State.FAILED
    assert "unknown time zone" in failed.problem
