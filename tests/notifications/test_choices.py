"""What mail people want, and when."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from notifications import addresses, kinds, quiet_hours
from notifications.actions import choices, delivery, outbox
from notifications.models import Message, QuietHours, SwitchedOff
from tests.factories import UserFactory
from tests.factories.growth import turn_on

pytestmark = pytest.mark.django_db
AT = datetime(2021, 6, 29, 21, tzinfo=UTC)
PAGE = reverse("notifications:mail_choices")


@pytest.fixture
def optional_tea(tea):
    kinds.get(tea).is_optional = True
    return tea


@pytest.fixture
def ann(db):
    return UserFactory(name="Ann", email="ann@example.com", time_zone="Europe/Berlin")


def read(address):
    """Whom and what a link of a mail names."""
    return addresses.read(address.rstrip("/").rpartition("/")[2])


def told(person, kind, host, at=AT):
    outbox.tell(person, kind, about=host, at=at, context={"partner": "Bo"})
    delivery.send_waiting(at)
    return Message.objects.get()


def test_reminders_can_be_switched_off_and_on_again(client, ann):
    client.force_login(ann)
    page = client.get(PAGE).content.decode()
    assert "A session is due" in page
    everything = [kind.name for kind in kinds.offered_to(ann)]
    client.post(PAGE, {"wanted": [name for name in everything if name != "session_due"]})
    assert [row.kind for row in SwitchedOff.objects.filter(person=ann)] == ["session_due"]
    client.post(PAGE, {"wanted": everything})
    assert not SwitchedOff.objects.exists()


def test_what_was_decided_or_is_asked_is_not_on_the_page(client, ann):
    client.force_login(ann)
    offered = dict(client.get(PAGE).context["form"].fields["wanted"].choices)
    assert not {"pairs_published", "session_planned", "application_received"} & set(offered)


def test_reminders_of_what_is_switched_off_here_are_no_choice(client, ann):
    SwitchedOff.objects.create(person=ann, kind="growth_revisit")
    client.force_login(ann)
    assert "growth plan" not in client.get(PAGE).text
    client.post(PAGE, {"wanted": [kind.name for kind in kinds.offered_to(ann)]})
    assert SwitchedOff.objects.filter(person=ann, kind="growth_revisit").exists()
    turn_on()
    assert "Time to revisit the growth plan" in client.get(PAGE).text


def test_what_is_switched_off_is_not_sent_and_says_so(optional_tea, host, ann):
    choices.switch_off(ann, optional_tea)
    message = told(ann, optional_tea, host)
    assert (message.status, message.reason) == ("cancelled", "switched_off")
    assert not mail.outbox


def test_a_kind_everybody_gets_cannot_be_switched_off(tea, host, ann):
    with pytest.raises(ValidationError):
        choices.switch_off(ann, tea)
    SwitchedOff.objects.create(person=ann, kind=tea)
    assert told(ann, tea, host).status == "sent"
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers
    assert "No more mail of this kind" not in mail.outbox[0].body


def test_the_mail_carries_the_button_and_the_link(optional_tea, host, ann):
    message = told(ann, optional_tea, host)
    sent = mail.outbox[0]
    in_header = sent.extra_headers["List-Unsubscribe"].strip("<>")
    assert read(in_header) == (ann.pk, [optional_tea])
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"No more mail of this kind: {in_header}" in sent.body
    assert "No more mail" not in message.body


def test_looking_at_the_link_changes_nothing_and_a_press_does(ann):
    stranger = Client(enforce_csrf_checks=True)
    address = addresses.to_switch_off(ann.pk, "session_due").partition("/mail/")[2]
    page = stranger.get(f"/mail/{address}").content.decode()
    assert "A session is due" in page
    assert not SwitchedOff.objects.exists()
    for _time in range(2):
        answer = stranger.post(f"/mail/{address}", {"List-Unsubscribe": "One-Click"})
        assert "Switched off" in answer.content.decode()
    assert [row.kind for row in SwitchedOff.objects.filter(person=ann)] == ["session_due"]


def test_a_link_that_is_not_ours_leads_nowhere(client, ann):
    assert client.get(reverse("notifications:switch_off", args=["abc:def"])).status_code == 404
    required = addresses.to_switch_off(ann.pk, "pairs_published").partition("/mail/")[2]
    assert client.post(f"/mail/{required}").status_code == 404


def test_mail_waits_until_quiet_hours_are_over(tea, host, ann):
    """23:00 in Berlin."""
    QuietHours.objects.create(person=ann, starts=time(22), ends=time(7))
    message = told(ann, tea, host)
    assert (message.status, message.send_after) == (
        "queued",
        datetime(2021, 6, 30, 5, tzinfo=UTC),
    )
    delivery.send_waiting(message.send_after)
    assert len(mail.outbox) == 1


def test_what_would_come_too_late_comes_at_once(tea, host, ann, monkeypatch):
    monkeypatch.setattr(type(kinds.get(tea)), "lasts", timedelta(hours=2))
    QuietHours.objects.create(person=ann, starts=time(22), ends=time(7))
    assert told(ann, tea, host).status == "sent"


def test_one_time_alone_or_two_the_same_are_refused(client, ann):
    client.force_login(ann)
    assert "Give both times, or none." in client.post(PAGE, {"starts": "22:00"}).content.decode()
    same = client.post(PAGE, {"starts": "22:00", "ends": "22:00"})
    assert "Choose two different times." in same.content.decode()
    client.post(PAGE, {"starts": "22:00", "ends": "07:00"})
    assert str(QuietHours.objects.get(person=ann)) == "22:00 to 07:00"
    client.post(PAGE, {})
    assert not QuietHours.objects.exists()


moments = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1)).map(
    lambda at: at.replace(tzinfo=ZoneInfo("Europe/Berlin"))
)
times = st.times().map(lambda one: one.replace(second=0, microsecond=0))


@given(moments, times, times)
def test_quiet_hours_end_within_a_day_and_outside_of_themselves(at, starts, ends):
    if starts == ends:
        return
    over = quiet_hours.over(at, starts, ends)
    assert at <= over <= at + timedelta(days=1)
    assert over == at or over.timetz().replace(tzinfo=None) == ends
