from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from events.actions import learning
from events.models import Resource, Training, TrainingDone
from notifications.actions import delivery
from notifications.models import Message
from people.models import AuditEntry
from programs.actions import cycles
from tests.concurrency import after_waiting
from tests.factories import UserFactory
from tests.messages import remind

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 12, 9, tzinfo=UTC)


@pytest.fixture
def training(running):
    return Training.objects.create(
        cycle=running,
        title="Listening",
        slides_link="https://example.com/s",
        due_on=date(2021, 7, 16),
    )


def address(name, cycle, *more):
    return reverse(f"events:{name}", args=[cycle.program.slug, cycle.slug, *more])


def told():
    return sorted(Message.objects.values_list("kind", "to__name"))


def test_a_participant_ticks_a_training_by_its_slides_and_takes_it_back(client, training, mentee):
    client.force_login(mentee)
    tick = address("training_tick", training.cycle, training.pk)
    for _time in range(2):
        client.post(tick, {"way": "slides"})
    assert list(TrainingDone.objects.values_list("person__name", "way")) == [
        ("Mia Mentee", "slides")
    ]
    client.post(tick, {"way": "not_done"})
    assert not TrainingDone.objects.exists()


def test_a_way_that_is_not_offered_is_refused(training, mentee):
    training.slides_link = ""
    for way in ("slides", "telepathy"):
        with pytest.raises(ValidationError) as refused:
            learning.mark_done(training, person=mentee, way=way, at=AT)
        assert refused.value.code == "way"


def test_only_who_has_not_done_it_is_reminded_once_in_the_days_before(training, mentee, mentor):
    learning.mark_done(training, person=mentee, way="course", at=AT)
    assert remind("training_reminder", datetime(2021, 7, 8, tzinfo=UTC)) == 0
    assert remind("training_reminder", AT) == 1
    assert remind("training_reminder", AT) == 0
    assert told() == [("training_reminder", "Mona Mentor")]
    assert delivery.send_waiting(AT) == {"sent": 1, "not sent": 0}


def test_a_resource_is_posted_once_in_the_morning_of_its_day(running, client, mentee):
    Resource.objects.create(
        cycle=running, title="How to ask", text="Ask openly.", post_on=date(2021, 7, 12)
    )
    client.force_login(mentee)
    before = client.get(address("checklist", running)).content.decode()
    assert "How to ask" not in before
    assert learning.post_resources(datetime(2021, 7, 12, 8, 59, tzinfo=UTC)) == {
        "resources posted": 0
    }
    assert learning.post_resources(AT) == {"resources posted": 1}
    assert learning.post_resources(AT) == {"resources posted": 0}
    assert told() == [("resource_posted", "Mia Mentee"), ("resource_posted", "Mona Mentor")]
    assert delivery.send_waiting(AT) == {"sent": 2, "not sent": 0}
    assert "How to ask" in client.get(address("checklist", running)).content.decode()


def test_the_organizer_adds_edits_and_deletes(client, running, organizer):
    client.force_login(organizer)
    data = {"title": "Reading", "text": "", "link": "https://example.com/a", "post_on": ""}
    client.post(address("learning_add", running, "resource"), data)
    resource = Resource.objects.get()
    client.post(address("learning_edit", running, "resource", resource.pk), data | {"title": "New"})
    assert "New" in client.get(address("learning", running)).content.decode()
    empty = client.post(address("learning_add", running, "resource"), data | {"link": ""})
    assert "Give a text or a link." in empty.content.decode()
    client.post(address("learning_delete", running, "resource", resource.pk))
    assert not Resource.objects.exists()


def test_another_can_be_added_at_once(client, running, organizer):
    client.force_login(organizer)
    add = address("learning_add", running, "resource")
    data = {"title": "Reading", "text": "Read it.", "another": "1"}
    assert client.post(add, data).url == add
    assert Resource.objects.get().title == "Reading"


def test_what_people_have_done_or_got_stays_and_the_rest_goes_with_a_line(
    client, training, organizer, mentee
):
    client.force_login(organizer)
    delete = address("learning_delete", training.cycle, "training", training.pk)
    learning.mark_done(training, person=mentee, way="course", at=AT)
    page = client.post(delete, follow=True).content.decode()
    assert "People have done “Listening”, so it stays in the program." in page
    assert TrainingDone.objects.count() == 1
    assert not AuditEntry.objects.filter(action="training_removed").exists()

    learning.mark_not_done(training, person=mentee)
    client.post(delete)
    assert not Training.objects.exists()
    line = AuditEntry.objects.get(action="training_removed")
    assert (line.subject, line.by) == (f"training:{training.pk}", organizer)

    sent = Resource.objects.create(
        cycle=training.cycle, title="Tips", text="Ask.", post_on=AT.date(), posted_at=AT
    )
    delete = address("learning_delete", training.cycle, "resource", sent.pk)
    assert "“Tips” has been sent" in client.post(delete, follow=True).content.decode()
    assert Resource.objects.filter(pk=sent.pk).exists()


def test_the_organizer_sees_who_is_missing(client, training, organizer, mentee):
    learning.mark_done(training, person=mentee, way="course", at=AT)
    learning.mark_done(training, person=UserFactory(), way="course", at=AT)  # takes no part
    client.force_login(organizer)
    assert "1 of 2 done" in client.get(address("learning", training.cycle)).content.decode()
    missing = client.get(address("training_missing", training.cycle, training.pk))
    assert "Mona Mentor" in missing.content.decode()
    assert "Mia Mentee" not in missing.content.decode()


def test_an_archived_cycle_writes_to_nobody(training, organizer):
    Resource.objects.create(
        cycle=training.cycle, title="Tips", text="Ask.", post_on=date(2021, 7, 12)
    )
    cycles.archive(training.cycle, by=organizer, at=AT)
    assert learning.post_resources(AT) == {"resources posted": 0}
    assert remind("training_reminder", AT) == 0
    assert told() == []


def test_who_says_it_another_way_keeps_the_day(training, mentee):
    learning.mark_done(training, person=mentee, way="course", at=AT)
    later = learning.mark_done(training, person=mentee, way="slides", at=AT.replace(day=14))
    assert (later.way, later.done_on) == ("slides", AT.date())


@pytest.mark.django_db(transaction=True)
def test_a_resource_that_another_worker_posts_in_this_moment_is_posted_once(running):
    resource = Resource.objects.create(
        cycle=running, title="How to ask", text="Ask openly.", post_on=AT.date()
    )
    counted = after_waiting(
        lambda: Resource.objects.filter(pk=resource.pk).update(posted_at=AT),
        lambda: learning.post_resources(AT),
    )
    assert counted == {"resources posted": 0}
    assert told() == []
