"""What the directory refuses, and what the clock finds changed when its turn comes."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError

from directory.actions import availability, marks, registrations, requests, seeking, wishes
from directory.actions import setup as setting_up
from directory.models import Availability, Mark, MentoringRequest, Seeking
from directory.models.availability import CONFIRM_EVERY, TIME_TO_CONFIRM
from directory.models.request import MOST_ENTRIES
from directory.queries import switch
from people.models import User
from tests.concurrency import after_waiting
from tests.factories import UserFactory
from tests.factories.directory import (
    ASKED_AT,
    AvailabilityFactory,
    RegistrationFactory,
    RequestFactory,
)
from tests.messages import kinds_to

pytestmark = pytest.mark.django_db
AT = ASKED_AT + timedelta(hours=1)
WORDS = {"who_i_am": "I work in support.", "goal": "Read a trace.", "why_you": "A talk."}
OFFERED = dict.fromkeys(availability.OFFERED, "") | {"topics": ["Law"], "slots": [], "places": 1}
OFFERED |= {"takes_writing": False, "from_on": None, "away_from": None, "away_until": None}


def refused(code):
    return pytest.raises(ValidationError, check=lambda error: error.code == code)


# --- Asking and answering


def test_who_left_or_is_a_guest_is_neither_asked_nor_a_mentor(noor):
    for fields in ({"is_active": False}, {"is_guest": True}):
        other = AvailabilityFactory().person
        User.objects.filter(pk=other.pk).update(**fields)
        with refused("not_here"):
            requests.ask(other, by=noor, months=3, takes_writing=False, at=AT, **WORDS)
        other.refresh_from_db()
        with refused("not_here"):
            availability.offer(other, OFFERED, languages=[], at=AT)


def test_somebody_who_is_away_is_asked_later(noor, ilse, offer):
    Availability.objects.update(away_from=AT.date(), away_until=date(2021, 6, 20))
    with refused("away"):
        requests.ask(ilse, by=noor, months=3, takes_writing=False, at=AT, **WORDS)


def test_a_thread_ends_somewhere(noor, ilse, offer):
    row = RequestFactory(mentee=noor, mentor=ilse)
    for number in range(MOST_ENTRIES):
        requests.write(row, by=noor, text=f"And {number}", at=AT)
    with refused("too_many"):
        requests.ask_back(row, by=ilse, text="What?", stop=True, at=AT)
    assert Availability.objects.get().is_open  # nothing of it happened


def test_a_mentor_who_begins_later_works_from_then_on(noor, ilse, offer):
    Availability.objects.update(from_on=date(2021, 8, 31))
    pair = requests.accept(RequestFactory(mentee=noor, mentor=ilse), by=ilse, at=AT)
    assert (pair.starts_on, pair.ends_on) == (date(2021, 8, 31), date(2021, 11, 30))


def test_who_became_a_manager_meanwhile_cannot_accept(noor, ilse, offer):
    row = RequestFactory(mentee=noor, mentor=ilse)
    noor.manager = ilse
    noor.save(update_fields=["manager"])
    with refused("manager"):
        requests.accept(row, by=ilse, at=AT)


def test_a_suggestion_is_somebody_else(noor, ilse, offer):
    row = RequestFactory(mentee=noor, mentor=ilse)
    for one in (noor, ilse):
        with refused("own_suggestion"):
            requests.decline(row, by=ilse, reason="no_time", suggestion=one, at=AT)
    with refused("no_reason"):
        requests.decline(row, by=ilse, reason="found", at=AT)


def test_no_and_no_more_declines_the_others_too(noor, ilse, offer):
    row, other = RequestFactory(mentee=noor, mentor=ilse), RequestFactory(mentor=ilse)
    requests.decline(row, by=ilse, reason="no_time", stop=True, at=AT)
    other.refresh_from_db()
    assert (other.state, other.reason) == ("declined", "paused")
    assert kinds_to(other.mentee) == ["mentoring_declined"]
    assert not Availability.objects.get(person=ilse).is_open


def test_who_asked_back_owes_no_word_when_it_expires(noor, ilse, offer):
    row = RequestFactory(mentee=noor, mentor=ilse)
    requests.write(row, by=ilse, text="Why me?", at=AT)
    nobody = RequestFactory(mentor=UserFactory())  # offers nothing any more
    assert requests.expire_due(AT + timedelta(days=10)) == {"requests expired": 2}
    nobody.refresh_from_db()
    assert nobody.state == MentoringRequest.State.EXPIRED
    assert Availability.objects.get(person=ilse).unanswered == 0


# --- Registering a pair


def test_only_the_right_one_of_the_two_answers(noor, ilse):
    row = RegistrationFactory(mentee=noor, mentor=ilse)
    with refused("own"):
        registrations.decline(row, by=noor, at=AT)
    with refused("own"):
        registrations.take_back(row, by=ilse, at=AT)


def test_a_registration_is_confirmed_while_it_can_be(noor, ilse):
    row = RegistrationFactory(mentee=noor, mentor=ilse, ends_on=AT.date())
    with refused("past"):
        registrations.confirm(row, by=ilse, at=AT)
    noor.manager = ilse
    noor.save(update_fields=["manager"])
    with refused("manager"):
        registrations.confirm(row, by=ilse, at=AT)


# --- Marks, the switch, the clock


def test_a_mark_is_one_of_two(noor, ilse):
    with refused("unknown_mark"):
        marks.put(noor, ilse, "best_friend")
    with refused("yourself"):
        marks.put(noor, noor, "star")
    marks.put(noor, ilse, "star")
    marks.put(noor, ilse, "")
    assert not Mark.objects.exists()


def test_switching_forgets_what_the_cache_knew(administrator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        setting_up.switch(is_on=False, by=administrator, at=AT)
    assert not switch.is_on()
    with django_capture_on_commit_callbacks(execute=True):
        setting_up.switch(is_on=True, by=administrator, at=AT)
    assert switch.is_on()


def test_the_clock_does_nothing_while_there_is_no_directory(noor, offer):
    Seeking.objects.create(person=noor, topics=["Writing"], wants_word=True)
    Availability.objects.update(confirmed_at=AT - CONFIRM_EVERY)
    cache.set(switch.KEY, False)
    assert availability.ask_to_confirm(AT) == {}
    assert availability.pause_unconfirmed(AT) == {}
    assert wishes.tell_fitting(AT) == {}


def _switch_on():
    cache.set(switch.KEY, True)


@pytest.mark.django_db(transaction=True)
def test_who_confirms_in_the_same_moment_is_not_asked():
    _switch_on()
    row = AvailabilityFactory(confirmed_at=AT - CONFIRM_EVERY)
    said = after_waiting(
        lambda: availability.confirm(row.person, at=AT), lambda: availability.ask_to_confirm(AT)
    )
    assert said == {"mentors asked to confirm": 0}


@pytest.mark.django_db(transaction=True)
def test_who_confirms_in_the_last_moment_is_not_paused():
    _switch_on()
    row = AvailabilityFactory(asked_at=AT - TIME_TO_CONFIRM)
    said = after_waiting(
        lambda: availability.confirm(row.person, at=AT),
        lambda: availability.pause_unconfirmed(AT),
    )
    assert said == {"mentors paused": 0}
    assert Availability.objects.get().is_open


@pytest.mark.django_db(transaction=True)
def test_a_wish_taken_off_in_the_same_moment_is_not_told():
    _switch_on()
    AvailabilityFactory()
    wish = Seeking.objects.create(person=UserFactory(), topics=["Writing"], wants_word=True)
    values = {"topics": ["Writing"], "slots": [], "wants_word": False}
    said = after_waiting(
        lambda: seeking.save(wish.person, **values, at=AT), lambda: wishes.tell_fitting(AT)
    )
    assert said == {"wishes met": 0}
    assert kinds_to(wish.person) == []
