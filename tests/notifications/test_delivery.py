from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from notifications.actions import delivery, outbox, repairs
from notifications.models import Message
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 6, 29, 9, tzinfo=UTC)


@pytest.fixture
def tell(tea, host):
    def tell(email, **context):
        person = UserFactory(name="Ann O'Hara", email=email)
        outbox.tell(person, tea, about=host, at=AT, context=context)

    return tell


def states():
    return dict(Message.objects.values_list("to__email", "status"))


def test_a_message_is_sent_and_its_words_are_frozen(tell):
    tell("ann@example.com", partner="Bo & Cy")
    assert delivery.send_waiting(AT) == {"sent": 1, "not sent": 0}
    message = Message.objects.get()
    assert (message.status, message.subject, message.body, message.sent_at) == (
        "sent",
        "Tea with Bo & Cy is at four",
        "Hello Ann O'Hara, Bo & Cy waits.\n",
        AT,
    )
    assert [(m.to, m.subject) for m in mail.outbox] == [
        (["ann@example.com"], "Tea with Bo & Cy is at four")
    ]


def test_sending_twice_sends_once(tell):
    tell("ann@example.com", partner="Bo")
    delivery.send_waiting(AT)
    assert delivery.send_waiting(AT) == {"sent": 0, "not sent": 0}
    assert len(mail.outbox) == 1


def test_nothing_goes_out_before_its_time(tea, host):
    later = AT + timedelta(hours=1)
    context = {"partner": "Bo"}
    outbox.tell(UserFactory(), tea, about=host, at=AT, context=context, send_after=later)
    assert delivery.send_waiting(AT)["sent"] == 0
    assert delivery.send_waiting(later)["sent"] == 1


def test_a_poisoned_message_stops_nobody_else(tell):
    tell("ann@example.com")
    tell("bea@example.com", partner="Bo")
    delivery.send_waiting(AT)
    assert states() == {"ann@example.com": "failed", "bea@example.com": "sent"}


def test_a_message_whose_sender_died_becomes_uncertain_and_is_not_sent_again(tell):
    tell("ann@example.com", partner="Bo")
    Message.objects.update(status="sending", claimed_at=AT)
    assert delivery.give_up_on_stuck(AT + timedelta(minutes=5)) == {"uncertain": 0}
    assert delivery.give_up_on_stuck(AT + timedelta(minutes=16)) == {"uncertain": 1}
    assert delivery.send_waiting(AT + timedelta(hours=1))["sent"] == 0


def test_a_closed_account_gets_no_mail(tell):
    tell("ann@example.com", partner="Bo")
    Message.objects.get().to.__class__.objects.update(is_active=False)
    delivery.send_waiting(AT)
    message = Message.objects.get()
    assert (message.status, message.reason) == ("cancelled", "account_closed")
    assert mail.outbox == []


def test_what_is_no_longer_true_at_its_turn_is_not_sent(tell, host):
    tell("ann@example.com", partner="Bo")
    host.about = "away"
    host.save(update_fields=["about"])
    assert delivery.send_waiting(AT) == {"sent": 0, "not sent": 1}
    message = Message.objects.get()
    assert (message.status, message.get_reason_display()) == ("cancelled", "No longer true")
    assert mail.outbox == []


def test_what_a_message_is_about_is_gone(tell, host):
    tell("ann@example.com", partner="Bo")
    host.delete()
    delivery.send_waiting(AT)
    assert Message.objects.get().reason == "not_true"
    assert mail.outbox == []


def test_what_comes_too_late_is_kept_and_not_sent(tell):
    tell("ann@example.com", partner="Bo")
    assert delivery.send_waiting(AT + timedelta(days=2)) == {"sent": 0, "not sent": 1}
    message = Message.objects.get()
    assert (message.status, message.get_status_display(), message.sent_at) == (
        "late",
        "Too late",
        None,
    )
    assert mail.outbox == []


def test_a_failed_message_sent_again_is_asked_again_whether_it_is_true(tell, host):
    tell("ann@example.com")
    delivery.send_waiting(AT)
    message = Message.objects.get()
    assert message.status == "failed"
    host.delete()
    repairs.send_again(message, at=AT)
    delivery.send_waiting(AT)
    assert Message.objects.get().reason == "not_true"


def test_no_more_are_sent_than_asked_for(tell):
    tell("ann@example.com", partner="Bo")
    tell("bea@example.com", partner="Bo")
    assert delivery.send_waiting(AT, limit=1) == {"sent": 1, "not sent": 0}
    assert sorted(states().values()) == ["queued", "sent"]


def test_a_message_that_runs_out_of_time_waits_for_the_next_turn(tell):
    tell("ann@example.com", partner="Bo", takes_too_long=True)
    assert delivery.send_waiting(AT) == {"sent": 0, "not sent": 0}
    message = Message.objects.get()
    assert (message.status, message.attempts) == ("queued", 0)
    assert message.problem == "There was no time left to send it."


def test_who_knows_that_an_uncertain_message_arrived_notes_it_once(tell):
    tell("ann@example.com", partner="Bo")
    Message.objects.update(status="uncertain", claimed_at=AT)
    message = Message.objects.get()
    repairs.note_arrived(message)
    message.refresh_from_db()
    assert (message.status, message.sent_at) == ("sent", AT)
    with pytest.raises(ValidationError) as refused:
        repairs.note_arrived(message)
    assert refused.value.code == "wrong_status"
