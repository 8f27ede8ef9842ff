import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from applications.models import Application
from people.models import AuditEntry
from programs import permissions
from programs.actions import staff
from tests.factories import ApplicationFactory, UserFactory, ended

pytestmark = pytest.mark.django_db


def conflicting(user):
    return set(Application.objects.filter(permissions.conflicts_of(user)))


def test_conflict_is_with_oneself_manager_report_and_partner(cycle, mentor, mentee, stranger):
    boss = UserFactory()
    mentor.manager = boss
    mentor.save(update_fields=["manager"])
    report = UserFactory(manager=mentor)
    people = [mentor, boss, report, mentee]
    applications = {ApplicationFactory(cycle=cycle, person=person) for person in people}
    ApplicationFactory(cycle=cycle, person=stranger)

    assert conflicting(mentor) == applications
    assert all(permissions.has_conflict(mentor, person) for person in people)
    assert not permissions.has_conflict(mentor, stranger)


def test_conflict_stays_after_the_pair(cycle, pair, mentor, mentee):
    application = ApplicationFactory(cycle=cycle, person=mentee)
    assert conflicting(mentor) == {application}

    ended(pair, pair.created_at, end_reason="completed")

    assert conflicting(mentor) == {application}
    assert permissions.has_conflict(mentor, mentee)


def test_visitors_have_no_role_and_a_role_given_twice_is_one(cycle, organizer, stranger):
    for _time in range(2):
        staff.add(cycle.program, person=stranger, role="committee", by=organizer, at=timezone.now())
    assert permissions.roles_in(stranger, cycle.program) == {"committee"}
    assert AuditEntry.objects.filter(action="staff_added").count() == 1
    assert permissions.roles_in(AnonymousUser(), cycle.program) == set()
