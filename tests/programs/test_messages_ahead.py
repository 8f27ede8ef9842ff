"""What goes out next by itself, and leaving one sending of it out."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from applications.models import Application
from events.models import Event, Place, Training
from notifications import due, kinds
from notifications.actions import delivery, outbox
from notifications.models import Message, SkippedSending
from people.models import AuditEntry
from programs.actions import message_texts, surveys
from programs.models import MessageText, Requirement, SendingText
from tests.factories import (
    ApplicationFactory,
    CallFactory,
    CycleFactory,
    PairFactory,
    UserFactory,
)
from tests.factories.cycle_surveys import OPENS, make_cycle_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(cycle):
    """A cycle that runs, with a pair and a training to be done in three weeks, reminded of a week
    before."""
    cycle.pairs_published_at = timezone.now()
    cycle.save(update_fields=["pairs_published_at"])
    PairFactory(cycle=cycle)
    today = cycle.day(timezone.now())
    Training.objects.create(
        cycle=cycle, title="How to listen", due_on=today + timedelta(days=21), remind_days=7
    )
    return cycle


def address(cycle, name="messages_ahead", *more):
    return reverse(f"programs:{name}", args=[cycle.program.slug, cycle.slug, *more])


def of_training(page):
    [row] = [row for row in page.context["ahead"] if row.kind == "training_reminder"]
    return row


def leave_out(client, cycle, row, how="leave-out"):
    facts = {"kind": row.kind, "key": getattr(row, "key", "") or row.sending.key}
    return client.post(address(cycle, "sending_skip", how), facts, follow=True)


def test_the_page_says_what_goes_out_when_and_to_how_many(client, running, organizer):
    client.force_login(organizer)
    row = of_training(client.get(address(running)))
    assert row.count == 2
    assert row.sending.title == "How to listen"
    day = running.day(timezone.now()) + timedelta(days=14)
    assert row.goes_at == datetime.combine(day, datetime.min.time(), running.tzinfo)


def test_it_is_read_with_the_facts_of_a_real_person(client, running, organizer):
    client.force_login(organizer)
    row = of_training(client.get(address(running)))
    asked = {"kind": row.kind, "key": row.sending.key}
    page = client.get(address(running), asked)
    readers = list(page.context["open"]["readers"])
    assert page.context["open"]["reader"] == readers[0]
    assert "How to listen" in page.context["open"]["words"][1]
    other = client.get(address(running), asked | {"to": readers[1].pk})
    assert other.context["open"]["reader"] == readers[1]
    assert Message.objects.count() == 0


def test_what_nobody_knows_of_is_just_not_opened(client, running, organizer):
    client.force_login(organizer)
    for asked in ({"kind": "nothing"}, {"kind": "training_reminder", "key": "training:0"}):
        assert client.get(address(running), asked).context["open"] is None


def test_left_out_nobody_gets_it(client, running, organizer):
    client.force_login(organizer)
    row = of_training(client.get(address(running)))
    for _time in range(2):
        page = leave_out(client, running, row)
    assert [label for _row, label in page.context["skipped"]] == ["Training still open"]
    assert "training_reminder" not in {row.kind for row in page.context["ahead"]}
    assert AuditEntry.objects.filter(action="sending_skipped").count() == 1
    due.run("training_reminder", row.goes_at + timedelta(hours=1))
    assert Message.objects.count() == 0


def test_taken_back_it_goes_out_once(client, running, organizer):
    client.force_login(organizer)
    row = of_training(client.get(address(running)))
    leave_out(client, running, row)
    page = leave_out(client, running, row, "send")
    assert of_training(page).sending.key == row.sending.key
    assert AuditEntry.objects.filter(action="sending_not_skipped").count() == 1
    for minute in range(2):
        due.run("training_reminder", row.goes_at + timedelta(minutes=minute))
    assert Message.objects.filter(kind="training_reminder").count() == 2


def test_moved_to_another_day_it_is_a_sending_of_its_own(client, running, organizer):
    client.force_login(organizer)
    row = of_training(client.get(address(running)))
    leave_out(client, running, row)
    training = running.trainings.get()
    training.due_on += timedelta(days=1)
    training.save(update_fields=["due_on"])
    assert of_training(client.get(address(running))).count == 2


def test_what_has_gone_out_is_not_left_out(client, running, organizer):
    client.force_login(organizer)
    row = of_training(client.get(address(running)))
    training = running.trainings.get()
    training.due_on = running.day(timezone.now()) + timedelta(days=3)
    training.save(update_fields=["due_on"])
    page = leave_out(client, running, row)
    assert "Nothing was left out." in page.text
    assert not SkippedSending.objects.exists()


def test_what_was_left_out_stays_so_when_its_time_is_over(client, running, organizer):
    client.force_login(organizer)
    row = of_training(client.get(address(running)))
    leave_out(client, running, row)
    SkippedSending.objects.update(goes_at=timezone.now())
    assert "Its time is over." in leave_out(client, running, row, "send").text
    SkippedSending.objects.all().delete()
    assert "It goes out as planned." in leave_out(client, running, row, "send").text
    assert leave_out(client, running, row, "perhaps").status_code == 404


def test_written_while_it_was_left_out_it_is_not_sent(client, running, organizer):
    """The clock may have read what is left out just before an organizer pressed the button."""
    client.force_login(organizer)
    row = of_training(client.get(address(running)))
    later = row.goes_at + timedelta(hours=1)
    due.run("training_reminder", later)
    SkippedSending.objects.create(
        scope=running.key,
        kind=row.kind,
        key=row.sending.key,
        title="x",
        goes_at=row.goes_at,
        skipped_at=timezone.now(),
    )
    delivery.send_waiting(later)
    assert {m.reason for m in Message.objects.filter(kind=row.kind)} == {"skipped"}
    SkippedSending.objects.all().delete()
    assert outbox.remind(kinds.get(row.kind), later) == {"training reminders": 2}


def test_leaving_out_takes_back_what_is_written_and_unsent(client, running, organizer):
    client.force_login(organizer)
    row = of_training(client.get(address(running)))
    Message.objects.create(
        to=UserFactory(),
        kind=row.kind,
        about="training:1",
        scope=running.key,
        sending=row.sending.key,
    )
    leave_out(client, running, row)
    assert Message.objects.get().reason == "skipped"


def test_one_cycle_leaves_out_nothing_of_another(client, running, organizer):
    other = CycleFactory(pairs_published_at=timezone.now())
    PairFactory(cycle=other)
    Training.objects.create(
        cycle=other, title="x", due_on=running.trainings.get().due_on, remind_days=7
    )
    client.force_login(organizer)
    row = of_training(client.get(address(running)))
    leave_out(client, running, row)
    due.run("training_reminder", row.goes_at + timedelta(hours=20))
    assert set(Message.objects.values_list("scope", flat=True)) == {other.key}


def test_unsent_drafts_of_applications_are_reminded_twice(client, cycle, organizer):
    role = cycle.roles.first()
    closes = timezone.now() + timedelta(days=10)
    CallFactory(role=role, opens_at=timezone.now(), closes_at=closes)
    ApplicationFactory(cycle=cycle, role=role, status=Application.Status.DRAFT)
    client.force_login(organizer)
    [row] = client.get(address(cycle)).context["ahead"]
    assert (row.kind, row.count, len(row.later)) == ("application_draft", 1, 1)
    assert row.goes_at == closes - timedelta(days=3)


@pytest.mark.parametrize("more", [0, 3])
def test_the_page_costs_the_same_for_more_of_each(
    client, running, organizer, more, django_assert_num_queries
):
    for number in range(more):
        PairFactory(cycle=running)
        Training.objects.create(
            cycle=running, title=f"{number}", due_on=running.trainings.first().due_on, remind_days=7
        )
    client.force_login(organizer)
    client.get(address(running))
    with django_assert_num_queries(17):
        client.get(address(running))


@pytest.fixture
def of_every_kind(running):
    """A fortnight, an event with a time, one in writing, a certificate and a survey ahead."""
    today = running.day(timezone.now())
    running.starts_on, running.ends_on = today, today + timedelta(days=60)
    running.save(update_fields=["starts_on", "ends_on"])
    running.pairs.update(starts_on=today)
    event = Event.objects.create(cycle=running, title="Kickoff")
    slot = event.slots.create(starts_at=timezone.now() + timedelta(days=9))
    person = running.pairs.get().mentor.person
    Place.objects.create(event=event, slot=slot, person=person, chosen_at=timezone.now())
    until = today + timedelta(days=20)
    Event.objects.create(cycle=running, title="Questions", is_async=True, writing_until=until)
    Event.objects.create(cycle=running, title="Without a date")
    role = running.pairs.get().mentee.role
    Requirement.objects.create(
        role=role, key="c", kind="certificate", text="A certificate", due_on=until
    )
    planned = make_cycle_survey(running, mode="named", opens_at=OPENS)
    planned.survey.closes_at = timezone.now() + timedelta(days=30)
    planned.survey.opens_at = timezone.now() - timedelta(days=1)
    planned.survey.save(update_fields=["opens_at", "closes_at"])
    surveys.open_due(timezone.now())
    return planned


def test_every_kind_says_when_it_goes_and_how_it_reads(client, running, organizer, of_every_kind):
    client.force_login(organizer)
    rows = client.get(address(running)).context["ahead"]
    counts = {row.kind: row.count for row in rows}
    assert counts == {
        "certificate_reminder": 1,
        "event_open": 1,
        "event_reminder": 1,
        "session_due": 2,
        "survey_reminder": 2,
        "training_reminder": 2,
    }
    for row in rows:
        page = client.get(address(running), {"kind": row.kind, "key": row.sending.key})
        assert page.context["open"]["words"][0]


def test_each_is_due_when_the_page_says_and_left_out_when_asked(
    client, running, organizer, of_every_kind
):
    client.force_login(organizer)
    rows = client.get(address(running)).context["ahead"]
    for row in rows:
        kind = kinds.get(row.kind)
        before, after = row.goes_at - timedelta(minutes=1), row.goes_at + timedelta(minutes=1)
        key = row.sending.key
        assert key not in {news.sending for news in kind.due(before)}
        assert key in {news.sending for news in kind.due(after)}
        leave_out(client, running, row)
        due.run(row.kind, after)
        assert not Message.objects.filter(sending=key).exists()


def test_who_is_asked_without_their_name_is_not_counted(client, running, organizer, of_every_kind):
    questionnaire = of_every_kind.survey.questionnaire
    questionnaire.mode = "anonymous"
    questionnaire.save(update_fields=["mode"])
    client.force_login(organizer)
    page = client.get(address(running))
    [row] = [row for row in page.context["ahead"] if row.kind == "survey_reminder"]
    assert row.count is None
    asked = {"kind": row.kind, "key": row.sending.key}
    assert client.get(address(running), asked).context["open"] is None


def reworded(client, cycle, row, **words):
    query = urlencode({"kind": row.kind, "key": row.sending.key})
    return client.post(f"{address(cycle, 'sending_words')}?{query}", words, follow=True)


def test_words_are_changed_for_one_time_alone(client, running, organizer):
    client.force_login(organizer)
    row = of_training(client.get(address(running)))
    page = client.get(address(running, "sending_words"), {"kind": row.kind, "key": row.sending.key})
    assert "These words apply to this time only." in page.text
    page = reworded(
        client, running, row, subject="This week", body="{name}, {title}!\n\n{standard}"
    )
    assert "Saved for this time only." in page.text
    assert "Own words this time" in page.text
    assert page.context["open"]["words"][0] == "This week"
    assert AuditEntry.objects.filter(action="sending_worded").count() == 1
    due.run("training_reminder", row.goes_at)
    delivery.send_waiting(row.goes_at)
    sent = Message.objects.filter(kind="training_reminder")
    assert {message.subject for message in sent} == {"This week"}
    assert "How to listen!" in sent[0].body
    later = Training.objects.create(
        cycle=running, title="Another", due_on=running.day(row.goes_at) + timedelta(days=9)
    )
    due.run("training_reminder", row.goes_at + timedelta(days=5))
    delivery.send_waiting(row.goes_at + timedelta(days=5))
    assert "This week" not in Message.objects.filter(about=f"training:{later.pk}")[0].subject


def test_words_of_this_time_go_before_those_of_the_cycle_and_go_again(client, running, organizer):
    client.force_login(organizer)
    MessageText.objects.create(cycle=running, kind="training_reminder", subject="As always")
    row = of_training(client.get(address(running)))
    asked = {"kind": row.kind, "key": row.sending.key}
    assert "As always" in client.get(address(running, "sending_words"), asked).text
    page = reworded(client, running, row, subject="Once", body="")
    assert page.context["open"]["words"][0] == "Once"
    page = reworded(client, running, row, subject="", body="")
    assert page.context["open"]["words"][0] == "As always"
    assert not SendingText.objects.exists()


def test_words_that_mean_nothing_are_refused_and_kept(client, running, organizer):
    client.force_login(organizer)
    row = of_training(client.get(address(running)))
    page = reworded(client, running, row, subject="{friend}", body="Kept")
    assert "{friend} means nothing in this message." in page.text
    assert "Kept" in page.text
    with pytest.raises(ValidationError) as refused:
        message_texts.save_for_one(
            running,
            row.kind,
            row.sending.key,
            subject="{friend}",
            body="",
            by=organizer,
            at=timezone.now(),
        )
    assert refused.value.code == "unknown_placeholder"


@pytest.mark.parametrize(
    ("kind", "key"),
    [("training_reminder", "training:0"), ("pairs_published", ""), ("nothing", ""), ("", "")],
)
def test_what_is_not_ahead_has_no_words_of_its_own(client, running, organizer, kind, key):
    client.force_login(organizer)
    query = urlencode({"kind": kind, "key": key})
    where = f"{address(running, 'sending_words')}?{query}"
    assert "This has gone out, or its date has changed." in client.get(where, follow=True).text
    with pytest.raises(ValidationError) as refused:
        message_texts.save_for_one(
            running, kind, key, subject="S", body="", by=organizer, at=timezone.now()
        )
    assert refused.value.code == "gone"
    assert not SendingText.objects.exists()


def test_what_comes_later_says_when_and_whose_it_is(client, running, organizer):
    """Two reminders of one kind may be about different roles, or share a day."""
    opens = timezone.now() - timedelta(days=1)
    for side, days in (("mentor", 10), ("mentee", 20)):
        CallFactory(
            role=running.roles.get(side=side),
            opens_at=opens,
            closes_at=timezone.now() + timedelta(days=days),
        )
    client.force_login(organizer)
    page = " ".join(client.get(address(running)).text.split())
    mentee = running.roles.get(side="mentee").name
    assert page.count(f"</time> ({mentee})") == 2
