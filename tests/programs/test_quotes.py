"""Quotes: given with consent for each use, approved before they show, taken back everywhere at once."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from people.models import AuditEntry
from programs.actions import quotes
from programs.actions.quotes import Said
from programs.models import Quote
from programs.programfile import dump, reading
from programs.programfile.problems import ProgramFileError
from programs.programfile.reading import checking
from tests.factories import CycleFactory, ParticipationFactory
from tests.factories.cycle_surveys import OPENS, make_cycle_survey

DAY = timedelta(days=1)
WORDS = "I ask for advice earlier now."
FOR_BOTH = Said(WORDS, on_page=True, in_report=True, by_name=False)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(OPENS + DAY, tick=False):
        yield


@pytest.fixture
def asking(cycle):
    planned = make_cycle_survey(cycle)
    planned.asks_quotes = True
    planned.save(update_fields=["asks_quotes"])
    return cycle


@pytest.fixture
def mia(asking):
    return ParticipationFactory(cycle=asking, person__name="Mia Mentee").person


def address(cycle, name, *args):
    return reverse(f"programs:{name}", args=[cycle.program.slug, cycle.slug, *args])


def public(client, cycle):
    return client.get(address(cycle, "cycle_public")).content.decode()


def test_a_quote_is_given_approved_shown_and_taken_back(client, asking, mia, organizer):
    client.force_login(mia)
    page = client.get(address(asking, "quote")).content.decode()
    assert "nobody can connect the two" in " ".join(page.split())
    client.post(address(asking, "quote"), {"text": WORDS, "on_page": "on", "signed": "role"})
    assert WORDS not in public(client, asking)

    client.force_login(organizer)
    assert WORDS in client.get(address(asking, "quote_list")).content.decode()
    quote = Quote.objects.get()
    client.post(address(asking, "quote_approve", quote.pk), {"approve": "1"})
    assert AuditEntry.objects.filter(action="quote.approved").count() == 1
    client.logout()
    shown = public(client, asking)
    assert WORDS in shown
    assert "Mia Mentee" not in shown

    client.force_login(mia)
    client.post(address(asking, "quote"), {"text": WORDS, "on_page": "on", "signed": "name"})
    assert "Mia Mentee" in public(client, asking)
    client.post(address(asking, "quote_withdraw"))
    assert WORDS not in public(client, asking)
    quote.refresh_from_db()
    assert quote.text == ""
    assert not quotes.withdraw(asking, by=mia, at=OPENS)


def test_other_words_wait_for_approval_again(asking, mia, organizer):
    first = quotes.give(asking, FOR_BOTH, by=mia, at=OPENS)
    quotes.approve(first, is_approved=True, by=organizer, at=OPENS)
    again = quotes.give(asking, FOR_BOTH, by=mia, at=OPENS)
    assert again.approved_at
    other = quotes.give(
        asking, Said("Other words.", on_page=True, in_report=False, by_name=True), by=mia, at=OPENS
    )
    assert not other.approved_at
    assert list(Quote.objects.given()) == [other]


def test_the_page_of_a_later_cycle_shows_it_too(client, asking, mia, organizer):
    quote = quotes.give(asking, FOR_BOTH, by=mia, at=OPENS)
    quotes.approve(quote, is_approved=True, by=organizer, at=OPENS)
    later = CycleFactory(program=asking.program, starts_on=asking.starts_on + 10 * DAY)
    earlier = CycleFactory(program=asking.program, starts_on=asking.starts_on - 10 * DAY)
    assert WORDS in public(client, later)
    assert WORDS not in public(client, earlier)
    assert WORDS not in public(client, CycleFactory())
    quotes.approve(quote, is_approved=False, by=organizer, at=OPENS)
    assert WORDS not in public(client, later)


def test_who_took_no_part_and_who_is_not_asked_gives_none(asking, cycle, mia, organizer):
    with pytest.raises(ValidationError) as caught:
        quotes.give(asking, FOR_BOTH, by=organizer, at=OPENS)
    assert caught.value.code == "not_asked"
    with pytest.raises(ValidationError):
        quotes.give(asking, FOR_BOTH, by=mia, at=OPENS - DAY)


def test_nobody_approves_their_own_or_what_was_taken_back(asking, mia, organizer):
    quote = quotes.give(asking, FOR_BOTH, by=mia, at=OPENS)
    with pytest.raises(ValidationError) as caught:
        quotes.approve(quote, is_approved=True, by=mia, at=OPENS)
    assert caught.value.code == "own"
    quotes.withdraw(asking, by=mia, at=OPENS)
    with pytest.raises(ValidationError) as caught:
        quotes.approve(quote, is_approved=True, by=organizer, at=OPENS)
    assert caught.value.code == "withdrawn"


@pytest.mark.parametrize(
    "typed",
    [{"text": "", "on_page": "on"}, {"text": WORDS}, {"text": "x" * 501, "on_page": "on"}],
)
def test_what_does_not_fit_is_kept_in_the_form(client, asking, mia, typed):
    client.force_login(mia)
    response = client.post(address(asking, "quote"), {"signed": "role"} | typed)
    assert response.context["form"].errors
    assert typed["text"] in response.content.decode()
    assert not Quote.objects.exists()


def test_without_a_survey_that_asks_there_is_no_page(client, cycle):
    person = ParticipationFactory(cycle=cycle).person
    client.force_login(person)
    assert client.get(address(cycle, "quote")).status_code == 404


def test_the_thanks_lead_to_it(client, asking, mia):
    survey = asking.cycle_surveys.get().survey
    invitation = survey.invitations.create(person=mia, group="mentee", has_answered=True)
    client.force_login(mia)
    page = client.get(reverse("surveys:answer", args=[invitation.pk])).content.decode()
    assert address(asking, "quote") in page


def test_a_quote_is_found_again_in_the_account_until_it_is_taken_back(client, asking, mia):
    client.force_login(mia)
    assert "What others may read of you" not in client.get(reverse("account")).text
    quotes.give(asking, FOR_BOTH, by=mia, at=OPENS)
    page = client.get(reverse("account")).text
    assert WORDS in page
    assert f'href="{address(asking, "quote")}"' in page
    quotes.withdraw(asking, by=mia, at=OPENS)
    assert WORDS not in client.get(reverse("account")).text


@pytest.mark.django_db(transaction=True)
def test_of_two_sends_at_once_one_quote_comes(asking, mia):
    def send():
        quotes.give(asking, FOR_BOTH, by=mia, at=OPENS)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Quote.objects.count() == 1


def test_the_program_file_knows_who_is_asked(asking):
    file = reading.read(dump(asking))
    assert file["surveys"][0]["quotes"] is True
    file["surveys"][0]["kind"] = "midway"
    with pytest.raises(ProgramFileError, match="Only the end survey"):
        checking.check(file)


@pytest.mark.parametrize("count", [1, 4])
def test_pages_cost_the_same(client, asking, organizer, count, django_assert_num_queries):
    for _ in range(count):
        person = ParticipationFactory(cycle=asking).person
        quote = quotes.give(asking, FOR_BOTH, by=person, at=OPENS)
        quotes.approve(quote, is_approved=True, by=organizer, at=OPENS)
    public(client, asking)
    with django_assert_num_queries(4):
        public(client, asking)
    client.force_login(organizer)
    with django_assert_num_queries(5):
        client.get(address(asking, "quote_list"))
