"""A summary that its person lets a colleague read: exactly what they looked at before, until they take
it back; what is the partner's only while the partner agrees."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from completion.actions import kudos, records, shares, summaries
from completion.models import Kudos, Summary, SummaryShare
from completion.queries.sheets import sheet_of
from completion.queries.summaries import page
from notifications.models import Message
from pairs.models import Goal
from pairs.queries.pairs import card
from tests.completion.conftest import AT
from tests.concurrency import together
from tests.factories import UserFactory
from tests.messages import SENT, UNTRUE, fate, words_of

pytestmark = pytest.mark.django_db
WORDS = {"did": "Led two shifts", "learned": "To ask.", "comes_next": "More."}
OWN = [str(part) for part in Summary.AT_FIRST]
LATER = AT + timedelta(days=1)


@pytest.fixture
def manager(mentee):
    mentee.manager = UserFactory(name="Tove Larsen", email="tove@example.org")
    mentee.save()
    return mentee.manager


@pytest.fixture
def written(complete, mentee):
    summaries.save(complete, parts=OWN, words=WORDS, by=mentee, at=AT)
    return complete


def seen(pair, person, at=AT):
    return sheet_of(page(card(pair, person, at), at)).version


def share(pair, person, reader, at=AT):
    return shares.share(pair, reader, seen=seen(pair, person, at), by=person, at=at)


def address(name, *args):
    return reverse(f"completion:{name}", args=args)


def sheet(text):
    return " ".join(text.partition("<article")[2].partition("</article")[0].split())


def form_of(client, pair):
    return client.get(address("summary_share", pair.pk)).context["form"]["seen"].value()


def test_the_manager_reads_what_stood_beside_the_form_until_it_is_taken_back(
    client, complete, mentee, manager
):
    complete.mentee.goals.create(text="Lead one incident", state=Goal.State.REACHED)
    client.force_login(mentee)
    saved = client.post(
        address("summary", complete.pk), {**WORDS, "parts": ["goal", "learned"], "share": "yes"}
    )
    assert saved.url == address("summary_share", complete.pk)
    before = client.get(saved.url)
    assert "Tove Larsen, your manager" in before.text
    posted = {"to": "manager", "seen": before.context["form"]["seen"].value()}
    after = client.post(saved.url, posted, follow=True)
    assert "Tove Larsen can read your summary." in after.text
    row = SummaryShare.objects.get()
    assert row.as_manager
    theirs = address("shared_summary", row.pk)
    assert sheet(client.get(theirs).text) == sheet(before.text)
    assert "What Tove reads" in " ".join(client.get(theirs).text.split())

    later = {**WORDS, "learned": "Nothing"}
    summaries.save(complete, parts=OWN, words=later, by=mentee, at=timezone.now())
    assert "you have saved it since" in client.get(address("summary", complete.pk)).text
    client.force_login(manager)
    assert "One colleague shares a summary" in client.get(reverse("home")).text
    assert theirs in client.get(address("shared_list")).text
    read = client.get(theirs).text
    assert sheet(read) == sheet(before.text)
    assert "Lead one incident" in read
    assert "To ask." in read
    for hidden in ("Led two shifts", "More.", "Nothing", "2 sessions", "Mona"):
        assert hidden not in sheet(read)

    client.force_login(mentee)
    ended = client.post(address("share_end", complete.pk, row.pk), follow=True)
    assert "Tove Larsen can no longer read it." in ended.text
    assert client.post(address("share_end", complete.pk, row.pk)).status_code == 404
    shares.take_back(row, at=LATER)
    assert SummaryShare.objects.get().ended_because == "taken_back"
    for who in (manager, mentee):
        client.force_login(who)
        assert client.get(theirs).status_code == 404
    client.force_login(manager)
    assert "Nothing is shared with you" in client.get(address("shared_list")).text
    assert "shares a summary" not in client.get(reverse("home")).text


def test_nobody_else_reads_it(client, written, mentee, mentor, manager, organizer, stranger):
    row = share(written, mentee, manager)
    for who in (mentor, organizer, stranger):
        client.force_login(who)
        assert client.get(address("shared_summary", row.pk)).status_code == 404
        assert client.post(address("share_end", written.pk, row.pk)).status_code == 404
    assert SummaryShare.objects.in_force().exists()


def test_its_reader_is_told_where_it_is_and_no_organizer_hears_of_it(written, mentee, manager):
    row = share(written, mentee, manager)
    message = Message.objects.get(kind="summary_shared", to=manager)
    assert message.scope == ""
    subject, body = words_of(message)
    assert subject == f"{mentee} shares a summary with you"
    assert address("shared_summary", row.pk) in body
    for hidden in WORDS.values():
        assert hidden not in subject + body
    assert fate("summary_shared", message.send_after) == SENT


def test_what_was_taken_back_at_once_reaches_nobody(written, mentee, manager):
    row = share(written, mentee, manager)
    message = Message.objects.get(kind="summary_shared")
    shares.take_back(row, at=AT)
    assert fate("summary_shared", message.send_after) == "Taken back"


def test_a_mail_waits_in_vain_for_a_manager_who_is_not_that_any_more(written, mentee, manager):
    share(written, mentee, manager)
    message = Message.objects.get(kind="summary_shared")
    mentee.manager = None
    mentee.save()
    assert fate("summary_shared", message.send_after) == UNTRUE


def test_somebody_else_reads_it_by_their_address(client, written, mentee, manager):
    other = UserFactory(email="ada@example.org")
    client.force_login(mentee)
    page_of_form = address("summary_share", written.pk)
    posted = {"to": "other", "email": " ADA@example.org", "seen": form_of(client, written)}
    client.post(page_of_form, posted)
    row = SummaryShare.objects.get()
    assert (row.reader, row.as_manager) == (other, False)


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("", "Type the address of the person"),
        ("nobody@example.org", "Nobody here has this address."),
        ("no address", "Enter a valid email address."),
        ("guest@example.org", "Nobody here has this address."),
        ("gone@example.org", "Nobody here has this address."),
        ("mia@example.org", "you can read it anyway"),
    ],
)
def test_a_wrong_address_is_refused_in_words_and_kept(
    client, written, mentee, manager, email, said
):
    UserFactory(email="guest@example.org", is_guest=True)
    UserFactory(email="gone@example.org", is_active=False)
    mentee.email = "mia@example.org"
    mentee.save()
    client.force_login(mentee)
    posted = {"to": "other", "email": email, "seen": form_of(client, written)}
    shown = client.post(address("summary_share", written.pk), posted).text
    assert said in shown
    assert f'value="{email}"' in shown or not email
    assert not SummaryShare.objects.exists()


def test_without_a_manager_on_record_the_address_alone_is_asked_for(client, written, mentee):
    client.force_login(mentee)
    form = client.get(address("summary_share", written.pk)).context["form"]
    assert list(form.fields) == ["email", "seen"]
    shown = client.post(address("summary_share", written.pk), {"email": ""}).text
    assert "This field is required" in shown
    mentee.manager = UserFactory(is_active=False)
    mentee.save()
    form = client.get(address("summary_share", written.pk)).context["form"]
    assert list(form.fields) == ["email", "seen"]


def test_what_changed_since_one_looked_is_looked_at_again_first(client, written, mentee, manager):
    client.force_login(mentee)
    old = form_of(client, written)
    summaries.save(written, parts=OWN, words={**WORDS, "learned": "To wait."}, by=mentee, at=AT)
    shared = address("summary_share", written.pk)
    shown = client.post(shared, {"to": "manager", "seen": old})
    assert "Your summary was changed meanwhile" in shown.text
    assert "To wait." in sheet(shown.text)
    assert not SummaryShare.objects.exists()
    client.post(shared, {"to": "manager", "seen": shown.context["form"]["seen"].value()})
    assert SummaryShare.objects.get().sheet["learned"] == "To wait."


def test_a_guest_or_somebody_who_left_is_no_reader(written, mentee):
    for reader in (UserFactory(is_guest=True), UserFactory(is_active=False)):
        with pytest.raises(ValidationError, match="Only people who work here"):
            share(written, mentee, reader)


def test_the_same_again_is_no_news_and_a_later_page_takes_the_place_of_the_first(
    written, mentee, manager
):
    first = share(written, mentee, manager)
    assert share(written, mentee, manager, LATER) == first
    summaries.save(written, parts=OWN, words={**WORDS, "did": "More"}, by=mentee, at=LATER)
    second = share(written, mentee, manager, LATER)
    first.refresh_from_db()
    assert (first.ended_because, second.sheet["deeds"]) == ("replaced", ["More"])
    assert list(SummaryShare.objects.in_force()) == [second]
    told = Message.objects.filter(kind="summary_shared").order_by("pk")
    assert list(told.values_list("status", flat=True)) == ["cancelled", "queued"]


def test_the_partners_name_is_read_only_while_they_have_agreed_all_along(
    client, complete, mentee, mentor, manager
):
    summaries.ask_for_name(complete, by=mentee, at=AT)
    summaries.answer_for_name(complete, agrees=True, by=mentor, at=AT)
    summaries.save(complete, parts=[*OWN, "partner"], words=WORDS, by=mentee, at=AT)
    row = share(complete, mentee, manager)
    assert "Mona" not in str(row.sheet)
    client.force_login(manager)
    theirs = address("shared_summary", row.pk)
    assert "together with Mona Mentor" in sheet(client.get(theirs).text)
    summaries.answer_for_name(complete, agrees=False, by=mentor, at=AT)
    assert "Mona" not in sheet(client.get(theirs).text)
    summaries.ask_for_name(complete, by=mentee, at=LATER)
    summaries.answer_for_name(complete, agrees=True, by=mentor, at=LATER)
    assert "Mona" not in sheet(client.get(theirs).text)


def test_a_line_of_the_partner_is_read_while_it_is_public_in_the_same_words(
    client, complete, mentee, mentor, manager
):
    line = kudos.say(complete, "Asks well.", to=mentee, by=mentor, at=AT)
    kudos.answer(line, agrees=True, seen=line.said_at, at=AT)
    summaries.save(complete, parts=["kudos"], words=WORDS, by=mentee, at=AT)
    row = share(complete, mentee, manager)
    assert "Asks well." not in str(row.sheet)
    client.force_login(manager)
    theirs = address("shared_summary", row.pk)
    assert "Asks well." in sheet(client.get(theirs).text)
    line = kudos.say(complete, "Asks best.", to=mentee, by=mentor, at=LATER)
    assert "Asks" not in sheet(client.get(theirs).text)
    kudos.answer(line, agrees=True, seen=line.said_at, at=LATER)
    assert Kudos.objects.public().exists()
    assert "Asks" not in sheet(client.get(theirs).text)


def test_somebody_who_takes_another_name_is_read_by_it(client, written, mentee, manager):
    row = share(written, mentee, manager)
    mentee.name = "Mia Meyer"
    mentee.save()
    client.force_login(manager)
    shown = client.get(address("shared_summary", row.pk)).text
    assert "Mia Meyer" in sheet(shown)
    assert "Mia Mentee" not in shown
    assert share(written, mentee, manager, LATER) == row


def test_the_code_of_a_closed_record_is_not_read_any_more(client, written, mentee, manager):
    record = records.open_one(written, by=mentee, at=AT)
    row = share(written, mentee, manager)
    client.force_login(manager)
    assert record.code in client.get(address("shared_summary", row.pk)).text
    records.close(written, by=mentee, at=AT)
    assert record.code not in client.get(address("shared_summary", row.pk)).text


def test_a_manager_reads_while_they_are_that_and_not_when_they_come_back(
    client, written, mentee, manager
):
    row = share(written, mentee, manager)
    friend = share(written, mentee, UserFactory())
    assert shares.end_outlived(AT) == {"shares of summaries ended": 0}
    mentee.manager = UserFactory()
    mentee.save()
    client.force_login(manager)
    assert client.get(address("shared_summary", row.pk)).status_code == 404
    assert shares.end_outlived(AT) == {"shares of summaries ended": 1}
    assert shares.end_outlived(AT) == {"shares of summaries ended": 0}
    mentee.manager = manager
    mentee.save()
    assert list(SummaryShare.objects.in_force()) == [friend]
    assert share(written, mentee, manager) != row


def test_what_its_reader_can_read_again_is_not_shared_a_second_time(written, mentee, manager):
    first = share(written, mentee, manager)
    manager.is_active = False
    manager.save()
    assert not SummaryShare.objects.in_force().exists()
    manager.is_active = True
    manager.save()
    assert share(written, mentee, manager) == first


def test_sharing_again_with_a_new_manager_does_not_use_what_was_over(written, mentee, manager):
    friend = UserFactory()
    first = share(written, mentee, friend)
    SummaryShare.objects.filter(pk=first.pk).update(as_manager=True)
    second = share(written, mentee, friend)
    first.refresh_from_db()
    assert (second != first, first.ended_because) == (True, "replaced")


@pytest.mark.django_db(transaction=True)
def test_two_presses_share_once(written, mentee, manager):
    version = seen(written, mentee)
    together(
        *[lambda: shares.share(written, manager, seen=version, by=mentee, at=AT)] * 3,
    )
    assert SummaryShare.objects.count() == 1
    assert Message.objects.filter(kind="summary_shared").count() == 1


def test_reading_costs_the_same_however_much_is_shared(
    client, written, mentee, manager, django_assert_num_queries
):
    row = share(written, mentee, manager)
    client.force_login(manager)
    page_of_one, page_of_all = address("shared_summary", row.pk), address("shared_list")
    client.get(page_of_one)
    with django_assert_num_queries(3):
        client.get(page_of_one)
    with django_assert_num_queries(2):
        client.get(page_of_all)
    for _person in range(3):
        other = UserFactory(manager=manager)
        summary = Summary.objects.create(pair=written, person=other, saved_at=timezone.now())
        SummaryShare.objects.create(
            summary=summary, reader=manager, as_manager=True, sheet=row.sheet, shared_at=AT
        )
    with django_assert_num_queries(3):
        client.get(page_of_one)
    with django_assert_num_queries(2):
        client.get(page_of_all)
