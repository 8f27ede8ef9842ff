"""Mails say that something happened and where to read it, and never what somebody wrote."""

from datetime import timedelta

import pytest
from django.urls import reverse

from directory.actions import availability, registrations, requests, seeking, wishes
from directory.models import Seeking
from directory.models.availability import CONFIRM_EVERY
from notifications.models import Message
from tests.factories import UserFactory
from tests.factories.directory import ASKED_AT, AvailabilityFactory, RequestFactory
from tests.messages import SENT, UNTRUE, fate, remind, words_of

pytestmark = pytest.mark.django_db
AT = ASKED_AT
PRIVATE = "I struggle with my manager"
WORDS = {"who_i_am": PRIVATE, "goal": PRIVATE, "why_you": PRIVATE, "months": 3}


def ask(mentee, mentor):
    return requests.ask(mentor, by=mentee, **WORDS, takes_writing=False, at=AT)


def mail(kind, to):
    subject, body = words_of(Message.objects.get(kind=kind, to=to))
    assert PRIVATE not in subject + body
    return f"{subject}\n{body}"


def test_a_request_its_question_reply_and_answer_are_told_with_names_and_addresses(noor, ilse):
    made = ask(noor, ilse)
    page = reverse("directory:request", args=[made.pk])
    asked = mail("mentoring_requested", ilse)
    assert "Noor Castellane would like you as a mentor" in asked
    assert page in asked
    assert "Thursday, 24 June" in asked

    requests.ask_back(made, by=ilse, text=PRIVATE, at=AT)
    requests.write(made, by=noor, text=PRIVATE, at=AT)
    assert page in mail("mentoring_question", noor)
    assert page in mail("mentoring_reply", ilse)

    pair = requests.accept(made, by=ilse, text=PRIVATE, at=AT)
    accepted = mail("mentoring_accepted", noor)
    assert reverse("pairs:pair_detail", args=[pair.pk]) in accepted
    assert "The planned end is 14 September 2021." in accepted


def test_every_other_end_is_told_kindly(noor, ilse):
    requests.decline(ask(noor, ilse), by=ilse, reason="no_time", text=PRIVATE, at=AT)
    assert reverse("directory:mentor_list") in mail("mentoring_declined", noor)
    assert "no time" not in mail("mentoring_declined", noor)

    other = AvailabilityFactory().person
    ask(noor, other)
    requests.expire_due(AT + timedelta(days=10))
    assert "says nothing about you" in mail("mentoring_expired", noor)
    assert "Is it still right" in mail("mentoring_expired", other)


def test_a_question_nobody_answered_is_not_called_the_mentors_silence(client, noor, ilse):
    """The mentor asked something back and the mentee never wrote: each hears whose word was missing."""
    made = ask(noor, ilse)
    requests.ask_back(made, by=ilse, text=PRIVATE, at=AT)
    requests.expire_due(AT + timedelta(days=10))

    told = mail("mentoring_expired", noor)
    assert "No answer from" not in told
    assert "Ilse Marrowby asked you something before answering" in told
    told = mail("mentoring_expired", ilse)
    assert "did not write back in time" in told
    assert "still right" not in told
    for person, words in ((noor, "did not hear from you"), (ilse, "did not write back")):
        client.force_login(person)
        page = client.get(reverse("directory:request", args=[made.pk])).text
        assert words in page
        assert "still right" not in page
        assert "No answer in time" not in page


def test_a_request_that_ends_by_itself_is_told_with_the_reason(noor, ilse):
    asked = [RequestFactory(mentee=noor, slot=slot) for slot in (1, 2)]
    requests.accept(asked[0], by=asked[0].mentor, at=AT)
    assert "Noor Castellane has found a mentor" in mail("mentoring_closed", asked[1].mentor)

    left = RequestFactory()
    requests.release(left.mentee, at=AT)
    assert "has left" in mail("mentoring_closed", left.mentor)

    last = RequestFactory()
    requests.close_all(at=AT)
    for person in (last.mentor, last.mentee):
        assert "was closed for everyone" in mail("mentoring_closed", person)


def test_a_request_taken_back_later_is_told(noor, ilse):
    made = ask(noor, ilse)
    assert fate("mentoring_requested", AT + timedelta(minutes=5)) == SENT

    requests.take_back(made, by=noor, at=AT + timedelta(hours=1))

    assert "There is nothing to do." in mail("mentoring_taken_back", ilse)


def test_a_mentor_is_reminded_once_three_days_before_the_end_unless_it_is_not_their_turn(
    noor, ilse
):
    made = ask(noor, ilse)
    assert remind("mentoring_waits", AT + timedelta(days=6, hours=23)) == 0
    late = AT + timedelta(days=7)
    assert remind("mentoring_waits", late) == 1
    assert remind("mentoring_waits", late) == 0
    assert "a no helps them, too" in mail("mentoring_waits", ilse)

    requests.ask_back(made, by=ilse, text="Which one?", at=late)

    assert fate("mentoring_waits", late + timedelta(hours=1)) == UNTRUE


def test_the_question_of_half_a_year_carries_a_link_and_a_day(ilse, offer):
    at = AT + CONFIRM_EVERY
    availability.ask_to_confirm(at)

    asked = mail("availability_check", ilse)

    assert "/mentors/still/" in asked
    assert "27 December" in asked
    availability.confirm(ilse, at=at)
    assert fate("availability_check", at + timedelta(hours=1)) == UNTRUE


@pytest.mark.parametrize(
    ("because", "words"),
    [("unanswered", "Three requests in a row"), ("unconfirmed", "did not hear from you")],
)
def test_whoever_is_paused_by_the_clock_hears_why(ilse, offer, because, words):
    availability.pause(ilse, at=AT, because=because)

    assert words in mail("availability_paused", ilse)


def test_a_wish_that_is_met_leads_to_those_who_fit(noor, ilse):
    seeking.save(noor, topics=["Tracing"], slots=[], wants_word=True, at=AT)
    wishes.tell_fitting(AT)

    assert reverse("directory:suggested") in mail("mentor_fits", noor)


def test_a_wish_stays_when_nobody_fits_any_more_once_its_mail_goes(noor, offer):
    """The mentor's place was taken while the mail waited for the morning."""
    seeking.save(noor, topics=["Tracing"], slots=[], wants_word=True, at=AT)
    wishes.tell_fitting(AT)
    availability.pause(offer.person, at=AT)
    assert fate("mentor_fits", AT + timedelta(hours=8)) == UNTRUE
    later = AT + timedelta(days=1)
    assert wishes.tell_fitting(later) == {"wishes met": 0}

    availability.confirm(offer.person, at=later)

    assert wishes.tell_fitting(later) == {"wishes met": 1}
    assert wishes.tell_fitting(later) == {"wishes met": 0}
    assert Message.objects.filter(kind="mentor_fits", status="queued").count() == 1


def test_a_wish_taken_off_meanwhile_is_not_made_anew(noor, offer):
    seeking.save(noor, topics=["Tracing"], slots=[], wants_word=True, at=AT)
    wishes.tell_fitting(AT)
    availability.pause(offer.person, at=AT)
    fate("mentor_fits", AT + timedelta(hours=8))
    later = AT + timedelta(days=1)
    seeking.save(noor, topics=["Tracing"], slots=[], wants_word=False, at=later)

    wishes.tell_fitting(later)

    assert not Seeking.objects.get(person=noor).wants_word


def test_the_two_of_a_registration_hear_of_each_other(noor, ilse):
    until = (AT + timedelta(days=120)).date()
    made = registrations.register(ilse, by=noor, other_mentors=True, ends_on=until, at=AT)
    assert "that you are their mentor" in mail("pair_registered", ilse)
    pair = registrations.confirm(made, by=ilse, at=AT)
    assert reverse("pairs:pair_detail", args=[pair.pk]) in mail("pair_confirmed", noor)

    other = UserFactory()
    made = registrations.register(other, by=noor, other_mentors=False, ends_on=until, at=AT)
    assert "that they are your mentor" in mail("pair_registered", other)
    registrations.decline(made, by=other, at=AT)
    assert "did not confirm" in mail("pair_not_confirmed", noor)
