"""A manager is asked whether they agree: yes or no, never why."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from applications.actions import applications, consents
from applications.actions.applications import Submission
from applications.models import Application, Fulfilment
from applications.queries.checks import checks_of
from notifications.actions import delivery
from notifications.models import Message
from programs.models import Requirement
from tests.factories import CallFactory, UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 6, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def role(cycle):
    found = cycle.roles.get(side="mentee")
    CallFactory(role=found)
    text = "Your manager agrees that you take part."
    Requirement.objects.create(
        role=found, key="consent", kind="consent", check_by="verified", text=text
    )
    return found


@pytest.fixture
def boss():
    return UserFactory(name="Bo Boss")


@pytest.fixture
def person(boss):
    return UserFactory(name="Ann Ahn", manager=boss)


@pytest.fixture
def application(role, person):
    return applications.submit(role, person, Submission(values={}), at=AT)


@pytest.fixture
def consent(application):
    return Fulfilment.objects.get(application=application)


def page_of(consent):
    return reverse("applications:consent", args=[consent.pk])


def status_of(cycle):
    return reverse("applications:application_status", args=[cycle.program.slug, cycle.slug])


def told(person):
    rows = Message.objects.filter(to=person).exclude(kind="application_received").order_by("pk")
    return list(rows.values_list("kind", "status"))


def state(application):
    [check] = checks_of(
        application,
        application.role.requirements.all(),
        application.fulfilments.all(),
        cycle=application.cycle,
        in_both_roles=False,
    )
    return check.state


def test_the_manager_is_asked_once_with_a_link_and_no_answers(application, boss, role, mailoutbox):
    applications.submit(role, application.person, Submission(values={}), at=AT)
    delivery.send_waiting(AT)
    [mail] = [one for one in mailoutbox if one.to == [boss.email]]
    assert mail.subject.startswith("Do you agree that Ann Ahn takes part in")
    assert page_of(Fulfilment.objects.get()) in mail.body
    assert "1 hour per month" in mail.body


@pytest.mark.parametrize(
    ("answer", "found", "words"),
    [("yes", "met", "Your manager agrees."), ("no", "not_met", "Your manager does not agree.")],
)
def test_yes_and_no_reach_the_applicant_and_the_reviewers(
    client, application, consent, boss, cycle, answer, found, words, mailoutbox
):
    assert state(application) == "open"
    client.force_login(application.person)
    assert "Waiting for your manager." in client.get(status_of(cycle)).text
    client.force_login(boss)
    client.post(page_of(consent), {"answer": answer})
    assert state(application) == found
    client.force_login(application.person)
    assert words in client.get(status_of(cycle)).text
    delivery.send_waiting(timezone.now() + timedelta(minutes=5))
    assert words.rstrip(".") in next(m.subject for m in mailoutbox if "manager" in m.subject)


def test_reading_the_page_answers_nothing_and_shows_no_answers(client, consent, boss):
    client.force_login(boss)
    assert "Do you agree that Ann Ahn takes part?" in client.get(page_of(consent)).text
    assert page_of(consent) in client.get(reverse("home")).text
    client.post(page_of(consent), {"answer": "maybe"})
    consent.refresh_from_db()
    assert (consent.verified_at, consent.refused_at) == (None, None)


def test_a_changed_mind_is_told_again(consent, boss, person):
    for minute, agrees in enumerate((True, False, False)):
        consents.answer(consent, agrees=agrees, by=boss, at=AT + timedelta(minutes=minute))
    assert told(person) == [("consent_answered", "cancelled"), ("consent_answered", "queued")]
    delivery.send_waiting(AT + timedelta(minutes=5))
    assert "does not agree" in Message.objects.get(kind="consent_answered", status="sent").subject
    consent.refresh_from_db()
    assert (consent.verified_at, consent.refused_at) == (None, AT + timedelta(minutes=1))


def test_only_the_manager_answers_and_only_while_it_is_open(consent, application, boss, stranger):
    with pytest.raises(ValidationError) as raised:
        consents.answer(consent, agrees=True, by=stranger, at=AT)
    assert raised.value.code == "not_asked"
    Application.objects.filter(pk=application.pk).update(told_at=AT)
    with pytest.raises(ValidationError) as raised:
        consents.answer(consent, agrees=True, by=boss, at=AT)
    assert raised.value.code == "wrong_status"


def test_withdrawing_takes_the_question_back_and_applying_again_asks_again(
    application, role, boss, person
):
    applications.withdraw(application, by=person, at=AT)
    assert told(boss) == [("consent_asked", "cancelled")]
    applications.submit(role, person, Submission(values={}), at=AT)
    assert told(boss) == [("consent_asked", "cancelled"), ("consent_asked", "queued")]


def test_another_manager_is_asked_anew(application, consent, role, boss, person):
    consents.answer(consent, agrees=True, by=boss, at=AT)
    person.manager = UserFactory(name="New Boss")
    person.save(update_fields=["manager"])
    applications.submit(role, person, Submission(values={}), at=AT)
    consent.refresh_from_db()
    assert (consent.asked_of, consent.verified_at) == (person.manager, None)
    assert told(person.manager) == [("consent_asked", "queued")]


def test_who_has_no_manager_on_record_names_one(client, role, cycle, boss):
    alone = UserFactory(name="Al One")
    client.force_login(alone)
    parts = [cycle.program.slug, cycle.slug, role.slug]
    address = reverse("applications:application_apply", args=parts)
    data = {"f_time_zone": "UTC", "f_commitment": "yes", "f_job_title": "x"}
    data |= {"f_department": "d", "f_division": "e"}
    page = client.post(address, data)
    assert not Fulfilment.objects.exists()
    assert 'id="id_f_manager_error"' in page.text or "f_manager" in page.text
    client.post(address, data | {"f_manager": "bo boss"})
    assert Fulfilment.objects.get().asked_of == boss


def test_only_who_applies_in_both_roles_needs_the_consent_for_both(role, person, boss, cycle):
    Requirement.objects.update(only_in_both_roles=True)
    first = applications.submit(role, person, Submission(values={}), at=AT)
    assert told(boss) == []
    mentor = cycle.roles.get(side="mentor")
    CallFactory(role=mentor)
    applications.submit(mentor, person, Submission(values={}), at=AT)
    applications.submit(role, person, Submission(values={}), at=AT)
    assert Fulfilment.objects.get(application=first).asked_of == boss


def test_an_answer_given_stands_when_the_application_is_changed(consent, boss, role, person):
    consents.answer(consent, agrees=False, by=boss, at=AT)
    before = told(boss)
    applications.submit(role, person, Submission(values={}), at=AT)
    consent.refresh_from_db()
    assert (consent.refused_at, told(boss)) == (AT, before)
