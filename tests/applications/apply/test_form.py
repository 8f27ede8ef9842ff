"""The form of an application: filled in, kept as a draft, sent."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from applications.models import Application, ApplicationDraft
from notifications.models import Message
from programs.models import Requirement
from tests.applications.apply.pages import CLOSED, GOOD, OPEN, Status, at, errors, status_of, text
from tests.factories import (
    ApplicationFactory,
    CallFactory,
    CycleFactory,
    QuestionFactory,
)


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
    assert "Your last changes came after the call closed." in page
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


def test_mentors_say_how_many(signed_in, cycle):
    mentors = cycle.roles.get(side="mentor")
    CallFactory(role=mentors)
    sent = {"f_time_zone": "UTC", "f_commitment": "yes", "f_capacity": "0"}
    assert errors(signed_in.post(at(mentors), sent)) == {"f_capacity": ["min_value"]}
    signed_in.post(at(mentors), {**sent, "f_capacity": "3"})
    assert Application.objects.get().capacity == 3


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
    with django_assert_num_queries(12):
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
    assert "Rank each one, 1 for what matters most." in page
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
    assert page.count('<td class="on">') == 2  # Tuesday midday and Saturday late evening
    assert "Sunday 14:30–15" in page


def test_errors_stand_in_the_order_and_the_words_of_the_page(signed_in, role):
    Requirement.objects.create(role=role, key="work", text="I work here", kind="statement")
    for key, section in (("why", "Goals"), ("pace", "Can you take part?"), ("more", "Goals")):
        QuestionFactory(
            questionnaire=role.questionnaire, key=key, section=section, text=f"Say {key}"
        )
    page = text(signed_in.post(at(role), {}))
    summary, _end, form = page.partition('class="errsum"')[2].partition("</ul>")
    targets = re.findall(r'href="#(id_[a-z_]+?)(?:_0)?"', summary)
    assert {"id_f_commitment", "id_q_goal", "id_q_why", "id_q_pace", "id_q_more"} <= set(targets)
    places = [form.index(f'id="{target}') for target in targets]
    assert places == sorted(places)
    words = "Can you take part the whole time, from 7 July 2021 to 30 September 2021?"
    assert words in summary
    assert f"{words} </legend>" in form


def test_form_says_which_section_it_is_and_how_many_are_done(signed_in, role):
    QuestionFactory(questionnaire=role.questionnaire, key="why", section="Goals", text="Why?")
    page = text(signed_in.get(at(role)))
    assert "Section 1 of 4" in page
    assert "Section 4 of 4" in page
    assert "Next: Can you take part?" in page
    headers = {"HX-Request": "true"}
    saved = text(signed_in.post(at(role, "draft"), GOOD, headers=headers))
    assert "Next: Goals" in saved
    assert "3 of 4 done" in saved
    saved = text(signed_in.post(at(role, "draft"), {**GOOD, "q_why": "So"}, headers=headers))
    assert "Every section is done" in saved
    sent = text(signed_in.post(at(role), {**GOOD, "q_goal": "", "q_why": ""}))
    assert "Next: Your answers" in sent  # where the first error is


def test_questions_of_others_and_the_way_to_ask_stand_beside_the_form(signed_in, role):
    cycle = role.cycle
    cycle.faq.create(question="May I work part-time?", answer="**Yes**, you may.", position=1)
    page = text(signed_in.get(at(role)))
    assert "May I work part-time?" in page
    assert "<strong>Yes</strong>" in page
    ask = reverse("applications:question_ask", args=[cycle.program.slug, cycle.slug])
    assert f'href="{ask}"' in page
