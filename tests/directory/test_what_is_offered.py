"""What cards, forms and profiles of the directory offer somebody, and say when they offer nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from completion.models import Kudos
from directory.actions import registrations, requests
from directory.models import Seeking
from directory.queries import fitting
from tests.directory.front_door import post, text
from tests.factories import PairFactory, UserFactory
from tests.factories.directory import (
    ASKED_AT,
    AvailabilityFactory,
    RegistrationFactory,
    RequestFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _soon_after_asking():
    with time_machine.travel(ASKED_AT + timedelta(hours=1), tick=False):
        yield


def card_of(client, mentor):
    """The card of one mentor in the list, as the page draws it."""
    page = text(client.get(reverse("directory:mentor_list")))
    return page.partition(f">{mentor.name}</a>")[2].partition("</article>")[0]


def test_a_mentor_names_somebody_who_fits_by_name_or_address(client, noor, ilse):
    solveig = AvailabilityFactory(person__name="Sólveig  Tarn").person
    made = RequestFactory(mentee=noor, mentor=ilse)
    no = {"answer": "decline", "reason": "fits_other"}
    page = text(post(client, ilse, "request_answer", made.pk, **no, suggestion="Nobody Here"))
    assert "No available mentor has this name or address." in page
    twin = AvailabilityFactory(person__name="Solveig Tarn").person
    page = text(post(client, ilse, "request_answer", made.pk, **no, suggestion="solveig tarn"))
    assert "More than one mentor has this name." in page
    twin.mentor_availability.delete()

    post(client, ilse, "request_answer", made.pk, **no, suggestion="solveig tarn")
    made.refresh_from_db()
    assert made.suggestion == solveig

    other = RequestFactory(mentor=ilse)
    post(client, ilse, "request_answer", other.pk, **no, suggestion=f" {solveig.email.upper()}")
    other.refresh_from_db()
    assert other.suggestion == solveig


def test_a_card_asks_or_says_what_is_between_the_two_already(client, noor, ilse):
    client.force_login(noor)
    asking = reverse("directory:ask", args=[ilse.pk])
    assert asking in card_of(client, ilse)

    made = RequestFactory(mentee=noor, mentor=ilse)
    own = reverse("directory:request", args=[made.pk])
    assert own in card_of(client, ilse)
    requests.decline(made, by=ilse, reason="no_time", at=ASKED_AT)
    AvailabilityFactory(person__name="Zoe Last", topics=[])
    page = text(client.get(reverse("directory:mentor_list")))
    assert page.index("Zoe Last") < page.index("Ilse Marrowby"), "who answered comes later"
    assert own in card_of(client, ilse)
    assert own in text(client.get(reverse("directory:mentor", args=[ilse.pk])))

    partner = PairFactory(mentee__person=noor).mentor.person
    AvailabilityFactory(person=partner, places=5)
    card = card_of(client, partner)
    assert "You work together" in card
    assert reverse("directory:ask", args=[partner.pk]) not in card


def test_the_form_says_what_the_mentor_sees_besides_the_words(client, noor, ilse):
    """The request page shows them shared topics and hours, which nobody has typed there."""
    client.force_login(noor)
    said = "Ilse reads this, and sees which topics and hours you two share."
    assert said in text(client.get(reverse("directory:ask", args=[ilse.pk])))
    made = RequestFactory(mentee=noor, mentor=ilse)
    client.force_login(ilse)
    page = text(client.get(reverse("directory:request", args=[made.pk])))
    assert "Shared topics: Writing, tracing" in page
    assert "Talks" not in page, "the topics they do not share stay with the mentee"


def test_a_list_says_why_nobody_can_be_asked_now(client, noor, ilse):
    client.force_login(noor)
    for slot in (1, 2, 3):
        RequestFactory(mentee=noor, slot=slot)
    for page in ("mentor_list", "suggested"):
        answer = text(client.get(reverse(f"directory:{page}")))
        assert "Three requests of yours are open." in answer
        assert reverse("directory:ask", args=[ilse.pk]) not in answer
    own = reverse("directory:request_list")
    assert own in text(client.get(reverse("directory:mentor", args=[ilse.pk])))


def test_whoever_has_a_mentor_here_is_told_so_and_not_that_nobody_has_time(client, noor, ilse):
    row = RegistrationFactory(mentee=noor)
    registrations.confirm(row, by=row.mentor, at=ASKED_AT)
    client.force_login(noor)
    page = text(client.get(reverse("directory:suggested")))
    assert "You have a mentor outside of programs already." in page
    assert "Nobody you could ask" not in page


def test_nobody_is_suggested_who_works_with_them_already(noor):
    partner = PairFactory(mentee__person=noor).mentor.person
    AvailabilityFactory(person=partner, places=5)
    assert fitting.askable(noor, ASKED_AT) == []
    past = RequestFactory(mentee=UserFactory(), created_at=ASKED_AT - timedelta(days=40))
    requests.decline(past, by=past.mentor, reason="no_time", at=ASKED_AT - timedelta(days=31))
    shown = {one.pk for one in fitting.askable(past.mentee, ASKED_AT)}
    assert shown == {partner.pk, past.mentor_id}


def test_a_wish_can_be_made_anew_with_the_filters_that_found_nobody(client, noor, ilse):
    Seeking.objects.create(person=noor, topics=["Writing"])
    client.force_login(noor)
    page = text(client.get(reverse("directory:mentor_list"), {"topic": "Cooking"}))
    address = f"{reverse('directory:looking')}?wish=1&topic=Cooking"
    assert address.replace("&", "&amp;") in page

    form = client.get(address).context["form"]

    assert form.initial["wants_word"] is True
    assert form.initial["topics"] == ["Writing", "Cooking"]


def test_a_mentor_who_paused_since_is_not_a_page_that_does_not_exist(client, noor, ilse, offer):
    offer.state, offer.paused_because = "paused", "own"
    offer.save()
    address = reverse("directory:mentor", args=[ilse.pk])
    client.force_login(noor)
    answer = client.get(address, follow=True)
    assert answer.redirect_chain == [(reverse("people:person_detail", args=[ilse.pk]), 302)]
    assert "Ilse Marrowby takes no requests at the moment." in text(answer)
    guest = UserFactory(is_guest=True)
    assert client.get(reverse("directory:mentor", args=[guest.pk])).status_code == 404

    client.force_login(ilse)
    assert client.get(address).url == reverse("directory:offer")


def test_forms_of_topics_name_the_words_most_mentors_use(client, noor, offer):
    for topics in (["Writing"], ["writing", "Law"], ["Law"], ["Law"], ["law"]):
        AvailabilityFactory(topics=topics)
    client.force_login(noor)
    for page in ("looking", "offer"):
        said = text(client.get(reverse(f"directory:{page}")))
        assert "Often offered here: Law, Writing, tracing" in said


def test_public_lines_about_a_mentor_stand_on_their_profile(client, noor, ilse):
    pair = PairFactory(mentor__person=ilse)
    line = Kudos.objects.create(
        pair=pair,
        giver=pair.mentee.person,
        receiver=ilse,
        line="She asked until I had drawn it.",
        said_at=ASKED_AT,
    )
    client.force_login(noor)
    address = reverse("directory:mentor", args=[ilse.pk])
    assert line.line not in text(client.get(address))
    line.agreed_at = ASKED_AT
    line.save()
    assert line.line in text(client.get(address))
