from datetime import timedelta

import pytest

from directory.actions import availability, setup
from directory.models import Availability
from directory.models.availability import CONFIRM_EVERY
from directory.queries import places
from people.actions import people
from tests.factories import PairFactory, UserFactory
from tests.factories.directory import ASKED_AT, AvailabilityFactory, RequestFactory
from tests.messages import kinds_to

pytestmark = pytest.mark.django_db
AT = ASKED_AT
OFFER = {
    "topics": ["Writing"],
    "slots": ["mon-1"],
    "places": 2,
    "helps_with": "Design notes.",
    "how_i_work": "",
    "not_doing": "",
    "takes_writing": False,
    "from_on": None,
    "away_from": None,
    "away_until": None,
}
HALF_A_YEAR = AT + CONFIRM_EVERY


def test_offering_says_so_on_the_profile_and_keeps_languages_there(noor):
    availability.offer(noor, OFFER, languages=["English", "Deutsch"], at=AT)

    noor.refresh_from_db()
    assert noor.is_available_as_mentor
    assert noor.languages == ["English", "Deutsch"]
    assert Availability.objects.listed().get().person == noor


def test_the_switch_on_the_profile_opens_and_pauses(noor):
    people.save_profile(noor, {"is_available_as_mentor": True}, at=AT)
    offer = Availability.objects.get(person=noor)
    assert (offer.state, offer.topics) == ("open", noor.focus_areas)
    request = RequestFactory(mentor=noor)

    people.save_profile(noor, {"is_available_as_mentor": False}, at=AT)

    offer.refresh_from_db()
    request.refresh_from_db()
    assert (offer.state, offer.paused_because) == ("paused", "own")
    assert (request.state, request.reason) == ("declined", "paused")


def test_the_switch_of_a_guest_opens_nothing():
    guest = UserFactory(is_guest=True)

    people.save_profile(guest, {"is_available_as_mentor": True}, at=AT)

    assert not Availability.objects.exists()


def test_pausing_declines_open_requests_kindly_and_says_how_many(ilse):
    request = RequestFactory(mentor=ilse)

    assert availability.pause(ilse, at=AT) == 1
    assert availability.pause(ilse, at=AT) == 0

    assert kinds_to(request.mentee) == ["mentoring_declined"]
    ilse.refresh_from_db()
    assert not ilse.is_available_as_mentor


def test_twice_a_year_one_mail_asks_and_two_weeks_later_silence_pauses(ilse, offer):
    assert availability.ask_to_confirm(HALF_A_YEAR - timedelta(days=1)) == {
        "mentors asked to confirm": 0
    }
    assert availability.ask_to_confirm(HALF_A_YEAR) == {"mentors asked to confirm": 1}
    assert availability.ask_to_confirm(HALF_A_YEAR) == {"mentors asked to confirm": 0}
    early = HALF_A_YEAR + timedelta(days=13)
    assert availability.pause_unconfirmed(early) == {"mentors paused": 0}

    late = HALF_A_YEAR + timedelta(days=14)
    assert availability.pause_unconfirmed(late) == {"mentors paused": 1}

    offer.refresh_from_db()
    assert (offer.state, offer.paused_because) == ("paused", "unconfirmed")
    assert kinds_to(ilse) == ["availability_check", "availability_paused"]


def test_whoever_confirms_is_asked_again_only_half_a_year_later(ilse, offer):
    availability.ask_to_confirm(HALF_A_YEAR)

    availability.confirm(ilse, at=HALF_A_YEAR + timedelta(days=3))

    later = HALF_A_YEAR + timedelta(days=30)
    assert availability.pause_unconfirmed(later) == {"mentors paused": 0}
    assert availability.ask_to_confirm(later) == {"mentors asked to confirm": 0}


def test_nobody_is_asked_or_paused_while_the_directory_is_off(ilse, offer, administrator):
    availability.ask_to_confirm(HALF_A_YEAR)
    request = RequestFactory(mentor=ilse)

    with_one_ended = setup.switch(is_on=False, by=administrator, at=HALF_A_YEAR)
    assert with_one_ended == 1
    setup.switch(is_on=True, by=administrator, at=HALF_A_YEAR + timedelta(days=60))

    request.refresh_from_db()
    assert (request.state, request.reason) == ("closed", "switched_off")
    assert kinds_to(request.mentee) == ["mentoring_closed"]
    later = HALF_A_YEAR + timedelta(days=60)
    assert availability.pause_unconfirmed(later) == {"mentors paused": 0}


def test_places_count_pairs_of_programs_too():
    mentor = PairFactory().mentor.person
    AvailabilityFactory(person=mentor, places=2)

    assert (places.taken(), places.free(mentor, 2)) == ({mentor.pk: 1}, 1)
