"""The feed of a program: posts to those they went to, questions for the agenda, resources, mute."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from announcements.actions import feed as actions
from announcements.models import Announcement, FeedRead
from announcements.queries import feed
from completion.models import Kudos
from notifications.actions import choices
from notifications.models import Message
from pairs.models import AgendaItem
from tests.announcements.test_announcements import address, go
from tests.factories import PairFactory, ProgramFactory, StaffFactory

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
    assert not feed.is_muted(mentee, running)


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


def test_muting_one_program_leaves_the_others_on_and_unmuting_ends_both(
    client, running, organizer, mentee, post, draft
):
    choices.switch_off(mentee, "feed_post")
    client.force_login(mentee)
    shown = client.get(address("feed", running)).text
    assert "Only you know that you muted it" in " ".join(shown.split())
    client.post(address("feed_mute", running), {"mute": "no"})
    assert not feed.is_muted(mentee, running)
    actions.mute(mentee, ProgramFactory())
    assert not feed.is_muted(mentee, running)
    client.post(address("feed_mute", running))
    assert feed.is_muted(mentee, running)
    go(post, organizer)
    told = Message.objects.get(to=mentee, kind="feed_post")
    assert (told.status, told.get_reason_display()) == (
        "cancelled",
        "The person switched this kind off",
    )


def test_what_is_new_is_counted_until_it_is_marked_as_read(
    client, running, organizer, mentee, mentor, pair, post
):
    go(post, organizer)
    running.resources.create(title="Old", text="Always there.")
    at = datetime(2021, 7, 1, tzinfo=UTC)
    new = running.resources.create(title="New", text="x", post_on=at.date(), posted_at=at)
    client.force_login(mentee)
    page, read = address("feed", running), address("feed_read", running)
    assert client.get(page).context["unread"] == feed.unread(running, mentee) == 2
    assert "2 new" in client.get(reverse("pairs:pair_detail", args=[pair.pk])).text
    for _twice in range(2):
        client.post(read, {"key": f"resource:{new.pk}"})
    assert feed.unread(running, mentee) == 1
    assert feed.unread(running, mentor) == 2
    for wrong in ("", "resource:0", "kudos:1"):
        assert client.post(read, {"key": wrong}).status_code == 404
    client.post(read, {"key": "all"})
    assert client.get(page).context["unread"] == feed.unread(running, mentee) == 0
    assert "Mark as read" not in client.get(page).text
    client.post(read, {"key": "all"})


def test_a_post_that_went_to_others_is_not_read(client, running, organizer, pair, post):
    go(post, organizer)
    late = PairFactory(cycle=running).mentee.person
    client.force_login(late)
    read = address("feed_read", running)
    assert client.post(read, {"key": f"announcement:{post.pk}"}).status_code == 404
    assert not FeedRead.objects.exists()


def test_lines_for_everyone_stand_on_the_feed_while_both_agree(client, running, mentee, pair):
    line = Kudos.objects.create(
        pair=pair,
        giver=mentee,
        receiver=pair.mentor.person,
        line="Asks the right question.",
        said_at=datetime(2021, 7, 1, tzinfo=UTC),
    )
    client.force_login(mentee)
    page = address("feed", running)
    assert line.line not in client.get(page).text
    Kudos.objects.update(agreed_at=datetime(2021, 7, 2, tzinfo=UTC))
    assert line.line in client.get(page, {"show": "kudos"}).text
    assert client.get(page).context["unread"] == 0
    Kudos.objects.update(agreed_at=None, declined_at=datetime(2021, 7, 3, tzinfo=UTC))
    assert line.line not in client.get(page).text


def test_beside_the_posts_stands_what_is_next_and_what_fits(client, running, mentee, pair):
    now = timezone.now()
    running.ends_on = now.date() + timedelta(days=30)
    running.save()
    event = running.events.create(title="AMA")
    event.slots.create(starts_at=now + timedelta(days=3))
    running.trainings.create(title="Listening", due_on=now.date(), obligation="required")
    running.resources.create(title="When you begin", text="x", stage="first")
    running.resources.create(title="When you end", text="x", stage="final")
    client.force_login(mentee)
    beside = client.get(address("feed", running)).context["beside"]
    assert [one.title for one in beside.next] == ["Listening", "AMA"]
    assert [one.resource.title for one in beside.resources] == ["When you begin"]
    client.force_login(StaffFactory(program=running.program).person)
    beside = client.get(address("feed", running)).context["beside"]
    assert (beside.next, beside.resources) == ([], ())


def listed(page):
    return [one.title for one in page.context["entries"]]


def posted(cycle, organizer, subject, *audiences, **facts):
    row = Announcement.objects.create(
        cycle=cycle,
        audiences=list(audiences),
        subject=subject,
        text="x",
        **{"feed_as": "post", **facts},
    )
    go(row, organizer)
    return row


def test_posts_say_who_they_are_for_and_the_address_shows_those_for_one_role(
    client, running, organizer, mentee, mentor, pair
):
    mentees = f"taking_part:{pair.mentee.role_id}"
    mentors = f"taking_part:{pair.mentor.role_id}"
    posted(running, organizer, "To all", "taking_part")
    posted(running, organizer, "To mentees", mentees)
    posted(running, organizer, "To mentors", mentors)
    posted(running, organizer, "To both", mentees, mentors)
    posted(running, organizer, "To the silent", "not_met")
    running.resources.create(title="A resource", text="x")
    page = address("feed", running)
    client.force_login(mentee)
    found = client.get(page)
    labels = {
        one.title: str(one.audience and one.audience.label) for one in found.context["entries"]
    }
    assert labels == {
        "To the silent": "None",
        "To both": "None",
        "To mentees": "For mentees",
        "To all": "For everyone",
        "A resource": "For everyone",
    }
    assert [one.name for one in found.context["audiences"]] == ["Everyone", "Mentees"]
    assert found.text.count("For mentees") == 1
    assert "For mentors" not in found.text
    to_mentees = {"for": pair.mentee.role.slug}
    assert listed(client.get(page, to_mentees)) == ["To mentees"]
    assert listed(client.get(page, {"for": "everyone"})) == ["To all", "A resource"]
    assert listed(client.get(page, {"for": "everyone", "show": "resource"})) == ["A resource"]
    nothing = client.get(page, {**to_mentees, "show": "prompt"}).text
    assert "Nothing of this kind yet" in nothing
    assert "for=everyone&amp;show=prompt" in nothing  # one choice keeps the other
    for unknown in ("nonsense", pair.mentor.role.slug):
        assert len(listed(client.get(page, {"for": unknown}))) == 5
    client.force_login(organizer)
    assert listed(client.get(page, {"for": pair.mentor.role.slug})) == ["To mentors"]


def test_a_post_asks_for_a_time_and_organizers_alone_see_how_many_have_one(
    client, running, organizer, mentee, mentor, pair
):
    now = timezone.now()
    event = running.events.create(title="AMA")
    slot = event.slots.create(starts_at=now + timedelta(days=3))
    posted(running, organizer, "The AMA", "taking_part", asks_event=event)
    page, detail = (
        address("feed", running),
        reverse("events:event_detail", args=[*_slugs(running), event.pk]),
    )
    client.force_login(mentee)
    shown = client.get(page).text
    assert f'href="{detail}"' in shown
    assert "Choose a time" in shown
    event.places.create(slot=slot, person=mentee, chosen_at=now)
    shown = client.get(page).text
    assert "You have a place." in shown
    for hidden in ("1 of 2", "Only organizers see this", "the text for a chat"):
        assert hidden not in shown
    event.places.create(slot=slot, person=organizer, chosen_at=now)  # it did not go to them
    client.force_login(organizer)
    shown = " ".join(client.get(page).text.split())
    assert "1 of 2 people have a place" in shown
    assert "You have a place." in shown
    assert "Choose a time" not in shown
    assert "the text for a chat" in shown
    client.force_login(mentor)
    slot.starts_at = now - timedelta(days=1)
    slot.save()
    assert "View event" in client.get(page).text
    event.delete()
    shown = client.get(page).text
    assert "The AMA" in shown
    assert "View event" not in shown


def test_a_post_asks_for_a_training(client, running, organizer, mentee, pair):
    training = running.trainings.create(title="Listening")
    row = posted(running, organizer, "Do it soon", "taking_part", asks_training=training)
    mentors = f"taking_part:{pair.mentor.role_id}"
    posted(running, organizer, "Mentors first", mentors, asks_training=training)
    page = address("feed", running)
    client.force_login(mentee)
    assert reverse("events:checklist", args=_slugs(running)) in client.get(page).text
    training.done.create(person=mentee, done_on=date(2021, 7, 12))
    assert "You have done it." in client.get(page).text
    client.force_login(organizer)
    shown = " ".join(client.get(page).text.split())
    assert "1 of 2 people have done it" in shown
    assert "0 of 1 person has done it" in shown
    detail = " ".join(client.get(address("announcement_detail", running, row.pk)).text.split())
    assert "A post: Do “Listening”" in detail
    assert "1 of 2 people have done it" in detail


def test_how_many_have_read_a_post_is_told_from_five_readers_on_and_counts_readers_alone(
    client, running, organizer, mentee, pair
):
    few = posted(running, organizer, "To two", "taking_part")
    client.force_login(organizer)
    assert "marked it as read" not in client.get(address("feed", running)).text
    more = [PairFactory(cycle=running) for _number in range(2)]
    many = posted(running, organizer, "To six", "taking_part")
    for person in (mentee, more[0].mentee.person, organizer):
        FeedRead.objects.create(person=person, post=many)
        FeedRead.objects.create(person=person, post=few)
    shown = " ".join(client.get(address("feed", running)).text.split())
    assert shown.count("marked it as read") == 1
    assert "2 of 6 marked it as read" in shown
    client.force_login(mentee)
    assert "marked it as read" not in client.get(address("feed", running)).text


def test_a_post_of_somebody_who_left_the_staff_stays_with_their_name_and_out_of_their_hands(
    client, running, mentee, pair
):
    former = StaffFactory(program=running.program, person__name="Ines Abelard")
    row = posted(running, former.person, "Kickoff", "taking_part", written_by=former.person)
    draft = Announcement.objects.create(cycle=running, subject="N", text="x")
    former.delete()
    client.force_login(mentee)
    assert "Ines Abelard" in client.get(address("feed", running)).text
    client.force_login(former.person)
    for name, pk in (("detail", row.pk), ("edit", row.pk), ("edit", draft.pk)):
        assert client.get(address(f"announcement_{name}", running, pk)).status_code == 404
    taken = client.post(address("announcement_take_back", running, row.pk))
    assert taken.status_code == 404
    assert client.get(address("feed", running)).status_code == 404


def test_an_organizer_gives_a_post_its_button(client, running, organizer, draft):
    client.force_login(organizer)
    edit = address("announcement_edit", running, draft.pk)
    assert "Button on the feed" not in client.get(edit).text
    event = running.events.create(title="AMA")
    training = running.trainings.create(title="Listening")
    typed = {"audiences": "taking_part", "subject": "AMA", "text": "x", "feed_as": "post"}
    without = client.post(edit, {**typed, "asks": f"event:{event.pk}", "feed_as": ""})
    assert "A button is on the feed alone" in without.text
    assert "Select a valid choice" in client.post(edit, {**typed, "asks": "event:0"}).text
    for asks in (f"event:{event.pk}", f"training:{training.pk}", ""):
        client.post(edit, {**typed, "asks": asks})
        draft.refresh_from_db()
        assert draft.asks == asks


def test_a_button_saved_meanwhile_is_not_overwritten_unseen(client, running, organizer, draft):
    client.force_login(organizer)
    event = running.events.create(title="AMA")
    edit = address("announcement_edit", running, draft.pk)
    seen = client.get(edit).context["form"]["seen"].value()
    typed = {"audiences": "taking_part", "subject": draft.subject, "text": draft.text}
    typed["feed_as"] = "post"
    client.post(edit, {**typed, "asks": f"event:{event.pk}", "seen": seen})
    second = client.post(edit, {**typed, "asks": "", "seen": seen})
    assert "This was changed meanwhile" in second.text
    assert "Choose a time for “AMA”" in second.text
    draft.refresh_from_db()
    assert draft.asks == f"event:{event.pk}"


def _slugs(cycle):
    return [cycle.program.slug, cycle.slug]


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
    with django_assert_num_queries(20):
        client.get(page)
    for number in range(3):
        one = Announcement.objects.create(
            cycle=running, audiences=["taking_part"], subject=f"N{number}", text="x", feed_as="post"
        )
        go(one, organizer)
    with django_assert_num_queries(20):
        client.get(page)


def test_figures_take_the_same_queries_however_many_posts_ask(
    client, running, organizer, pair, django_assert_num_queries
):
    event = running.events.create(title="AMA")
    training = running.trainings.create(title="Listening")
    posted(running, organizer, "Choose", "taking_part", asks_event=event)
    posted(running, organizer, "Do it", "taking_part", asks_training=training)
    client.force_login(organizer)
    page = address("feed", running)
    client.get(page)
    with django_assert_num_queries(22):
        client.get(page)
    for number in range(3):
        posted(running, organizer, f"N{number}", "taking_part", asks_event=event)
    with django_assert_num_queries(22):
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
