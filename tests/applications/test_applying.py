"""Applying, at its actions: drafts, submitting, withdrawing, the deadline, races."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from applications.actions import applications
from applications.actions.applications import Attested, Submission
from applications.models import Application, ApplicationDraft
from applications.queries.applications import monthly_hours, monthly_minutes
from notifications.models import Message
from people.models import User
from programs.models import Requirement, Role
from programs.queries.calls import choose
from programs.rules import days
from surveys.queries import answers_of
from surveys.values import AnswerValue
from tests.factories import ApplicationFactory, CallFactory, QuestionFactory, UserFactory
from tests.messages import remind

Status = Application.Status
AT = datetime(2021, 6, 10, 12, tzinfo=UTC)  # the call of the factory is open during June
LAST = datetime(2021, 6, 30, 23, 59, 59, tzinfo=UTC)
CLOSED = datetime(2021, 7, 1, tzinfo=UTC)


@pytest.fixture
def role(cycle):
    found = cycle.roles.get(side="mentee")
    CallFactory(role=found)
    return found


@pytest.fixture
def question(role):
    return QuestionFactory(questionnaire=role.questionnaire, key="goal")


def sent(question, words="Lead a team", **more):
    return Submission(values={question.pk: [AnswerValue(text=words)]}, **more)


def told(person):
    return sorted(Message.objects.filter(to=person).values_list("kind", flat=True))


@contextmanager
def refused(code):
    with pytest.raises(ValidationError) as caught:
        yield
    assert caught.value.code == code


def test_submitting_makes_an_application_with_facts_answers_and_one_receipt(role, question):
    person = UserFactory(
        name="Ann Ahn", division="Sales", department="EMEA", level=4, languages=["English"]
    )
    applications.save_draft(role, person, {"q_goal": ["Lead"]}, at=AT)
    made = applications.submit(role, person, sent(question), at=AT)
    made.refresh_from_db()
    assert (made.status, made.submitted_at, made.is_late) == (Status.SUBMITTED, AT, False)
    assert (made.name, made.division, made.level) == ("Ann Ahn", "Sales", 4)
    assert made.languages == ["English"]
    assert [row.words for row in answers_of([made.response])[made.response_id]] == ["Lead a team"]
    assert not ApplicationDraft.objects.exists()
    assert told(person) == ["application_received"]


def test_facts_of_the_organization_win_and_unknown_ones_are_marked_as_said(role, question):
    person = UserFactory(division="Sales")
    boss = UserFactory()
    given = {
        "division": "Mine",
        "department": "Field",
        "level": None,
        "manager": boss,
        "started_on": date(2020, 1, 6),
        "time_zone": "Europe/Vienna",
    }
    made = applications.submit(role, person, sent(question, facts=given), at=AT)
    assert (made.division, made.department, made.manager) == ("Sales", "Field", boss)
    assert made.attested_facts == ["department", "manager", "started_on"]
    assert made.time_zone == "Europe/Vienna"
    person.refresh_from_db()
    assert (person.department, person.manager) == ("", None)


def test_changing_keeps_the_first_moment_and_tells_nothing(role, question):
    person = UserFactory()
    applications.submit(role, person, sent(question), at=AT)
    later = AT + timedelta(days=1)
    made = applications.submit(role, person, sent(question, "Another goal"), at=later)
    assert made.submitted_at == AT
    assert [row.words for row in answers_of([made.response])[made.response_id]] == ["Another goal"]
    assert told(person) == ["application_received"]
    assert made.moves.count() == 1


def test_withdrawn_and_submitted_again(role, question):
    person = UserFactory()
    made = applications.submit(role, person, sent(question), at=AT)
    applications.withdraw(made, by=person, at=AT)
    again = applications.submit(role, person, sent(question), at=AT + timedelta(days=1))
    assert again.pk == made.pk
    assert again.status == Status.SUBMITTED
    assert [move.to_status for move in again.moves.all()] == [
        "submitted",
        "withdrawn",
        "submitted",
    ]
    assert told(person) == [
        "application_received",
        "application_received",
        "application_withdrawn",
    ]


def test_the_last_second_counts_and_the_next_does_not(role, question):
    first, second = UserFactory(), UserFactory()
    assert not applications.submit(role, first, sent(question), at=LAST).is_late
    with refused("closed"):
        applications.submit(role, second, sent(question), at=CLOSED)
    assert told(second) == []


def test_late_applications_are_marked_until_late_entry_ends(role, question):
    role.calls.update(late_until=CLOSED + timedelta(days=2))
    assert applications.submit(role, UserFactory(), sent(question), at=CLOSED).is_late
    with refused("closed"):
        applications.submit(role, UserFactory(), sent(question), at=CLOSED + timedelta(days=2))


def test_a_draft_is_kept_after_the_call_has_closed(role):
    person = UserFactory()
    draft = applications.save_draft(role, person, {"q_goal": ["at 23:59:59"]}, at=CLOSED).draft
    assert draft.typed == {"q_goal": ["at 23:59:59"]}
    assert draft.application.status == Status.DRAFT


@pytest.mark.parametrize("before", [Status.PAIRED, Status.UNPAIRED, Status.LEFT])
def test_what_is_decided_and_told_cannot_be_changed(role, question, before):
    made = ApplicationFactory(cycle=role.cycle, role=role, status=before, told_at=AT)
    with refused("wrong_status"):
        applications.submit(role, made.person, sent(question), at=AT)
    with refused("wrong_status"):
        applications.save_draft(role, made.person, {}, at=AT)


@pytest.mark.parametrize("before", [Status.ELIGIBLE, Status.NOT_ELIGIBLE, Status.WAITLISTED])
def test_a_silent_decision_shows_in_nothing_the_applicant_can_do(role, question, before):
    made = ApplicationFactory(cycle=role.cycle, role=role, status=before)
    changed = applications.submit(role, made.person, sent(question), at=AT)
    assert changed.status == before
    assert applications.withdraw(made, by=made.person, at=AT).status == Status.WITHDRAWN


def test_nobody_withdraws_a_pair_or_a_refusal_here(role):
    for status in (Status.PAIRED, Status.NOT_ELIGIBLE, Status.WITHDRAWN, Status.LEFT):
        made = ApplicationFactory(cycle=role.cycle, role=role, status=status, told_at=AT)
        with refused("wrong_status"):
            applications.withdraw(made, by=made.person, at=AT)


def test_giving_up_a_draft_sends_no_mail(role):
    person = UserFactory()
    draft = applications.save_draft(role, person, {}, at=AT)
    assert applications.withdraw(draft.application, by=person, at=AT).status == Status.WITHDRAWN
    assert told(person) == []


def test_tenure_counts_full_months_up_to_the_day_of_applying(role, question):
    Requirement.objects.create(role=role, key="t", kind="tenure", months=3, text="3 months")
    early, exact = (UserFactory(started_on=date(2021, 3, day)) for day in (11, 10))
    assert applications.submit(role, exact, sent(question), at=AT)
    with pytest.raises(ValidationError) as caught:
        applications.submit(role, early, sent(question), at=AT)
    assert caught.value.code == "tenure"
    assert caught.value.params["day"] == "11 June 2021"
    assert applications.submit(role, early, sent(question), at=AT + timedelta(days=1))


@pytest.mark.parametrize(
    ("started", "months", "first"),
    [
        (date(2021, 1, 31), 1, date(2021, 2, 28)),
        (date(2021, 11, 30), 3, date(2022, 2, 28)),
        (date(2021, 9, 15), 3, date(2021, 12, 15)),
        (date(2021, 10, 1), 3, date(2022, 1, 1)),
    ],
)
def test_first_day_of_a_tenure(started, months, first):
    assert days.months_later(started, months) == first


def test_what_a_reviewer_verified_stays_verified(role, question):
    requirement = Requirement.objects.create(role=role, key="dib", kind="certificate", text="DIB")
    person = UserFactory()
    said = [Attested(requirement, is_said=True, done_on=date(2021, 5, 1), proof_link="https://a.b")]
    made = applications.submit(role, person, sent(question, attested=said), at=AT)
    made.fulfilments.update(verified_at=AT)
    changed = [Attested(requirement, is_said=True, done_on=date(2021, 5, 2))]
    applications.submit(role, person, sent(question, attested=changed), at=AT)
    row = made.fulfilments.get()
    assert (row.done_on, row.proof_link, row.verified_at) == (date(2021, 5, 2), "", AT)


def test_a_month_of_both_roles_is_two_hours(cycle):
    assert monthly_minutes(cycle, pairs=2) == 120
    assert monthly_hours(cycle) == "1 hour per month"
    assert monthly_hours(cycle, pairs=2) == "2 hours per month"
    cycle.session_minutes, cycle.cadence_days = 45, 28
    assert monthly_hours(cycle) == "45 minutes per month"
    assert monthly_hours(cycle, pairs=2) == "1.5 hours per month"


def test_the_call_that_counts(role):
    june = role.calls.get()
    august = CallFactory(
        role=role,
        opens_at=datetime(2021, 8, 1, tzinfo=UTC),
        closes_at=datetime(2021, 9, 1, tzinfo=UTC),
    )
    calls = [august, june]
    assert choose(calls, AT) == june
    assert choose(calls, CLOSED) == august
    assert choose(calls, datetime(2022, 1, 1, tzinfo=UTC)) == august
    assert choose([], AT) is None


def test_reminders_three_days_and_one_day_before_the_end_once_each(role, question):
    unsent, done = UserFactory(), UserFactory()
    applications.save_draft(role, unsent, {}, at=AT)
    applications.submit(role, done, sent(question), at=AT)

    def run(days, hours=0):
        return remind("application_draft", CLOSED - timedelta(days=days, hours=hours))

    assert run(3, hours=1) == 0
    assert run(3) == 1
    assert run(2) == 0
    assert run(1) == 1
    assert run(0, hours=1) == 0
    assert run(0) == 0
    assert told(unsent) == ["application_draft", "application_draft"]
    assert told(done) == ["application_received"]


def test_whoever_starts_on_the_last_day_gets_one_reminder(role):
    applications.save_draft(role, UserFactory(), {}, at=LAST - timedelta(hours=12))
    assert remind("application_draft", LAST - timedelta(hours=11)) == 1


@pytest.mark.django_db(transaction=True)
def test_ten_submissions_of_one_moment_make_one_application(cycle):
    role = cycle.roles.get(side="mentee")
    CallFactory(role=role)
    question = QuestionFactory(questionnaire=role.questionnaire)
    person = UserFactory()
    barrier = Barrier(10)

    def go(number):
        try:
            barrier.wait()
            person_here = User.objects.get(pk=person.pk)
            return applications.submit(role, person_here, sent(question, str(number)), at=AT).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        made = set(pool.map(go, range(10)))
    application = Application.objects.get()
    assert made == {application.pk}
    assert application.moves.count() == 1
    assert application.response.answers.count() == 1
    assert told(person) == ["application_received"]


def test_a_role_without_questions_gets_one_empty_form_however_many_apply_at_once(role):
    role.questionnaire = None
    role.save(update_fields=["questionnaire"])
    seen_by_both = [Role.objects.get(pk=role.pk) for _person in range(2)]
    sheets = [
        applications.submit(one, UserFactory(), Submission(values={}), at=AT).response.questionnaire
        for one in seen_by_both
    ]
    assert sheets[0] == sheets[1]


def test_of_a_draft_that_is_not_there_no_text_is_chosen(role):
    applications.choose_text(role, UserFactory(), ["q_goal"], use=True, at=AT)
    assert not ApplicationDraft.objects.exists()
