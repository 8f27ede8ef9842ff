"""What happens while somebody has a page open: the other pauses, answers, or takes it back; and words
that are typed are never lost."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from directory.actions import availability, registrations, requests
from directory.models import Availability, MentoringRequest, PairRegistration, Seeking
from directory.queries import switch
from pairs.models import Pair
from tests.concurrency import after_waiting, together
from tests.factories import UserFactory
from tests.factories.directory import ASKED_AT, AvailabilityFactory, RequestFactory
from tests.messages import UNTRUE, fate

pytestmark = pytest.mark.django_db
AT = ASKED_AT + timedelta(hours=1)
WORDS = {"who_i_am": "I work in support.", "goal": "Read a trace.", "why_you": "A talk."}


@pytest.fixture(autouse=True)
def _soon_after_asking():
    with time_machine.travel(AT, tick=False):
        yield


def _as(client, person, name, *arguments, **values):
    client.force_login(person)
    address = reverse(f"directory:{name}", args=arguments)
    return client.post(address, values) if values else client.get(address)


def test_words_stay_when_the_mentor_pauses_while_somebody_writes(client, noor, ilse, offer):
    availability.pause(ilse, at=AT)
    answer = _as(client, noor, "ask", ilse.pk, months=3, **WORDS)
    assert answer.status_code == 200
    assert "This person takes no requests at the moment." in answer.text
    for words in WORDS.values():
        assert words in answer.text
    assert reverse("directory:mentor", args=[ilse.pk]) not in answer.text  # it is not there now
    assert _as(client, noor, "ask", ilse.pk).status_code == 404
    assert not MentoringRequest.objects.exists()


def test_an_answer_stays_when_the_request_is_taken_back_meanwhile(client, noor, ilse, offer):
    row = RequestFactory(mentee=noor, mentor=ilse)
    requests.take_back(row, by=noor, at=AT)
    answer = _as(client, ilse, "request_answer", row.pk, answer="accept", text="I would love to.")
    assert "This request has ended meanwhile." in answer.text
    assert "I would love to." in answer.text
    assert "It was not sent." in answer.text


def test_an_addition_stays_when_the_request_is_answered_meanwhile(client, noor, ilse, offer):
    row = RequestFactory(mentee=noor, mentor=ilse)
    requests.decline(row, by=ilse, reason="no_time", at=AT)
    answer = _as(client, noor, "request_write", row.pk, text="One more thing about me.")
    assert "One more thing about me." in answer.text
    assert "It was not sent." in answer.text
    assert "It was not sent." not in _as(client, noor, "request", row.pk).text


def test_an_offer_open_in_two_windows(client, ilse, offer):
    opened = _as(client, ilse, "offer").context["form"]
    sent = {
        "topics": "Writing",
        "languages": "English",
        "places": 2,
        "seen": opened["seen"].value(),
        "helps_with": "Said first",
    }
    assert _as(client, ilse, "offer", **sent).status_code == 302
    assert _as(client, ilse, "offer", **sent).status_code == 302
    answer = _as(client, ilse, "offer", **sent | {"helps_with": "Said later"})
    assert "changed meanwhile" in answer.text
    assert "Said later" in answer.text
    assert Availability.objects.get().helps_with == "Said first"
    again = {**sent, "helps_with": "Said later", "seen": answer.context["form"]["seen"].value()}
    assert _as(client, ilse, "offer", **again).status_code == 302
    assert Availability.objects.get().helps_with == "Said later"


def test_what_one_looks_for_open_in_two_windows(client, noor):
    seen = _as(client, noor, "looking").context["form"]["seen"].value()
    assert _as(client, noor, "looking", topics="Law", seen=seen).status_code == 302
    answer = _as(client, noor, "looking", topics="Tracing", seen=seen)
    assert "changed meanwhile" in answer.text
    assert Seeking.objects.get().topics == ["Law"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("name", "field", "typed"),
    [
        ("offer", "helps_with", {"topics": "Writing", "languages": "English", "places": 2}),
        ("looking", "topics", {}),
    ],
)
def test_of_two_windows_that_save_in_one_instant_the_second_reads_both(name, field, typed):
    person = AvailabilityFactory(topics=["Writing"]).person
    Seeking.objects.create(person=person, topics=["Writing"])
    first, second = Client(), Client()
    second.force_login(person)
    typed = typed | {"seen": _as(first, person, name).context["form"]["seen"].value()}
    address = reverse(f"directory:{name}")
    answer = after_waiting(
        lambda: first.post(address, typed | {field: "Said first"}),
        lambda: second.post(address, typed | {field: "Said later"}),
    )
    assert "changed meanwhile" in answer.text
    assert "is now: Said first" in answer.text
    assert "Said later" in answer.text
    again = typed | {field: "Said later", "seen": answer.context["form"]["seen"].value()}
    assert second.post(address, again).status_code == 302


@pytest.mark.parametrize(
    ("title", "division", "help_text"),
    [
        ("Engineer", "Support", "Two sentences. Your title and division are shown anyway."),
        ("Engineer", "", "Two sentences. Your title is shown anyway."),
        ("", "Support", "Two sentences. Your division is shown anyway."),
        ("", "", "Two sentences: what you do, and where."),
    ],
)
def test_what_is_shown_anyway_is_what_is_on_record(
    client, noor, ilse, offer, title, division, help_text
):
    for person in (noor, ilse):
        person.job_title, person.division = title, division
        person.save()
    assert help_text in _as(client, noor, "ask", ilse.pk).text
    row = RequestFactory(mentee=noor, mentor=ilse)
    for page in (
        _as(client, noor, "mentor", ilse.pk).text,
        _as(client, ilse, "request", row.pk).text,
    ):
        before, _zone, _rest = page.partition("</h1>")[2].partition("Vienna")
        assert before.rstrip().endswith("·") == bool(title or division)


@pytest.mark.parametrize(
    ("before_the_end", "words"),
    [
        (timedelta(days=9, hours=23), "10 days left"),
        (timedelta(days=1), "one day left"),
        (timedelta(minutes=1), "one day left"),
    ],
)
def test_days_left_count_the_one_that_is_not_whole(
    client, noor, ilse, offer, before_the_end, words
):
    row = RequestFactory(mentee=noor, mentor=ilse)
    with time_machine.travel(row.expires_at - before_the_end, tick=False):
        assert words in " ".join(_as(client, ilse, "request", row.pk).text.split())


def test_the_filters_count_what_they_would_show(client, noor, offer):
    offer.person.division = "Infrastructure"
    AvailabilityFactory(
        person__division="Legal", person__languages=["French"], topics=["Law", "Writing"]
    )
    AvailabilityFactory(person__division="Legal", person__languages=["English"], topics=["Law"])
    client.force_login(noor)

    def counts(**asked):
        found = client.get(reverse("directory:mentor_list"), asked).context["listing"]
        return dict(found.topics), dict(found.divisions), dict(found.languages)

    topics, divisions, _languages = counts()
    assert (topics["Law"], topics["Writing"], divisions["Legal"]) == (2, 2, 2)
    topics, divisions, languages = counts(division="Legal")
    assert topics == {"Law": 2, "Writing": 1}
    assert divisions == {"Legal": 2, "Infrastructure": 1}  # its own filter does not count
    assert languages == {"French": 1, "English": 1}
    topics, _divisions, _languages = counts(division="Legal", language="English", topic="tracing")
    assert topics == {"Law": 1, "tracing": 0}  # what is set can be taken off
    assert counts(q="nobody")[0] == {}


def test_those_put_away_are_not_counted(client, noor, ilse, offer):
    client.force_login(noor)
    client.post(reverse("directory:mark", args=[ilse.pk]), {"kind": "not_for_me"})
    found = client.get(reverse("directory:mentor_list")).context["listing"]
    assert (found.topics, found.put_away) == ([], 1)


def test_a_year_typed_wrong_makes_no_pair_of_another_century(client, noor, ilse, offer):
    values = {"email": ilse.email, "role": "mentor", "ends_on": "9999-12-31", "is_sure": "on"}
    answer = _as(client, noor, "register", **values)
    assert "Choose a day within the next five years." in answer.text
    assert not PairRegistration.objects.exists()
    sent = {"topics": "Law", "languages": "English", "places": 1, "from_on": "9999-12-31"}
    assert "Choose a day within the next two years." in _as(client, ilse, "offer", **sent).text


def test_nobody_is_led_to_a_directory_that_is_closed(noor, ilse, offer):
    registrations.register(
        ilse, by=noor, other_mentors=True, ends_on=(AT + timedelta(days=100)).date(), at=AT
    )
    cache.set(switch.KEY, False)
    assert fate("pair_registered", AT + timedelta(minutes=5)) == UNTRUE


@pytest.mark.django_db(transaction=True)
def test_somebody_leaves_while_a_mentor_they_asked_accepts():
    mentor, leaver = UserFactory(), UserFactory()
    AvailabilityFactory(person=mentor)
    AvailabilityFactory(person=leaver)
    row = RequestFactory(mentee=leaver, mentor=mentor)
    asked_of_them = RequestFactory(mentee=UserFactory(), mentor=leaver)
    outcomes = together(
        lambda: requests.accept(row, by=mentor, stop=True, at=AT),
        lambda: requests.release(leaver, at=AT),
    )
    row.refresh_from_db()
    asked_of_them.refresh_from_db()
    assert asked_of_them.state == "declined"
    assert row.state in {"accepted", "closed"}
    assert all(getattr(one, "code", "wrong_status") == "wrong_status" for one in outcomes if one)
    assert Pair.objects.count() == (row.state == "accepted")
