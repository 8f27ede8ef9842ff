import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from announcements.actions import announcements as actions
from announcements.models import Announcement
from announcements.queries import audiences
from announcements.queries.announcements import readings_of
from applications.models import Delegation, Interest
from events.models import Event, Place, Slot, Training, TrainingDone
from notifications.actions import delivery
from notifications.models import Message
from people.models import AuditEntry
from tests.factories import ApplicationFactory, PairFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 12, 9, tzinfo=UTC)


def address(name, cycle, *more):
    return reverse(f"announcements:{name}", args=[cycle.program.slug, cycle.slug, *more])


def go(announcement, organizer, at=AT):
    planned = actions.plan(announcement, goes_at=None, by=organizer, at=at)
    assert actions.send_due(at) == {"messages of announcements": 0}
    actions.send_due(planned.goes_at)
    delivery.send_waiting(planned.goes_at)


def names(announcement):
    return sorted(audiences.recipients_of(announcement).people.values_list("name", flat=True))


def test_an_organizer_writes_checks_and_sends(client, running, organizer, mentor, mentee, draft):
    client.force_login(organizer)
    page = client.get(address("announcement_create", running)).content.decode()
    assert "Everyone who takes part" in page
    typed = {"audiences": ["taking_part"], "subject": "Kickoff", "text": "{name}, welcome."}
    answer = client.post(address("announcement_create", running), typed)
    written = Announcement.objects.get(subject="Kickoff")
    assert answer.url == address("announcement_detail", running, written.pk)
    page = client.get(answer.url).content.decode()
    assert "Send to 2 people" in " ".join(page.split())
    assert "Mia, welcome." in page
    assert "Mona, welcome." in page
    assert not Message.objects.exists()

    client.post(address("announcement_plan", running, written.pk))
    written.refresh_from_db()
    assert written.is_planned
    actions.send_due(written.goes_at)
    delivery.send_waiting(written.goes_at)
    sent = {one.to[0]: one for one in mail.outbox}
    assert set(sent) == {mentor.email, mentee.email}
    assert sent[mentee.email].subject == "Kickoff"
    assert "Mia, welcome." in sent[mentee.email].body
    page = " ".join(client.get(answer.url).content.decode().split())
    assert "2 of 2 sent" in page
    assert "Take it back" not in page
    assert "Stop the rest" not in page
    assert AuditEntry.objects.filter(action="announcement_planned", by=organizer).exists()


def test_markdown_and_names_are_plain_text_in_the_mail(draft, organizer):
    go(draft, organizer)
    message = next(one for one in mail.outbox if "Mia" in one.body)
    assert message.subject == f"News of {draft.cycle.name}"
    assert "The kickoff is on Monday." in message.body
    assert f"The organizers of {draft.cycle} wrote this to you." in message.body


def test_planned_for_a_moment_in_the_zone_of_the_cycle(client, running, organizer, draft):
    running.zone = "Asia/Tokyo"
    running.save(update_fields=["zone"])
    client.force_login(organizer)
    client.post(address("announcement_plan", running, draft.pk), {"goes_at": "2121-07-26T09:00"})
    draft.refresh_from_db()
    assert draft.goes_at == datetime(2121, 7, 26, tzinfo=UTC)


def test_a_moment_that_is_over_is_refused_and_stays_in_the_field(client, running, organizer, draft):
    client.force_login(organizer)
    typed = {"goes_at": "2001-07-26T09:00"}
    page = client.post(address("announcement_plan", running, draft.pk), typed).content.decode()
    assert "This moment is over." in page
    assert "2001-07-26T09:00" in page
    draft.refresh_from_db()
    assert draft.is_draft


def test_nobody_sends_what_somebody_else_made_of_it_meanwhile(client, running, organizer, draft):
    client.force_login(organizer)
    where = address("announcement_detail", running, draft.pk)
    read = re.compile(r'name="seen" value="(\w+)"')
    [seen] = read.findall(client.get(where).text)
    Announcement.objects.filter(pk=draft.pk).update(text="Half a sen")
    page = client.post(address("announcement_plan", running, draft.pk), {"seen": seen}).text
    assert "The draft was changed meanwhile." in page
    assert "Half a sen" in page
    draft.refresh_from_db()
    assert draft.is_draft
    [seen] = read.findall(page)
    client.post(address("announcement_plan", running, draft.pk), {"seen": seen})
    draft.refresh_from_db()
    assert draft.is_planned


def test_what_is_planned_is_a_draft_again_when_taken_back(client, running, organizer, draft):
    client.force_login(organizer)
    client.post(address("announcement_plan", running, draft.pk))
    edit = address("announcement_edit", running, draft.pk)
    assert client.get(edit).url == address("announcement_detail", running, draft.pk)
    client.post(address("announcement_take_back", running, draft.pk))
    draft.refresh_from_db()
    assert draft.is_draft
    assert draft.goes_at is None
    assert actions.send_due(AT + timedelta(days=9999)) == {"messages of announcements": 0}


def test_what_is_not_sent_yet_can_be_stopped(draft, organizer, mentee):
    planned = actions.plan(draft, goes_at=None, by=organizer, at=AT)
    actions.send_due(planned.goes_at)
    delivery.send_waiting(planned.goes_at, limit=1)
    assert actions.take_back(draft, by=organizer, at=AT) == 1
    delivery.send_waiting(planned.goes_at)
    assert len(mail.outbox) == 1
    with pytest.raises(ValidationError, match="already “stopped”"):
        actions.take_back(draft, by=organizer, at=AT)


def test_what_everybody_has_cannot_be_stopped(draft, organizer):
    go(draft, organizer)
    with pytest.raises(ValidationError, match="already been sent to everyone"):
        actions.take_back(draft, by=organizer, at=AT)


def test_who_gets_it_is_found_out_when_it_goes(draft, organizer, running):
    planned = actions.plan(draft, goes_at=AT + timedelta(days=2), by=organizer, at=AT)
    other = PairFactory(cycle=running)
    actions.send_due(planned.goes_at)
    told = set(Message.objects.filter(kind="announcement").values_list("to", flat=True))
    assert {other.mentor.person_id, other.mentee.person_id} < told
    draft.refresh_from_db()
    assert draft.recipients == len(told) == 4


def test_a_test_goes_to_the_writer_alone(client, running, organizer, draft):
    client.force_login(organizer)
    client.post(address("announcement_test", running, draft.pk))
    message = Message.objects.get()
    assert (message.to, message.scope) == (organizer, "")
    delivery.send_waiting(message.send_after)
    assert mail.outbox[0].subject == f"Test: News of {running.name}"
    assert "Hello Olga," in mail.outbox[0].body


def test_nothing_to_say_or_nobody_to_say_it_to(running, organizer):
    empty = Announcement.objects.create(cycle=running, audiences=["taking_part"])
    with pytest.raises(ValidationError, match="subject and a text"):
        actions.plan(empty, goes_at=None, by=organizer, at=AT)
    with pytest.raises(ValidationError, match="subject and a text"):
        actions.send_test(empty, by=organizer, at=AT)
    nobody = Announcement.objects.create(cycle=running, subject="A", text="B", audiences=["gone"])
    with pytest.raises(ValidationError, match="Nobody would get it"):
        actions.plan(nobody, goes_at=None, by=organizer, at=AT)
    wrong = Announcement.objects.create(cycle=running, subject="A", text="{partner}")
    with pytest.raises(ValidationError, match=r"\{partner\} means nothing here"):
        actions.plan(wrong, goes_at=None, by=organizer, at=AT)


def test_what_means_nothing_is_said_and_kept(client, running, organizer):
    client.force_login(organizer)
    typed = {"subject": "About {cycel}", "text": "x"}
    page = client.post(address("announcement_create", running), typed).content.decode()
    assert "{cycel} means nothing here." in page
    assert "About {cycel}" in page
    assert not Announcement.objects.exists()


def test_two_organizers_change_one_draft(client, running, organizer, draft):
    client.force_login(organizer)
    edit = address("announcement_edit", running, draft.pk)
    seen = client.get(edit).context["form"].version
    Announcement.objects.filter(pk=draft.pk).update(subject="Theirs")
    typed = {"subject": "Mine", "text": "x", "seen": seen}
    page = client.post(edit, typed).content.decode()
    assert "This was changed meanwhile" in page
    assert "Theirs" in page
    assert "Mine" in page
    draft.refresh_from_db()
    assert draft.subject == "Theirs"


def test_lines_that_nobody_touched_are_not_told_as_changed(client, running, organizer, draft):
    """A browser ends the lines of a box otherwise than a file does."""
    Announcement.objects.filter(pk=draft.pk).update(text="One\nTwo")
    client.force_login(organizer)
    edit = address("announcement_edit", running, draft.pk)
    seen = client.get(edit).context["form"].version
    Announcement.objects.filter(pk=draft.pk).update(subject="Theirs")
    page = client.post(edit, {"subject": "Mine", "text": "One\r\nTwo", "seen": seen}).text
    assert "Subject is now: Theirs" in page
    assert "is now: One" not in page


def test_an_organizer_changes_a_draft(client, running, organizer, draft):
    client.force_login(organizer)
    edit = address("announcement_edit", running, draft.pk)
    typed = {
        "audiences": ["not_met"],
        "subject": "Second thoughts",
        "text": "On Tuesday.",
        "seen": client.get(edit).context["form"].version,
    }
    answer = client.post(edit, typed)
    draft.refresh_from_db()
    assert answer.url == address("announcement_detail", running, draft.pk)
    assert (draft.audiences, draft.subject) == (["not_met"], "Second thoughts")


def test_the_preview_follows_what_is_typed_and_saves_nothing(client, running, organizer):
    client.force_login(organizer)
    create, hx = address("announcement_create", running), {"HTTP_HX_REQUEST": "true"}
    typed = {"audiences": ["taking_part"], "subject": "A", "text": "{name}, welcome."}
    page = " ".join(client.post(create, typed, **hx).text.split())
    assert "2 people get it" in page
    assert "Mia, welcome." in page
    wrong = client.post(create, typed | {"text": "{nmae}"}, **hx)
    assert "The preview comes back once the text has no errors." in wrong.text
    assert not Announcement.objects.exists()


def test_the_page_says_how_far_it_is_and_stops_the_rest(client, running, organizer, draft):
    client.force_login(organizer)
    for _number in range(2):
        PairFactory(cycle=running)
    planned = actions.plan(draft, goes_at=None, by=organizer, at=AT)
    actions.send_due(planned.goes_at)
    delivery.send_waiting(planned.goes_at, limit=2)
    waiting = Message.objects.filter(kind="announcement", status="queued")
    Message.objects.filter(pk=waiting.first().pk).update(status="failed")
    detail = address("announcement_detail", running, draft.pk)
    page = " ".join(client.get(detail).text.split())
    assert "2 of 6 sent , 3 waiting , 1 with problems" in page.replace(",", " ,").replace("  ", " ")
    client.post(address("announcement_take_back", running, draft.pk))
    page = " ".join(client.get(address("announcement_list", running)).text.split())
    assert "Stopped. 3 people do not get it." in page
    assert "3 not sent" in page


def test_places_at_an_event_are_a_group(running, mentee):
    event = Event.objects.create(cycle=running, title="Kickoff")
    slot = Slot.objects.create(event=event, starts_at=AT)
    Place.objects.create(event=event, slot=slot, person=mentee, chosen_at=AT)
    assert _groups(running)["A place at “Kickoff”"] == 1


def test_drafts_are_thrown_away_and_sent_ones_are_not(client, running, organizer, draft):
    client.force_login(organizer)
    go(draft, organizer)
    client.post(address("announcement_delete", running, draft.pk))
    assert Announcement.objects.filter(pk=draft.pk).exists()
    other = Announcement.objects.create(cycle=running)
    client.post(address("announcement_delete", running, other.pk))
    assert not Announcement.objects.filter(pk=other.pk).exists()


def test_people_ticked_in_the_table_of_applications(client, running, organizer):
    one = ApplicationFactory(cycle=running, person__name="Ann", status="submitted")
    ApplicationFactory(cycle=running, person__name="Ben", status="submitted")
    elsewhere = ApplicationFactory(person__name="Cai", status="submitted")
    client.force_login(organizer)
    ticked = {"chosen": [one.pk, elsewhere.pk, "x"], "verb": "eligible"}
    answer = client.post(address("announcement_for", running), ticked)
    made = Announcement.objects.get()
    assert answer.url == address("announcement_edit", running, made.pk)
    assert names(made) == ["Ann"]
    assert "People picked from a list" in client.get(answer.url).content.decode()
    nobody = client.post(address("announcement_for", running), {})
    assert nobody.url == address("announcement_list", running)
    assert Announcement.objects.count() == 1


def test_everybody_the_filters_leave(client, running, organizer):
    for name in ("Ann", "Ben"):
        ApplicationFactory(cycle=running, person__name=name, status="submitted")
    client.force_login(organizer)
    posted = {"everything": "1", "query": "q=ben"}
    client.post(address("announcement_for", running), posted)
    assert names(Announcement.objects.get()) == ["Ben"]


def _groups(cycle):
    found = audiences.counted(Announcement(cycle=cycle))
    return {one.audience.label: one.count for one in found if one.count}


def test_the_groups_hold_whom_they_say(running, organizer, pair, mentor, mentee, committee_member):
    Training.objects.create(cycle=running, title="Listening")
    TrainingDone.objects.create(
        training=Training.objects.get(), person=mentor, way="slides", done_on=AT.date()
    )
    alone = ApplicationFactory(cycle=running, role=pair.mentee.role, status="unpaired")
    ApplicationFactory(cycle=running, role=pair.mentee.role, status="draft", person__name="Dora")
    handed = ApplicationFactory(cycle=running, role=pair.mentor.role, status="submitted")
    Delegation.objects.create(application=handed, member=committee_member)
    Interest.objects.create(program=running.program, address="a@example.com", confirmed_at=AT)
    Interest.objects.create(program=running.program, address="b@example.com")
    groups = _groups(running)
    assert groups["Everyone who takes part"] == 2
    assert groups["Their pair has not met yet"] == 2
    assert groups["Have not done “Listening”"] == 1
    assert groups["Without a partner"] == 1
    assert groups["Started a form but did not send it"] == 1
    assert groups["Committee members with open reviews"] == 1
    assert groups["Committee members"] == 1
    assert groups["Organizers"] == 1
    assert groups["Want to hear of the next call"] == 1
    gone = Announcement.objects.create(cycle=running, audiences=["unpaired", "training:0"])
    assert names(gone) == [alone.person.name]
    assert audiences.labels_of(gone) == ["Without a partner", "1 group that is gone"]


def test_before_pairs_are_published_nobody_is_without_a_partner(cycle, pair):
    ApplicationFactory(cycle=cycle, status="unpaired")
    assert "Without a partner" not in _groups(cycle)
    assert "Everyone who takes part" not in _groups(cycle)


def test_somebody_in_two_groups_gets_it_once_and_who_left_gets_nothing(running, pair, organizer):
    mentor = pair.mentor.person
    mentor.is_active = False
    mentor.save(update_fields=["is_active"])
    draft = Announcement.objects.create(
        cycle=running, audiences=["taking_part", "not_met"], subject="A", text="B"
    )
    go(draft, organizer)
    assert [one.to for one in mail.outbox] == [[pair.mentee.person.email]]


def test_an_address_of_somebody_with_an_account_gets_it_once(running, organizer, mentee):
    for address_of in (mentee.email, "out@example.com"):
        Interest.objects.create(program=running.program, address=address_of, confirmed_at=AT)
    draft = Announcement.objects.create(
        cycle=running, audiences=["interested", "taking_part"], subject="A", text="For you, {name}"
    )
    found = audiences.recipients_of(draft)
    assert found.addresses == ["out@example.com"]
    assert found.count() == 3
    go(draft, organizer)
    outside = next(one for one in mail.outbox if one.to == ["out@example.com"])
    assert "For you, there" in outside.body


def test_an_address_that_left_the_list_meanwhile_gets_nothing(running, organizer, client):
    for name in ("out", "stays"):
        Interest.objects.create(
            program=running.program, address=f"{name}@example.com", confirmed_at=AT
        )
    draft = Announcement.objects.create(
        cycle=running, audiences=["interested"], subject="A", text="For you"
    )
    planned = actions.plan(draft, goes_at=None, by=organizer, at=AT)
    actions.send_due(planned.goes_at)
    Interest.objects.filter(address="out@example.com").delete()
    delivery.send_waiting(planned.goes_at)
    [sent] = mail.outbox
    assert sent.to == ["stays@example.com"]
    off = sent.extra_headers["List-Unsubscribe"].strip("<>")
    assert off in sent.body
    assert "off the list" in client.post(off, {"List-Unsubscribe": "One-Click"}).text
    assert not Interest.objects.exists()


def test_the_number_of_queries_does_not_grow(
    client, running, organizer, draft, django_assert_num_queries
):
    client.force_login(organizer)
    for _number in range(5):
        PairFactory(cycle=running)
        other = Announcement.objects.create(cycle=running, audiences=["not_met"])
    detail = address("announcement_detail", running, draft.pk)
    with django_assert_num_queries(5):
        client.get(address("announcement_list", running))
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(detail)
            client.get(address("announcement_edit", running, other.pk))
        counts.append(len(asked))
        for _number in range(5):
            PairFactory(cycle=running)
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_every_message_once(running, organizer, draft):
    for _number in range(20):
        PairFactory(cycle=running)
    planned = actions.plan(draft, goes_at=None, by=organizer, at=AT)

    def work(_number):
        try:
            return actions.send_due(planned.goes_at)["messages of announcements"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        written = list(pool.map(work, range(4)))
    assert sorted(written) == [0, 0, 0, 42]
    assert Message.objects.filter(kind="announcement").count() == 42


def test_names_in_the_preview_are_not_of_people_one_may_not_judge(running, organizer, mentee):
    mentee.manager = organizer
    mentee.save(update_fields=["manager"])
    draft = Announcement.objects.create(cycle=running, audiences=["not_met"])
    assert [one.to.name for one in readings_of(draft, organizer)] == ["Mona Mentor"]


def test_strangers_to_the_program_find_nothing(client, draft, stranger):
    client.force_login(stranger)
    assert client.get(address("announcement_list", draft.cycle)).status_code == 404
