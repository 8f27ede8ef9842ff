from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from applications.models import Delegation
from outcomes.actions import needs
from outcomes.models import Need
from outcomes.queries.arrivals import arrivals_of
from outcomes.queries.forecast import forecast_of
from outcomes.queries.meetings import meetings_of
from pairs.models import Case, MentoringSession, Pair
from people.models import AuditEntry
from tests.factories import (
    ApplicationFactory,
    CallFactory,
    CycleFactory,
    PairFactory,
    QuestionFactory,
    StaffFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
# The cycle runs from 7 July to 30 September: six fortnights; the third one ends on 17 August.
AT = datetime(2021, 8, 20, 9, tzinfo=UTC)
FIRST = date(2021, 7, 7)


def meet(pair, *fortnights):
    for number in fortnights:
        MentoringSession.objects.create(
            pair=pair,
            state=MentoringSession.State.HELD,
            held_on=FIRST + timedelta(days=14 * (number - 1) + 3),
            minutes=30,
        )


def forecast(cycle, at=AT):
    return forecast_of(cycle, meetings_of(cycle, at=at), at=at)


@pytest.fixture
def four(cycle):
    """Four pairs in six fortnights, of which three are over: 24 in all, and 95% of them are 23."""
    return [PairFactory(cycle=cycle) for _n in range(4)]


def test_forecast_counts_fortnights_of_all_pairs(cycle, four):
    for pair in four[:3]:
        meet(pair, 1, 2, 3)
    meet(four[3], 1, 3)
    meet(four[0], 4)
    seen = forecast(cycle)
    assert (seen.total, seen.wanted, seen.met, seen.lost, seen.left) == (24, 23, 12, 1, 11)
    assert (seen.needed, seen.is_out_of_reach) == (11, False)
    assert seen.last_day == date(2021, 9, 28)
    assert seen.pace == pytest.approx(11 / 12)
    assert (seen.expected, seen.short) == (22, 1)


def test_forecast_that_is_out_of_reach_says_how_many_must_have_been_held(cycle, four):
    for pair in four:
        meet(pair, 1)
    seen = forecast(cycle)
    assert (seen.met, seen.lost, seen.left) == (4, 8, 12)
    assert seen.is_out_of_reach
    assert seen.to_log == 7


def test_pair_answers_from_its_beginning_to_its_end(cycle):
    PairFactory(cycle=cycle, starts_on=date(2021, 8, 4))  # from the third on: four
    PairFactory(  # two, the rest is nobody's
        cycle=cycle,
        state=Pair.State.ENDED,
        ended_at=datetime(2021, 8, 5, 12, tzinfo=UTC),
        end_reason=Pair.EndReason.LEFT,
    )
    assert forecast(cycle).total == 6


def test_no_forecast_before_the_first_fortnight_and_after_the_last(cycle, four):
    assert forecast(cycle, at=datetime(2021, 7, 10, tzinfo=UTC)) is None
    assert forecast(cycle, at=datetime(2021, 9, 29, 9, tzinfo=UTC)) is None
    assert forecast(CycleFactory()) is None


def test_weeks_hold_sessions_and_what_is_expected(cycle, four):
    for pair in four:
        meet(pair, 1, 2, 3)
    weeks = forecast(cycle).weeks
    assert [week.held for week in weeks[:6]] == [4, 0, 4, 0, 4, 0]
    assert [week.is_now for week in weeks].index(True) == 6
    assert (weeks[8].expected, weeks[8].goal) == (2, 2)


def test_forecast_costs_the_same_for_one_and_four_pairs(cycle, django_assert_num_queries):
    meet(PairFactory(cycle=cycle), 1)
    meetings = meetings_of(cycle, at=AT)
    with django_assert_num_queries(3):
        forecast_of(cycle, meetings, at=AT)
    for _n in range(3):
        meet(PairFactory(cycle=cycle), 1, 2)
    meetings = meetings_of(cycle, at=AT)
    with django_assert_num_queries(3):
        forecast_of(cycle, meetings, at=AT)


def arrive(cycle, *days):
    for number, day in enumerate(days):
        moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        side = "mentee" if number % 2 else "mentor"
        ApplicationFactory(cycle=cycle, side=side, status="submitted", submitted_at=moment)


def test_arrivals_stand_beside_the_same_day_of_the_cycle_before():
    before = CycleFactory(starts_on=date(2020, 7, 7), ends_on=date(2020, 9, 30))
    cycle = CycleFactory(previous=before, program=before.program)
    for one, year in ((before, 2020), (cycle, 2021)):
        CallFactory(
            role=one.roles.get(side="mentee"),
            opens_at=datetime(year, 6, 1, tzinfo=UTC),
            closes_at=datetime(year, 6, 11, tzinfo=UTC),
        )
    arrive(before, *[date(2020, 6, 2)] * 10, *[date(2020, 6, 9)] * 10)
    arrive(cycle, *[date(2021, 6, 2)] * 4, date(2021, 6, 3))
    seen = arrivals_of(cycle, list(cycle.calls.all()), at=datetime(2021, 6, 4, 9, tzinfo=UTC))
    assert [one.number for one in seen.days[:4]] == [0, 4, 1, 0]
    assert [one.before for one in seen.days[:3]] == [0, 10, 0]
    assert len(seen.days) == 10
    assert (seen.total, seen.earlier_by_now, seen.earlier_total) == (5, 10, 20)
    assert seen.expected == 10
    assert (seen.places, seen.mentees, seen.short) == (3, 2, 0)


def test_arrivals_without_a_cycle_before_and_before_a_call_opens(cycle):
    call = CallFactory(
        role=cycle.roles.get(side="mentee"), opens_at=datetime(2021, 6, 1, tzinfo=UTC)
    )
    assert arrivals_of(cycle, [call], at=datetime(2021, 5, 1, tzinfo=UTC)) is None
    seen = arrivals_of(cycle, [call], at=datetime(2021, 6, 2, tzinfo=UTC))
    assert (seen.earlier, seen.expected, seen.total) == (None, None, 0)
    cycle.pairs_published_at = AT
    assert arrivals_of(cycle, [call], at=datetime(2021, 6, 2, tzinfo=UTC)) is None


@pytest.fixture
def page(client, organizer, cycle):
    client.force_login(organizer)

    def look(at=AT):
        with time_machine.travel(at):
            address = reverse("outcomes:dashboard", args=[cycle.program.slug, cycle.slug])
            return client.get(address).content.decode()

    return look


def act(client, cycle, name, key, **data):
    address = reverse(f"outcomes:{name}", args=[cycle.program.slug, cycle.slug, key])
    with time_machine.travel(AT):
        return client.post(address, data, follow=True)


def test_headline_says_how_many_sessions_reach_the_goal(page, cycle, four):
    for pair in four:
        meet(pair, 1, 2, 3)
    text = page()
    assert "11 more sessions by 28 September reach 95%." in text
    assert "This counts each fortnight of each pair, to the end of the cycle." in text
    assert "Pairs, weakest first" in page()


def test_somebody_takes_a_need_and_the_others_see_it(client, page, cycle, organizer, four):
    assert "I take this" in page()
    act(client, cycle, "need_take", "silent", due_on="2021-08-23")
    seen = page()
    assert "done by Mon 23 Aug" in seen
    with time_machine.travel(AT):
        line = reverse("outcomes:cycle_line", args=[cycle.program.slug, cycle.slug])
        assert "Olga Organizer, done by Mon 23 Aug" in client.get(line).content.decode()
    assert "was to be done by Mon 23 Aug" in page(AT + timedelta(days=5))
    assert "Mon 23 Aug" not in page(AT + timedelta(days=30))  # forgotten
    act(client, cycle, "need_give_back", "silent")
    assert not Need.objects.exists()
    noted = AuditEntry.objects.filter(action__startswith="need_").order_by("pk")
    assert [entry.action for entry in noted] == ["need_taken", "need_given_back"]
    act(client, cycle, "need_give_back", "silent")
    assert noted.count() == 2


@pytest.mark.parametrize("day", ["", "soon", "2021-08-19", "2022-08-19"])
def test_day_that_cannot_be_is_refused(client, cycle, page, four, day):
    page()
    said = act(client, cycle, "need_take", "silent", due_on=day).content.decode()
    assert "Choose a day" in said
    assert not Need.objects.exists()


def test_what_somebody_else_looks_after_is_not_taken_away(cycle, organizer):
    other = UserFactory()
    StaffFactory(program=cycle.program, person=other, role="organizer")
    day = date(2021, 8, 23)
    needs.take(cycle, "silent", due_on=day, by=other, at=AT)
    with pytest.raises(ValidationError):
        needs.take(cycle, "silent", due_on=day, by=organizer, at=AT)
    needs.take(cycle, "silent", due_on=date(2021, 8, 24), by=other, at=AT)
    assert Need.objects.get().due_on == date(2021, 8, 24)
    later = AT + timedelta(days=40)
    needs.take(cycle, "silent", due_on=cycle.day(later), by=organizer, at=later)
    assert Need.objects.get().owner == organizer


def test_only_an_organizer_takes_a_need(cycle):
    with pytest.raises(ValidationError):
        needs.take(cycle, "silent", due_on=date(2021, 8, 23), by=UserFactory(), at=AT)


def test_only_mine_leaves_what_i_look_after(client, page, cycle, organizer, four):
    Case.objects.create(pair=four[0], kind="not_met")
    assert "Only mine" not in page()
    act(client, cycle, "need_take", "silent", due_on="2021-08-23")
    assert "Only mine" in page()
    address = reverse("outcomes:dashboard", args=[cycle.program.slug, cycle.slug])
    with time_machine.travel(AT):
        mine = client.get(address, {"mine": "1"})
    assert [item.key for item in mine.context["items"]] == ["silent"]
    act(client, cycle, "need_give_back", "silent")
    with time_machine.travel(AT):
        assert "None of these are yours." in client.get(address, {"mine": "1"}).text


def test_strip_has_a_cell_for_each_fortnight_that_has_begun(client, page, cycle, four):
    meet(four[0], 1, 2, 3)
    meet(four[1], 1)
    page()
    with time_machine.travel(AT):
        address = reverse("outcomes:dashboard", args=[cycle.program.slug, cycle.slug])
        rows = client.get(address).context["strip"]
    cells = [[mark.css for mark in row.cells] for row in rows]
    assert cells == [["q1"] * 3 + ["q0"]] * 2 + [
        ["q4", "q1", "q1", "q0"],
        ["q4", "q4", "q4", "q0"],
    ]


def test_areas_that_more_mentees_chose_than_mentors_have_places_for(page, cycle):
    for side in ("mentor", "mentee"):
        role = cycle.roles.get(side=side)
        CallFactory(role=role, opens_at=AT - timedelta(days=9), closes_at=AT + timedelta(days=9))
        asked = QuestionFactory(kind="several", pairing_use="focus", choices=["law", "art"])
        chosen = asked.choices.order_by("position")
        for number in range(1 if side == "mentor" else 3):
            form = ApplicationFactory(
                cycle=cycle, side=side, status="submitted", capacity=2, submitted_at=AT
            )
            for choice in chosen[: 2 if number < 2 else 1]:
                form.response.answers.create(question=asked, choice=choice)
    ApplicationFactory(cycle=cycle, side="mentor", status="not_eligible", capacity=9)
    text = " ".join(page().split())
    assert "Focus areas short of" in text
    assert "2 places for 3 who chose it" in text
    assert "Art" not in text


def test_trainings_and_reviews_that_are_late_need_somebody(client, page, cycle, four):
    cycle.pairs_published_at = AT - timedelta(days=40)
    cycle.save(update_fields=["pairs_published_at"])
    cycle.trainings.create(title="Optional", due_on=FIRST, obligation="optional")
    cycle.trainings.create(title="Far away", due_on=AT.date() + timedelta(days=4))
    soon = cycle.trainings.create(title="Feedback", due_on=AT.date() + timedelta(days=3))
    late = cycle.trainings.create(title="Bias", due_on=AT.date() - timedelta(days=1))
    soon.done.create(person=four[0].mentor.person, done_on=FIRST)
    late.done.create(person=UserFactory(), done_on=FIRST)  # takes no part
    text = " ".join(page().split())
    assert "people have not done “Feedback" in text
    assert "It is due on 23 August 2021." in text
    assert "It was due on 19 August 2021." in text
    assert "Far away" not in text
    assert "Optional" not in text
    with time_machine.travel(AT):
        address = reverse("outcomes:dashboard", args=[cycle.program.slug, cycle.slug])
        items = {item.key: item for item in client.get(address).context["items"]}
    assert items[f"training-{late.pk}"].count == 8
    assert items[f"training-{soon.pk}"].count == 7
    assert (items[f"training-{late.pk}"].tone, items[f"training-{soon.pk}"].tone) == ("warn", "")
    assert items[f"training-{late.pk}"].remind == f"training:{late.pk}"


@pytest.mark.parametrize(("days", "tone"), [(9, ""), (-1, "warn")])
def test_open_reviews_are_late_once_the_calls_are_closed(client, page, cycle, days, tone):
    for role in cycle.roles.all():
        CallFactory(role=role, opens_at=AT - timedelta(days=9), closes_at=AT + timedelta(days=days))
    Delegation.objects.create(
        application=ApplicationFactory(cycle=cycle, status="submitted"), member=UserFactory()
    )
    page()
    with time_machine.travel(AT):
        address = reverse("outcomes:dashboard", args=[cycle.program.slug, cycle.slug])
        items = {item.key: item for item in client.get(address).context["items"]}
    assert (items["open_reviews"].count, items["open_reviews"].tone) == (1, tone)
