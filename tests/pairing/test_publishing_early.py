"""Publishing while a call still takes applications: said first, and done only on purpose."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from applications.models import Application
from pairing.actions import publication, runs
from pairing.models import Board
from pairs.models import Pair
from programs.models import Role
from tests.factories import ApplicationFactory, CallFactory
from tests.pairing.crowd import apply

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def drafted(cycle):
    apply(cycle, "mentor", name="Ann", division="A")
    apply(cycle, "mentee", name="Cy", division="B")
    runs.carry_out(runs.start(cycle, by=None, at=timezone.now()).pk)


@pytest.fixture
def call(cycle):
    """The call for mentees: open since a week, for another week."""
    now = timezone.now()
    role = cycle.roles.get(side="mentee")
    return CallFactory(role=role, opens_at=now - 7 * DAY, closes_at=now + 7 * DAY)


@pytest.fixture
def page(client, cycle, organizer, drafted):
    client.force_login(organizer)

    class Page:
        address = reverse("pairing:publish", args=[cycle.program.slug, cycle.slug])
        close = reverse("pairing:publish_close_calls", args=[cycle.program.slug, cycle.slug])

        def read(self):
            return " ".join(client.get(self.address).text.split())

        def post(self, **given):
            sent = {"version": Board.objects.get().version, **given}
            return client.post(self.address, sent, follow=True)

        def close_calls(self):
            return client.post(self.close, follow=True)

    return Page()


def test_an_open_call_is_said_with_its_end_and_the_drafts_it_would_cut_off(page, call, cycle):
    ApplicationFactory(cycle=cycle, side="mentee", status="draft")
    text = page.read()
    assert "The call for Mentees is still open" in text
    assert "1 person has begun an application and not sent it" in text
    assert "Close the call now" in text
    assert "Publish anyway" in text


def test_the_button_says_that_it_closes_every_open_call(page, call, cycle):
    now = timezone.now()
    other = CallFactory(
        role=cycle.roles.get(side="mentor"), opens_at=now - DAY, closes_at=now + 2 * DAY
    )
    text = page.read()
    assert "Close 2 calls now" in text
    assert "Close the call now" not in text
    assert "2 calls are closed." in page.close_calls().text
    other.refresh_from_db()
    assert other.closes_at <= timezone.now()


def test_nothing_is_published_while_a_call_is_open_without_saying_so(page, call):
    answer = page.post()
    assert "still open" in answer.text
    assert not Pair.objects.exists()


def test_publishing_anyway_publishes(page, call):
    page.post(anyway="1")
    assert Pair.objects.count() == 1


def test_closing_the_call_closes_it_at_this_moment_and_leaves_what_was_sent(page, call, cycle):
    sent = ApplicationFactory(cycle=cycle, side="mentee", status="submitted")
    page.close_calls()
    call.refresh_from_db()
    assert call.state(timezone.now()) == call.State.CLOSED
    assert call.closes_at <= timezone.now()
    sent.refresh_from_db()
    assert sent.status == Application.Status.SUBMITTED
    text = page.read()
    assert "still open" not in text
    assert "Publish anyway" not in text
    page.post()
    assert Pair.objects.count() == 1


def test_a_call_closed_now_stays_closed_when_the_timeline_is_saved(page, call, cycle, client):
    page.close_calls()
    call.refresh_from_db()
    address = reverse("programs:settings_timeline", args=[cycle.program.slug, cycle.slug])
    shown = client.get(address).context
    sent = {"base": shown["base"]}
    for formset in (shown["calls"], shown["milestones"]):
        sent |= {field.html_name: field.value() for field in formset.management_form}
        for form in formset:
            sent |= {
                bound.html_name: bound.value()
                for bound in form
                if bound.value() not in (None, "", False)
            }
    assert client.post(address, sent).status_code == 302
    before = call.closes_at
    call.refresh_from_db()
    assert call.closes_at == before


def test_late_entry_is_an_open_call_too(page, call):
    now = timezone.now()
    call.closes_at, call.late_until = now - DAY, now + DAY
    call.save()
    assert "still takes late applications" in page.read()
    page.close_calls()
    call.refresh_from_db()
    assert call.late_until is None
    assert call.closes_at == now - DAY


def test_a_call_that_opens_later_is_said_and_can_only_be_published_before(page, call):
    now = timezone.now()
    call.opens_at, call.closes_at = now + DAY, now + 7 * DAY
    call.save()
    text = page.read()
    assert "The call for Mentees has not opened yet" in text
    assert "Close the call now" not in text
    page.post()
    assert not Pair.objects.exists()
    page.post(anyway="1")
    assert Pair.objects.exists()


def test_the_call_of_a_staff_role_is_no_matter(page, cycle, call):
    call.delete()
    now = timezone.now()
    staff = Role.objects.create(cycle=cycle, side="staff", slug="helper", name="Helper")
    CallFactory(role=staff, opens_at=now - DAY, closes_at=now + DAY)
    page.post()
    assert Pair.objects.exists()


def test_people_who_were_promised_a_later_day_are_mentioned(page, cycle):
    later = cycle.day(timezone.now()) + 3 * DAY
    cycle.milestones.create(title="Pairs", kind="pairs_announced", starts_on=later)
    text = page.read()
    assert "People were told that they would hear from you on" in text
    page.post()
    assert Pair.objects.exists()


def test_the_last_day_promised_is_said_in_the_refusal(cycle, organizer, drafted, call):
    with pytest.raises(ValidationError) as refused:
        publication.publish(cycle, by=organizer, at=timezone.now())
    assert refused.value.code == "calls_open"


def test_the_command_publishes_and_says_what_is_still_open(cycle, call, capsys):
    apply(cycle, "mentor", name="Ann", division="A")
    apply(cycle, "mentee", name="Cy", division="B")
    call_command("pair", f"{cycle.program.slug}/{cycle.slug}", publish=True, as_json=True)
    said = capsys.readouterr()
    assert json.loads(said.out)["told"] == 2
    assert "The call for Mentees is still open" in said.err


def test_somebody_without_the_right_closes_no_call(client, cycle, call, drafted, stranger):
    client.force_login(stranger)
    address = reverse("pairing:publish_close_calls", args=[cycle.program.slug, cycle.slug])
    assert client.post(address).status_code == 404
    call.refresh_from_db()
    assert call.state(timezone.now()) == call.State.OPEN
