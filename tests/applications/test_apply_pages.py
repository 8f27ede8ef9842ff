"""Applying through the front door."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from applications.models import Application, ApplicationDraft
from notifications.actions import outbox
from notifications.models import Message
from people.models import User
from programs.models import Milestone, Requirement
from tests.factories import (
    ApplicationFactory,
    CallFactory,
    CycleFactory,
    QuestionFactory,
    UserFactory,
)
from tests.messages import words_of

Status = Application.Status
OPEN = datetime(2021, 6, 10, 12, tzinfo=UTC)
CLOSED = datetime(2021, 7, 1, tzinfo=UTC)
GOOD = {"f_time_zone": "Europe/Vienna", "f_commitment": "yes", "q_goal": "Lead a team"}


@pytest.fixture
def role(cycle):
    """Open in June; asks for one goal."""
    found = cycle.roles.get(side="mentee")
    CallFactory(role=found)
    QuestionFactory(
        questionnaire=found.questionnaire, key="goal", text="What is your goal?", kind="long_text"
    )
    return found


@pytest.fixture
def person(db):
    return UserFactory(
        name="Ann Ahn", job_title="Engineer", department="EMEA", division="Sales",
        started_on=date(2020, 1, 6),
    )  # fmt: skip


@pytest.fixture
def signed_in(client, person):
    client.force_login(person)
    return client


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel(OPEN, tick=False) as clock:
        yield clock


def at(role, name="apply"):
    return reverse(
        f"applications:application_{name}",
        args=[role.cycle.program.slug, role.cycle.slug, role.slug],
    )


def status_of(role):
    return reverse(
        "applications:application_status", args=[role.cycle.program.slug, role.cycle.slug]
    )


def text(response):
    return " ".join(response.content.decode().split())


def errors(response):
    form = response.context["form"]
    return {name: [e.code for e in found.as_data()] for name, found in form.errors.items()}


def test_signing_in_leads_back_to_the_form(client, role):
    response = client.get(at(role))
    assert response.status_code == 302
    assert response.url.endswith(f"?next={at(role)}")


def test_a_good_form_becomes_a_submitted_application(signed_in, role, person):
    assert "What is your goal?" in text(signed_in.get(at(role)))
    response = signed_in.post(at(role), GOOD)
    assert (response.status_code, response.url) == (302, status_of(role))
    made = Application.objects.get()
    assert (made.person, made.status, made.time_zone) == (person, "submitted", "Europe/Vienna")
    person.refresh_from_db()
    assert person.time_zone == "Europe/Vienna"  # who never said where they are said it now
    assert "We have your application" in text(signed_in.get(status_of(role)))


def test_what_is_missing_is_named_and_everything_typed_is_kept(signed_in, role):
    response = signed_in.post(at(role), {**GOOD, "q_goal": "", "f_location": "Graz, Austria"})
    assert errors(response) == {"q_goal": ["required"]}
    assert 'href="#id_q_goal"' in text(response)
    assert "Graz, Austria" in text(response)
    assert Application.objects.get().status == Status.DRAFT
    assert "Graz, Austria" in text(signed_in.get(at(role)))


def test_a_draft_saves_itself_and_is_found_again_on_another_device(signed_in, client, role, person):
    response = signed_in.post(
        at(role, "draft"), {"q_goal": "Half a tho"}, headers={"HX-Request": "true"}
    )
    assert "Draft saved at" in text(response)
    client.force_login(person)
    assert "Half a tho" in text(client.get(at(role)))
    assert "not sent yet" in text(client.get(status_of(role)))


def test_a_draft_keeps_only_fields_of_the_form(signed_in, role):
    signed_in.post(at(role, "draft"), {**GOOD, "status": "eligible", "csrfmiddlewaretoken": "x"})
    assert set(ApplicationDraft.objects.get().typed) == set(GOOD)


def test_finish_later_without_javascript_saves_too(signed_in, role):
    response = signed_in.post(at(role, "draft"), GOOD)
    assert response.url == status_of(role)
    assert ApplicationDraft.objects.get().typed["q_goal"] == ["Lead a team"]


def test_changes_after_submitting_count_once_they_are_sent(signed_in, role):
    signed_in.post(at(role), GOOD)
    signed_in.post(at(role, "draft"), {**GOOD, "q_goal": "Another"})
    page = text(signed_in.get(status_of(role)))
    assert "You have changes that are not sent." in page
    assert "Lead a team" in page
    assert "Another" in text(signed_in.get(at(role)))
    signed_in.post(at(role), {**GOOD, "q_goal": "Another"})
    assert "Another" in text(signed_in.get(status_of(role)))


def test_sent_after_the_close_nothing_is_submitted_and_nothing_is_lost(signed_in, role, june):
    signed_in.get(at(role))
    june.move_to(CLOSED)
    response = signed_in.post(at(role), GOOD, follow=True)
    page = text(response)
    assert "This call is closed" in page
    assert "was not submitted. What you wrote is kept." in page
    assert "Lead a team" in page
    assert Application.objects.get().status == Status.DRAFT


def test_at_the_last_second_it_is_still_submitted(signed_in, role, june):
    june.move_to(CLOSED - timedelta(seconds=1))
    signed_in.post(at(role), GOOD)
    assert Application.objects.get().status == Status.SUBMITTED


def test_changes_sent_after_the_close_leave_the_submitted_answers(signed_in, role, june):
    signed_in.post(at(role), GOOD)
    june.move_to(CLOSED)
    page = text(signed_in.post(at(role), {**GOOD, "q_goal": "Too late"}, follow=True))
    assert "Your last changes came after the call had closed." in page
    assert "Lead a team" in page
    assert ApplicationDraft.objects.get().typed["q_goal"] == ["Too late"]


def test_late_applicants_read_the_note_before_and_after(signed_in, role, june):
    role.calls.update(late_until=CLOSED + timedelta(days=5))
    role.cycle.late_note = "Late people fill gaps."
    role.cycle.save(update_fields=["late_note"])
    june.move_to(CLOSED)
    assert "Late people fill gaps." in text(signed_in.get(at(role)))
    page = text(signed_in.post(at(role), GOOD, follow=True))
    assert "Late people fill gaps." in page
    assert Application.objects.get().is_late


@pytest.mark.parametrize(
    ("dates", "says"),
    [
        ({"opens_at": CLOSED, "closes_at": CLOSED + timedelta(days=9)}, "soon"),
        ({"opens_at": None, "closes_at": None}, "The dates are not decided yet"),
        ({"closes_at": OPEN}, "This call is closed"),
    ],
)
def test_a_call_that_takes_nothing_says_why(signed_in, role, dates, says):
    role.calls.update(**dates)
    page = text(signed_in.get(at(role)))
    assert says in page
    assert "Tell me when the next call opens" in page


def test_who_cannot_commit_is_offered_the_interest_list_and_loses_nothing(signed_in, role, person):
    response = signed_in.post(at(role), {**GOOD, "f_commitment": "no"})
    assert errors(response) == {"f_commitment": ["no_commitment"]}
    assert "Tell me about the next cycle" in text(response)
    signed_in.post(at(role, "draft"), {**GOOD, "f_commitment": "no", "interest": "1"})
    assert person.interests.get().program == role.cycle.program
    assert ApplicationDraft.objects.get().typed["q_goal"] == ["Lead a team"]


def test_a_cannot_commit_answer_ends_on_the_interest_list(signed_in, role):
    sent = {**GOOD, "f_commitment": "no", "interest": "1"}
    page = text(signed_in.post(at(role, "draft"), sent, follow=True))
    assert "You are not applying this time" in page
    assert "We tell you when the next call opens" in page
    assert "not sent" not in page
    assert "not sent" not in text(signed_in.get("/"))
    with time_machine.travel(datetime(2021, 6, 21, 9, tzinfo=UTC)):
        call_command("run_due")
    assert not Message.objects.filter(kind="application_draft").exists()


def test_a_change_of_mind_after_the_interest_list_finds_the_answers_again(signed_in, role):
    signed_in.post(at(role, "draft"), {**GOOD, "f_commitment": "no", "interest": "1"})
    assert "Lead a team" in text(signed_in.get(at(role)))
    signed_in.post(at(role), GOOD)
    assert Application.objects.get().status == Status.SUBMITTED


def test_a_sent_application_is_withdrawn_by_a_cannot_commit_answer_only_when_it_says_so(
    signed_in, role
):
    signed_in.post(at(role), GOOD)
    page = text(signed_in.post(at(role), {**GOOD, "f_commitment": "no"}))
    assert "Withdraw, and tell me about the next cycle" in page
    assert Application.objects.get().status == Status.SUBMITTED
    signed_in.post(at(role, "draft"), {**GOOD, "f_commitment": "no", "interest": "1"})
    assert Application.objects.get().status == Status.WITHDRAWN
    assert Message.objects.filter(kind="application_withdrawn").count() == 1


def test_one_day_short_of_three_months_reads_the_first_possible_day(signed_in, role, person):
    Requirement.objects.create(role=role, key="t", kind="tenure", months=3, text="Three months")
    person.started_on = date(2021, 3, 11)
    person.save(update_fields=["started_on"])
    assert "You can apply from 11 June 2021" in text(signed_in.get(at(role)))
    response = signed_in.post(at(role), GOOD)
    assert errors(response) == {"__all__": ["tenure"]}
    assert "You can apply from 11 June 2021" in text(response)


@pytest.fixture
def too_new(role, person):
    """Three months are reached on 26 August; the call closes at the end of June."""
    Requirement.objects.create(role=role, key="t", kind="tenure", months=3, text="Three months")
    person.started_on = date(2021, 5, 26)
    person.save(update_fields=["started_on"])


def test_a_newcomer_who_can_never_send_it_is_told_instead_of_a_form(signed_in, role, too_new):
    page = text(signed_in.get(at(role)))
    assert "You cannot apply this time" in page
    assert "26 August 2021" in page
    assert "q_goal" not in page
    assert "Tell me when it opens" in page
    assert "See all programs" in page


def test_what_a_newcomer_wrote_is_kept_and_shown(signed_in, role, too_new, person):
    signed_in.post(at(role, "draft"), GOOD)
    assert "Lead a team" in text(signed_in.get(at(role)))
    page = text(signed_in.post(at(role), GOOD, follow=True))
    assert "You cannot apply this time" in page
    assert "Lead a team" in page
    assert Application.objects.get().status == Status.DRAFT


def test_a_newcomer_whom_a_later_call_reaches_gets_the_form(signed_in, role, too_new):
    CallFactory(
        role=role,
        opens_at=datetime(2021, 8, 20, tzinfo=UTC),
        closes_at=datetime(2021, 9, 1, tzinfo=UTC),
    )
    page = text(signed_in.get(at(role)))
    assert "You can apply from 26 August 2021" in page
    assert "q_goal" in page


def test_late_entry_counts_for_a_newcomer(signed_in, role, too_new):
    role.calls.update(late_until=datetime(2021, 8, 27, tzinfo=UTC))
    assert "q_goal" in text(signed_in.get(at(role)))


def test_a_first_day_the_organization_does_not_know_is_answered_the_same(signed_in, role, person):
    Requirement.objects.create(role=role, key="t", kind="tenure", months=3, text="Three months")
    person.started_on = None
    person.save(update_fields=["started_on"])
    page = text(signed_in.post(at(role), GOOD | {"f_started_on": "2021-05-26"}))
    assert "You reach 3 months at the company on 26 August 2021" in page
    assert "has closed by then" in page


def test_unknown_facts_are_asked_and_known_ones_only_shown(signed_in, role, person):
    person.division = ""
    person.save(update_fields=["division"])
    page = text(signed_in.get(at(role)))
    assert 'name="f_division"' in page
    assert 'name="f_department"' not in page
    assert errors(signed_in.post(at(role), GOOD)) == {"f_division": ["required"]}
    signed_in.post(at(role), {**GOOD, "f_division": "Security", "f_department": "Forged"})
    made = Application.objects.get()
    assert (made.division, made.department) == ("Security", "EMEA")
    assert made.attested_facts == ["division"]


def test_manager_is_found_by_name(signed_in, role):
    boss = UserFactory(name="Berta Böss")
    UserFactory(name="Same Name"), UserFactory(name="Same Name")
    for name, code in (("Nobody", "unknown"), ("Same Name", "several"), ("Ann Ahn", "unknown")):
        assert errors(signed_in.post(at(role), {**GOOD, "f_manager": name})) == {
            "f_manager": [code]
        }
    signed_in.post(at(role), {**GOOD, "f_manager": "berta boss"})
    assert Application.objects.get().manager == boss


def test_the_confirmers_question_is_nowhere_and_manager_talk_only_in_both_roles(
    signed_in, cycle, role, person
):
    Requirement.objects.create(role=role, key="p", kind="performance", text="Plan XYZ")
    Requirement.objects.create(
        role=role, key="m", kind="manager", text="Talked to my manager", only_in_both_roles=True
    )
    page = text(signed_in.get(at(role)))
    assert "Plan XYZ" not in page
    assert "Talked to my manager" not in page
    ApplicationFactory(cycle=cycle, person=person, side="mentor")
    page = text(signed_in.get(at(role)))
    assert "Talked to my manager" in page
    assert "In both roles it is 2 hours per month together." in page
    assert errors(signed_in.post(at(role), GOOD)) == {"r_m": ["required"]}
    signed_in.post(at(role), {**GOOD, "r_m": "on"})
    assert Application.objects.get(role=role).fulfilments.get().attested_at == OPEN


def test_where_somebody_works_is_known_from_the_roles_own_question(signed_in, role, person):
    """A role that asks for it in its own words: the list of organizers shows what was said."""
    asked = QuestionFactory(questionnaire=role.questionnaire, key="location", kind="text")
    said = {f"q_{asked.key}": "Graz, Austria"}
    signed_in.post(at(role), {**GOOD, **said})
    assert Application.objects.get().location == "Graz, Austria"
    User.objects.filter(pk=person.pk).update(location="Vienna")  # what HR knows counts
    signed_in.post(at(role), {**GOOD, **said})
    assert Application.objects.get().location == "Vienna"


def test_mentors_say_how_many(signed_in, cycle):
    mentors = cycle.roles.get(side="mentor")
    CallFactory(role=mentors)
    sent = {"f_time_zone": "UTC", "f_commitment": "yes", "f_capacity": "0"}
    assert errors(signed_in.post(at(mentors), sent)) == {"f_capacity": ["min_value"]}
    signed_in.post(at(mentors), {**sent, "f_capacity": "3"})
    assert Application.objects.get().capacity == 3


def test_one_person_in_both_roles_has_one_status_page(signed_in, cycle, role, person):
    ApplicationFactory(cycle=cycle, person=person, side="mentor")
    signed_in.post(at(role), GOOD)
    page = text(signed_in.get(status_of(role)))
    assert "Your applications" in page
    assert page.count("We have your application") == 2
    assert page.count("<h1") == 1


def test_withdrawing_and_coming_back(signed_in, role):
    signed_in.post(at(role), GOOD)
    signed_in.post(at(role, "withdraw"))
    page = text(signed_in.get(status_of(role)))
    assert "You withdrew your application" in page
    assert "Apply again" in page
    assert "Lead a team" in text(signed_in.get(at(role)))
    signed_in.post(at(role), GOOD)
    assert Application.objects.get().status == Status.SUBMITTED


@pytest.mark.parametrize("status", ["eligible", "not_eligible", "waitlisted"])
def test_silent_decisions_look_like_submitted(signed_in, role, person, status):
    made = ApplicationFactory(cycle=role.cycle, role=role, person=person)
    before = text(signed_in.get(status_of(role)))
    made.status, made.shown_reason, made.internal_reason = status, "Because", "Secret"
    made.save(update_fields=["status", "shown_reason", "internal_reason"])
    made.moves.create(to_status=status, by=UserFactory(), at=OPEN)
    after = text(signed_in.get(status_of(role)))

    def plain(page):
        return page[page.index("<main") : page.index("csrfmiddlewaretoken")]

    assert plain(after) == plain(before)
    assert "Because" not in after


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("not_eligible", "You cannot take part this time"),
        ("waitlisted", "You are on the waiting list"),
        ("unpaired", "We could not pair you this time"),
        ("mentor_only", "You take part as mentor"),
        ("paired", "You have a pair"),
        ("left", "You have left this cycle"),
    ],
)
def test_what_was_told_is_said_with_its_reason(signed_in, role, person, status, says):
    ApplicationFactory(
        cycle=role.cycle, role=role, person=person, status=status, told_at=OPEN,
        shown_reason="Your division has many.", internal_reason="Secret",
    )  # fmt: skip
    page = text(signed_in.get(status_of(role)))
    assert says in page
    assert "Your division has many." in page
    assert "Secret" not in page
    assert signed_in.get(at(role)).url == status_of(role)


def test_steps_follow_the_calendar(signed_in, role, person, june):
    ApplicationFactory(cycle=role.cycle, role=role, person=person)
    Milestone.objects.create(
        cycle=role.cycle, title="Pairs", kind="pairs_announced", starts_on=date(2021, 7, 5)
    )

    def current():
        steps = signed_in.get(status_of(role)).context["standings"][0].steps
        return [step.key for step in steps if step.state == "now"]

    assert "You hear from us on Monday 5 July, either way." in text(signed_in.get(status_of(role)))
    assert current() == ["eligibility"]
    june.move_to(CLOSED)
    assert current() == ["pairing"]
    CallFactory(role=role.cycle.roles.get(side="mentor"), closes_at=CLOSED + timedelta(days=5))
    assert current() == ["eligibility"]  # the other side's call is open still


def test_nobody_waits_for_pairs_after_a_no(signed_in, role, person, june):
    """What is over for them has no day ahead."""
    ApplicationFactory(
        cycle=role.cycle, role=role, person=person, status="not_eligible", told_at=timezone.now()
    )
    Milestone.objects.create(
        cycle=role.cycle, title="Pairs", kind="pairs_announced", starts_on=date(2021, 7, 5)
    )
    page = signed_in.get(status_of(role))
    assert [step.key for step in page.context["standings"][0].steps] == ["submitted", "eligibility"]
    assert "5 July" not in text(page)


def test_nobody_sees_or_withdraws_what_is_not_theirs(client, role, stranger):
    made = ApplicationFactory(cycle=role.cycle, role=role, person__name="Somebody Else")
    client.force_login(stranger)
    assert "You have not applied to this cycle" in text(client.get(status_of(role)))
    assert client.post(at(role, "withdraw")).status_code == 404
    made.refresh_from_db()
    assert made.status == Status.SUBMITTED


def test_a_hidden_program_shows_its_page_to_its_applicants_only(client, role, stranger):
    made = ApplicationFactory(cycle=role.cycle, role=role)
    type(role.cycle.program).objects.update(visibility="hidden")
    for user, code in ((made.person, 200), (stranger, 404)):
        client.force_login(user)
        assert client.get(status_of(role)).status_code == code


@pytest.mark.parametrize("count", [1, 4])
def test_pages_cost_the_same_however_much_is_asked(
    signed_in, role, person, count, django_assert_num_queries
):
    for number in range(count):
        QuestionFactory(
            questionnaire=role.questionnaire,
            kind="several",
            is_required=False,
            choices=["a", "b"],
            key=f"more-{number}",
        )
    signed_in.post(at(role), GOOD)
    with django_assert_num_queries(11):
        signed_in.get(at(role))
    with django_assert_num_queries(15):
        signed_in.get(status_of(role))


HOSTILE = [
    "\x00",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "x" * 100_000,
    "=1+1",
    "٣",
    "-1",
    "\ud7ff\u202e",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_input_never_breaks_the_form(signed_in, role, value):
    names = [*GOOD, "f_location", "f_languages", "f_manager", "r_x", "q_goal"]
    sent = dict.fromkeys(names, value)
    for address in (at(role), at(role, "draft")):
        response = signed_in.post(address, sent)
        assert response.status_code in (200, 302)
    page = signed_in.get(at(role))
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_answers_of_the_last_cycle_are_there_already(signed_in, role, person):
    old_role = CycleFactory(program=role.cycle.program, name="Last year").roles.get(side="mentee")
    old = QuestionFactory(questionnaire=old_role.questionnaire, key="goal", kind="long_text")
    made = ApplicationFactory(cycle=old_role.cycle, role=old_role, person=person)
    made.response.answers.create(question=old, text="My goal of last year")
    page = text(signed_in.get(at(role)))
    assert "These are your answers from Last year." in page
    assert "My goal of last year" in page
    signed_in.post(at(role, "draft"), {**GOOD, "q_goal": "A new one"})
    page = text(signed_in.get(at(role)))
    assert "My goal of last year" not in page
    assert "A new one" in page


def test_after_the_end_of_the_cycle_nobody_waits_for_a_place(signed_in, role, person, june):
    ApplicationFactory(cycle=role.cycle, role=role, person=person, status="unpaired", told_at=OPEN)
    page = text(signed_in.get(status_of(role)))
    assert "Wait for a late place" in page
    assert "Withdraw my application" in page
    june.move_to(datetime(2021, 10, 1, tzinfo=UTC))
    page = text(signed_in.get(status_of(role)))
    assert "Wait for a late place" not in page
    assert "Withdraw my application" not in page


def test_certificates_and_reviewers_checks_are_shown_and_kept(signed_in, role):
    kinds = {"kind": "certificate", "check_by": "verified", "due_on": date(2021, 7, 7)}
    Requirement.objects.create(role=role, key="dib", text="Complete the course", **kinds)
    page = text(signed_in.get(at(role)))
    assert "By 7 July 2021." in page
    sent = {**GOOD, "r_dib_on": "2021-05-01", "r_dib_link": "not a link at all"}
    assert errors(signed_in.post(at(role), sent)) == {"r_dib_link": ["invalid"]}
    signed_in.post(at(role), {**sent, "r_dib_link": "https://example.com/mine"})
    row = Application.objects.get().fulfilments.get()
    assert (row.done_on, row.proof_link) == (date(2021, 5, 1), "https://example.com/mine")


def test_the_draft_of_somebody_already_paired_is_refused_kindly(signed_in, role, person):
    ApplicationFactory(cycle=role.cycle, role=role, person=person, status="paired", told_at=OPEN)
    response = signed_in.post(at(role, "draft"), GOOD, follow=True)
    assert response.redirect_chain[0][0] == status_of(role)
    assert not ApplicationDraft.objects.exists()


def test_withdrawing_twice_says_that_it_cannot_be(signed_in, role):
    signed_in.post(at(role), GOOD)
    signed_in.post(at(role, "withdraw"))
    page = text(signed_in.post(at(role, "withdraw"), follow=True))
    assert "cannot be withdrawn" in page


def test_nobody_withdraws_once_the_cycle_is_over(signed_in, role, june):
    signed_in.post(at(role), GOOD)
    june.move_to(datetime(2021, 9, 30, 23, tzinfo=UTC))
    assert at(role, "withdraw") in text(signed_in.get(status_of(role)))
    june.move_to(datetime(2021, 10, 30, 12, tzinfo=UTC))
    assert at(role, "withdraw") not in text(signed_in.get(status_of(role)))
    page = text(signed_in.post(at(role, "withdraw"), follow=True))
    assert "cannot be withdrawn" in page
    assert Application.objects.get().status == Status.SUBMITTED


def test_drafts_end_with_the_cycle(signed_in, role, june):
    june.move_to(datetime(2021, 10, 30, 12, tzinfo=UTC))
    page = text(signed_in.post(at(role, "draft"), GOOD, follow=True))
    assert "This cycle is over" in page
    assert not Application.objects.exists()


def test_a_role_without_questions_can_be_applied_for(signed_in, role):
    role.questionnaire = None
    role.save(update_fields=["questionnaire"])
    signed_in.post(at(role), GOOD)
    assert Application.objects.get().status == Status.SUBMITTED


def test_a_goal_in_parts_is_laid_out_as_one_thing(signed_in, role):
    for key in ("specific", "measurable", "personal", "positive", "certain"):
        QuestionFactory(questionnaire=role.questionnaire, key=key, section="Your goal in parts")
    assert '<div class="matrix">' in text(signed_in.get(at(role)))


@pytest.mark.parametrize("long", [1, 3, 5])
def test_texts_under_one_heading_may_be_long(signed_in, role, long):
    role.questionnaire.questions.update(section="Your goal")
    for number in range(5):
        QuestionFactory(
            questionnaire=role.questionnaire,
            section="Your goal",
            key=f"part-{number}",
            kind="long_text" if number < long else "text",
            is_required=False,
        )
    page = signed_in.get(at(role))
    assert page.status_code == 200
    assert '<div class="matrix">' in text(page)
    assert page.content.decode().count("<textarea") >= long
    assert signed_in.post(at(role), GOOD | {"q_goal": ""}).status_code == 200


def test_an_archived_cycle_takes_nothing(signed_in, role):
    role.cycle.archived_at = OPEN
    role.cycle.save(update_fields=["archived_at"])
    assert "This call is closed" in text(signed_in.get(at(role)))
    signed_in.post(at(role), GOOD)
    assert Application.objects.get().status == Status.DRAFT


def test_nobody_is_promised_news_for_a_day_that_has_passed(signed_in, role, june):
    Milestone.objects.create(
        cycle=role.cycle, title="Pairs", kind="pairs_announced", starts_on=date(2021, 6, 9)
    )
    page = text(signed_in.post(at(role), GOOD, follow=True))
    assert "You hear from us, either way." in page
    assert "9 June" not in page.partition("<ol")[0]
    receipt = words_of(Message.objects.get(kind="application_received"))[1]
    assert "You will hear from us, either way." in receipt


def test_messages_to_applicants_have_words(signed_in, role, person):
    signed_in.post(at(role), GOOD)
    signed_in.post(at(role, "withdraw"))
    made = Application.objects.get()
    outbox.tell(person, "application_draft", about=made, at=OPEN)
    for message in Message.objects.filter(to=person):
        subject, body = words_of(message)
        assert "Mentee" in subject
        assert body.startswith("Hello Ann,")
        assert at(role, "apply").rpartition("apply")[0] in body
        assert "{" not in body
    assert Message.objects.filter(to=person).count() == 3


def test_every_kind_of_question_can_be_asked_answered_and_read_again(signed_in, role):
    kinds_asked = {
        "short": {"kind": "text"},
        "one": {"kind": "one", "choices": ["a", "b"]},
        "several": {"kind": "several", "choices": ["a", "b"], "at_most": 1},
        "scale": {
            "kind": "scale",
            "low": 1,
            "high": 5,
            "low_label": "Never",
            "high_label": "Often",
        },
        "hundred": {"kind": "scale", "low": 0, "high": 100},
        "number": {"kind": "number"},
        "day": {"kind": "date"},
        "yes": {"kind": "yes_no"},
        "order": {"kind": "ranking", "choices": ["x", "y"]},
        "hours": {"kind": "week"},
        "why": {"kind": "text", "pairing_use": "async"},
    }
    for key, fields in kinds_asked.items():
        QuestionFactory(questionnaire=role.questionnaire, key=key, **fields)
    sent = {
        **GOOD, "q_short": "Hi", "q_one": "a", "q_several": "b", "q_scale": "4", "q_hundred": "70",
        "q_number": "12", "q_day": "2021-06-01", "q_yes": "no", "q_order-x": "2", "q_order-y": "1",
        "q_hours": ["tue-1", "sat-4", "sun-1430"], "q_why": "So",
    }  # fmt: skip
    page = text(signed_in.get(at(role)))
    assert "Give a place to each, 1 for what matters most." in page
    assert "Tuesday midday, 11–14" in page
    assert "Never" in page
    signed_in.post(at(role, "draft"), sent)
    drafted = signed_in.get(at(role)).context["form"]
    shown = {name: drafted[name].value() for name in drafted.fields if name in sent}
    assert shown == {
        **{name: value for name, value in sent.items() if name in shown},
        "q_several": ["b"],
    }
    assert drafted["q_order"].value() == {"x": "2", "y": "1"}
    signed_in.post(at(role), sent)
    page = text(signed_in.get(status_of(role)))
    for words in ("Y, X", "1 June 2021", "70", "No"):
        assert words in page
    for words in ("Tuesday midday, 11–14", "Saturday late evening, 20–23", "Sunday 14:30–15"):
        assert words in page
