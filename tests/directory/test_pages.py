from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.actions import availability, requests
from directory.models import Availability, Mark, PairRegistration, Seeking
from directory.models.availability import CONFIRM_EVERY
from directory.queries import switch
from directory.rules import links
from people.models import User
from programs.models import Call
from tests.factories import CallFactory, PairFactory, UserFactory
from tests.factories.directory import (
    ASKED_AT,
    AvailabilityFactory,
    RegistrationFactory,
    RequestFactory,
)

pytestmark = pytest.mark.django_db
WORDS = {"who_i_am": "I work in support.", "goal": "Read a trace.", "why_you": "A talk."}


@pytest.fixture(autouse=True)
def _soon_after_asking():
    with time_machine.travel(ASKED_AT + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def browser(client, noor):
    client.force_login(noor)
    return client


def text(answer):
    return " ".join(answer.content.decode().split())


def listed(client, **query):
    answer = client.get(reverse("directory:mentor_list"), query)
    return [card.mentor.name for card in answer.context["listing"].cards]


def test_the_list_says_facts_and_no_percent(browser, offer):
    offer.slots = ["mon-0", "mon-1"]
    offer.save()
    Seeking.objects.create(person=browser_user(browser), topics=["Writing", "Law"], slots=["mon-1"])

    page = text(browser.get(reverse("directory:mentor_list")))

    for fact in (
        "Shares 1 of your 2 topics",
        "3 shared hours a week",
        "Two levels ahead",
        "Time for one",
    ):
        assert fact in page
    assert "%" not in page.partition('class="mcards"')[2].partition("</ul> <div")[0]


def browser_user(client):
    return User.objects.get(pk=client.session["_auth_user_id"])


def test_filters_come_from_the_address(browser, offer):
    far = AvailabilityFactory(
        person__name="Rasmus Kettleby",
        person__time_zone="Asia/Tokyo",
        person__division="Data",
        person__level=2,
        person__languages=["Danish"],
        topics=["Law"],
    )
    full = PairFactory(mentor__person__name="Bo Full").mentor.person
    AvailabilityFactory(person=full, topics=["Writing"])

    assert listed(browser) == ["Ilse Marrowby", "Rasmus Kettleby", "Bo Full"]
    assert listed(browser, topic="law") == [far.person.name]
    assert listed(browser, topic=["Writing", "Law"], time="now") == [
        "Ilse Marrowby",
        "Rasmus Kettleby",
    ]
    assert listed(browser, division="Data") == [far.person.name]
    assert listed(browser, language="danish") == [far.person.name]
    assert listed(browser, near="0") == ["Ilse Marrowby"]
    assert listed(browser, above="1") == ["Ilse Marrowby"]
    assert listed(browser, hours="2") == []
    assert listed(browser, q="rasm") == [far.person.name]
    assert listed(browser, near="x", above="99", hours="-1", show="no", time="y", page="z")


def test_the_form_shows_the_filters_of_the_address(browser, offer):
    page = browser.get(reverse("directory:mentor_list"), {"topic": "WRITING", "time": "now"})

    assert page.context["filters"].topics == ("Writing",)
    assert text(page).count("checked") == 3  # the topic, the time, and any number of hours
    (removing, _now) = page.context["chips"]
    assert removing == ("WRITING", "?time=now")
    assert '<details class="dir-f">' in page.text, "on a phone what was found comes first"


def test_nobody_finds_themselves_their_manager_guests_or_who_left(browser, noor, offer):
    noor.manager = offer.person
    noor.save()
    AvailabilityFactory(person=noor)
    AvailabilityFactory(person__is_guest=True)
    AvailabilityFactory(person__is_active=False)
    AvailabilityFactory(state="paused", paused_because="own")
    AvailabilityFactory(person__manager=noor)

    assert listed(browser) == []
    assert "Nobody is available yet" in text(browser.get(reverse("directory:mentor_list")))


def test_a_list_costs_the_same_with_one_mentor_and_with_thirty(browser, offer):
    browser.get(reverse("directory:mentor_list"))
    with CaptureQueriesContext(connection) as for_one:
        browser.get(reverse("directory:mentor_list"))
    for _number in range(29):
        AvailabilityFactory()
    RequestFactory(mentor=offer.person)
    with CaptureQueriesContext(connection) as for_thirty:
        browser.get(reverse("directory:mentor_list"))

    assert len(for_thirty) == len(for_one)
    asked = [query["sql"] for query in for_thirty if 'FROM "directory_' in query["sql"]]
    assert len(asked) == 8, "\n".join(asked)


def test_marks_are_private_and_put_people_aside(browser, noor, offer, client):
    address = reverse("directory:mark", args=[offer.person_id])
    browser.post(address, {"kind": "star"})
    assert Mark.objects.get().kind == "star"
    browser.post(address, {"kind": "not_for_me"})
    assert listed(browser) == []
    assert listed(browser, show="not_for_me") == ["Ilse Marrowby"]
    browser.post(address, {"kind": "nonsense"})
    assert Mark.objects.get().kind == "not_for_me"

    client.force_login(offer.person)
    for page in ("mentor_list", "offer", "request_list"):
        assert "Noor" not in text(client.get(reverse(f"directory:{page}")))
    profile = text(client.get(reverse("directory:mentor", args=[offer.person_id])))
    assert "Noor" not in profile

    client.force_login(noor)
    browser.post(address, {"kind": ""})
    assert not Mark.objects.exists()


def test_the_profile_shows_the_debt_before_anybody_asks(browser, ilse):
    RequestFactory(
        mentor=ilse,
        created_at=ASKED_AT - timedelta(days=20),
        state="declined",
        reason="no_time",
        slot=None,
        ended_at=ASKED_AT,
        first_reply_at=ASKED_AT - timedelta(days=17),
    )
    RequestFactory(mentor=ilse)

    page = text(browser.get(reverse("directory:mentor", args=[ilse.pk])))

    assert "Usually answers within 3 days" in page
    assert "One other request is open" in page


def test_asking_on_the_page_and_asking_again_says_why_not(browser, ilse):
    address = reverse("directory:ask", args=[ilse.pk])
    answer = browser.post(address, {**WORDS, "months": "3", "goal": " "})
    assert "Why Ilse?" in text(answer)
    assert "I work in support." in text(answer)

    answer = browser.post(address, {**WORDS, "months": "3"}, follow=True)

    assert "Ilse Marrowby has your request." in text(answer)
    answer = browser.get(address, follow=True)
    assert "Your request to this person is open." in text(answer)


def test_the_words_of_the_last_request_are_there_for_the_next(browser, noor, ilse):
    RequestFactory(mentee=noor, goal="Read a trace without help.")

    page = text(browser.get(reverse("directory:ask", args=[ilse.pk])))

    assert "Read a trace without help." in page
    assert "Your talk about drawing systems." not in page


def test_the_mentor_answers_on_the_page_and_both_meet_on_one(client, noor, ilse):
    made = RequestFactory(mentee=noor, mentor=ilse)
    client.force_login(ilse)
    address = reverse("directory:request_answer", args=[made.pk])
    page = text(client.post(address, {"answer": "decline", "text": "Sorry!"}))
    assert "Choose a reason." in page
    assert "Sorry!" in page
    assert "Write what you would like to know." in text(client.post(address, {"answer": "ask"}))
    assert "is required" in text(client.post(address, {}))

    client.post(address, {"answer": "ask", "text": "Which system?"})
    client.post(address, {"answer": "accept", "text": "Yes."})

    made.refresh_from_db()
    for person in (noor, ilse):
        client.force_login(person)
        page = text(client.get(reverse("pairs:pair_detail", args=[made.pair_id])))
        assert "Ilse Marrowby and Noor Castellane" in page
        assert "Start here" in page
        thread = text(client.get(reverse("directory:request", args=[made.pk])))
        assert "Which system?" in thread


@pytest.mark.parametrize(
    ("state", "reason"),
    [("taken_back", ""), ("expired", ""), ("declined", "not_mine"), ("closed", "found")],
)
def test_every_end_has_a_page_for_both(client, noor, ilse, state, reason):
    made = RequestFactory(
        mentee=noor, mentor=ilse, slot=None, ended_at=ASKED_AT, state=state, reason=reason
    )
    for person in (noor, ilse):
        client.force_login(person)
        assert client.get(reverse("directory:request", args=[made.pk])).status_code == 200


def test_a_declined_request_points_on_to_whom_the_mentor_named(browser, noor, ilse):
    solveig = AvailabilityFactory(person__name="Solveig Tarn").person
    made = RequestFactory(mentee=noor, mentor=ilse)
    requests.decline(made, by=ilse, reason="fits_other", suggestion=solveig, at=ASKED_AT)

    page = text(browser.get(reverse("directory:request", args=[made.pk])))

    assert "Someone else fits your goal better." in page
    assert "Ilse suggests Solveig Tarn" in page


def test_offering_keeps_what_was_typed_and_says_what_is_wrong(browser, noor):
    address = reverse("directory:offer")
    said = {"topics": "Writing, Law", "languages": "English", "places": "2", "slots": ["mon-1"]}
    answer = browser.post(address, {**said, "places": "99", "away_from": "2021-07-01"})
    assert "Give both days, or neither." in text(answer)
    assert "Writing, Law" in text(answer)

    browser.post(address, {**said, "helps_with": "Design notes."})

    offer = Availability.objects.get(person=noor)
    assert (offer.topics, offer.places, offer.slots) == (["Writing", "Law"], 2, ["mon-1"])
    assert "You are available" in text(browser.get(address))
    browser.post(reverse("directory:offer_state"), {"state": "pause"})
    offer.refresh_from_db()
    assert offer.state == "paused"


def test_the_mail_of_half_a_year_is_answered_by_one_press_and_not_by_opening(client, ilse, offer):
    availability.ask_to_confirm(ASKED_AT + CONFIRM_EVERY)
    offer.refresh_from_db()
    address = reverse("directory:still_right", args=[links.made(offer.pk, offer.round)])
    with time_machine.travel(ASKED_AT + CONFIRM_EVERY + timedelta(days=2)):
        assert "are you still available as a mentor?" in text(client.get(address))
        offer.refresh_from_db()
        assert offer.asked_at is not None

        assert "Thank you" in text(client.post(address, {"state": "on"}))

        offer.refresh_from_db()
        assert offer.asked_at is None
        assert "You have answered already" in text(client.get(address))
        client.post(address, {"state": "pause"})
        offer.refresh_from_db()
        assert offer.is_open
    assert client.get(reverse("directory:still_right", args=["nonsense"])).status_code == 404


@pytest.mark.parametrize(
    ("because", "said"),
    [
        ("own", "Nobody can ask you now."),
        ("unconfirmed", "This question had no answer for two weeks"),
        ("unanswered", "Three requests in a row had no answer"),
    ],
)
def test_the_page_behind_the_mail_says_why_somebody_is_paused(client, offer, because, said):
    address = reverse("directory:still_right", args=[links.made(offer.pk, offer.round)])
    availability.pause(offer.person, at=ASKED_AT, because=because)
    shown = text(client.get(address))
    assert said in shown
    assert "answered already" not in shown
    assert "Sign in to see what you offer" in shown
    client.post(address, {"state": "on"})
    offer.refresh_from_db()
    assert not offer.is_open


def test_a_pause_from_the_mail_speaks_of_requests_only_where_there_were_some(client, offer):
    address = reverse("directory:still_right", args=[links.made(offer.pk, offer.round)])
    shown = text(client.post(address, {"state": "pause"}))
    assert "You are paused. Nobody can ask you" in shown
    assert "declined" not in shown


def test_the_page_behind_the_mail_says_whom_it_is_for_where_somebody_else_is_signed_in(
    client, offer, noor
):
    address = reverse("directory:still_right", args=[links.made(offer.pk, offer.round)])
    client.force_login(noor)
    shown = text(client.get(address))
    assert f"This page is for {offer.person.get_short_name()} alone." in shown
    client.force_login(offer.person)
    assert "alone" not in text(client.get(address))


def test_a_suggestion_is_the_engines_choice_shown_as_facts(browser, noor):
    Seeking.objects.create(person=noor, topics=["Law"])
    for number in range(5):
        AvailabilityFactory(topics=["Cooking"], person__name=f"Cook {number}")
    AvailabilityFactory(topics=["Law"], person__name="Lex Lawyer", person__level=4)

    answer = browser.get(reverse("directory:suggested"))

    names = [card.mentor.name for card in answer.context["cards"]]
    assert names[0] == "Lex Lawyer"
    assert len(names) == 3


def test_a_wish_needs_topics(browser, noor):
    address = reverse("directory:looking")
    assert "at least one topic" in text(browser.post(address, {"wants_word": "on"}))
    browser.post(address, {"wants_word": "on", "topics": "Law"})
    assert Seeking.objects.get(person=noor).wants_word


def test_a_pair_registers_itself_and_a_date_outside_three_to_six_months_is_asked_back(
    browser, client, noor, ilse
):
    address = reverse("directory:register")
    said = {"email": ilse.email, "role": "mentor", "ends_on": "2022-09-01"}
    assert "not three to six months" in text(browser.post(address, said))
    assert "Nobody here has this address." in text(
        browser.post(address, {**said, "email": "nobody@example.com"})
    )
    browser.post(address, {**said, "is_sure": "on"})
    made = PairRegistration.objects.get()

    client.force_login(ilse)
    page = reverse("directory:registration", args=[made.pk])
    assert "Do you two work together?" in text(client.get(page))
    answer = client.post(page, {"answer": "confirm"}, follow=True)

    assert "You two have a page of your own now." in text(answer)


def test_others_read_neither_request_nor_registration(client, stranger, administrator):
    made, registered = RequestFactory(), RegistrationFactory()
    for person in (stranger, administrator):
        client.force_login(person)
        for address in (
            reverse("directory:request", args=[made.pk]),
            reverse("directory:registration", args=[registered.pk]),
        ):
            assert client.get(address).status_code == 404


def test_guests_find_no_directory(client, offer):
    client.force_login(UserFactory(is_guest=True))
    assert client.get(reverse("directory:mentor_list")).status_code == 404
    assert "Find a mentor" not in text(client.get("/"))


def test_administrators_switch_it_and_see_numbers_never_texts(client, administrator, offer):
    RequestFactory(goal="A very private goal")
    client.force_login(administrator)
    page = text(client.get(reverse("directory:setup")))
    assert "A very private goal" not in page
    assert "The directory is on" in page

    client.post(reverse("directory:setup"), {"is_on": "no"})

    cache.delete(switch.KEY)
    assert not switch.is_on()
    assert client.get(reverse("directory:mentor_list")).status_code == 404


def test_an_organizer_invites_a_mentor_to_a_call_of_theirs_once(client, organizer, cycle, ilse):
    now = ASKED_AT
    Call.objects.all().delete()
    call = CallFactory(
        cycle=cycle,
        role=cycle.roles.get(side="mentor"),
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=9),
    )
    client.force_login(organizer)
    address = reverse("directory:mentor", args=[ilse.pk])
    assert "Invite to apply" in text(client.get(address))

    client.post(reverse("directory:invite", args=[ilse.pk]), {"call": call.pk})

    assert ilse.nominations.get().role == call.role
    assert "Invite to apply" not in text(client.get(address))
    client.force_login(UserFactory())
    again = client.post(reverse("directory:invite", args=[ilse.pk]), {"call": call.pk})
    assert again.status_code == 404
