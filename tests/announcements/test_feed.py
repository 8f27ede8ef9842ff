"""The feed of a program: posts to those they went to, questions for the agenda, resources, mute."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from announcements.models import Announcement
from announcements.queries import feed
from notifications.models import Message
from pairs.models import AgendaItem
from tests.announcements.test_announcements import address, go
from tests.factories import PairFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(draft):
    draft.feed_as = Announcement.Feed.PROMPT
    draft.subject, draft.text = "Halfway, {name}", "What would you do now?"
    draft.save()
    return draft


def test_who_it_went_to_finds_it_on_the_feed_and_gets_it_by_mail(
    client,
    running,
    organizer,
    mentee,
    post,
):
    page = address("feed", running)
    client.force_login(mentee)
    assert "Halfway" not in client.get(page).text
    go(post, organizer)
    shown = client.get(page).text
    assert "Halfway, Mia" in shown
    assert "What would you do now?" in shown
    told = Message.objects.get(to=mentee)
    assert (told.kind, told.status) == ("feed_post", "sent")
    late = PairFactory(cycle=running).mentee.person
    client.force_login(late)
    assert "Halfway" not in client.get(page).text
    client.force_login(organizer)
    assert "Halfway" in client.get(page).text


def test_what_goes_by_mail_alone_or_was_stopped_is_not_on_the_feed(
    client,
    running,
    organizer,
    mentee,
    draft,
    post,
):
    go(post, organizer)
    Announcement.objects.update(feed_as="")
    client.force_login(mentee)
    assert "Halfway" not in client.get(address("feed", running)).text
    Announcement.objects.update(feed_as="post", state="stopped")
    assert "Halfway" not in client.get(address("feed", running)).text


def test_muted_means_no_mail_and_the_same_feed(
    client,
    running,
    organizer,
    mentor,
    mentee,
    post,
):
    client.force_login(mentee)
    mute = address("feed_mute", running)
    assert "You no longer get posts by mail" in client.post(mute, follow=True).text
    go(post, organizer)
    sent = Message.objects.filter(kind="feed_post", status="sent")
    assert [one.to for one in sent] == [mentor]
    assert "Halfway" in client.get(address("feed", running)).text
    client.post(mute, {"mute": "no"})
    assert not feed.is_muted(mentee)


def test_a_question_goes_on_the_agenda_and_the_list_shows_one_kind(
    client,
    running,
    organizer,
    mentee,
    pair,
    post,
):
    go(post, organizer)
    running.resources.create(title="Ask for the work", text="Read it.")
    running.resources.create(title="Next week", text="Later.", post_on=date(2121, 7, 1))
    client.force_login(mentee)
    page = address("feed", running)
    everything = client.get(page).text
    assert "Ask for the work" in everything
    assert "Next week" not in everything
    assert "Halfway" not in client.get(page, {"show": "resource"}).text
    assert "Ask for the work" not in client.get(page, {"show": "prompt"}).text
    assert "Halfway" in client.get(page, {"show": "nonsense"}).text
    add = reverse("pairs:agenda_add", args=[pair.pk])
    assert add in everything
    client.post(add, {"text": "Halfway, Mia"})
    assert AgendaItem.objects.get(pair=pair).text == "Halfway, Mia"


def test_the_newest_comes_first():
    moments = [datetime(2021, 7, day, tzinfo=UTC) for day in (1, 3, 2)]
    found = [feed.Entry("post", str(at.day), "", at) for at in moments]
    assert [one.title for one in feed.sort([*found, feed.Entry("post", "old", "", None)])] == [
        "3",
        "2",
        "1",
        "old",
    ]


def test_the_feed_takes_the_same_queries_however_long(
    client,
    running,
    organizer,
    mentee,
    post,
    django_assert_num_queries,
):
    go(post, organizer)
    client.force_login(mentee)
    page = address("feed", running)
    client.get(page)
    with django_assert_num_queries(8):
        client.get(page)
    for number in range(3):
        one = Announcement.objects.create(
            cycle=running, audiences=["taking_part"], subject=f"N{number}", text="x", feed_as="post"
        )
        go(one, organizer)
    with django_assert_num_queries(8):
        client.get(page)


def test_an_organizer_writes_for_the_feed_and_takes_it_to_a_chat(
    client,
    running,
    organizer,
    draft,
):
    client.force_login(organizer)
    edit = address("announcement_edit", running, draft.pk)
    typed = {
        "audiences": "taking_part",
        "subject": "AMA for {name}",
        "text": "Choose a **time**.",
        "feed_as": "post",
    }
    client.post(edit, typed)
    draft.refresh_from_db()
    assert draft.feed_as == "post"
    go(draft, organizer)
    shown = client.get(address("announcement_detail", running, draft.pk)).text
    assert "*AMA for there*" in shown
