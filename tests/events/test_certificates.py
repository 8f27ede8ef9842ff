"""Certificates: given while applying or later, by a day, with a proof; who is missing is seen."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from applications.actions import certificates, fulfilments
from applications.models import Fulfilment
from notifications.actions import delivery
from notifications.models import Message
from programs.models import Requirement
from tests.factories import ApplicationFactory, CallFactory, PairFactory
from tests.messages import remind

pytestmark = pytest.mark.django_db
NOW = datetime(2021, 7, 1, 12, tzinfo=UTC)
DAY = date(2021, 6, 20)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def requirement(cycle):
    return Requirement.objects.create(
        role=cycle.roles.get(side="mentee"),
        key="dib",
        kind="certificate",
        text="You complete the certification",
        due_on=date(2021, 7, 7),
    )


@pytest.fixture
def application(pair):
    part = pair.mentee
    part.application = ApplicationFactory(cycle=part.cycle, role=part.role, person=part.person)
    part.save(update_fields=["application"])
    return part.application


def address(name, cycle, *more):
    return reverse(f"events:{name}", args=[cycle.program.slug, cycle.slug, *more])


def test_a_participant_gives_the_certificate_on_the_checklist(
    client, cycle, requirement, application, mentee
):
    client.force_login(mentee)
    assert "Until 7 July 2021" in client.get(address("checklist", cycle)).text
    where = address("certificate_give", cycle, requirement.pk)
    for wrong in (
        {"done_on": "soon"},
        {"done_on": "2021-07-02"},
        {"done_on": "2021-06-20", "link": "x y"},
    ):
        client.post(where, wrong)
        assert not Fulfilment.objects.filter(done_on__isnull=False).exists()
    client.post(where, {"done_on": "2021-06-20", "link": "https://proof.example/1"})
    found = Fulfilment.objects.get()
    assert (found.done_on, found.proof_link) == (DAY, "https://proof.example/1")
    assert "20 June 2021" in client.get(address("checklist", cycle)).text


def test_only_those_it_is_asked_of_give_it(client, cycle, requirement, application, mentor):
    client.force_login(mentor)
    where = address("certificate_give", cycle, requirement.pk)
    assert client.post(where, {"done_on": "2021-06-20"}).status_code == 404


def test_what_a_reviewer_confirmed_does_not_change(requirement, application, organizer, mentee):
    fulfilments.verify(application, requirement, is_met=True, by=organizer, at=NOW)
    with pytest.raises(ValidationError) as raised:
        certificates.give(application, requirement, done_on=DAY, link="", at=NOW)
    assert raised.value.code == "verified"


def test_organizers_see_who_is_missing(client, cycle, requirement, application, organizer, mentee):
    other = PairFactory(cycle=cycle).mentee.person
    certificates.give(application, requirement, done_on=DAY, link="", at=NOW)
    client.force_login(organizer)
    assert "1 of 2 done" in client.get(address("learning", cycle)).text
    page = client.get(address("certificate_missing", cycle, requirement.pk)).text
    assert other.name in page
    assert mentee.name not in page


def test_who_is_missing_is_reminded_once_a_week_before(
    cycle, requirement, application, mentee, mailoutbox
):
    cycle.pairs_published_at = NOW
    cycle.save(update_fields=["pairs_published_at"])
    early = datetime(2021, 6, 29, tzinfo=UTC)
    assert remind("certificate_reminder", early) == 0
    assert remind("certificate_reminder", NOW) == 1
    assert remind("certificate_reminder", NOW) == 0
    delivery.send_waiting(NOW)
    assert [mail.to for mail in mailoutbox] == [[mentee.email]]
    assert "You complete the certification" in mailoutbox[0].body
    Message.objects.all().delete()
    certificates.give(application, requirement, done_on=DAY, link="", at=NOW)
    assert remind("certificate_reminder", NOW) == 0


def test_no_certificate_is_of_a_day_to_come(client, cycle, requirement, stranger):
    CallFactory(role=requirement.role, closes_at=datetime(2021, 8, 1, tzinfo=UTC))
    client.force_login(stranger)
    where = reverse(
        "applications:application_apply", args=[cycle.program.slug, cycle.slug, "mentee"]
    )
    page = client.post(where, {"r_dib_on": "2021-07-02", "f_commitment": "yes"})
    assert "this date is in the future" in page.text
