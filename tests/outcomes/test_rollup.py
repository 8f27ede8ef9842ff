from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from events.models import Event
from outcomes.actions import freezing
from outcomes.forms.figures import FiguresForm
from outcomes.queries.report.document import as_data
from outcomes.queries.report.figures import figures_of_each
from outcomes.queries.report.live import report_of
from outcomes.queries.rollup import cycles_for, rollup_of
from pairs.models import MentoringSession
from programs.models import Cycle
from tests.factories import CycleFactory, PairFactory, StaffFactory, UserFactory
from tests.outcomes.test_report import AFTER, meet, survey_with

pytestmark = pytest.mark.django_db
PUBLISHED = datetime(2021, 7, 1, tzinfo=UTC)


def cycle_with(pairs, consistent=0, **fields):
    """A cycle in which so many pairs work, some of them in every fortnight."""
    cycle = CycleFactory(pairs_published_at=PUBLISHED, **fields)
    for number in range(pairs):
        pair = PairFactory(cycle=cycle, starts_on=cycle.starts_on)
        if number < consistent:
            for window in range(6):
                day = cycle.starts_on + timedelta(days=14 * window)
                MentoringSession.objects.create(pair=pair, held_on=day)
    return cycle


@pytest.fixture
def administrator():
    return UserFactory(is_staff=True)


def test_every_figure_is_the_one_of_the_report(administrator):
    """The roll-up, the report and its comparison count the same cycle the same way."""
    cycle = cycle_with(7, 3)
    survey_with(cycle, [5, 4, 4, 4, 4], [3, 3, 3, 3, 2])
    cycle_with(6, 6)
    report = report_of(cycle, at=AFTER)
    data = as_data(report)
    found = rollup_of(cycles_for(administrator), at=AFTER)
    [line] = [line for line in found.counted if line.cycle == cycle]
    figures = line.figures
    assert figures == figures_of_each([cycle], at=AFTER)[cycle.pk]
    assert figures.completion == data["bi_weekly_completion"]["percent"] == 42.9
    assert figures.held == data["sessions_held"]["percent"]
    assert (figures.pairs, figures.people) == (
        data["participation"]["pairs"],
        data["participation"]["people"],
    )
    assert figures.departments == data["departments"]["all"]
    assert figures.hours == data["hours"]
    assert figures.overall == data["feedback"][0]["averages"][0]["everybody"] == 3.5
    assert figures.answer_rate == data["feedback"][0]["percent"]


def test_small_groups_are_in_no_share_and_in_no_total(administrator, client):
    cycle_with(8, 4)
    small = cycle_with(3, 3, name="Pilot")
    survey_with(small, [5], [1, 1])
    found = rollup_of(cycles_for(administrator), at=AFTER)
    [line] = [line for line in found.counted if line.cycle == small]
    assert (line.figures.pairs, line.figures.completion, line.figures.overall) == (3, None, None)
    assert (line.figures.hours, line.figures.held, line.figures.attendance) == (None, None, None)
    together = found.together
    assert (together.pairs, together.counted, together.completion) == (11, 8, 50)
    assert (together.overall, together.timed_pairs) == (None, 8)
    client.force_login(administrator)
    with time_machine.travel(AFTER, tick=False):
        text = b"".join(client.get(reverse("outcomes:figures_export")).streaming_content).decode()
    [pilot] = [row for row in text.splitlines() if "Pilot" in row]
    assert pilot.endswith(",3,6,0,,,,,,,,,")


def test_organizers_see_their_own_programs_only(client):
    mine, other = cycle_with(5, 5, name="My own"), cycle_with(5, 0, name="Not mine")
    client.force_login(StaffFactory(program=mine.program).person)
    with time_machine.travel(AFTER, tick=False):
        text = client.get(reverse("outcomes:figures")).text
        assert reverse("outcomes:figures") in client.get(reverse("programs:organize")).text
    assert "My own" in text
    assert "100% of sessions held in 1 cycle" in text
    assert "Not mine" not in text
    assert str(other.program) not in text


def test_a_cycle_without_pairs_has_no_figures(client):
    cycle = CycleFactory()
    client.force_login(StaffFactory(program=cycle.program).person)
    assert "once its pairs are published" in client.get(reverse("outcomes:figures")).text
    cycle_with(5, program=cycle.program)
    assert "Pairs are not published." in client.get(reverse("outcomes:figures")).text


def test_people_who_come_back_are_told_from_five_on(administrator):
    first = cycle_with(6, starts_on=date(2020, 7, 7), ends_on=date(2020, 9, 30))
    later = CycleFactory(pairs_published_at=PUBLISHED, program=first.program)
    for pair in list(first.pairs.all())[:4]:
        PairFactory(cycle=later, mentor__person=pair.mentee.person)
    found = rollup_of(cycles_for(administrator), at=AFTER).returned
    assert (found.several, found.became_mentors) == (None, None)
    for pair in list(first.pairs.all())[4:]:
        PairFactory(cycle=later, mentor__person=pair.mentee.person)
    rollup = rollup_of(cycles_for(administrator), at=AFTER)
    assert (rollup.returned.several, rollup.returned.became_mentors) == (6, 6)
    assert rollup.returned.often is None
    assert rollup.people == 18


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_costs_the_same_for_any_number_of_cycles(
    client, administrator, count, django_assert_num_queries
):
    for _number in range(count):
        meet(PairFactory(cycle=cycle_with(0)), 1)
    assert Cycle.objects.filter(program__is_independent=False).count() == count
    client.force_login(administrator)
    with time_machine.travel(AFTER, tick=False), django_assert_num_queries(13):
        client.get(reverse("outcomes:figures"))


@pytest.fixture
def three(administrator, client):
    """Two programs, one of them in two years."""
    early = cycle_with(5, 5, name="Early", starts_on=date(2020, 7, 7), ends_on=date(2020, 9, 30))
    cycle_with(5, 0, name="Late", program=early.program)
    cycle_with(5, 0, name="Other")
    client.force_login(administrator)
    return early.program


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Early", "Late", "Other"}),
        ("program={slug}", {"Early", "Late"}),
        ("since=2021", {"Late", "Other"}),
        ("until=2020", {"Early"}),
        ("since=2020&until=2021&program={slug}", {"Early", "Late"}),
        ("state=over", {"Early"}),
        ("state=running", {"Late", "Other"}),
        ("program={slug}&state=running", {"Late"}),
    ],
)
def test_filters_stand_in_the_address_and_hold_for_the_file(client, three, query, names):
    query = query.format(slug=three.slug)
    with time_machine.travel(datetime(2021, 8, 1, tzinfo=UTC), tick=False):
        page = client.get(f"{reverse('outcomes:figures')}?{query}")
        file = client.get(f"{reverse('outcomes:figures_export')}?{query}")
    assert {line.cycle.name for line in page.context["rollup"].counted} == names
    lines = b"".join(file.streaming_content).decode().splitlines()[1:]
    assert {line.split(",")[1] for line in lines} == names
    assert f'?{query.replace("&", "&amp;")}"' in page.text or not query


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("program=nowhere", "Select a valid choice"),
        ("since=soon", "Select a valid choice"),
        ("since=2021&until=2020", "The last year is before the first."),
    ],
)
def test_filters_that_mean_nothing_are_said_and_narrow_nothing(client, three, query, said):
    page = client.get(f"{reverse('outcomes:figures')}?{query}")
    assert said in page.text
    assert len(page.context["rollup"].counted) == 3


def test_filters_that_leave_nothing_say_so(client, three):
    with time_machine.travel(AFTER, tick=False):
        text = client.get(f"{reverse('outcomes:figures')}?state=running").text
    assert "No cycle with figures fits these filters." in text


def test_cycle_without_a_first_day_is_of_no_year(administrator):
    cycle = CycleFactory(starts_on=None, ends_on=None)
    dated = cycle_with(5)
    cycles = cycles_for(administrator)
    form = FiguresForm({"since": "2021"}, cycles=cycles)
    assert form.picked(AFTER) == [dated]
    assert set(FiguresForm({}, cycles=cycles).picked(AFTER)) == {cycle, dated}


def test_frozen_figures_stay_and_are_those_of_the_next_report(administrator, client):
    early = cycle_with(6, 6, starts_on=date(2020, 7, 7), ends_on=date(2020, 9, 30))
    later = cycle_with(6, 0, program=early.program)
    frozen = freezing.freeze(early, by=administrator, at=AFTER)
    MentoringSession.objects.filter(pair__cycle=early).delete()
    assert figures_of_each([early], at=AFTER)[early.pk].completion == 0
    lines = {line.cycle: line for line in rollup_of(cycles_for(administrator), at=AFTER).counted}
    assert (lines[early].figures.completion, lines[early].frozen) == (100, frozen)
    assert lines[early].figures.hours == frozen.document["hours"]
    assert (lines[later].figures.completion, lines[later].frozen) == (0, None)
    compared = report_of(later, at=AFTER).compared
    assert [found.completion for _cycle, found in compared] == [100, 0]
    # A report counts its own cycle anew: else nothing could be corrected.
    assert report_of(early, at=AFTER).completion == 0
    client.force_login(administrator)
    with time_machine.travel(AFTER, tick=False):
        text = client.get(reverse("outcomes:figures")).text
    where = [early.program.slug, early.slug, frozen.number]
    assert reverse("outcomes:frozen_report", args=where) in text


def test_small_groups_of_a_frozen_report_stay_hidden(administrator):
    cycle = cycle_with(3, 3)
    freezing.freeze(cycle, by=administrator, at=AFTER)
    [line] = rollup_of(cycles_for(administrator), at=AFTER).counted
    assert line.frozen is not None
    assert (line.figures.completion, line.figures.held, line.figures.hours) == (None, None, None)


def test_hours_are_told_by_who_spent_them(administrator, client):
    cycle = cycle_with(5, 1)  # six sessions of 30 minutes: three hours for each of the two
    pairs = list(cycle.pairs.all())
    event = Event.objects.create(cycle=cycle, title="Kickoff", minutes=60)
    for pair in pairs[:2]:
        event.attendances.create(person=pair.mentor.person, noted_at=AFTER)
    event.attendances.create(person=pairs[0].mentee.person, noted_at=AFTER)
    together = rollup_of(cycles_for(administrator), at=AFTER).together
    minutes = sum(MentoringSession.objects.values_list("minutes", flat=True))
    assert together.hours == round((2 * minutes + 180) / 60)
    assert together.mentor_hours == round((minutes + 120) / 60)
    assert together.other_hours == together.hours - together.mentor_hours
    client.force_login(administrator)
    with time_machine.travel(AFTER, tick=False):
        text = client.get(reverse("outcomes:figures")).text
    assert "Of mentees and others" in text
    assert "Hours per pair" in text


def test_mentors_again_and_people_of_several_programs(administrator):
    first = cycle_with(5, starts_on=date(2020, 7, 7), ends_on=date(2020, 9, 30))
    other = CycleFactory(pairs_published_at=PUBLISHED)
    for pair in first.pairs.all():
        PairFactory(cycle=other, mentor__person=pair.mentor.person)
    found = rollup_of(cycles_for(administrator), at=AFTER).returned
    assert (found.several, found.mentors_again, found.elsewhere) == (5, 5, 5)
    assert found.became_mentors is None
