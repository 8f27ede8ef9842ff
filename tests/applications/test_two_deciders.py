"""Two people at the same row: the second overwrites nothing unseen and loses nothing typed."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from applications.actions import reviews
from applications.models import Application, PerformanceCheck
from applications.queries import review_lists
from events.models import Resource, Training
from programs.models import Requirement
from tests.factories import ApplicationFactory, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 6, 20, 12, tzinfo=UTC)


def address(name, cycle, **more):
    slugs = {"program": cycle.program.slug, "cycle": cycle.slug}
    return reverse(name, kwargs=slugs | more)


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def other(cycle):
    return StaffFactory(program=cycle.program, person__name="Otto Other").person


def seen_in(page):
    return page.context["application"].decision_version


def test_second_decider_gets_both_texts_and_decides_knowingly(client, cycle, organizer, other):
    application = ApplicationFactory(cycle=cycle)
    client.force_login(organizer)
    detail = address("applications:application_detail", cycle, pk=application.pk)
    decide = address("applications:application_decide", cycle, pk=application.pk)
    began = seen_in(client.get(detail))
    theirs = reviews.Verdict(status="eligible", words="Welcome", internal_reason="Strong goal")
    reviews.decide(application, theirs, by=other, at=AT)

    typed = {"status": "not_eligible", "refusal": "time", "internal_reason": "No hours left"}
    page = client.post(decide, typed | {"seen": began})
    shown = text(page)
    assert "Somebody else decided meanwhile" in shown
    for words in ("Otto Other", "Welcome", "Strong goal", "No hours left"):
        assert words in shown
    assert Application.objects.get().status == "eligible"

    client.post(decide, typed | {"seen": seen_in(page)})
    assert Application.objects.get().status == "not_eligible"


def test_decisions_on_many_are_those_of_the_preview(client, cycle, organizer, other):
    one, two = ApplicationFactory(cycle=cycle), ApplicationFactory(cycle=cycle)
    client.force_login(organizer)
    many = address("applications:application_decide_many", cycle)
    data = {"chosen": [one.pk, two.pk], "verb": "eligible"}
    seen = client.post(many, data).context["outcome"].version
    reviews.decide(one, reviews.Verdict(status="waitlisted"), by=other, at=AT)
    page = client.post(many, data | {"confirmed": "1", "seen": seen})
    assert "decided on some of them meanwhile" in text(page)
    assert Application.objects.get(pk=one.pk).status == "waitlisted"
    client.post(many, data | {"confirmed": "1", "seen": page.context["outcome"].version})
    assert not Application.objects.exclude(status="eligible").exists()


@pytest.mark.parametrize("kind", ["training", "resource"])
def test_what_another_organizer_saved_is_shown_before_it_is_replaced(
    client, cycle, organizer, kind
):
    if kind == "training":
        row = Training.objects.create(cycle=cycle, title="Listening")
        data = {"obligation": "expected", "remind_days": "7"}
    else:
        row = Resource.objects.create(cycle=cycle, title="Listening", text="Text")
        data = {"text": "Text"}
    client.force_login(organizer)
    edit = address("events:learning_edit", cycle, kind=kind, pk=row.pk)
    seen = client.get(edit).context["form"]["seen"].value()
    type(row).objects.update(title="Listening well")
    page = client.post(edit, data | {"title": "Hearing", "seen": seen})
    assert "Title is now: Listening well" in text(page)
    assert "Hearing" in text(page)
    row.refresh_from_db()
    assert row.title == "Listening well"
    client.post(edit, data | {"title": "Hearing", "seen": page.context["form"]["seen"].value()})
    row.refresh_from_db()
    assert row.title == "Hearing"


def test_people_close_to_the_organizer_are_named_where_boxes_are_shut(client, cycle, organizer):
    boss = UserFactory(name="Bea Boss")
    organizer.manager = boss
    organizer.save(update_fields=["manager"])
    ApplicationFactory(cycle=cycle, person=boss)
    application = ApplicationFactory(cycle=cycle)
    client.force_login(organizer)
    listed = text(client.get(address("applications:application_list", cycle)))
    assert "Bea Boss: Close to you: another organizer decides" in listed
    assert address("programs:settings_staff", cycle) in listed
    many = address("applications:application_decide_many", cycle)
    shown = text(client.post(many, {"chosen": [application.pk], "verb": "eligible"}))
    assert "another organizer decides on them" in shown


def test_a_person_in_both_roles_is_confirmed_once(client, cycle, confirmer):
    person = UserFactory(name="Ann Ahn")
    for role in cycle.roles.all():
        Requirement.objects.create(role=role, key="good", kind="performance", text="Good")
    first, second = (
        ApplicationFactory(cycle=cycle, person=person, side=side) for side in ("mentor", "mentee")
    )
    client.force_login(confirmer)
    listed = text(client.get(address("applications:review", cycle)))
    assert listed.count("Answer for Ann Ahn") == 1
    assert "Both roles" in listed
    client.post(address("applications:review_confirm", cycle, pk=first.pk), {"answer": "yes"})
    answers = PerformanceCheck.objects.values_list("application", "answer")
    assert sorted(answers) == [(first.pk, "yes"), (second.pk, "yes")]


def test_a_second_application_carries_what_was_confirmed(cycle, confirmer):
    person = UserFactory()
    first = ApplicationFactory(cycle=cycle, person=person, side="mentor")
    PerformanceCheck.objects.create(application=first, answer="no", by=confirmer, at=AT)
    second = ApplicationFactory(cycle=cycle, person=person, side="mentee")
    reviews.carry_confirmation(second)
    assert second.performance_check.answer == "no"
    asked = review_lists.asked_about(cycle, confirmer, roles={"confirmer"})
    assert not review_lists.each_person_once(asked, cycle).exists()  # no role asks
