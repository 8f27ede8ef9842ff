import json
import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse

from events.actions import attendance, events
from events.actions.events import SlotInput
from outcomes.queries.meetings import meetings_of
from outcomes.queries.report.called import called_of
from outcomes.queries.report.document import as_data
from outcomes.queries.report.live import report_of
from outcomes.queries.report.tables import tables_of
from outcomes.queries.shares import missing, percent
from pairs.models import MentoringSession
from programs.models import Cycle, CycleSurvey
from surveys.models import AnonymousAnswer, AnonymousSheet, Invitation, Survey
from tests.factories import (
    ApplicationFactory,
    CycleFactory,
    PairFactory,
    QuestionFactory,
    QuestionnaireFactory,
    UserFactory,
    ended,
)
from tests.factories.cycle_surveys import give_answers, make_cycle_survey

pytestmark = pytest.mark.django_db
KICKOFF = date(2021, 7, 7)
AFTER = datetime(2021, 10, 1, 9, tzinfo=UTC)


def meet(pair, *windows, **fields):
    """One session in each of these windows, counted from 1."""
    for number in windows:
        day = KICKOFF + timedelta(days=14 * (number - 1) + 3)
        MentoringSession.objects.create(pair=pair, held_on=day, **fields)


def completion(cycle, at=AFTER):
    meetings = meetings_of(cycle, at=at)
    return meetings.consistent, meetings.counted, len(meetings.complete)


def address(cycle, name, *more):
    return reverse(f"outcomes:{name}", args=[cycle.program.slug, cycle.slug, *more])


def page(client, organizer, cycle, name="report"):
    client.force_login(organizer)
    return client.get(address(cycle, name))


def test_31_of_32_pairs_reach_95_percent_and_30_do_not(cycle):
    pairs = [PairFactory(cycle=cycle) for _ in range(32)]
    for pair in pairs[:31]:
        meet(pair, 1, 2, 3, 4, 5, 6)
    meet(pairs[31], 1, 2, 4, 5, 6)

    report = report_of(cycle, at=AFTER)
    assert completion(cycle) == (31, 32, 6)
    assert (report.completion, report.pairs_missing) == (96.9, 0)
    assert as_data(report)["bi_weekly_completion"]["reached"] is True

    MentoringSession.objects.filter(pair=pairs[0], held_on=date(2021, 7, 10)).delete()
    report = report_of(cycle, at=AFTER)
    assert (report.completion, report.pairs_missing) == (93.8, 1)


def test_women_2021_has_six_windows_the_last_ending_on_28_september(cycle):
    PairFactory(cycle=cycle)
    assert completion(cycle, datetime(2021, 9, 28, 23, 59, tzinfo=UTC)) == (0, 1, 5)
    assert completion(cycle, datetime(2021, 9, 29, 0, 0, tzinfo=UTC)) == (0, 1, 6)


def test_only_complete_windows_count(cycle):
    pair = PairFactory(cycle=cycle)
    at = datetime(2021, 7, 20, 12, tzinfo=UTC)
    assert completion(cycle, at) == (0, 0, 0)
    assert report_of(cycle, at=at).completion is None
    meet(pair, 1)
    assert completion(cycle, at + timedelta(days=1)) == (1, 1, 1)


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({}, True),
        ({"form": "async"}, True),
        ({"confirmation": "confirmed"}, True),
        ({"confirmation": "denied"}, False),
        ({"kind": "coffee"}, False),
        ({"state": "cancelled"}, False),
        ({"state": "planned", "planned_at": AFTER}, False),
    ],
)
def test_which_sessions_count(cycle, fields, counts):
    pair = PairFactory(cycle=cycle)
    meet(pair, 1, 2, 3, 4, 5, 6, **fields)
    assert completion(cycle)[0] == counts


def test_a_pair_answers_for_its_own_windows_only(cycle):
    late = PairFactory(cycle=cycle, starts_on=date(2021, 7, 8))
    meet(late, 2, 3, 4, 5, 6)
    over = ended(PairFactory(cycle=cycle), datetime(2021, 8, 4, 12, tzinfo=UTC))
    meet(over, 1, 2)
    ended(PairFactory(cycle=cycle), datetime(2021, 7, 9, 12, tzinfo=UTC))

    assert completion(cycle) == (2, 2, 6)


def test_sessions_of_another_cycle_do_not_count(cycle):
    PairFactory(cycle=cycle)
    meet(PairFactory(), 1, 2, 3, 4, 5, 6)
    assert completion(cycle) == (0, 1, 6)


def test_live_attendance_counts_people_once_and_leaves_unnoted_events_out(cycle, organizer):
    pair, other = PairFactory(cycle=cycle), PairFactory(cycle=cycle)
    slots = [SlotInput(datetime(2021, 7, 7, hour, tzinfo=UTC)) for hour in (8, 15)]
    kickoff = events.save(cycle, {"title": "Kickoff"}, slots, at=AFTER)
    events.save(cycle, {"title": "Not noted"}, slots, at=AFTER)
    written = events.save(cycle, {"title": "Written", "is_async": True}, [], at=AFTER)
    first, second = kickoff.slots.all()
    for slot, person in ((first, pair.mentor), (second, pair.mentor), (second, pair.mentee)):
        attendance.note(kickoff, slot, person.person, by=organizer, at=AFTER)
    attendance.note(kickoff, first, other.mentor.person, by=organizer, at=AFTER)
    attendance.note(written, None, pair.mentor.person, by=organizer, at=AFTER)

    data = as_data(report_of(cycle, at=AFTER))
    assert data["live_attendance"] == {
        "percent": 75,
        "present": 3,
        "expected": 4,
        "target": 95,
        "reached": False,
    }
    assert [(one["title"], one["present"]) for one in data["events"]] == [
        ("Kickoff", 3),
        ("Written", 1),
    ]
    assert [slot["present"] for slot in data["events"][0]["slots"]] == [1, 2]


def test_participation_and_departments_by_role(cycle):
    both = UserFactory()
    PairFactory(
        cycle=cycle,
        mentor__person=both,
        mentor__department="Sales",
        mentee__department="Legal",
    )
    PairFactory(
        cycle=cycle, mentee__person=both, mentor__department="Sales", mentee__department="Sales"
    )
    data = as_data(report_of(cycle, at=AFTER))
    assert data["participation"] == {"pairs": 2, "ended_early": 0, "people": 3}
    assert data["departments"] == {"all": 2, "mentors": ["Sales"], "mentees": ["Sales", "Legal"]}


def survey_with(cycle, mentors, mentees, *, kind="end", **asked):
    questionnaire = QuestionnaireFactory(mode="anonymous")
    asked = {"key": "overall", "low": 1, "high": 5, **asked}
    question = QuestionFactory(questionnaire=questionnaire, kind="scale", **asked)
    survey = Survey.objects.create(
        questionnaire=questionnaire,
        title=f"The {kind} survey",
        opens_at=datetime(2021, 9, 1, tzinfo=UTC),
        closes_at=datetime(2021, 9, 30, tzinfo=UTC),
    )
    CycleSurvey.objects.create(cycle=cycle, survey=survey, kind=kind)
    for group, numbers in (("mentor", mentors), ("mentee", mentees)):
        for number in numbers:
            person = UserFactory()
            Invitation.objects.create(survey=survey, person=person, group=group, has_answered=True)
            sheet = AnonymousSheet.objects.create(survey=survey, group=group)
            AnonymousAnswer.objects.create(sheet=sheet, question=question, number=number)


def test_feedback_averages_by_role_when_both_groups_are_big_enough(cycle):
    survey_with(cycle, [5, 4, 4, 4, 4], [3, 3, 3, 3, 2])
    [survey] = as_data(report_of(cycle, at=AFTER))["feedback"]
    [average] = survey["averages"]
    assert (average["mentors"], average["mentees"], average["everybody"]) == (4.2, 2.8, 3.5)


def test_feedback_of_a_small_group_is_hidden_with_its_complement(cycle):
    survey_with(cycle, [5, 5], [1, 1, 1, 1, 1])
    [survey] = as_data(report_of(cycle, at=AFTER))["feedback"]
    assert set(survey["averages"][0]) == {"question", "of", "everybody"}


def test_feedback_under_five_answers_is_not_shown(cycle, client, organizer):
    PairFactory(cycle=cycle)
    survey_with(cycle, [5, 5], [1])
    with time_machine.travel(AFTER):
        assert "feedback" not in as_data(report_of(cycle, at=AFTER))
        assert "Too few answers" in page(client, organizer, cycle).text


def test_a_statement_asked_twice_shows_its_change_by_role(cycle, client, organizer):
    clear = {"key": "goal", "text": "I have a clear goal."}
    survey_with(cycle, [3] * 5, [2, 2, 2, 2, 3], kind="baseline", **clear)
    survey_with(cycle, [3] * 5, [4, 4, 4, 4, 5], **clear)
    with time_machine.travel(AFTER, tick=False):
        data = as_data(report_of(cycle, at=AFTER))
        text = page(client, organizer, cycle).text
    [change] = data["changes"]["mentees"]
    assert (change["before"], change["after"], change["change"]) == (2.2, 4.2, 2.0)
    assert data["changes"]["mentors"][0]["change"] == 0
    assert (
        data["claims"]["titles"][0]["words"]
        == "“I have a clear goal”: mentees went from 2.2 to 4.2"
    )
    assert data["claims"]["changes"] == "1 of 2 statements rose"
    assert "mentees went from 2.2 to 4.2" in text
    assert "Before 2.2, after 4.2" in text


@pytest.mark.parametrize(
    ("before", "after", "scale"), [([2] * 4, [4] * 9, {}), ([2] * 9, [4] * 9, {"high": 7})]
)
def test_no_change_of_small_groups_or_other_scales(cycle, before, after, scale):
    survey_with(cycle, [], before, kind="baseline", key="goal")
    survey_with(cycle, [], after, key="goal", **scale)
    assert "changes" not in as_data(report_of(cycle, at=AFTER))


def test_fortnights_add_up_to_the_sessions_held(cycle):
    meet(PairFactory(cycle=cycle), 1, 2, 3, 4, 5, 6)
    meet(PairFactory(cycle=cycle), 1, 1, 2)
    late = PairFactory(cycle=cycle, starts_on=date(2021, 7, 8))
    meet(late, 1, 2)
    meet(ended(PairFactory(cycle=cycle), datetime(2021, 8, 4, 12, tzinfo=UTC)), 1, 5)
    data = as_data(report_of(cycle, at=AFTER))
    found = [(one["met"], one["pairs"]) for one in data["trend"]]
    assert found == [(3, 3), (3, 4), (1, 3), (1, 3), (1, 3), (1, 3)]
    assert data["sessions_held"] == {"percent": 52.6, "met": 10, "due": 19}
    assert data["claims"]["trend"] == "4 of 6 fortnights were the weakest, at 33.3%"


@pytest.mark.parametrize(
    ("met", "words"),
    [
        ([1, 2, 4, 5, 6], "The fortnight from 4 August was the weakest"),
        ([], "Every fortnight was at 0%"),
    ],
)
def test_one_fortnight_is_called_the_weakest_only_where_one_is(cycle, met, words):
    meet(PairFactory(cycle=cycle), *met)
    assert as_data(report_of(cycle, at=AFTER))["claims"]["trend"] == words


def test_a_cycle_of_another_rhythm_has_no_fortnights(cycle):
    cycle.cadence_days = 30
    cycle.save()
    pair = PairFactory(cycle=cycle)
    MentoringSession.objects.create(pair=pair, held_on=KICKOFF)
    claims = as_data(report_of(cycle, at=AFTER))["claims"]
    assert claims["titles"][0]["words"] == "0 of 1 pairs met in every stretch of 30 days"
    assert claims["trend"] == "The last stretch of 30 days was the weakest"
    assert "fortnight" not in str([claims["titles"], claims["lead"]])


def test_outcomes_are_asked_at_the_end(cycle, client, organizer):
    planned = make_cycle_survey(cycle)
    give_answers(planned.survey, "mentee", 4, reached="a")
    give_answers(planned.survey, "mentor", 1, reached="b")
    [found] = as_data(report_of(cycle, at=AFTER))["outcomes"]
    assert [(bar["count"], bar["percent"]) for bar in found["bars"]] == [(4, 80), (1, 20)]
    with time_machine.travel(AFTER, tick=False):
        assert "in their own judgment" in page(client, organizer, cycle).text


def test_a_report_compares_with_the_cycle_before_it(cycle, client, organizer):
    before = CycleFactory(
        program=cycle.program,
        name="Summer 2020",
        starts_on=date(2020, 7, 7),
        ends_on=date(2020, 9, 30),
        pairs_published_at=datetime(2020, 7, 1, tzinfo=UTC),
    )
    for _number in range(5):
        PairFactory(cycle=before, starts_on=date(2020, 7, 7))
        meet(PairFactory(cycle=cycle), 1, 2, 3, 4, 5, 6)
    with time_machine.travel(AFTER, tick=False):
        data = as_data(report_of(cycle, at=AFTER))
        text = page(client, organizer, cycle).text
    assert [(one["pairs"], one["completion"]) for one in data["compared"]] == [(5, 0), (5, 100)]
    assert "More pairs met in every fortnight than in Summer 2020" in text


def test_the_words_about_a_room_stand_beside_its_session(cycle, client, organizer):
    pair = PairFactory(cycle=cycle)
    event = events.save(cycle, {"title": "Kickoff"}, [SlotInput(AFTER)], at=AFTER)
    event.slots.update(room="Questions did not stop.")
    attendance.note(event, event.slots.get(), pair.mentor.person, by=organizer, at=AFTER)
    with time_machine.travel(AFTER, tick=False):
        text = page(client, organizer, cycle).text
    assert "Questions did not stop." in text
    assert "1 of 2 expected came to the live events" in text


def test_every_table_of_a_report_is_a_file_and_all_of_it_is_one(client, organizer, cycle):
    meet(PairFactory(cycle=cycle, mentor__department="=Sales"), 1, 2, 3)
    client.force_login(organizer)
    with time_machine.travel(AFTER, tick=False):
        data = as_data(report_of(cycle, at=AFTER))
        for table in tables_of(data):
            where = reverse(
                "outcomes:report_table", args=[cycle.program.slug, cycle.slug, table.key]
            )
            text = b"".join(client.get(where).streaming_content).decode("utf-8-sig")
            rows = len(list(table.rows(data)))
            assert len(text.strip().split("\r\n")) == rows + 1, table.key
            assert client.get(f"{where}?format=xlsx").status_code == 200
            if table.key == "departments":
                assert "'=Sales" in text
        whole = client.get(address(cycle, "report_file"))
    assert whole.json() == json.loads(json.dumps(data))
    missing_table = reverse(
        "outcomes:report_table", args=[cycle.program.slug, cycle.slug, "events"]
    )
    assert client.get(missing_table).status_code == 404


def test_page_shows_nothing_it_has_no_data_for(client, organizer, cycle):
    text = page(client, organizer, cycle).text.split("<main")[1]
    assert "No figures yet" in text
    assert "XX" not in text
    assert "0%" not in text.replace("100%", "").replace("--v:0%", "")


def test_page_says_how_each_figure_is_computed_and_who_is_behind_it(client, organizer, cycle):
    pair = PairFactory(
        cycle=cycle,
        mentor__person__name="Mona",
        mentee__person__name="Mia",
        mentor__department="Sales",
    )
    meet(pair, 1, 2, 3, 4, 5, 6, minutes=45)
    with time_machine.travel(AFTER):
        text = page(client, organizer, cycle).text
    for words in (
        "How this is counted",
        "Bi-weekly completion",
        "Mona – Mia",
        "45",
        "100%",
        "Sales",
    ):
        assert words in text
    assert reverse("pairs:pair_list", args=[cycle.program.slug, cycle.slug]) in text


def test_the_report_calls_people_as_the_cycle_does_and_so_do_its_tables(client, organizer, cycle):
    cycle.roles.filter(side="mentor").update(name="Captain")
    cycle.roles.filter(side="mentee").update(name="Crew", plural="Crew")
    PairFactory(cycle=cycle, mentor__department="Sales", mentee__department="Sales")
    with time_machine.travel(AFTER):
        text = page(client, organizer, cycle).text
        table = client.get(address(cycle, "report_table", "departments"))
    document = as_data(report_of(Cycle.objects.get(pk=cycle.pk), at=AFTER))
    assert "Captains: 1," in " ".join(text.split())
    assert not re.search(r"\bMentees?\b", text)
    assert b"".join(table.streaming_content).decode().splitlines()[0].endswith("Captains,Crew,All")
    del document["about"]["called"]  # as in reports frozen without it
    assert called_of(document).mentors == "mentors"


def test_export_has_a_line_per_pair_and_no_formula(client, organizer, cycle):
    pair = PairFactory(cycle=cycle, mentor__person__name="=1+1", mentee__person__name="Mia")
    meet(pair, 1)
    with time_machine.travel(AFTER):
        response = page(client, organizer, cycle, "report_export")
    header, line = b"".join(response.streaming_content).decode("utf-8-sig").split("\r\n")[:2]
    assert header.startswith("Mentor,Mentee,2021-07-07,2021-07-21")
    assert line == "'=1+1,Mia,met,missed,missed,missed,missed,missed,1,5,0,0,6,no"


def test_command_prints_the_same_figures(cycle):
    meet(PairFactory(cycle=cycle), 1, 2, 3, 4, 5, 6)
    out = StringIO()
    name = f"{cycle.program.slug}/{cycle.slug}"
    with time_machine.travel(AFTER, tick=False):
        call_command("report", name, "--json", stdout=out)
        assert json.loads(out.getvalue()) == json.loads(
            json.dumps(as_data(report_of(cycle, at=AFTER)))
        )
        call_command("report", name, stdout=out)
    assert "bi weekly completion: percent 100" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("report", "no/where")


@pytest.mark.parametrize("count", [1, 4])
def test_pages_cost_the_same_for_any_number(
    client, organizer, cycle, count, django_assert_num_queries
):
    for number in range(count):
        meet(PairFactory(cycle=cycle), 1, 2)
        ApplicationFactory(cycle=cycle)
        event = events.save(cycle, {"title": f"E{number}"}, [SlotInput(AFTER)], at=AFTER)
    attendance.note(event, None, cycle.pairs.first().mentor.person, by=organizer, at=AFTER)
    client.force_login(organizer)
    with time_machine.travel(AFTER):
        with django_assert_num_queries(15):
            client.get(address(cycle, "dashboard"))
        with django_assert_num_queries(18):
            client.get(address(cycle, "report"))


@pytest.mark.parametrize(("part", "whole", "expected"), [(31, 32, 96.9), (1, 1, 100), (0, 0, None)])
def test_shares_have_one_decimal_at_most(part, whole, expected):
    assert percent(part, whole) == expected


@pytest.mark.parametrize(("part", "whole", "expected"), [(30, 32, 1), (31, 32, 0), (0, 0, 0)])
def test_missing_says_how_many_more_reach_the_goal(part, whole, expected):
    assert missing(part, whole, 95) == expected


def test_pairs_that_ended_with_the_cycle_did_not_end_early(cycle):
    for day in (date(2021, 8, 4), date(2021, 9, 30), date(2021, 10, 1)):
        ended(PairFactory(cycle=cycle), datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    assert as_data(report_of(cycle, at=AFTER))["participation"]["ended_early"] == 1
