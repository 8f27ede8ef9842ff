"""What waits to be sent is asked again: whether it is still true, and not too late."""

from datetime import UTC, date, datetime, timedelta

import pytest

from applications.actions import applications, consents, outreach, reviews, waitlist
from applications.actions.applications import Submission
from applications.actions.reviews import Verdict
from applications.models import Fulfilment, Interest
from notifications.actions import outbox
from notifications.models import Message
from programs.models import Call, Cycle, Milestone, Requirement
from tests.factories import ApplicationFactory, CallFactory, UserFactory
from tests.messages import LATE, SENT, UNTRUE, fate, remind, words_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def call(cycle):
    """Open for two weeks."""
    Cycle.objects.filter(pk=cycle.pk).update(published_at=datetime(2021, 5, 1, tzinfo=UTC))
    return CallFactory(
        role=cycle.roles.get(side="mentee"),
        opens_at=datetime(2021, 6, 1, tzinfo=UTC),
        closes_at=datetime(2021, 6, 15, tzinfo=UTC),
    )


@pytest.fixture
def role(call):
    return call.role


@pytest.fixture
def draft(role):
    return ApplicationFactory(cycle=role.cycle, side="mentee", status="draft")


@pytest.fixture
def boss():
    return UserFactory(name="Bo Boss")


AT = datetime(2021, 6, 13, 9, tzinfo=UTC)  # two days before the call closes


def submit(role, person, at=AT):
    return applications.submit(role, person, Submission(values={}), at=at)


# Drafts and receipts


def test_a_draft_reminder_is_sent_while_the_draft_waits(draft):
    assert remind("application_draft", AT) == 1
    assert fate("application_draft", AT) == SENT


def test_who_has_sent_the_application_is_not_reminded_of_the_draft(draft, role):
    remind("application_draft", AT)
    submit(role, draft.person)
    assert fate("application_draft", AT) == UNTRUE
    assert remind("application_draft", AT) == 0


def test_nobody_is_reminded_of_a_call_that_is_over(draft, call):
    remind("application_draft", AT)
    assert fate("application_draft", call.closes_at) in {LATE, UNTRUE}


def test_a_receipt_is_not_sent_once_the_application_is_withdrawn(draft, role):
    application = submit(role, draft.person)
    applications.withdraw(application, by=draft.person, at=AT)
    assert fate("application_withdrawn", AT) == SENT
    assert Message.objects.get(kind="application_received").reason == "newer"


def test_a_receipt_is_not_sent_after_the_answer(draft, role, organizer, cycle):
    application = submit(role, draft.person)
    reviews.decide(
        application, Verdict("not_eligible", refusal="requirements"), by=organizer, at=AT
    )
    reviews.send_decisions(cycle, by=organizer, at=AT)
    assert fate("application_received", AT) == UNTRUE
    assert fate("application_not_eligible", AT) == SENT


def test_a_receipt_after_a_week_is_too_late(draft, role):
    submit(role, draft.person)
    assert fate("application_received", AT + 7 * DAY) == LATE


def test_mails_speak_of_no_day_that_has_passed(draft, role, call):
    Milestone.objects.create(
        cycle=role.cycle, title="Pairs", kind="pairs_announced", starts_on=date(2021, 6, 14)
    )
    submit(role, draft.person)
    receipt = Message.objects.get(kind="application_received")
    assert "14 June" in words_of(receipt)[1]
    assert "until Mon 14 June 2021, 23:59 (UTC)" in words_of(receipt)[1]
    fate("application_received", AT + 3 * DAY)
    receipt.refresh_from_db()
    assert "14 June" not in receipt.body
    assert "You will hear from us, either way." in receipt.body


# Managers


@pytest.fixture
def asked(role, boss):
    """Ann has applied and her manager is asked."""
    Requirement.objects.create(
        role=role, key="consent", kind="consent", check_by="verified", text="Your manager agrees."
    )
    submit(role, UserFactory(name="Ann Ahn", manager=boss))
    return Fulfilment.objects.get()


def test_a_manager_who_answered_on_the_page_is_not_asked_by_mail(asked, boss):
    consents.answer(asked, agrees=True, by=boss, at=AT)
    assert fate("consent_asked", AT) == UNTRUE


def test_a_manager_is_not_asked_about_what_is_decided(asked):
    asked.application.told_at = AT
    asked.application.save(update_fields=["told_at"])
    assert fate("consent_asked", AT) == UNTRUE


def test_the_mail_says_the_answer_that_stands(asked, boss):
    consents.answer(asked, agrees=True, by=boss, at=AT)
    consents.answer(asked, agrees=False, by=boss, at=AT + timedelta(minutes=1))
    assert fate("consent_answered", AT + timedelta(minutes=5)) == SENT
    assert "does not agree" in Message.objects.get(kind="consent_answered", status="sent").body


# Before applying


@pytest.fixture
def interested(call):
    person = UserFactory(name="Ina")
    outreach.leave_interest(call.cycle.program, person=person, at=AT)
    outreach.tell_of_open_calls(AT)
    return person


def test_who_waited_hears_of_the_call(interested):
    assert fate("call_opened", AT) == SENT
    assert "until Mon 14 June 2021, 23:59 (UTC)" in Message.objects.get().body


def test_who_has_applied_is_not_called_to_apply(interested, role):
    submit(role, interested)
    assert fate("call_opened", AT) == UNTRUE


def test_who_left_the_list_hears_nothing(interested, call):
    outreach.withdraw_interest(call.cycle.program, person=interested)
    assert fate("call_opened", AT) == UNTRUE


@pytest.mark.parametrize("change", [{"opens_at": AT + DAY}, {"closes_at": AT - DAY}])
def test_a_call_that_moved_is_not_announced_as_open(interested, call, change):
    Call.objects.filter(pk=call.pk).update(**change)
    assert fate("call_opened", AT) == UNTRUE


def test_who_was_suggested_and_has_applied_is_not_invited(role):
    nominee = UserFactory()
    outreach.nominate(role, nominee=nominee, by=UserFactory(), reason="", at=AT)
    submit(role, nominee)
    assert fate("nomination_invites", AT) == UNTRUE


def test_nobody_is_invited_to_a_call_that_is_over(role, call):
    outreach.nominate(role, nominee=UserFactory(), by=UserFactory(), reason="", at=AT)
    assert fate("nomination_invites", call.closes_at) == LATE


def test_an_invitation_says_when_one_can_apply(role, call):
    outreach.nominate(role, nominee=UserFactory(), by=UserFactory(), reason="", at=AT)
    message = Message.objects.get()
    assert "The call is open until Mon 14 June 2021, 23:59 (UTC)." in words_of(message)[1]
    Call.objects.update(opens_at=AT + DAY)
    assert "The call opens Mon 14 June 2021, 09:00 (UTC)." in words_of(message)[1]


def test_an_address_that_is_confirmed_is_not_asked_again(cycle):
    outreach.leave_address(cycle, address="vera@example.com", at=AT)
    outreach.confirm_address(Interest.objects.get(), at=AT)
    assert fate("interest_confirm", AT) == UNTRUE


def test_who_withdrew_is_not_asked_to_look_at_the_application(cycle):
    application = ApplicationFactory(cycle=cycle, side="mentee")
    outbox.tell(application.person, "application_taken_over", about=cycle, scope=cycle, at=AT)
    applications.withdraw(application, by=application.person, at=AT)
    assert fate("application_taken_over", AT) == UNTRUE


def test_an_answer_to_a_question_shows_no_marks(cycle, organizer):
    question = outreach.ask(cycle, by=UserFactory(), text="Who?", at=AT)
    text = "**You**, and see [this](https://example.org)."
    outreach.answer(question, by=organizer, text=text, at=AT)
    assert fate("question_answered", AT) == SENT
    assert (
        "You, and see this (https://example.org)."
        in Message.objects.get(kind="question_answered").body
    )


# The waiting list


@pytest.fixture
def offer(cycle, organizer):
    application = ApplicationFactory(cycle=cycle)
    reviews.decide(application, Verdict("waitlisted"), by=organizer, at=AT)
    return waitlist.offer(application, date(2021, 6, 20), by=organizer, at=AT)


SOON = AT + timedelta(minutes=11)


def test_a_place_that_is_taken_is_not_offered(offer):
    waitlist.accept(offer, at=AT)
    assert fate("place_offered", SOON) == UNTRUE


def test_an_offer_is_not_sent_after_its_last_day(offer):
    assert fate("place_offered", offer.answer_by) == LATE


def test_who_left_the_list_is_not_told_that_the_offer_is_over(offer):
    waitlist.expire_offers(offer.answer_by)
    applications.withdraw(offer.application, by=offer.application.person, at=offer.answer_by)
    assert fate("place_offer_expired", offer.answer_by) == UNTRUE
