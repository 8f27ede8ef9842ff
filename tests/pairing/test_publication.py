from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from applications.actions import waitlist
from applications.models import Application, ApplicationMove, Participation, PlaceOffer
from applications.queries.standing import standings_of
from notifications import due, kinds
from notifications.models import Message
from pairing.actions import edits, publication, runs
from pairing.edits.unpair import TakePairOff
from pairing.edits.veto import VetoPair
from pairing.models import Board
from pairing.news.publication import context_of
from pairing.queries.publishing.publication import draft_news, plan_of
from pairs.models import Pair
from people.models import AuditEntry
from programs.models import Cycle
from tests.messages import words_of
from tests.pairing.crowd import apply, ask_focus, choose, crowd

pytestmark = pytest.mark.django_db
Status = Application.Status


def solve(cycle):
    runs.carry_out(runs.start(cycle, by=None, at=timezone.now()).pk)


def publish(cycle, by=None, **more):
    return publication.publish(cycle, by=by, at=timezone.now(), **more)


def statuses(cycle):
    return dict(cycle.applications.values_list("name", "status"))


def mail_to(person):
    return words_of(Message.objects.get(to=person, kind=publication.KIND))


@pytest.fixture
def drafted(cycle):
    """Ann mentors one of Cy and Di; Wim waits on the list."""
    people = {
        "Ann": apply(cycle, "mentor", name="Ann", division="A"),
        "Cy": apply(cycle, "mentee", name="Cy", division="B", priority=2),
        "Di": apply(cycle, "mentee", name="Di", division="C"),
        "Wim": apply(cycle, "mentee", name="Wim", division="D", status=Status.WAITLISTED),
    }
    solve(cycle)
    return people


def test_publishing_makes_pairs_and_tells_everybody_once(cycle, organizer, drafted):
    publish(cycle, by=organizer)

    pair = Pair.objects.get()
    assert (pair.mentor.person.name, pair.mentee.person.name) == ("Ann", "Cy")
    assert (pair.starts_on, pair.ends_on) == (date(2021, 7, 7), date(2021, 9, 30))
    assert pair.score == sum(part["points"] for part in pair.parts)
    assert Participation.objects.count() == 2
    assert statuses(cycle) == {
        "Ann": "paired",
        "Cy": "paired",
        "Di": "unpaired",
        "Wim": "unpaired",
    }
    assert not Application.objects.filter(told_at__isnull=True).exists()
    assert sorted(Message.objects.values_list("to__name", flat=True)) == ["Ann", "Cy", "Di", "Wim"]
    assert ApplicationMove.objects.filter(by=organizer).count() == 4
    assert AuditEntry.objects.filter(action="pairs_published", by=organizer).count() == 1
    cycle.refresh_from_db()
    assert cycle.pairs_published_at is not None


def test_publishing_twice_is_refused_and_tells_nobody_twice(cycle, organizer, drafted):
    publish(cycle, by=organizer)
    with pytest.raises(ValidationError) as refused:
        publish(cycle, by=organizer)
    assert refused.value.code == "published"
    assert Message.objects.count() == 4


def test_publishing_what_has_changed_since_is_refused(cycle, organizer, drafted):
    seen = Board.objects.get(cycle=cycle).version
    edits.make(
        cycle, TakePairOff(drafted["Cy"].pk, drafted["Ann"].pk), by=organizer, at=timezone.now()
    )
    with pytest.raises(ValidationError) as refused:
        publish(cycle, seen=seen)
    assert refused.value.code == "changed"
    with pytest.raises(ValidationError) as refused:
        publish(cycle)
    assert refused.value.code == "nothing"
    assert not Message.objects.exists()
    assert not Pair.objects.exists()


def test_withdrawn_partner_is_found_before_anybody_is_told(cycle, organizer, drafted):
    seen = Board.objects.get(cycle=cycle).version
    Application.objects.filter(pk=drafted["Cy"].pk).update(status=Status.WITHDRAWN)
    with pytest.raises(ValidationError) as refused:
        publish(cycle, seen=seen)
    assert refused.value.code == "changed"


def test_message_holds_all_that_is_needed_to_start(cycle, drafted):
    Cycle.objects.filter(pk=cycle.pk).update(
        start_message="Join the channel first.", video_link="https://example.com/video"
    )
    cycle.milestones.create(title="Live kickoff", starts_on=date(2099, 7, 7))
    cycle.trainings.create(
        title="How to be a good mentee", course_link="https://example.com/course"
    )
    publish(cycle)
    subject, body = mail_to(drafted["Cy"].person)
    assert subject == "Your mentor is Ann"
    for words in (
        drafted["Ann"].person.email,
        "7 July 2099: Live kickoff",
        "https://example.com/course",
        "https://example.com/video",
        "Join the channel first.",
    ):
        assert words in body
    subject, _body = mail_to(drafted["Ann"].person)
    assert subject == "Your mentee is Cy"


def test_unpaired_people_read_why_and_nobody_elses_name(cycle, drafted):
    publish(cycle)
    subject, body = mail_to(drafted["Di"].person)
    assert "could not pair you" in subject
    assert "places with mentors who could be paired with you went to others" in body
    assert "/status/" in body
    for name in ("Ann", "Cy"):
        assert drafted[name].person.email not in body
        assert f"{name} " not in f"{body} ".replace("\n", " ")
    (standing,) = standings_of(cycle, drafted["Di"].person, at=timezone.now())
    assert "places with mentors who could be paired with you went to others" in standing.reason
    assert standing.outcome.change


def test_vetoes_never_show_in_the_reason(cycle, organizer):
    ann = apply(cycle, "mentor", name="Ann", division="A")
    bo = apply(cycle, "mentor", name="Bo", division="B")
    cy = apply(cycle, "mentee", name="Cy", division="A")
    di = apply(cycle, "mentee", name="Di", division="C")
    edits.make(cycle, VetoPair(cy.pk, bo.pk), by=organizer, at=timezone.now())
    solve(cycle)
    publish(cycle)
    (standing,) = standings_of(cycle, cy.person, at=timezone.now())
    assert standing.reason == "The organizers made no pair with you in the end."
    assert "eto" not in " ".join([standing.reason, *(w for _n, w in standing.outcome.counts)])
    assert {ann.name, bo.name, di.name}


def test_person_in_both_roles_gets_one_message(cycle):
    ask_focus(cycle)
    ann = apply(cycle, "mentor", name="Ann", division="A")
    both = apply(cycle, "mentor", name="Both", division="B")
    as_mentee = apply(cycle, "mentee", person=both.person, name="Both", division="B")
    crowd(cycle, 0, 2)
    for one in (ann, as_mentee):
        choose(one, "feedback")
    solve(cycle)
    plan = publish(cycle)
    assert Message.objects.filter(to=both.person).count() == 1
    as_mentee.refresh_from_db()
    assert as_mentee.status == Status.MENTOR_ONLY
    assert plan.groups["mentor_only"] == [both.person_id]
    subject, body = mail_to(both.person)
    assert subject.startswith("Your mentee is")
    assert "Places were short for those who applied only as mentees" in " ".join(body.split())


def test_groups_count_people_in_the_role_that_put_them_there(cycle, drafted):
    person = drafted["Ann"].person
    apply(cycle, "mentee", person=person, name="Ann", division="A", status=Status.WAITLISTED)
    plan = plan_of(Board.objects.get(cycle=cycle))
    assert plan.sides_of("paired") == {"mentor": 1, "mentee": 1}
    assert plan.sides_of("unpaired") == {"mentor": 0, "mentee": 2}


def test_reasons_of_the_pair_are_told_only_if_the_question_said_so(cycle):
    ask_focus(cycle)
    ann = apply(cycle, "mentor", name="Ann", division="A")
    cy = apply(cycle, "mentee", name="Cy", division="B")
    for one in (ann, cy):
        choose(one, "feedback")
    solve(cycle)
    publish(cycle)
    assert "Feedback" not in mail_to(cy.person)[1]
    for role in cycle.roles.all():
        role.questionnaire.questions.update(readers="pair")
    assert "Feedback" in mail_to(cy.person)[1]


def test_preview_reads_like_the_message(cycle, drafted):
    draft = Board.objects.get(cycle=cycle)
    previews = {}
    plan = plan_of(draft)
    for name, application in drafted.items():
        news = draft_news(draft, plan, application.person_id)
        previews[name] = context_of(news, at=timezone.now())
    assert plan.groups["paired"] == [drafted["Ann"].person_id, drafted["Cy"].person_id]
    assert plan.people_count == 4
    publish(cycle)
    for name, application in drafted.items():
        message = Message.objects.get(to=application.person, kind=publication.KIND)
        told = kinds.get(publication.KIND).context(message, cycle, timezone.now())
        for key in ("my_mentors", "my_mentees"):
            names = [meeting.partner.name for meeting in told[key]]
            assert names == [meeting.partner.name for meeting in previews[name][key]]
        assert told["news"].left_out == previews[name]["news"].left_out


def test_messages_wait_ten_minutes_and_can_be_taken_back(cycle, organizer, drafted):
    at = timezone.now()
    before = statuses(cycle)
    publication.publish(cycle, by=organizer, at=at)
    assert due.run("messages", at + timedelta(minutes=9)) == {}

    publication.take_back(cycle, by=organizer, at=at + timedelta(minutes=9))

    assert statuses(cycle) == before
    assert not Pair.objects.exists()
    assert not Participation.objects.exists()
    assert due.run("messages", at + timedelta(minutes=11)) == {}
    publication.publish(cycle, by=organizer, at=at + timedelta(minutes=12))
    assert due.run("messages", at + timedelta(minutes=23)) == {"sent": 4}


def test_taking_back_is_refused_once_it_is_too_late(cycle, organizer, drafted):
    at = timezone.now()
    with pytest.raises(ValidationError):
        publication.take_back(cycle, by=organizer, at=at)
    publication.publish(cycle, by=organizer, at=at)
    with pytest.raises(ValidationError) as refused:
        publication.take_back(cycle, by=organizer, at=at + timedelta(minutes=10))
    assert refused.value.code == "too_late"
    Pair.objects.get().mentee.goals.create(text="Speak up")
    with pytest.raises(ValidationError) as refused:
        publication.take_back(cycle, by=organizer, at=at + timedelta(minutes=1))
    assert refused.value.code == "begun"
    assert Message.objects.filter(status="queued").count() == 4


def test_publishing_ends_offered_places_and_takes_their_mail_back(cycle, organizer, drafted):
    last_day = timezone.now().date() + timedelta(days=3)
    waitlist.offer(drafted["Wim"], last_day, by=organizer, at=timezone.now())
    publish(cycle, by=organizer)
    assert not PlaceOffer.objects.filter(state=PlaceOffer.State.OPEN).exists()
    assert Message.objects.get(kind="place_offered").status == "cancelled"


def test_nothing_is_published_while_a_mentor_has_more_pairs_than_places(cycle):
    ann = apply(cycle, "mentor", name="Ann", division="A", capacity=2)
    crowd(cycle, 0, 2)
    solve(cycle)
    Application.objects.filter(pk=ann.pk).update(capacity=1)
    with pytest.raises(ValidationError) as refused:
        publish(cycle)
    assert refused.value.code == "full"
    assert not Pair.objects.exists()


def test_nobody_is_told_late_before_pairs_are_published(cycle, organizer, drafted):
    with pytest.raises(ValidationError) as refused:
        publication.tell_late(cycle, by=organizer, at=timezone.now())
    assert refused.value.code == "not_published"
