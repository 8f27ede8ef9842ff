import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from notifications.actions import delivery, outbox
from notifications.models import Message
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 6, 29, 9, tzinfo=UTC)


class MoodyServer(EmailBackend):
    """A mail server that answers some addresses with an error."""

    moods: dict = {}

    def send_messages(self, messages):
        for message in messages:
            if error := self.moods.get(message.to[0]):
                raise error
        return super().send_messages(messages)


@pytest.fixture
def moods(settings):
    settings.EMAIL_BACKEND = "tests.notifications.test_delivery.MoodyServer"
    MoodyServer.moods = {}
    return MoodyServer.moods


def tell(kind, email, **context):
    outbox.tell(
        UserFactory(name="Ann O'Hara", email=email), kind, about="pair:1", at=AT, context=context
    )


def states():
    return dict(Message.objects.values_list("to__email", "status"))


def test_a_message_is_sent_and_its_words_are_frozen(tea):
    tell(tea, "ann@example.com", partner="Bo & Cy")
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


def test_sending_twice_sends_once(tea):
    tell(tea, "ann@example.com", partner="Bo")
    delivery.send_waiting(AT)
    assert delivery.send_waiting(AT) == {"sent": 0, "not sent": 0}
    assert len(mail.outbox) == 1


def test_nothing_goes_out_before_its_time(tea):
    person = UserFactory()
    outbox.tell(
        person,
        tea,
        about="x:1",
        at=AT,
        context={"partner": "Bo"},
        send_after=AT + timedelta(hours=1),
    )
    assert delivery.send_waiting(AT)["sent"] == 0
    assert delivery.send_waiting(AT + timedelta(hours=1))["sent"] == 1


def test_a_poisoned_message_stops_nobody_else(tea):
    tell(tea, "ann@example.com")
    tell(tea, "bea@example.com", partner="Bo")
    delivery.send_waiting(AT)
    assert states() == {"ann@example.com": "failed", "bea@example.com": "sent"}


def test_a_refused_address_fails_at_once(tea, moods):
    moods["ann@example.com"] = smtplib.SMTPRecipientsRefused({})
    tell(tea, "ann@example.com", partner="Bo")
    tell(tea, "bea@example.com", partner="Bo")
    delivery.send_waiting(AT)
    assert states() == {"ann@example.com": "failed", "bea@example.com": "sent"}


def test_a_busy_server_is_asked_again_later_and_in_the_end_no_more(tea, moods):
    moods["ann@example.com"] = smtplib.SMTPDataError(451, b"busy")
    tell(tea, "ann@example.com", partner="Bo")
    at = AT
    for _try in range(5):
        delivery.send_waiting(at)
        assert delivery.send_waiting(at) == {"sent": 0, "not sent": 0}
        at += timedelta(hours=4)
    assert states() == {"ann@example.com": "failed"}


def test_a_line_that_breaks_while_sending_leaves_the_message_uncertain(tea, moods):
    moods["ann@example.com"] = smtplib.SMTPServerDisconnected()
    tell(tea, "ann@example.com", partner="Bo")
    tell(tea, "bea@example.com", partner="Bo")
    delivery.send_waiting(AT)
    assert states() == {"ann@example.com": "uncertain", "bea@example.com": "queued"}
    delivery.send_waiting(AT)
    assert states() == {"ann@example.com": "uncertain", "bea@example.com": "sent"}


def test_a_message_whose_sender_died_becomes_uncertain_and_is_not_sent_again(tea):
    tell(tea, "ann@example.com", partner="Bo")
    Message.objects.update(status="sending", claimed_at=AT)
    assert delivery.give_up_on_stuck(AT + timedelta(minutes=5)) == {"uncertain": 0}
    assert delivery.give_up_on_stuck(AT + timedelta(minutes=16)) == {"uncertain": 1}
    assert delivery.send_waiting(AT + timedelta(hours=1))["sent"] == 0


def test_a_closed_account_gets_no_mail(tea):
    tell(tea, "ann@example.com", partner="Bo")
    Message.objects.get().to.__class__.objects.update(is_active=False)
    delivery.send_waiting(AT)
    assert states() == {"ann@example.com": "cancelled"}
    assert mail.outbox == []
