"""The first or last day of a cycle moves after pairs are published: what follows is shown first, the
ends of pairs move along, and people are told."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from notifications.models import Message
from pairs.actions import endings
from programs.programfile import dump, load
from tests.factories import PairFactory, UserFactory
from tests.programs.settings_page import Page, html

pytestmark = pytest.mark.django_db
AT = datetime(2021, 8, 2, 9, tzinfo=UTC)
FIRST, LAST, LATER = date(2021, 7, 7), date(2021, 9, 30), date(2021, 10, 15)


@pytest.fixture(autouse=True)
def august():
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


@pytest.fixture
def pair(cycle):
    cycle.pairs_published_at = datetime(2021, 6, 29, tzinfo=UTC)
    cycle.save(update_fields=["pairs_published_at"])
    return PairFactory(cycle=cycle)


@pytest.fixture
def page(client, organizer, pair):
    client.force_login(organizer)
    return Page(client)


def move(page, cycle, **more):
    return page.change(cycle, "settings_texts", {"cycle-ends_on": "2021-10-15", **more})


def test_what_follows_is_shown_and_nothing_is_saved_yet(page, cycle, pair):
    text = " ".join(html(move(page, cycle)).split())
    assert "1 pair ends on 15 October 2021 instead of 30 September 2021" in text
    assert "7 fortnights instead of 6" in text
    assert 'value="2021-10-15"' in text
    cycle.refresh_from_db()
    pair.refresh_from_db()
    assert (cycle.ends_on, pair.ends_on) == (LAST, LAST)


def test_the_ends_of_pairs_move_along_and_people_are_told(page, cycle, pair):
    response = move(page, cycle, sure="tell")
    assert response.status_code == 302
    cycle.refresh_from_db()
    pair.refresh_from_db()
    assert (cycle.ends_on, pair.ends_on) == (LATER, LATER)
    told = Message.objects.filter(kind="dates_changed")
    assert {message.to for message in told} == {pair.mentor.person, pair.mentee.person}


def test_people_can_be_told_later(page, cycle, pair):
    move(page, cycle, sure="later")
    pair.refresh_from_db()
    assert pair.ends_on == LATER
    assert not Message.objects.filter(kind="dates_changed").exists()
    assert "30 September 2021" in page.read(cycle, "settings_timeline")


def test_an_end_that_a_pair_agreed_on_for_itself_stays(page, cycle, pair):
    own = PairFactory(cycle=cycle, ends_on=date(2021, 12, 1))
    over = PairFactory(cycle=cycle, state="ended", ended_at=AT)
    move(page, cycle, sure="later")
    own.refresh_from_db()
    over.refresh_from_db()
    assert (own.ends_on, over.ends_on) == (date(2021, 12, 1), LAST)


def test_a_last_day_in_the_past_ends_pairs_and_says_so(page, cycle, pair):
    text = html(page.change(cycle, "settings_texts", {"cycle-ends_on": "2021-08-01"}))
    assert "That day is over, so the pairs end at once" in text
    page.change(cycle, "settings_texts", {"cycle-ends_on": "2021-08-01", "sure": "later"})
    endings.end_over(AT)
    pair.refresh_from_db()
    assert pair.state == "ended"


def test_pairs_that_ended_with_the_cycle_stay_ended(page, cycle, pair, august, organizer):
    august.move_to(datetime(2021, 10, 2, 9, tzinfo=UTC))
    page.client.force_login(organizer)  # the session of August has run out
    endings.end_over(datetime(2021, 10, 2, 9, tzinfo=UTC))
    text = html(move(page, cycle))
    assert "1 pair has ended already and stays ended" in text


def test_another_first_day_counts_fortnights_anew_and_says_so(page, cycle, pair):
    text = html(page.change(cycle, "settings_texts", {"cycle-starts_on": "2021-07-14"}))
    assert "Fortnights are counted from 14 July 2021" in text
    page.change(cycle, "settings_texts", {"cycle-starts_on": "2021-07-14", "sure": "later"})
    pair.refresh_from_db()
    assert pair.starts_on == date(2021, 7, 14)


def test_other_texts_are_saved_without_a_question(page, cycle, pair):
    assert page.change(cycle, "settings_texts", {"cycle-late_note": "Hurry."}).status_code == 302


def test_before_pairs_are_published_nothing_is_asked(page, cycle, pair):
    cycle.pairs_published_at = None
    cycle.save(update_fields=["pairs_published_at"])
    assert move(page, cycle).status_code == 302


def test_a_program_file_moves_the_ends_of_pairs_too_and_says_it_before(page, cycle, pair):
    text = dump(cycle).replace("ends_on: 2021-09-30", "ends_on: 2021-10-15")
    shown = html(page.save(cycle, "settings_file", {"text": text}))
    assert "1 pair ends on 15 October 2021" in shown
    page.save(cycle, "settings_file", {"text": text, "sure": "1"})
    pair.refresh_from_db()
    assert pair.ends_on == LATER


def test_the_command_moves_the_ends_of_pairs_too(cycle, pair):
    load(dump(cycle).replace("ends_on: 2021-09-30", "ends_on: 2021-10-15"), at=AT)
    pair.refresh_from_db()
    assert pair.ends_on == LATER


def test_why_everything_can_no_longer_be_moved_is_said(page, cycle, pair):
    text = page.read(cycle, "settings_timeline")
    assert "Move everything" in text
    assert "Pairs are published, so the cycle can no longer be moved as a whole" in text
    assert 'name="by_days"' not in text


def test_a_committee_member_reads_no_consequences(client, cycle, pair):
    client.force_login(UserFactory())
    assert client.get(Page(client).address(cycle, "settings_texts")).status_code == 404
