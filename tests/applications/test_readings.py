"""Staff who read somebody's application, or the performance list, leave a line in the trail."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from applications.models import Delegation
from people.models import AuditEntry
from programs.models import Requirement
from tests.factories import ApplicationFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2021, 6, 10, 12, tzinfo=UTC)
NEXT_DAY = datetime(2021, 6, 11, 12, tzinfo=UTC)


@pytest.fixture
def application(cycle):
    role = cycle.roles.get(side="mentee")
    Requirement.objects.create(role=role, key="work", text="Plan", kind="performance")
    return ApplicationFactory(cycle=cycle)


def read(client, person, cycle, name, **more):
    client.force_login(person)
    where = {"program": cycle.program.slug, "cycle": cycle.slug, **more}
    assert client.get(reverse(f"applications:{name}", kwargs=where)).status_code == 200


def readings(action):
    found = AuditEntry.objects.filter(action=action).order_by("pk")
    return list(found.values_list("subject", "by", "scope"))


@pytest.mark.parametrize("reader", ["organizer", "committee_member", "administrator"])
def test_reading_an_application_is_recorded_once_a_day(request, client, cycle, application, reader):
    person = request.getfixturevalue(reader)
    if reader == "committee_member":
        Delegation.objects.create(application=application, member=person)
    line = (f"application:{application.pk}", person.pk, f"program:{cycle.program_id}")

    for moment, lines in [(NOON, [line]), (NOON, [line]), (NEXT_DAY, [line, line])]:
        with time_machine.travel(moment, tick=False):
            read(client, person, cycle, "application_detail", pk=application.pk)
        assert readings("application_read") == lines


def test_every_reader_and_every_application_has_a_line(
    client, cycle, organizer, administrator, application
):
    other = ApplicationFactory(cycle=cycle)
    for person in (organizer, administrator):
        for one in (application, other):
            read(client, person, cycle, "application_detail", pk=one.pk)

    assert {line[:2] for line in readings("application_read")} == {
        (f"application:{one.pk}", person.pk)
        for one in (application, other)
        for person in (organizer, administrator)
    }


def test_reading_ones_own_application_leaves_no_line(client, cycle, organizer):
    own = ApplicationFactory(cycle=cycle, person=organizer)

    read(client, organizer, cycle, "application_detail", pk=own.pk)

    assert not readings("application_read")


@pytest.mark.parametrize("reader", ["organizer", "confirmer"])
def test_reading_the_performance_list_is_recorded_once_a_day(
    request, client, cycle, application, reader
):
    person = request.getfixturevalue(reader)
    line = (f"cycle:{cycle.pk}", person.pk, f"program:{cycle.program_id}")

    for moment, lines in [(NOON, [line]), (NOON, [line]), (NEXT_DAY, [line, line])]:
        with time_machine.travel(moment, tick=False):
            read(client, person, cycle, "review")
        assert readings("performance_list_read") == lines


def test_who_sees_no_performance_list_leaves_no_line(
    client, cycle, confirmer, committee_member, application
):
    read(client, committee_member, cycle, "review")
    application.role.requirements.all().delete()
    read(client, confirmer, cycle, "review")  # nobody is asked about: an empty list

    assert not readings("performance_list_read")
