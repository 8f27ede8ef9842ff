"""Somebody's manager says whether the work is covered meanwhile."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from growth import home
from growth.models import OpportunityApplication
from growth.opportunities.actions import applications
from notifications.models import Message
from tests.factories import UserFactory
from tests.growth.opportunities.helpers import (
    AT,
    apply,
    code_of,
    give_place,
    page_of,
    send,
    with_question,
    words_on,
)
from tests.messages import SENT, UNTRUE, fate, remind


def _cover_page(sent):
    return reverse("growth:opportunity_cover", args=[sent.pk])


def test_the_manager_sees_dates_and_cover_and_not_the_words(client, shadow, dates, senior, manager):
    with_question(shadow)
    values = {"date": dates[0].pk, "q_question-1": "My own words."}
    send(client, senior, page_of(shadow), values)
    sent = OpportunityApplication.objects.get()
    page = words_on(client, manager, _cover_page(sent))
    assert "5 to 16 July 2021" in page
    assert "My own words." not in page
    assert home.lines(manager, AT)[0].address == _cover_page(sent)
    answer = send(client, manager, _cover_page(sent), {"answer": "refused", "words": " "})
    assert "Say in a sentence why. Noor reads it." in answer.text
    send(client, manager, _cover_page(sent), {"answer": "refused", "words": "Two are away."})
    page = words_on(client, senior, page_of(shadow))
    assert "Tove Anders: “Two are away.”" in page
    assert [line for line in home.lines(manager, AT) if line.address == _cover_page(sent)] == []
    said = [line.text for line in home.lines(senior, AT)]
    assert "Tove Anders cannot cover for you this time: “Security shadow”." in said
    send(client, manager, _cover_page(sent), {"answer": "other_dates", "words": "In August."})
    said = [line.text for line in home.lines(senior, AT)]
    assert "Tove Anders asks for other dates for “Security shadow”." in said
    send(client, manager, _cover_page(sent), {"answer": "arranged"})
    assert "Security shadow" not in " ".join(line.text for line in home.lines(senior, AT))


def test_who_was_the_manager_finds_nothing_and_the_new_one_is_asked(
    client, shadow, senior, manager
):
    sent = apply(shadow, senior)
    senior.manager = new = UserFactory(name="Dagny Berg")
    senior.save()
    client.force_login(manager)
    assert client.get(_cover_page(sent)).status_code == 404
    assert fate("growth_cover_asked", AT + timedelta(minutes=10)) == UNTRUE
    assert remind("growth_cover_reminder", AT + timedelta(days=2)) == 0
    later = AT + timedelta(days=3)
    assert remind("growth_cover_reminder", later) == 1
    assert remind("growth_cover_reminder", later) == 0
    assert fate("growth_cover_reminder", later, to=new) == SENT
    send(client, new, _cover_page(sent), {"answer": "arranged"})
    sent.refresh_from_db()
    assert (sent.cover, sent.cover_answered_by) == ("arranged", new)


def test_no_place_before_cover_is_arranged(shadow, senior, manager, bo):
    sent = apply(shadow, senior)
    with pytest.raises(ValidationError) as error:
        give_place(sent, bo)
    assert code_of(error) == "no_cover"
    applications.answer_cover(sent, "arranged", words="", by=manager, at=AT)
    assert give_place(sent, bo).state == "placed"
    with pytest.raises(ValidationError) as error:  # too late for a no
        applications.answer_cover(sent, "refused", words="No.", by=manager, at=AT)
    assert code_of(error) == "wrong_status"


def test_without_a_manager_on_record_those_who_run_it_settle_cover(shadow, senior, bo):
    senior.manager = None
    senior.save()
    sent = apply(shadow, senior)
    assert sent.cover == "no_manager"
    assert not Message.objects.filter(kind="growth_cover_asked").exists()
    assert give_place(sent, bo).state == "placed"
