from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from directory.actions import requests, seeking, wishes
from directory.models import MentoringRequest, Seeking
from directory.queries.replies import debts
from people.actions import people
from tests.concurrency import together
from tests.factories import PairFactory, UserFactory
from tests.factories.directory import ASKED_AT, AvailabilityFactory, RequestFactory
from tests.messages import kinds_to

pytestmark = pytest.mark.django_db
AT = ASKED_AT
WORDS = {
    "who_i_am": "I work in support.",
    "goal": "Read a trace.",
    "why_you": "Your talk.",
    "months": 3,
    "takes_writing": False,
}


def ask(mentee, mentor, at=AT, **words):
    return requests.ask(mentor, by=mentee, **(WORDS | words), at=at)


def refused(code):
    return pytest.raises(ValidationError, check=lambda error: error.code == code)


def test_a_request_holds_a_slot_for_ten_days_and_its_mentor_hears_of_it(noor, ilse):
    made = ask(noor, ilse, goal="Read a trace in a large system.")

    assert (made.state, made.slot, made.expires_at) == ("open", 1, AT + timedelta(days=10))
    assert kinds_to(ilse) == ["mentoring_requested"]


def test_nobody_asks_twice_four_at_once_their_manager_or_somebody_full(noor, ilse):
    ask(noor, ilse)
    with refused("open"):
        ask(noor, ilse)
    for _one in range(2):
        ask(noor, AvailabilityFactory().person)
    with refused("three"):
        ask(noor, AvailabilityFactory().person)
    other = UserFactory(manager=ilse)
    with refused("manager"):
        ask(other, ilse)
    with refused("yourself"):
        ask(ilse, ilse)
    with refused("paused"):
        ask(other, UserFactory())
    full = PairFactory().mentor.person
    AvailabilityFactory(person=full)
    with refused("full"):
        ask(other, full)


def test_the_database_itself_keeps_a_fourth_request_out(noor):
    for slot in (1, 2, 3):
        RequestFactory(mentee=noor, slot=slot)
    for slot in (3, 4, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            RequestFactory(mentee=noor, slot=slot)


def test_three_of_four_requests_sent_at_once_are_kept(transactional_db, noor):
    mentors = [AvailabilityFactory().person for _number in range(4)]

    came = together(*(lambda one=one: ask(noor, one) for one in mentors))

    assert sum(isinstance(one, MentoringRequest) for one in came) == 3
    assert [one.code for one in came if isinstance(one, Exception)] == ["three"]


def test_accepting_makes_a_pair_for_the_months_asked_for(noor, ilse):
    made = ask(noor, ilse, months=4)

    pair = requests.accept(made, by=ilse, text="Bring a trace.", at=AT + timedelta(days=1))

    made.refresh_from_db()
    assert (made.state, made.pair, made.slot) == ("accepted", pair, None)
    assert (pair.mentor.person, pair.mentee.person) == (ilse, noor)
    assert (str(pair.starts_on), str(pair.ends_on)) == ("2021-06-15", "2021-10-15")
    assert pair.cycle.program.is_independent
    assert [entry.text for entry in made.entries.all()] == ["Bring a trace."]
    assert kinds_to(noor) == ["mentoring_accepted"]


def test_accepting_ends_the_other_requests_of_the_mentee_and_says_so(noor, ilse):
    rasmus = AvailabilityFactory().person
    other = ask(noor, rasmus)
    made = ask(noor, ilse)

    requests.accept(made, by=ilse, at=AT)

    other.refresh_from_db()
    assert (other.state, other.reason) == ("closed", "found")
    assert "mentoring_closed" not in kinds_to(rasmus)  # the request itself had not gone out yet
    with refused("has_mentor"):
        ask(noor, AvailabilityFactory().person)


def test_of_two_mentors_who_accept_one_mentee_at_once_one_wins(transactional_db, noor):
    asked = [ask(noor, AvailabilityFactory().person) for _number in range(2)]

    came = together(*(lambda one=one: requests.accept(one, by=one.mentor, at=AT) for one in asked))

    (lost,) = [one for one in came if isinstance(one, Exception)]
    assert lost.code == "wrong_status"
    states = MentoringRequest.objects.order_by("state").values_list("state", flat=True)
    assert list(states) == ["accepted", "closed"]


def test_the_last_place_is_taken_once(transactional_db, offer):
    asked = [ask(UserFactory(), offer.person) for _number in range(2)]

    came = together(*(lambda one=one: requests.accept(one, by=one.mentor, at=AT) for one in asked))

    (lost,) = [one for one in came if isinstance(one, Exception)]
    assert lost.code == "full"
    assert MentoringRequest.objects.filter(state="open").count() == 1


def test_a_mentor_who_asks_back_gives_both_ten_more_days(noor, ilse):
    made = ask(noor, ilse)
    later = AT + timedelta(days=4)

    requests.ask_back(made, by=ilse, text="Which system?", at=later)
    requests.write(made, by=noor, text="The router.", at=later + timedelta(hours=1))

    made.refresh_from_db()
    assert made.expires_at == later + timedelta(days=10)
    assert made.first_reply_at == later
    assert "mentoring_question" in kinds_to(noor)
    assert "mentoring_reply" in kinds_to(ilse)


def test_declining_needs_a_reason_from_the_list_and_a_month_passes_before_asking_again(noor, ilse):
    made = ask(noor, ilse)
    for reason in ("", "paused", "nonsense"):
        with refused("no_reason"):
            requests.decline(made, by=ilse, reason=reason, at=AT)
    solveig = AvailabilityFactory().person

    requests.decline(made, by=ilse, reason="fits_other", suggestion=solveig, at=AT)

    made.refresh_from_db()
    assert (made.state, made.suggestion) == ("declined", solveig)
    assert kinds_to(noor) == ["mentoring_declined"]
    with refused("again"):
        ask(noor, ilse, at=AT + timedelta(days=29))
    ask(noor, ilse, at=AT + timedelta(days=30))


def test_taking_no_more_requests_declines_the_other_open_ones_kindly(noor, ilse):
    made, other = ask(noor, ilse), ask(UserFactory(), ilse)

    requests.accept(made, by=ilse, stop=True, at=AT)

    other.refresh_from_db()
    ilse.refresh_from_db()
    assert (other.state, other.reason) == ("declined", "paused")
    assert kinds_to(other.mentee) == ["mentoring_declined"]
    assert not ilse.is_available_as_mentor


def test_asking_back_with_no_more_requests_keeps_this_one_open(noor, ilse):
    made, other = ask(noor, ilse), ask(UserFactory(), ilse)

    requests.ask_back(made, by=ilse, text="Which system?", stop=True, at=AT)

    made.refresh_from_db()
    other.refresh_from_db()
    assert (made.state, other.state) == ("open", "declined")


def test_what_is_taken_back_before_its_mail_went_is_never_told(noor, ilse):
    made = ask(noor, ilse)

    requests.take_back(made, by=noor, at=AT)

    made.refresh_from_db()
    assert (made.state, kinds_to(ilse)) == ("taken_back", [])
    with refused("wrong_status"):
        requests.accept(made, by=ilse, at=AT)


def test_a_request_expires_after_ten_days_once_and_both_are_told(noor, ilse):
    made = ask(noor, ilse)
    over = AT + timedelta(days=10)
    assert requests.expire_due(over - timedelta(seconds=1)) == {"requests expired": 0}
    with refused("wrong_status"):  # its days are over, whether or not the clock has looked
        requests.accept(made, by=ilse, at=over)

    assert requests.expire_due(over) == {"requests expired": 1}
    assert requests.expire_due(over) == {"requests expired": 0}

    made.refresh_from_db()
    ilse.mentor_availability.refresh_from_db()
    assert (made.state, ilse.mentor_availability.unanswered) == ("expired", 1)
    assert "mentoring_expired" in kinds_to(noor)
    assert "mentoring_expired" in kinds_to(ilse)


def test_three_requests_without_a_word_pause_a_mentor_and_a_word_counts_anew(ilse, offer):
    offer.places = 9
    offer.save()
    answered = ask(UserFactory(), ilse)
    for day in (0, 20, 40):
        at = AT + timedelta(days=day)
        ask(UserFactory(), ilse, at=at)
        if day == 0:
            requests.decline(answered, by=ilse, reason="no_time", at=at)
        requests.expire_due(at + timedelta(days=10))

    offer.refresh_from_db()
    assert (offer.state, offer.paused_because) == ("paused", "unanswered")
    assert "availability_paused" in kinds_to(ilse)


def test_how_fast_a_mentor_answers_is_a_median_of_the_last_ones(noor, ilse):
    days = {1: 1, 2: 2, 3: 9}
    for number, waited in days.items():
        at = AT - timedelta(days=30 * number)
        RequestFactory(
            mentor=ilse,
            created_at=at,
            state="declined",
            reason="no_time",
            slot=None,
            ended_at=at,
            first_reply_at=at + timedelta(days=waited),
        )
    RequestFactory(mentor=ilse, created_at=AT)

    owed = debts([ilse.pk], AT)[ilse.pk]

    assert (owed.median_days, owed.answered, owed.open) == (2, 3, 1)


def test_when_somebody_leaves_what_they_asked_for_and_offered_ends(noor, ilse, administrator):
    asked = ask(noor, ilse)
    got = ask(UserFactory(), AvailabilityFactory(person=noor).person)

    people.deactivate(noor, by=administrator, at=AT)

    asked.refresh_from_db()
    got.refresh_from_db()
    noor.mentor_availability.refresh_from_db()
    assert (asked.state, asked.reason) == ("closed", "left")
    assert (got.state, got.reason) == ("declined", "left")
    assert noor.mentor_availability.state == "paused"


def test_a_wish_is_met_once(noor, ilse):
    with refused("no_topics"):
        seeking.save(noor, topics=[], slots=[], wants_word=True, at=AT)
    seeking.save(noor, topics=["Tracing"], slots=[], wants_word=True, at=AT)

    assert wishes.tell_fitting(AT) == {"wishes met": 1}
    assert wishes.tell_fitting(AT) == {"wishes met": 0}

    assert kinds_to(noor) == ["mentor_fits"]
    assert not Seeking.objects.get(person=noor).wants_word
