from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from applications.actions import delegations, reviews
from applications.actions.reviews import Verdict
from applications.models import Application, Delegation, PerformanceCheck, Refusal
from notifications.models import Message
from people.models import AuditEntry
from tests.factories import ApplicationFactory, UserFactory
from tests.messages import words_of
from tests.refusals import refused

pytestmark = pytest.mark.django_db
AT = datetime(2021, 6, 24, 9, tzinfo=UTC)
REFUSED = Verdict("not_eligible", refusal="time")


@pytest.fixture
def application(cycle):
    return ApplicationFactory(cycle=cycle, person__name="Mia Mentee")


def test_decision_is_silent_and_kept_with_its_history(application, organizer):
    verdict = Verdict("waitlisted", words="Few mentors yet.", internal_reason="Strong")
    reviews.decide(application, verdict, by=organizer, at=AT)

    application.refresh_from_db()
    assert (application.status, application.shown_status) == ("waitlisted", "submitted")
    assert application.shown_reason == "Few mentors yet."
    assert application.internal_reason == "Strong"
    assert [(move.to_status, move.by, move.at) for move in application.moves.all()] == [
        ("waitlisted", organizer, AT)
    ]
    assert Message.objects.count() == 0


def test_decision_can_be_taken_back_until_told(application, organizer, cycle):
    reviews.decide(application, REFUSED, by=organizer, at=AT)
    reviews.decide(application, Verdict("submitted"), by=organizer, at=AT)
    application.refresh_from_db()
    assert (application.status, application.shown_reason) == ("submitted", "")

    reviews.decide(application, REFUSED, by=organizer, at=AT)
    reviews.send_decisions(cycle, by=organizer, at=AT)
    back = Verdict("submitted")
    assert refused(reviews.decide, application, back, by=organizer, at=AT) == "already_told"


@pytest.mark.parametrize("status", ["draft", "withdrawn", "left", "paired", "unpaired"])
def test_only_what_waits_for_a_decision_is_decided(cycle, organizer, status):
    application = ApplicationFactory(cycle=cycle, status=status)
    verdict = Verdict("eligible")
    assert refused(reviews.decide, application, verdict, by=organizer, at=AT) == "wrong_status"


def test_not_eligible_needs_a_reason_from_the_list(application, organizer):
    for refusal in ("", "because"):
        verdict = Verdict("not_eligible", refusal=refusal, words="You are on a plan")
        assert (
            refused(reviews.decide, application, verdict, by=organizer, at=AT) == "reason_missing"
        )

    verdict = Verdict("not_eligible", refusal="requirements", words="You are on a plan")
    reviews.decide(application, verdict, by=organizer, at=AT)
    application.refresh_from_db()
    assert application.shown_reason == str(Refusal.REQUIREMENTS.label)


def test_many_are_decided_at_once_and_exceptions_are_counted(cycle, organizer):
    waiting = [ApplicationFactory(cycle=cycle) for _ in range(3)]
    eligible = ApplicationFactory(cycle=cycle, status="eligible")
    withdrawn = ApplicationFactory(cycle=cycle, status="withdrawn")
    told = ApplicationFactory(cycle=cycle, status="not_eligible", told_at=AT)
    numbers = [one.pk for one in (*waiting, eligible, withdrawn, told)]

    verdict = Verdict("eligible")
    preview = reviews.decide_many(numbers, verdict, by=organizer, at=AT, dry_run=True)
    assert Application.objects.filter(status="eligible").count() == 1
    assert reviews.decide_many(numbers, verdict, by=organizer, at=AT) == preview
    assert (preview.changed, preview.unchanged) == (3, 1)
    assert preview.refused == {"wrong_status": 1, "already_told": 1}
    assert Application.objects.filter(status="eligible").count() == 4
    assert Message.objects.count() == 0


def test_sending_tells_everybody_not_eligible_once_and_nobody_else(cycle, organizer):
    refused = [ApplicationFactory(cycle=cycle) for _ in range(2)]
    for one in refused:
        reviews.decide(one, REFUSED, by=organizer, at=AT)
    for status in ("eligible", "waitlisted", "submitted"):
        ApplicationFactory(cycle=cycle, status=status)

    assert reviews.send_decisions(cycle, by=organizer, at=AT) == 2
    assert reviews.send_decisions(cycle, by=organizer, at=AT) == 0
    told = Message.objects.values_list("to", "kind", "scope")
    assert set(told) == {(one.person_id, "application_not_eligible", cycle.key) for one in refused}
    assert Message.objects.count() == 2
    assert set(Application.objects.filter(told_at=AT)) == set(refused)


def test_a_decision_taken_afterwards_is_sent_later(cycle, organizer, application):
    reviews.send_decisions(cycle, by=organizer, at=AT)
    reviews.decide(application, REFUSED, by=organizer, at=AT)

    assert reviews.send_decisions(cycle, by=organizer, at=AT) == 1
    assert Message.objects.get().to == application.person


def test_a_second_refusal_after_applying_again_is_told_too(cycle, organizer, application):
    for _ in range(2):
        reviews.decide(application, REFUSED, by=organizer, at=AT)
        reviews.send_decisions(cycle, by=organizer, at=AT)
        Application.objects.update(status="submitted", told_at=None)
    assert Message.objects.count() == 2


def test_the_news_says_reason_and_next_steps(cycle, organizer, application):
    reviews.decide(application, REFUSED, by=organizer, at=AT)
    reviews.send_decisions(cycle, by=organizer, at=AT)

    subject, body = words_of(Message.objects.get())
    assert cycle.name in subject
    assert str(Refusal.TIME.label) in body
    assert f"/programs/{cycle.program.slug}/{cycle.slug}/" in body


@pytest.mark.django_db(transaction=True)
def test_sending_from_two_browsers_at_once_tells_nobody_twice(cycle, organizer):
    for _ in range(5):
        application = ApplicationFactory(cycle=cycle)
        reviews.decide(application, REFUSED, by=organizer, at=AT)
    start = Barrier(2)

    def send(_number):
        start.wait()
        try:
            return reviews.send_decisions(cycle, by=organizer, at=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        counts = sorted(pool.map(send, range(2)))
    assert counts == [0, 5]
    assert Message.objects.count() == 5


def test_after_a_no_only_the_ordinary_reason_can_be_given(application, organizer, confirmer):
    reviews.confirm(application, "no", by=confirmer, at=AT)

    eligible = Verdict("eligible")
    assert refused(reviews.decide, application, eligible, by=organizer, at=AT) == "not_confirmed"
    assert (
        refused(reviews.decide, application, REFUSED, by=organizer, at=AT) == "reason_not_allowed"
    )
    verdict = Verdict("not_eligible", refusal="requirements", words="plan")
    reviews.decide(application, verdict, by=organizer, at=AT)


def test_the_news_after_a_no_is_the_same_as_for_any_requirement(cycle, organizer, confirmer):
    first, second = (ApplicationFactory(cycle=cycle, person__name="Same Name") for _ in "ab")
    reviews.confirm(first, "no", by=confirmer, at=AT)
    for one in (first, second):
        verdict = Verdict("not_eligible", refusal="requirements")
        reviews.decide(one, verdict, by=organizer, at=AT)
    reviews.send_decisions(cycle, by=organizer, at=AT)

    one, other = Message.objects.order_by("pk")
    assert words_of(one) == words_of(other)
    assert (one.created_at, one.send_after) == (other.created_at, other.send_after)


def test_confirming_leaves_no_trace_of_the_answer(application, confirmer, cycle):
    reviews.confirm(application, "ask_me", by=confirmer, at=AT)
    reviews.confirm(application, "no", by=confirmer, at=AT)

    assert PerformanceCheck.objects.get().answer == "no"
    trail = {(one.action, one.subject, one.scope) for one in AuditEntry.objects.all()}
    assert trail == {("application.checked", application.key, "")}


@pytest.mark.parametrize("status", ["draft", "withdrawn", "left"])
def test_confirming_ends_with_the_application(cycle, confirmer, status):
    application = ApplicationFactory(cycle=cycle, status=status)
    assert refused(reviews.confirm, application, "yes", by=confirmer, at=AT) == "wrong_status"


def test_delegation_goes_to_the_committee_only_and_to_this_cycle(
    cycle, organizer, committee_member, application
):
    elsewhere = ApplicationFactory()
    numbers = [application.pk, elsewhere.pk]
    done = {"by": organizer, "at": AT}

    assert delegations.delegate(cycle, numbers, committee_member, **done) == 1
    assert delegations.delegate(cycle, numbers, committee_member, **done) == 0
    stranger = UserFactory()
    assert refused(delegations.delegate, cycle, numbers, stranger, **done) == "not_in_committee"
    assert Delegation.objects.get().application == application
    assert delegations.take_back(cycle, numbers, committee_member, **done) == 1
    assert Delegation.objects.count() == 0
