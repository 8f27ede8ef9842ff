import pytest

from applications.models import Application
from programs import permissions
from tests.factories import ApplicationFactory, UserFactory

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

    pair.state, pair.ended_at, pair.end_reason = "ended", pair.created_at, "completed"
    pair.save()

    assert conflicting(mentor) == {application}
    assert permissions.has_conflict(mentor, mentee)
