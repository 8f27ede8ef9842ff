"""What a real mail server answers, and what becomes of the message."""

import contextlib
import signal
from datetime import UTC, datetime, timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from notifications import kinds
from notifications.actions import delivery, digests, outbox
from notifications.models import Message
from tests.factories import UserFactory
from tests.notifications import mail_server

pytestmark = pytest.mark.django_db
AT = datetime(2021, 6, 29, 9, tzinfo=UTC)


@pytest.fixture
def server(settings):
    with mail_server.running() as server:
        settings.EMAIL_BACKEND = "notifications.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 5
        yield server


@pytest.fixture
def tell(tea, host):
    def tell(*emails):
        for email in emails:
            person = UserFactory(name="Ann O'Hara", email=email)
            outbox.tell(person, tea, about=host, at=AT, context={"partner": "Bo"})

    return tell


def states():
    return dict(Message.objects.values_list("to__email", "status"))


def taken(server):
    return [address for address, _words in server.taken]


@pytest.mark.parametrize("mood", ["rcpt 451", "data 451", "rcpt 421", "leave rcpt"])
def test_a_server_that_is_busy_is_asked_again_and_the_next_mail_goes_out(server, tell, mood):
    server.moods["ann@example.com"] = mood
    tell("ann@example.com", "bea@example.com")
    assert delivery.send_waiting(AT) == {"sent": 1, "not sent": 1}
    assert states() == {"ann@example.com": "queued", "bea@example.com": "sent"}
    assert Message.objects.get(status="queued").send_after > AT

    server.moods.clear()
    delivery.send_waiting(AT + timedelta(hours=1))
    assert states() == {"ann@example.com": "sent", "bea@example.com": "sent"}
    assert taken(server) == ["bea@example.com", "ann@example.com"]


def test_a_busy_server_is_asked_for_many_hours(server, tell):
    server.moods["ann@example.com"] = "rcpt 451"
    tell("ann@example.com")
    for minutes in range(0, 10 * 60, 10):
        delivery.send_waiting(AT + timedelta(minutes=minutes))
    waiting = Message.objects.get()
    assert (waiting.status, waiting.attempts) == ("queued", 8)

    for hours in range(10, 60, 10):
        delivery.send_waiting(AT + timedelta(hours=hours))
    assert states() == {"ann@example.com": "failed"}


@pytest.mark.parametrize("mood", ["rcpt 550", "data 554"])
def test_what_the_server_will_never_take_fails_at_once(server, tell, mood):
    server.moods["ann@example.com"] = mood
    tell("ann@example.com", "bea@example.com")
    delivery.send_waiting(AT)
    assert states() == {"ann@example.com": "failed", "bea@example.com": "sent"}
    assert mood.split()[1] in Message.objects.get(status="failed").problem


@pytest.mark.parametrize("mood", ["leave data", "silent data"])
def test_a_line_that_breaks_after_the_words_leaves_the_message_uncertain(
    server, tell, mood, settings
):
    settings.EMAIL_TIMEOUT = 1
    server.silence = 1.5
    server.moods["ann@example.com"] = mood
    tell("ann@example.com", "bea@example.com")
    delivery.send_waiting(AT)
    assert states() == {"ann@example.com": "uncertain", "bea@example.com": "queued"}
    uncertain = Message.objects.get(status="uncertain")
    assert (uncertain.subject, uncertain.body) == (
        "Tea with Bo is at four",
        "Hello Ann O'Hara, Bo waits.\n",
    )
    delivery.send_waiting(AT)
    assert states() == {"ann@example.com": "uncertain", "bea@example.com": "sent"}


@pytest.mark.parametrize(
    ("mood", "state"), [("silent data", "uncertain"), ("silent rcpt", "queued")]
)
def test_the_time_limit_of_a_job_never_makes_a_message_failed(server, tell, mood, state):
    server.silence = 3
    server.moods["ann@example.com"] = mood
    tell("ann@example.com", "bea@example.com")
    with time_limit(0.7):
        delivery.send_waiting(AT)
    assert states() == {"ann@example.com": state, "bea@example.com": "queued"}


def test_without_a_server_everything_waits_however_long_it_takes(server, tell, settings):
    settings.EMAIL_PORT = 1
    tell("ann@example.com", "bea@example.com")
    for hours in range(0, 40, 5):
        assert delivery.send_waiting(AT + timedelta(hours=hours)) == {"sent": 0, "not sent": 0}
    assert set(Message.objects.values_list("status", "attempts")) == {("queued", 0)}
    assert "cannot be reached" in Message.objects.get(to__email="ann@example.com").problem

    settings.EMAIL_PORT = server.port
    assert delivery.send_waiting(AT + timedelta(hours=41)) == {"sent": 2, "not sent": 0}
    assert set(Message.objects.values_list("problem", flat=True)) == {""}


def test_mail_says_that_a_program_wrote_it(server, tell):
    tell("ann@example.com")
    delivery.send_waiting(AT)
    [(_address, words)] = server.taken
    assert "\nAuto-Submitted: auto-generated" in words


@pytest.fixture
def gathered(tea, host):
    """Two messages for Ann that are to go in one mail."""
    kinds.get(tea).is_optional = True
    ann = UserFactory(email="ann@example.com")
    for row in (host, ann):
        outbox.tell(ann, tea, about=row, at=AT, context={"partner": "Bo"})
    Message.objects.update(gathered_for=AT)


@pytest.mark.parametrize(
    ("mood", "state"),
    [("rcpt 451", "queued"), ("rcpt 550", "failed"), ("leave data", "uncertain")],
)
def test_what_is_gathered_goes_or_waits_or_fails_together(server, gathered, mood, state):
    server.moods["ann@example.com"] = mood
    assert digests.send_due(AT) == {"digests": 0}
    assert set(Message.objects.values_list("status", "attempts")) == {(state, 1)}

    server.moods.clear()
    digests.send_due(AT + timedelta(hours=1))
    assert len(taken(server)) == (1 if state == "queued" else 0)


def test_without_a_server_what_is_gathered_waits(server, gathered, settings):
    settings.EMAIL_PORT = 1
    assert digests.send_due(AT) == {"digests": 0}
    assert set(Message.objects.values_list("status", "attempts")) == {("queued", 0)}
    assert Message.objects.filter(gathered_for=AT).count() == 2


def test_without_a_server_what_is_left_out_of_a_digest_stays_so(server, gathered, settings):
    settings.EMAIL_PORT = 1
    first = Message.objects.order_by("pk").first()
    Message.objects.filter(pk=first.pk).update(about={"label": "people.user", "pk": 0})
    assert digests.send_due(AT) == {"digests": 0}
    assert sorted(Message.objects.values_list("status", flat=True)) == ["cancelled", "queued"]


def test_a_sweep_of_digests_ends_when_its_time_is_over(server, gathered, monkeypatch):
    monkeypatch.setattr(digests, "SEND_FOR", timedelta(0))
    assert digests.send_due(AT) == {"digests": 0}
    assert set(Message.objects.values_list("status", "attempts")) == {("queued", 0)}


@contextlib.contextmanager
def time_limit(seconds):
    """The way Celery's soft limit comes: an exception out of nowhere."""

    def interrupt(_signal, _frame):
        raise SoftTimeLimitExceeded

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
