"""Reminders gathered into one mail a day or a week, by the reader's clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse

from notifications import addresses, digest_times, due, kinds
from notifications.actions import choices, delivery, digests, outbox, repairs
from notifications.actions.choices import DigestChoice
from notifications.models import Digest, Message, SwitchedOff
from people.models import User
from tests.concurrency import together
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 6, 29, 12, tzinfo=UTC)  # a Tuesday, 14:00 in Berlin
MORNING = datetime(2021, 6, 30, 6, tzinfo=UTC)  # 08:00 there
PAGE = reverse("notifications:mail_choices")
DAILY = DigestChoice("day", 0, 8)


@pytest.fixture
def ann(tea):
    kinds.get(tea).is_optional = True
    person = UserFactory(name="Ann Ash", email="ann@example.com", time_zone="Europe/Berlin")
    choose(person, DAILY)
    return person


def choose(person, digest, at=AT, **hours):
    facts = {"starts": None, "ends": None, **hours}
    choices.choose(person, ["tea"], digest=digest, at=at, **facts)


def tell(person, *hosts, at=AT):
    for host in hosts:
        outbox.tell(person, "tea", about=host, at=at, context={"partner": "Bo"})


def states():
    return sorted(Message.objects.values_list("status", flat=True))


@pytest.mark.parametrize(
    ("now", "weekday", "expected"),
    [
        ("2021-06-29T07:59", None, "2021-06-29T08:00"),
        ("2021-06-29T08:00", None, "2021-06-30T08:00"),
        ("2021-06-29T08:00", 1, "2021-07-06T08:00"),
        ("2021-06-29T07:00", 1, "2021-06-29T08:00"),
        ("2021-06-29T09:00", 0, "2021-07-05T08:00"),
    ],
)
def test_the_next_digest_is_at_the_chosen_hour(now, weekday, expected):
    zone = ZoneInfo("Europe/Berlin")
    at, expected = (datetime.fromisoformat(text).replace(tzinfo=zone) for text in (now, expected))
    assert digest_times.next_at(at, hour=8, weekday=weekday) == expected


def test_what_can_wait_comes_in_one_mail_in_the_morning(ann):
    tell(ann, *UserFactory.create_batch(3))
    assert delivery.send_waiting(AT) == {"sent": 0, "not sent": 3}
    assert set(Message.objects.values_list("gathered_for", "attempts")) == {(MORNING, 0)}
    assert digests.send_due(MORNING - timedelta(minutes=1)) == {"digests": 0}
    assert [digests.send_due(MORNING), digests.send_due(MORNING)] == [
        {"digests": 1},
        {"digests": 0},
    ]
    [letter] = mail.outbox
    assert "3 things for you" in letter.subject
    assert letter.body.count("Hello Ann,") == 1
    assert letter.body.count("No more mail of this kind") == 3
    assert states() == ["sent"] * 3
    assert Message.objects.filter(subject="", body="").count() == 0


def test_what_has_become_untrue_is_left_out(ann):
    hosts = UserFactory.create_batch(4)
    tell(ann, *hosts)
    delivery.send_waiting(AT)
    User.objects.filter(pk__in=[host.pk for host in hosts[:2]]).update(about="away")
    digests.send_due(MORNING)
    assert states() == ["cancelled", "cancelled", "sent", "sent"]
    assert "2 things for you" in mail.outbox[0].subject


def test_the_only_one_left_goes_as_it_is(ann):
    tell(ann, UserFactory())
    delivery.send_waiting(AT)
    digests.send_due(MORNING)
    assert mail.outbox[0].subject == Message.objects.get().subject


def test_when_nothing_is_left_nothing_goes(ann):
    tell(ann, UserFactory(about="away"))
    Message.objects.update(gathered_for=MORNING, send_after=MORNING)
    assert digests.send_due(MORNING) == {"digests": 0}
    assert states() == ["cancelled"]


def test_what_is_switched_off_meanwhile_is_left_out(ann):
    tell(ann, UserFactory())
    delivery.send_waiting(AT)
    SwitchedOff.objects.create(person=ann, kind="tea")
    digests.send_due(MORNING)
    assert Message.objects.get().reason == "switched_off"


def test_what_would_come_too_late_comes_at_once(ann):
    choose(ann, DigestChoice("week", 0, 8))
    tell(ann, UserFactory())  # worth two days, and Monday is six days off
    delivery.send_waiting(AT)
    assert states() == ["sent"]


def test_what_is_required_comes_at_once(ann):
    kinds.get("tea").is_optional = False
    tell(ann, UserFactory())
    delivery.send_waiting(AT)
    assert states() == ["sent"]


def test_without_a_digest_everything_comes_at_once(ann):
    tell(ann, UserFactory())
    delivery.send_waiting(AT)
    choose(ann, None, at=AT + timedelta(minutes=1))
    assert Message.objects.get().gathered_for is None
    delivery.send_waiting(AT + timedelta(minutes=1))
    assert states() == ["sent"]


def test_nothing_is_lost_when_the_choice_is_gone_but_the_gathering_is_not(ann):
    """The sender may have read the choice just before it changed."""
    tell(ann, UserFactory())
    delivery.send_waiting(AT)
    Digest.objects.all().delete()
    assert digests.send_due(MORNING) == {"digests": 1}


def test_the_same_choice_again_changes_nothing(ann):
    tell(ann, UserFactory())
    delivery.send_waiting(AT)
    choose(ann, DAILY, at=AT + timedelta(minutes=1))
    assert Message.objects.get().gathered_for == MORNING
    choose(ann, DigestChoice("day", 0, 9))
    assert Digest.objects.get().hour == 9
    assert Message.objects.get().gathered_for is None


def test_what_first_waits_for_other_news_goes_back(ann):
    kind = kinds.get("tea")
    kind.follows = ("tea_planned",)
    cycle = UserFactory()
    outbox.tell(ann, "tea", about=cycle, scope=cycle, at=AT, context={"partner": "Bo"})
    delivery.send_waiting(AT)
    outbox.tell(
        ann,
        "tea_planned",
        about=cycle,
        scope=cycle,
        at=MORNING,
        context={"partner": "Bo"},
    )
    assert digests.send_due(MORNING) == {"digests": 0}
    waits = Message.objects.get(kind="tea")
    assert (waits.gathered_for, waits.send_after) == (None, MORNING + timedelta(minutes=5))


def test_sent_again_by_an_organizer_it_is_looked_at_anew(ann):
    tell(ann, UserFactory())
    Message.objects.update(status="failed", gathered_for=MORNING)
    repairs.send_again(Message.objects.get(), at=MORNING)
    assert Message.objects.get().gathered_for is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_mail(ann):
    tell(ann, *UserFactory.create_batch(5))
    delivery.send_waiting(AT)
    together(lambda: digests.send_due(MORNING), lambda: digests.send_due(MORNING))
    assert len(mail.outbox) == 1
    assert states() == ["sent"] * 5


@pytest.mark.django_db(transaction=True)
def test_a_choice_at_the_same_moment_loses_nothing_and_sends_nothing_twice(ann):
    tell(ann, *UserFactory.create_batch(3))
    delivery.send_waiting(AT)
    together(lambda: digests.send_due(MORNING), lambda: choose(ann, None, at=MORNING))
    delivery.send_waiting(MORNING)
    assert states() == ["sent"] * 3
    assert sum(max(letter.body.count("***"), 1) for letter in mail.outbox) == 3


def test_it_is_due_by_the_clock(ann):
    tell(ann, *UserFactory.create_batch(2))
    due.run("messages", AT)
    assert due.run("digests", MORNING) == {"digests": 1}


def test_everybody_chooses_when(client, ann):
    client.force_login(ann)
    chosen = {"every": "week", "weekday": 4, "hour": 7, "wanted": ["tea"]}
    client.post(PAGE, chosen)
    digest = Digest.objects.get()
    assert (digest.every, digest.weekday, digest.hour) == ("week", 4, 7)
    page = client.get(PAGE)
    assert page.context["form"]["every"].value() == "week"
    assert "Pairs are published" in page.text
    client.post(PAGE, {**chosen, "every": ""})
    assert not Digest.objects.exists()


def test_a_digest_in_quiet_hours_is_refused(client, ann):
    client.force_login(ann)
    chosen = {"every": "day", "weekday": 0, "hour": 3, "starts": "22:00", "ends": "07:00"}
    page = client.post(PAGE, chosen)
    assert "This is within your quiet hours." in page.text
    assert Digest.objects.get().hour == 8
    client.post(PAGE, {**chosen, "hour": 7})
    assert Digest.objects.get().hour == 7
    assert ann.quiet_hours.starts == time(22)


def test_mail_programs_have_a_button_that_ends_all_kinds_of_a_digest(ann, client):
    tell(ann, *UserFactory.create_batch(2))
    delivery.send_waiting(AT)
    digests.send_due(MORNING)
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").removeprefix(settings.BASE_URL)
    off = SwitchedOff.objects.filter(person=ann, kind="tea")  # of what is offered, tea alone is on
    client.get(address)
    assert not off.exists()
    client.post(address, {"List-Unsubscribe": "One-Click"})
    assert off.exists()


def test_button_of_a_digest_of_several_kinds_names_and_ends_each(ann, client):
    address = addresses.to_switch_off(ann.pk, "tea", "session_due", "gone_since", "pairs_published")
    address = address.removeprefix(settings.BASE_URL)
    page = client.get(address).text
    assert "A session is due" in page
    assert "no more mail of these kinds" in page
    SwitchedOff.objects.all().delete()
    client.post(address, {"List-Unsubscribe": "One-Click"})
    found = SwitchedOff.objects.filter(person=ann).values_list("kind", flat=True)
    assert sorted(found) == ["session_due", "tea"]
