from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from events.actions import attendance, events
from events.actions.events import SlotInput
from outcomes.actions import sharing
from outcomes.models import ReportShare
from people.models import AuditEntry
from tests.factories import PairFactory
from tests.factories.frozen import make_frozen, make_share
from tests.outcomes.test_frozen import where
from tests.outcomes.test_report import AFTER, meet

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen(cycle, organizer):
    """Version 1 of five pairs, of which one met every time; one event, with words about the room."""
    with time_machine.travel(AFTER, tick=False):
        for number in range(5):
            pair = PairFactory(cycle=cycle, mentee__person__name=f"Mia {number}")
        meet(pair, 1, 2, 3, 4, 5, 6)
        event = events.save(cycle, {"title": "Kickoff"}, [SlotInput(AFTER)], at=AFTER)
        event.slots.update(room="Mia 1 talked most.")
        attendance.note(event, event.slots.get(), pair.mentor.person, by=organizer, at=AFTER)
        yield make_frozen(cycle, by=organizer)


def test_an_organizer_makes_a_link_that_shows_what_was_chosen(client, frozen, cycle, organizer):
    client.force_login(organizer)
    form = {"name": "The board", "parts": ["trend"], "ends_on": "2021-10-31"}
    client.post(where(cycle, "share_list"), form)
    share = ReportShare.objects.get()
    assert share.parts == ["trend"]
    assert share.code in client.get(where(cycle, "share_list")).text

    client.logout()
    address = reverse("outcomes:share_open", args=[share.code])
    gate = client.get(address)
    assert "Open the report" in gate.text
    assert str(cycle.program) not in gate.text
    page = client.post(address, follow=True)
    assert "Every fortnight was at 20%" in page.text
    assert "pairs met in every fortnight" not in page.text
    for hidden in ("Kickoff", "Mia", "talked", "of 5 pairs", "people in"):
        assert hidden not in page.text, hidden
    assert "noindex" in page["X-Robots-Tag"]
    assert "no-store" in page["Cache-Control"]


def test_all_parts_show_no_names_and_no_room(client, frozen):
    share = make_share(frozen.cycle, parts=["figures", "events", "departments"])
    text = client.post(reverse("outcomes:share_open", args=[share.code]), follow=True).text
    assert "1 of 5 pairs met in every fortnight" in text
    assert "Kickoff" in text
    assert "Mia" not in text


def test_only_people_count_and_each_browser_once(client, frozen):
    share = make_share(frozen.cycle)
    address = reverse("outcomes:share_open", args=[share.code])
    client.get(address)
    client.head(address)
    assert ReportShare.objects.get().opens == 0
    for _time in range(2):
        client.post(address)
    assert ReportShare.objects.get().opens == 1
    assert "Open the report" not in client.get(address).text


def test_a_link_that_ended_or_was_withdrawn_does_not_exist(client, frozen, cycle, organizer):
    share = make_share(cycle)
    address = reverse("outcomes:share_open", args=[share.code])
    client.post(address)
    with time_machine.travel(share.ends_at - timedelta(minutes=1), tick=False):
        assert client.get(address).status_code == 200
    with time_machine.travel(share.ends_at, tick=False):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404

    client.force_login(organizer)
    for _twice in range(2):
        client.post(where(cycle, "share_withdraw", share.pk))
    assert client.get(address).status_code == 404
    assert AuditEntry.objects.filter(action="report.share_withdrawn").count() == 1
    assert "Withdrawn" in client.get(where(cycle, "share_list")).text


def test_a_later_version_changes_nothing_that_was_shared(client, frozen, cycle, organizer):
    share = make_share(cycle)
    address = reverse("outcomes:share_open", args=[share.code])
    assert "newer version" not in client.post(address, follow=True).text
    for pair in cycle.pairs.all():
        pair.sessions.all().delete()
    client.force_login(organizer)
    client.post(where(cycle, "frozen_list"), {"reason": "None of it was true."})
    assert cycle.frozen_reports.count() == 2
    text = client.post(address, follow=True).text
    assert "1 of 5 pairs" in text
    assert "This is version 1; version 2 corrects it." in text


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"ends_on": "2021-09-30"}, "Choose a future date within a year."),
        ({"ends_on": "2023-01-01"}, "Choose a future date within a year."),
        ({"parts": []}, "This field is required."),
        ({"parts": ["changes"]}, "not one of the available choices"),
        ({"name": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_shared_is_said_and_what_was_typed_stays(
    client, frozen, cycle, organizer, changed, error
):
    client.force_login(organizer)
    form = {"name": "The board", "parts": ["figures"], "ends_on": "2021-10-31", **changed}
    text = client.post(where(cycle, "share_list"), form).text
    assert error in text
    assert not ReportShare.objects.exists()


def test_nothing_is_shared_before_a_report_is_frozen(client, cycle, organizer):
    client.force_login(organizer)
    assert "Only a frozen report" in client.get(where(cycle, "share_list")).text
    assert "Only a frozen report" in client.post(where(cycle, "share_list")).text


def test_a_share_shows_something_and_there_are_not_too_many(frozen, organizer, monkeypatch):
    given = {"name": "x", "ends_on": AFTER.date(), "by": organizer, "at": AFTER}
    with pytest.raises(ValidationError, match="at least one part"):
        sharing.share(frozen, parts=["changes"], **given)
    made = sharing.share(frozen, parts=["figures"], **given)
    assert made.ends_at == datetime(2021, 10, 2, tzinfo=UTC)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportShare.objects.filter(pk=made.pk).update(parts=[])
    monkeypatch.setattr(sharing, "MOST_LINKS", 1)
    with pytest.raises(ValidationError, match="too many"):
        sharing.share(frozen, parts=["figures"], **given)


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_of_links_costs_the_same(
    client, frozen, organizer, count, django_assert_num_queries
):
    for _number in range(count):
        make_share(frozen.cycle, by=organizer)
    client.force_login(organizer)
    with django_assert_num_queries(5):
        client.get(where(frozen.cycle, "share_list"))
