from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from announcements.actions import announcements as actions
from announcements.models import Announcement
from applications.models import Delegation, Review
from events.models import Training, TrainingDone
from notifications.actions import delivery
from pairs.models import MentoringSession
from tests.factories import ApplicationFactory, UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 22, 9, tzinfo=UTC)


@pytest.fixture
def address(running):
    def of(key):
        where = [running.program.slug, running.slug, key]
        return reverse("announcements:announcement_remind", args=where)

    return of


@pytest.fixture
def page(client, organizer, address):
    client.force_login(organizer)

    def look(key="not_met"):
        with time_machine.travel(AT, tick=False):
            return client.get(address(key))

    return look


def test_who_is_late_is_reminded_in_one_press(client, page, address, mentor, mentee, running):
    with time_machine.travel(AT, tick=False):
        overview = reverse("outcomes:dashboard", args=[running.program.slug, running.slug])
        client.force_login(running.program.staff.get(role="organizer").person)
        assert address("not_met") in client.get(overview).text
    text = " ".join(page().text.split())
    assert "Remind 2 people" in text
    assert mentor.name in text
    assert mentee.name in text
    assert "reminded last" not in text
    with time_machine.travel(AT, tick=False):
        typed = {"subject": "Met yet?", "text": "Please meet. {home}"}
        answer = client.post(address("not_met"), typed, follow=True)
    assert "Until then you can take it back." in answer.text
    written = Announcement.objects.get()
    assert (written.audiences, written.goes_at) == (["not_met"], AT + timedelta(minutes=2))
    actions.send_due(written.goes_at)
    delivery.send_waiting(written.goes_at)
    assert {one.to[0] for one in mail.outbox} == {mentor.email, mentee.email}
    assert {one.subject for one in mail.outbox} == {"Met yet?"}
    assert "They were reminded last:" in page().text


def test_two_presses_make_one_reminder(client, page, address):
    page()
    typed = {"subject": "Met yet?", "text": "Please meet."}
    with time_machine.travel(AT, tick=False):
        client.post(address("not_met"), typed)
        again = client.post(address("not_met"), typed)
    assert "A reminder to them is already planned." in again.text
    assert Announcement.objects.count() == 1


def test_nothing_to_say_and_placeholders_without_meaning_are_refused(client, page, address):
    page()
    with time_machine.travel(AT, tick=False):
        answer = client.post(address("not_met"), {"subject": "", "text": "Dear {friend}"})
    assert "{friend} means nothing here." in answer.text
    assert "Dear {friend}" in answer.text
    assert not Announcement.objects.exists()


def test_nobody_is_reminded_of_what_is_done(page, client, address, pair):
    MentoringSession.objects.create(pair=pair, held_on=date(2021, 7, 12))
    assert "Nobody is late with this now." in page().text
    with time_machine.travel(AT, tick=False):
        answer = client.post(address("not_met"), {"subject": "Hello", "text": "Text"})
    assert "Nobody would get it." in answer.text
    assert not Announcement.objects.exists()


@pytest.mark.parametrize(
    "key", ["taking_part", "training:99", "training:x", "training:" + "9" * 30]
)
def test_without_ready_words_there_is_no_page(page, key):
    assert page(key).status_code == 404


def test_trainings_name_what_is_missing_and_its_day(page, running, mentor, mentee):
    training = Training.objects.create(cycle=running, title="Bias {101}", due_on=date(2021, 7, 20))
    TrainingDone.objects.create(training=training, person=mentee, done_on=date(2021, 7, 8))
    text = page(f"training:{training.pk}").text
    assert "Remind 1 person" in " ".join(text.split())
    assert mentor.name in text
    assert "Still open: Bias (101)" in text
    assert "It is due on 20 July 2021." in text
    training.due_on = None
    training.save(update_fields=["due_on"])
    assert "It is due on" not in page(f"training:{training.pk}").text


def test_committee_members_with_open_reviews(page, running, organizer):
    scored, open_one = (ApplicationFactory(cycle=running, status="submitted") for _n in range(2))
    done, late = UserFactory(name="Dora Done"), UserFactory(name="Lars Late")
    Delegation.objects.create(application=scored, member=done)
    Delegation.objects.create(application=open_one, member=late)
    Review.objects.create(application=scored, reviewer=done, saved_at=AT)
    text = page("open_reviews").text
    assert "Lars Late" in text
    assert "Dora Done" not in text


def test_people_one_may_not_judge_are_counted_and_not_named(page, running, organizer, mentor):
    mentor.manager = organizer
    mentor.save(update_fields=["manager"])
    text = " ".join(page().text.split())
    assert "Remind 2 people" in text
    assert mentor.name not in text
    assert "and 1 more" in text


def test_action_itself_refuses_without_anybody(running, organizer, pair):
    MentoringSession.objects.create(pair=pair, held_on=date(2021, 7, 12))
    with pytest.raises(ValidationError) as refused:
        actions.remind(running, "not_met", {"subject": "a", "text": "b"}, by=organizer, at=AT)
    assert refused.value.code == "nobody"
    assert not Announcement.objects.exists()
