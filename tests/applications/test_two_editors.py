"""Rows that several people edit: the second gets both texts, also when both save at once."""

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Application, Criterion, Score
from people.models import User
from tests.concurrency import together
from tests.factories import (
    ApplicationFactory,
    CallFactory,
    PairFactory,
    QuestionFactory,
    StaffFactory,
    UserFactory,
)
from tests.sign_in import confirmed

CHANGED = "This was changed meanwhile"


def address(name, cycle, **more):
    return reverse(name, kwargs={"program": cycle.program.slug, "cycle": cycle.slug, **more})


def text(response):
    return " ".join(response.content.decode().split())


class OfPeople:
    """HR facts, edited by administrators."""

    says = "Job title is now: Lead"

    def __init__(self, cycle):
        self.who = UserFactory(is_staff=True, is_superuser=True)
        self.row = UserFactory(name="Kim Known", job_title="Engineer")
        self.address = reverse("people:person_edit", args=[self.row.pk])

    def typed(self, words):
        return {"name": "Kim Known", "job_title": words}

    def now(self):
        return User.objects.get(pk=self.row.pk).job_title

    prefix = ""


class OfQuestions:
    says = "Question is now: Lead"
    prefix = ""

    def __init__(self, cycle):
        self.who = StaffFactory(program=cycle.program).person
        role = cycle.roles.get(side="mentee")
        self.row = QuestionFactory(
            questionnaire=role.questionnaire, text="Why?", kind="one", choices=["a", "b"]
        )
        self.address = address("programs:question_edit", cycle, pk=self.row.pk)

    def typed(self, words):
        more = {"kind": "one", "readers": "reviewers", "choices": "A\r\nB"}
        return {"text": words, **more}

    def now(self):
        self.row.refresh_from_db()
        return self.row.text


class OfScores:
    """A reviewer's own opinion, open in two windows."""

    says = "Your note is now: Lead"
    prefix = "score-"

    def __init__(self, cycle):
        self.who = StaffFactory(program=cycle.program).person
        application = ApplicationFactory(cycle=cycle)
        self.criterion = Criterion.objects.create(role=application.role, key="fit", name="Fit")
        review = application.reviews.create(
            reviewer=self.who, note="First", saved_at=application.started_at
        )
        Score.objects.create(review=review, criterion=self.criterion, answer="points", points=3)
        self.row = review
        self.address = address("applications:application_score", cycle, pk=application.pk)
        self.page = address("applications:application_detail", cycle, pk=application.pk)

    def typed(self, words):
        return {"score-note": words, f"score-c_{self.criterion.pk}": "3"}

    def now(self):
        self.row.refresh_from_db()
        return self.row.note


class OfTrainings:
    says = "Title is now: Lead"
    prefix = ""

    def __init__(self, cycle):
        self.who = StaffFactory(program=cycle.program).person
        self.row = cycle.trainings.create(title="Listening")
        self.address = address("events:learning_edit", cycle, kind="training", pk=self.row.pk)

    def typed(self, words):
        return {"title": words, "obligation": "expected", "remind_days": "7"}

    def now(self):
        self.row.refresh_from_db()
        return self.row.title


class OfEvents(OfTrainings):
    def __init__(self, cycle):
        self.who = StaffFactory(program=cycle.program).person
        self.row = cycle.events.create(title="Kickoff")
        self.address = address("events:event_edit", cycle, pk=self.row.pk)

    def typed(self, words):
        slots = {"slots-TOTAL_FORMS": "0", "slots-INITIAL_FORMS": "0"}
        facts = {"kind": "other", "minutes": "30", "obligation": "expected", "check_in": "button"}
        return {"title": words, "is_async": "on", **facts, **slots}


class OfPairs:
    """The link of the call, which both of a pair may change."""

    says = "Link of your call is now: https://example.com/Lead"
    prefix = ""

    def __init__(self, cycle):
        self.row = PairFactory(cycle=cycle)
        self.who = self.row.mentor.person
        self.address = reverse("pairs:pair_meeting", args=[self.row.pk])

    def typed(self, words):
        return {"video_link": f"https://example.com/{words}"}

    def now(self):
        self.row.refresh_from_db()
        return self.row.video_link.rpartition("/")[2]


KINDS = [OfPeople, OfQuestions, OfScores, OfTrainings, OfEvents, OfPairs]


def form_of(page):
    return page.context.get("score_form") or page.context["form"]


def opened(kind):
    """A window of the form, and the version it began with."""
    client = confirmed(Client(), kind.who)
    page = client.get(getattr(kind, "page", kind.address))
    return client, {f"{kind.prefix}seen": form_of(page)["seen"].value()}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_the_second_gets_both_texts_and_replaces_knowingly(cycle, kind):
    edited = kind(cycle)
    (one, began), (two, began_too) = opened(edited), opened(edited)
    one.post(edited.address, edited.typed("Lead") | began)
    assert edited.now() == "Lead"

    page = two.post(edited.address, edited.typed("Guide") | began_too)
    assert CHANGED in text(page)
    assert edited.says in text(page)
    assert "Guide" in text(page)
    assert edited.now() == "Lead"

    seen = {f"{edited.prefix}seen": form_of(page)["seen"].value()}
    two.post(edited.address, edited.typed("Guide") | seen)
    assert edited.now() == "Guide"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_who_is_alone_saves_as_ever(cycle, kind):
    edited = kind(cycle)
    one, began = opened(edited)
    one.post(edited.address, edited.typed("Lead") | began)
    assert edited.now() == "Lead"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", KINDS)
def test_of_two_who_save_in_one_moment_one_is_told(cycle, kind):
    edited = kind(cycle)
    windows = [opened(edited), opened(edited)]
    answers = together(
        *(
            lambda window=window, words=words: window[0].post(
                edited.address, edited.typed(words) | window[1]
            )
            for window, words in zip(windows, ("Lead", "Guide"), strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    saved = next(number for number, one in enumerate(answers) if one.status_code == 302)
    assert edited.now() == ("Lead", "Guide")[saved]
    assert CHANGED in text(answers[1 - saved])


@pytest.mark.django_db
def test_a_waiting_list_that_changed_meanwhile_is_not_moved_unseen(client, cycle, organizer):
    CallFactory(role=cycle.roles.get(side="mentee"))
    line = [
        ApplicationFactory(
            cycle=cycle, status="waitlisted", waitlist_place=place, person__name=name
        )
        for place, name in enumerate(("Ann", "Bo", "Cy"), start=1)
    ]
    client.force_login(organizer)

    def order():
        rows = Application.objects.order_by("waitlist_place")
        return list(rows.values_list("name", flat=True))

    page = client.get(address("applications:waitlist", cycle))
    seen = next(one.version for one in page.context["lines"] if one.rows)
    up = address("applications:waitlist_move", cycle, pk=line[2].pk)
    client.post(up, {"place": "2", "seen": seen})
    assert order() == ["Ann", "Cy", "Bo"]

    answer = client.post(up, {"place": "1", "seen": seen}, follow=True)
    assert "Somebody changed the order meanwhile" in text(answer)
    assert order() == ["Ann", "Cy", "Bo"]
    seen = next(one.version for one in answer.context["lines"] if one.rows)
    client.post(up, {"place": "1", "seen": seen})
    assert order() == ["Cy", "Ann", "Bo"]
