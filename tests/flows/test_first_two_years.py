"""The first two years of somebody new, on the moved clock: 23 items of their pathway, most of which
close themselves, a plan and its next version, the talks with their manager, a shadow program, and a
promotion document with "not yet" and then "moves forward"."""

import random
import uuid
from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.urls import reverse

from growth.models import Closing, Conversation, OpportunityOwner, PersonItem, PlanRevision
from growth.opportunities.actions import applications
from growth.pathway.queries.page import Page
from growth.promotion.actions import documents, reviews
from growth.promotion.models import PromotionTemplate
from tests.factories import CallFactory, CycleFactory, UserFactory
from tests.factories.growth import OpportunityFactory
from tests.flows import forms

pytestmark = pytest.mark.django_db
STARTED_ON = date(2020, 9, 7)


class Person:
    """Somebody at a browser, who comes back after months and signs in again."""

    def __init__(self, client, clock, user):
        self.client, self.clock, self.user = client, clock, user

    def on(self, day):
        self.clock.move_to(datetime.combine(day, time(9), tzinfo=UTC))
        self.client.force_login(self.user)
        return self

    def post(self, name, data, *args):
        answer = self.client.post(reverse(name, args=args), data)
        assert answer.status_code == 302, answer.text
        return answer

    def page(self):
        self.user.refresh_from_db()
        assert self.client.get(reverse("growth:pathway")).status_code == 200
        return Page(self.user, datetime.now(UTC))

    def tick(self, *keys):
        for key in keys:
            entry = next(one for one in self.page().now.entries if one.kind.key == key)
            self.post("growth:pathway_tick", {"seen": "0"}, entry.what, entry.number)

    def log(self, kind, title, division=""):
        values = {"title": title, "done_on": f"{datetime.now(UTC):%Y-%m-%d}", "kind": kind}
        self.post("growth:learning_add", {**values, "division": division})

    def talk(self, topic, agreed):
        values = {
            "held_on": f"{datetime.now(UTC):%Y-%m-%d}",
            "topic": topic,
            "agreed": agreed,
            "form_key": str(uuid.uuid4()),
        }
        self.post("growth:conversations", values)

    def quarter(self):
        """Where one is, how much of it is done, and of how much."""
        now = self.page().now
        return now.slot.key, now.done, len(now.entries)


@pytest.fixture
def clock():
    with time_machine.travel(datetime(2020, 9, 1, 9, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def test_two_years_by_the_pathway(client, clock, administrator):
    UserFactory(division="Finance")
    manager = UserFactory(name="Tove Anders", division="Support")
    user = UserFactory(
        name="Noor Castellane", division="Support", manager=manager, started_on=STARTED_ON
    )
    client.force_login(administrator)
    client.post(reverse("growth:setup"), {"state": "on", "review_on": ""})
    noor = Person(client, clock, user)
    first_year(noor)
    second_year(noor)
    the_whole_is_seen(noor)


def first_year(noor):
    noor.on(date(2020, 9, 21)).tick("team-certificate", "learning-hub")
    noor.post("growth:plan_begin", {"aim": "Be asked first", "starts_on": "2020-09-21"}, "skills")
    assert noor.quarter() == ("y1q1", 2, 3)
    noor.talk("plan", "Start with the night shifts.")
    assert noor.quarter() == ("y1q1", 3, 3)

    noor.on(date(2020, 12, 14)).tick("learning-time", "course-licence")
    noor.log("live_learning", "Writing for incidents")
    assert noor.quarter() == ("y1q2", 3, 3)

    noor.on(date(2021, 4, 6)).tick("hard-conversations")
    noor.log("live_learning", "Writing for incidents, part 2")
    noor.log("course", "Threat models for everyone")
    noor.log("group_conversation", "How we answer", division="Support")
    assert noor.quarter() == ("y1q3", 3, 4)  # that one was Noor's own division's
    noor.log("group_conversation", "How Finance plans a year", division="Finance")
    assert noor.quarter() == ("y1q3", 4, 4)

    noor.on(date(2021, 6, 15))
    assert noor.quarter() == ("y1q4", 0, 3)
    applies_in_the_open_call(noor)
    noor.log("course", "Statistics without fear")
    noor.log("group_conversation", "Budgets", division="Finance")
    assert noor.quarter() == ("y1q4", 3, 3)


def applies_in_the_open_call(noor):
    cycle = CycleFactory(program__name="Women at Merrowfield")
    role = cycle.roles.get(side="mentee")
    CallFactory(role=role)
    address = reverse(
        "applications:application_apply", args=[cycle.program.slug, cycle.slug, role.slug]
    )
    assert address in noor.client.get(reverse("growth:pathway")).text
    forms.apply(noor.client, address, random.Random(7))
    page = noor.client.get(reverse("growth:pathway")).text
    assert "your application to Women at Merrowfield" in page


def second_year(noor):
    noor.on(date(2021, 10, 4)).talk("benefit", "The conference in spring is paid for.")
    noor.log("live_learning", "Listening")
    noor.log("group_conversation", "Hiring plans", division="Finance")
    assert noor.quarter() == ("y2q1", 3, 3)

    noor.on(date(2022, 1, 10))
    values = {"aim": "Lead one incident", "starts_on": "2022-01-10", "after": "1"}
    noor.post("growth:plan_next", values, "skills")
    noor.log("course", "Leading without a title")
    noor.log("group_conversation", "The year that was", division="Finance")
    assert noor.quarter() == ("y2q2", 3, 3)

    noor.on(date(2022, 4, 4))
    profile = noor.client.get(reverse("people:profile")).context["form"]
    typed = {name: profile[name].value() or "" for name in profile.fields}
    noor.post("people:profile", {**typed, "is_available_as_mentor": "on", "dense_tables": ""})
    noor.log("course", "Asking better questions")
    assert noor.quarter() == ("y2q3", 2, 2)

    takes_part_in_a_shadow_program(noor)
    writes_a_promotion_document(noor)
    noor.log("group_conversation", "What comes next", division="Finance")
    assert noor.quarter() == ("y2q4", 2, 2)


def takes_part_in_a_shadow_program(noor):
    owner = UserFactory(name="Ada Owner")
    shadow = OpportunityFactory(slug="ceo-shadow", title="CEO shadow")
    OpportunityOwner.objects.create(opportunity=shadow, person=owner)
    noor.on(date(2022, 6, 13))
    assert "/opportunities/ceo-shadow/" in noor.client.get(reverse("growth:pathway")).text
    application = applications.apply(shadow, noor.user, {}, {}, at=datetime.now(UTC))
    applications.decide(application, "placed", words="", by=owner, at=datetime.now(UTC))
    noor.on(date(2022, 7, 4))
    done_on = date(2022, 7, 1)
    applications.mark_done(application, on=done_on, by=owner, at=datetime.now(UTC))
    assert noor.quarter() == ("y2q4", 1, 2)


def writes_a_promotion_document(noor):
    """Not yet, says the manager, and a month later: it moves forward."""
    template = PromotionTemplate.objects.first()
    values = {"title": "My next step", "summary": "What I did in two years."}
    document = documents.begin(noor.user, template, values, at=datetime.now(UTC))
    claim = document.claims.first()
    documents.write_claim(
        claim, "I led one incident.", [], at=datetime.now(UTC), seen=claim.changed_at
    )
    asked = reviews.ask(document, at=datetime.now(UTC))
    gaps = dict.fromkeys(document.claims.all(), ("evidence", "One more example."))
    reviews.answer(asked, "more", "Not yet.", gaps, at=datetime.now(UTC))
    noor.on(date(2022, 8, 1))
    asked = reviews.ask(document, at=datetime.now(UTC))
    reviews.answer(asked, "forward", "Now it shows.", {}, at=datetime.now(UTC))
    page = noor.client.get(reverse("growth:promotion_document", args=[document.pk])).text
    assert "Now it shows." in page


def the_whole_is_seen(noor):
    page = noor.page()
    done = [entry for entry in page.entries if entry.is_done]
    assert (len(done), PersonItem.objects.filter(state="done").count()) == (23, 23)
    by_themselves = {entry.kind.key for entry in done if entry.closings[0].cause != "hand"}
    assert by_themselves == {
        "growth-plan",
        "live-learning",
        "online-course",
        "group-conversation",
        "mentee",
        "growth-benefit",
        "revisit-plan",
        "mentor",
        "ceo-shadow",
    }
    assert Closing.objects.exclude(cause="hand").count() == 19  # the plan and its talk are two
    assert {one.kind.key: one.done for one in page.counted} == {
        "live-learning": 3,
        "online-course": 4,
        "group-conversation": 5,
    }
    assert Conversation.objects.held().count() == 2
    assert list(PlanRevision.objects.values_list("number", flat=True).order_by("number")) == [1, 2]
    noor.on(date(2022, 9, 5))
    page = noor.page()
    assert (len(page.now.entries), page.later) == (0, [])
    assert [len(year.entries) for year in page.ideas] == [3]
