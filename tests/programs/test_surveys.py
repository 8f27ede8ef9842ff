"""Surveys of a cycle: planning, opening, reminding, and the organizer's pages."""

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from notifications import due, kinds
from notifications.models import Message
from pairs.models import Pair
from programs.actions import default_surveys, settings, surveys
from programs.models import Cycle
from programs.programfile import dump, reading
from surveys.models import Invitation
from tests.factories import PairFactory, ParticipationFactory, QuestionFactory, UserFactory, ended
from tests.factories.cycle_surveys import (
    CLOSES,
    OPENS,
    give_answers,
    give_number,
    make_closed_survey,
    make_cycle_survey,
)
from tests.messages import UNTRUE, fate, remind, words_of

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def told(kind):
    found = Message.objects.filter(kind=kind).exclude(status="cancelled")
    return sorted(found.values_list("to__name", flat=True))


@pytest.fixture
def people(cycle):
    made = {
        "Mona": ParticipationFactory(cycle=cycle, side="mentor", person__name="Mona"),
        "Mia": ParticipationFactory(cycle=cycle, person__name="Mia"),
        "Gone": ParticipationFactory(cycle=cycle, person__name="Gone"),
        "Elsewhere": ParticipationFactory(person__name="Elsewhere"),
    }
    made["Gone"].state, made["Gone"].left_at = "left", OPENS
    made["Gone"].save(update_fields=["state", "left_at"])
    for row in made.values():
        row.created_at = OPENS - WEEK
        row.save(update_fields=["created_at"])
    PairFactory(cycle=cycle, mentor=made["Mona"], mentee=made["Mia"])
    return made


def test_defaults_are_a_check_in_after_a_month_and_an_end_survey_of_three_weeks(cycle):
    made = {row.kind: row for row in default_surveys.add(cycle)}
    check_in, end = made["check_in"], made["end"]
    assert check_in.audience == "mentees"
    assert not check_in.survey.questionnaire.is_anonymous
    assert check_in.survey.opens_at == datetime(2021, 8, 7, tzinfo=UTC)
    assert end.audience == "both"
    assert end.survey.questionnaire.is_anonymous
    assert end.survey.is_required
    assert (cycle.day(end.survey.last_minute) - cycle.day(end.survey.opens_at)).days == 21
    choices = check_in.survey.questionnaire.questions.get(key="met").choices
    assert list(choices.values_list("value", flat=True)) == ["met", "scheduled", "not-met", "left"]
    assert default_surveys.add(cycle) == []


def test_defaults_need_the_days_of_the_cycle(cycle):
    cycle.starts_on = None
    with pytest.raises(ValidationError) as caught:
        default_surveys.add(cycle)
    assert caught.value.code == "no_dates"


@pytest.mark.parametrize(
    ("kind", "closes", "code"),
    [
        ("end", date(2021, 6, 20), "too_short"),
        ("midway", date(2021, 5, 31), "upside_down"),
    ],
)
def test_a_window_that_cannot_be_is_refused(cycle, kind, closes, code):
    planned = make_cycle_survey(cycle, kind=kind)
    with pytest.raises(ValidationError) as caught:
        surveys.set_window(planned, opens_on=date(2021, 6, 1), closes_on=closes, at=OPENS)
    assert caught.value.code == code


@pytest.mark.parametrize(("kind", "closes"), [("end", 21), ("midway", 2)])
def test_a_window_is_moved_in_whole_days(cycle, kind, closes):
    planned = make_cycle_survey(cycle, kind=kind)
    surveys.set_window(
        planned, opens_on=date(2021, 6, 1), closes_on=date(2021, 6, closes), at=OPENS
    )
    planned.survey.refresh_from_db()
    assert planned.survey.closes_at == datetime(2021, 6, closes + 1, tzinfo=UTC)


def test_what_was_sent_cannot_open_later_but_may_close_later(cycle):
    planned = make_cycle_survey(cycle)
    surveys.open_due(OPENS)
    later = {"opens_on": date(2021, 6, 2), "closes_on": date(2021, 7, 20)}
    with pytest.raises(ValidationError) as caught:
        surveys.set_window(planned, **later, at=OPENS)
    assert caught.value.code == "sent"
    surveys.set_window(planned, opens_on=date(2021, 6, 1), closes_on=date(2021, 7, 20), at=OPENS)


def _by_its_own_page(cycle, organizer):
    days = {"opens_on": date(2021, 6, 1), "closes_on": date(2021, 7, 20)}
    surveys.set_window(cycle.cycle_surveys.get(), **days, at=CLOSES)


def _by_the_settings(cycle, organizer):
    items = reading.read(dump(cycle))["surveys"]
    items[0]["closes"], base = date(2021, 7, 20), settings.state_of(cycle, "surveys")
    settings.save_surveys(cycle, items, base=base, by=organizer, at=CLOSES)


@pytest.mark.parametrize("reopen", [_by_its_own_page, _by_the_settings])
def test_an_anonymous_survey_never_opens_again_once_its_totals_are_shown(cycle, organizer, reopen):
    """Else whoever looks before and after one more answer knows what it was."""
    survey = make_closed_survey(cycle).survey
    with pytest.raises(ValidationError) as caught:
        reopen(cycle, organizer)
    assert caught.value.code == "over"
    survey.refresh_from_db()
    assert survey.is_over(CLOSES)


def test_opening_invites_who_takes_part_and_asks_mentees_only_in_the_check_in(cycle, people):
    make_cycle_survey(cycle)
    make_cycle_survey(cycle, kind="check_in", mode="named")
    assert surveys.open_due(OPENS - DAY) == {"people invited to surveys": 0}
    assert surveys.open_due(OPENS) == {"people invited to surveys": 3}
    assert surveys.open_due(OPENS) == {"people invited to surveys": 0}
    assert told("survey_opened") == ["Mia", "Mia", "Mona"]
    groups = Invitation.objects.filter(survey__cycle_survey__kind="end")
    assert sorted(groups.values_list("person__name", "group")) == [
        ("Mia", "mentee"),
        ("Mona", "mentor"),
    ]


def test_who_joins_later_is_asked_too_but_not_whether_they_have_met_after_a_month(cycle, people):
    make_cycle_survey(cycle)
    make_cycle_survey(cycle, kind="check_in", mode="named")
    surveys.open_due(OPENS)
    ParticipationFactory(cycle=cycle, person__name="Late", created_at=OPENS + DAY)
    assert surveys.open_due(OPENS + 2 * DAY) == {"people invited to surveys": 1}
    assert told("survey_opened") == ["Late", "Mia", "Mia", "Mona"]


def test_who_has_no_mentor_any_more_is_not_asked_how_it_goes(cycle, people, client):
    """Neither invited, nor reminded, nor asked at home, once the pair is over."""
    planned = make_cycle_survey(cycle, kind="check_in", mode="named")
    over = PairFactory(cycle=cycle, mentor=people["Mona"])
    over.mentee.created_at = OPENS - WEEK
    over.mentee.save(update_fields=["created_at"])
    ended(over, OPENS, end_reason="completed")
    surveys.open_due(OPENS)
    assert told("survey_opened") == ["Mia"]
    (message,) = Message.objects.filter(kind="survey_opened")
    invitation = planned.survey.invitations.get()
    client.force_login(people["Mia"].person)
    with time_machine.travel(OPENS + DAY, tick=False):
        assert f"/surveys/{invitation.pk}/" in text(client.get("/"))
    ended(Pair.objects.of(people["Mia"].person).get(), OPENS, end_reason="completed")
    assert not kinds.get("survey_opened").still_true(message, invitation, OPENS + DAY)
    assert remind("survey_reminder", OPENS + WEEK) == 0
    with time_machine.travel(OPENS + DAY, tick=False):
        assert f"/surveys/{invitation.pk}/" not in text(client.get("/"))


def test_a_cycle_of_a_month_has_no_check_in_and_a_short_one_no_day_behind_its_end(cycle):
    cycle.ends_on = cycle.starts_on + timedelta(days=31)
    assert [row.kind for row in default_surveys.add(cycle)] == ["end"]
    cycle.cycle_surveys.all().delete()
    cycle.ends_on += timedelta(days=3)
    check_in = default_surveys.add(cycle)[0]
    assert cycle.day(check_in.survey.last_minute) == cycle.ends_on


def test_people_are_called_in_surveys_as_the_cycle_calls_them(cycle):
    cycle.roles.filter(side="mentor").update(name="Captain")
    cycle.roles.filter(side="mentee").update(name="Crew", plural="Crew")
    check_in, end = default_surveys.add(Cycle.objects.get(pk=cycle.pk))
    asked = check_in.survey.questionnaire.questions.get(key="met")
    assert asked.text == "Have you met your Captain?"
    assert asked.choices.get(value="left").label == "My Captain has left"
    assert (check_in.asked_people, end.asked_people) == ("Crew", "Captains and Crew")


def test_reminders_once_a_week_until_answered_or_closed(cycle, people):
    planned = make_cycle_survey(cycle)
    surveys.open_due(OPENS)
    planned.survey.invitations.filter(person__name="Mona").update(has_answered=True)

    def run(moment):
        return remind("survey_reminder", moment)

    assert run(OPENS + WEEK - timedelta(seconds=1)) == 0
    assert [run(OPENS + WEEK), run(OPENS + WEEK), run(OPENS + WEEK + DAY)] == [1, 0, 0]
    assert run(OPENS + 2 * WEEK) == 1
    assert run(CLOSES) == 0
    assert told("survey_reminder") == ["Mia", "Mia"]
    mia = people["Mia"]
    mia.state, mia.left_at = "left", OPENS
    mia.save(update_fields=["state", "left_at"])
    assert run(OPENS + 3 * WEEK) == 0


def test_who_answered_after_the_reminder_was_written_does_not_get_it(cycle, people):
    planned = make_cycle_survey(cycle)
    surveys.open_due(OPENS)
    remind("survey_reminder", OPENS + WEEK)
    planned.survey.invitations.update(has_answered=True)
    assert fate("survey_reminder", OPENS + WEEK) == UNTRUE
    assert not Message.objects.filter(kind="survey_reminder", status="sent").exists()


def test_messages_have_words(cycle, people):
    make_cycle_survey(cycle)
    due.run("surveys", OPENS)
    due.run("survey_reminder", OPENS + WEEK)
    for message in Message.objects.filter(kind__startswith="survey"):
        subject, body = words_of(message)
        assert "How was it?" in subject
        assert "/surveys/" in body
        assert "Wed 30 June 2021, 23:59 (UTC)" in body
        assert "{" not in body


# ---- pages


def at(cycle, name, *args):
    return reverse(f"programs:survey_{name}", args=[cycle.program.slug, cycle.slug, *args])


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def signed_in(client, organizer):
    client.force_login(organizer)
    return client


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(OPENS + 14 * DAY, tick=False) as moved:
        yield moved


def test_an_organizer_plans_both_surveys_with_one_button(signed_in, cycle):
    assert "Plan the usual surveys" in text(signed_in.get(at(cycle, "list")))
    signed_in.post(at(cycle, "defaults"))
    page = text(signed_in.get(at(cycle, "list")))
    assert "Planned: One month in, End survey." in page
    assert "<td>Mentors and mentees</td>" in page


def test_a_window_too_short_is_refused_with_the_first_possible_day(signed_in, cycle):
    planned = make_cycle_survey(cycle)
    dates = {"opens_on": "2021-06-20", "closes_on": "2021-07-01"}
    response = signed_in.post(at(cycle, "edit", planned.pk), dates)
    errors = response.context["form"].errors.as_data()
    assert [error.code for error in errors["closes_on"]] == ["too_short"]
    assert "10 July 2021" in text(response)


def test_the_list_says_how_many_answered(signed_in, cycle):
    give_answers(make_cycle_survey(cycle).survey, "mentee", 3)
    page = text(signed_in.get(at(cycle, "list")))
    assert "3 of 3" in page
    assert "17%" in page


def test_results_page_of_a_closed_survey(signed_in, cycle):
    planned = make_closed_survey(cycle)
    page = text(signed_in.get(at(cycle, "detail", planned.pk)))
    assert "6 of 6 people answered, 100%." in page
    assert "<b>4.0</b>" in page
    assert "Comments are shown from ten on." in page
    assert "?who=mentor" not in page


def test_a_closed_survey_with_names_waits_for_no_more_answers(signed_in, cycle, clock):
    planned = make_cycle_survey(cycle, kind="check_in", mode="named")
    Invitation.objects.create(survey=planned.survey, person=UserFactory(), group="mentee")
    where = at(cycle, "detail", planned.pk)
    assert "They appear here as they come in." in text(signed_in.get(where))
    clock.move_to(CLOSES)
    page = text(signed_in.get(where))
    assert "The survey has closed, and nobody answered it." in page
    assert "as they come in" not in page


def test_results_page_while_open_and_with_few_answers(signed_in, cycle, clock):
    planned = make_cycle_survey(cycle)
    give_answers(planned.survey, "mentee", 4)
    assert "Results appear when" in text(signed_in.get(at(cycle, "detail", planned.pk)))
    assert signed_in.get(at(cycle, "export", planned.pk)).status_code == 403
    clock.move_to(CLOSES)
    assert "Fewer than five answers" in text(signed_in.get(at(cycle, "detail", planned.pk)))
    assert signed_in.get(at(cycle, "export", planned.pk)).status_code == 403


def test_named_answers_are_listed_by_person(signed_in, cycle):
    planned = make_cycle_survey(cycle, kind="check_in", mode="named")
    give_answers(planned.survey, "mentee", 1, comment="My mentor is ill")
    page = text(signed_in.get(at(cycle, "detail", planned.pk)))
    assert "My mentor is ill 0" in page
    assert planned.survey.invitations.get().person.name in page


def test_export_holds_totals_and_no_formula(signed_in, cycle, clock):
    planned = make_cycle_survey(cycle)
    give_answers(planned.survey, "mentee", 10, comment="=1+1")
    clock.move_to(CLOSES)
    answer = signed_in.get(at(cycle, "export", planned.pk))
    rows = list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert rows[0] == ["Question", "Who", "Answer", "Count"]
    assert [row[1:] for row in rows if row[2] == "4"] == [["all", "4", "10"]]
    texts = [row[2] for row in rows if "1+1" in row[2]]
    assert len(texts) == 10
    assert all(said.startswith("'=") for said in texts)


@pytest.mark.parametrize("count", [1, 4])
def test_pages_cost_the_same(signed_in, cycle, count, django_assert_num_queries):
    for kind in ["baseline", "check_in", "midway", "end"]:
        planned = make_cycle_survey(cycle, kind=kind, mode="named")
        give_answers(planned.survey, "mentee", count)
        QuestionFactory(questionnaire=planned.survey.questionnaire, is_required=False)
    with django_assert_num_queries(7):
        signed_in.get(at(cycle, "list"))
    with django_assert_num_queries(35):
        signed_in.get(at(cycle, "detail", planned.pk))


def test_organizers_do_not_read_from_the_messages_who_has_not_answered_anonymously(cycle, people):
    make_cycle_survey(cycle)
    make_cycle_survey(cycle, kind="check_in", mode="named")
    surveys.open_due(OPENS)
    remind("survey_reminder", OPENS + WEEK)
    assert told("survey_reminder") == ["Mia", "Mia", "Mona"]
    listed = Message.objects.of(cycle).filter(kind="survey_reminder")
    assert list(listed.values_list("to__name", flat=True)) == ["Mia"]
    assert Message.objects.of(cycle).filter(kind="survey_opened").count() == 3


def test_reminders_come_no_more_often_than_the_survey_says(cycle, people, clock):
    planned = make_cycle_survey(cycle)
    planned.survey.reminders_at_most = 1
    planned.survey.save(update_fields=["reminders_at_most"])
    surveys.open_due(OPENS)
    assert remind("survey_reminder", OPENS + WEEK) == 2
    assert remind("survey_reminder", OPENS + 2 * WEEK) == 0
    assert read_back(cycle)["reminders"] == 1


def read_back(cycle):
    return reading.read(dump(cycle))["surveys"][0]


def _before_and_after(cycle, mode, numbers):
    first = make_cycle_survey(cycle, kind="baseline", mode=mode)
    last = make_cycle_survey(cycle, kind="end", mode=mode)
    for before, after in numbers:
        person = ParticipationFactory(cycle=cycle).person
        give_number(first.survey, "overall", before, person=person)
        give_number(last.survey, "overall", after, person=person)
    return last


def test_the_same_statement_before_and_after_is_drawn_per_group(signed_in, cycle, clock):
    last = _before_and_after(cycle, "anonymous", [(2, 4)] * 5)
    address = at(cycle, "detail", last.pk)
    assert "What changed" not in text(signed_in.get(address))
    clock.move_to(CLOSES)
    page = text(signed_in.get(address))
    assert "Before 2.0, after 4.0" in page
    assert "People who answered both, by name" not in page


def test_per_person_only_where_both_are_by_name_and_without_conflicts(
    signed_in, cycle, organizer, clock
):
    last = _before_and_after(cycle, "named", [(2, 4), (3, 3), (4, 1), (1, 5), (2, 3)])
    clock.move_to(CLOSES)
    address = at(cycle, "detail", last.pk)
    assert [
        (one.people, one.rose, one.stayed, one.fell)
        for one in signed_in.get(address).context["paired"]
    ] == [(5, 3, 1, 1)]
    report = cycle.participations.first().person
    report.manager = organizer
    report.save(update_fields=["manager"])
    assert signed_in.get(address).context["paired"] == []
