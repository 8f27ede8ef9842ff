"""What is open before a decision and before publishing: said, and a condition where a cycle wants it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from applications.actions import reviews, waitlist
from applications.models import Application, Criterion, Fulfilment, PerformanceCheck, Review
from pairing.actions import publication, runs
from pairing.models import Board
from programs.models import Requirement
from tests.factories import ApplicationFactory, UserFactory
from tests.pairing.crowd import apply

pytestmark = pytest.mark.django_db
ELIGIBLE = reviews.Verdict("eligible")
SETTINGS = {
    "confirmation": "needs_confirmations",
    "manager": "needs_managers_word",
    "review": "needs_reviews",
}
SAID = {
    "confirmation": "1 performance confirmation is open.",
    "manager": "1 manager has not answered:",
    "review": "1 application lacks reviews,",
}


def address(name, cycle, **more):
    return reverse(name, kwargs={"program": cycle.program.slug, "cycle": cycle.slug, **more})


def text(response):
    return " ".join(response.content.decode().replace("<b>", "").replace("</b>", "").split())


def asked_for(role, kind):
    """Let a role ask for one of the three."""
    if kind == "review":
        return Criterion.objects.create(role=role, key="fit", name="Fit")
    values = {"confirmation": {"kind": "performance"}, "manager": {"kind": "consent"}}[kind]
    return Requirement.objects.create(role=role, key=kind, text=kind, **values)


def answered(application, kind, made, *, well=True):
    """Answer it; not well is “Ask me”, a consent still asked for, or one review of two."""
    at, by = timezone.now(), UserFactory()
    if kind == "confirmation":
        answer = "yes" if well else "ask_me"
        PerformanceCheck.objects.create(application=application, answer=answer, by=by, at=at)
    elif kind == "manager":
        said = {"verified_at": at, "verified_by": by} if well else {"asked_of": by}
        Fulfilment.objects.create(application=application, requirement=made, **said)
    else:
        for reviewer in (by, UserFactory()):
            one = Review.objects.create(application=application, reviewer=reviewer, saved_at=at)
            score = {"answer": "points", "points": 3} if well else {"answer": "ask_me"}
            one.scores.create(criterion=made, **score)


@pytest.fixture
def application(cycle):
    return ApplicationFactory(cycle=cycle, side="mentee")


@pytest.mark.parametrize("kind", SETTINGS)
@pytest.mark.parametrize("begun", [False, True])
def test_the_preview_names_what_is_open_and_what_it_means(
    client, cycle, organizer, application, kind, begun
):
    made = asked_for(application.role, kind)
    if begun:
        answered(application, kind, made, well=False)
    client.force_login(organizer)
    many = address("applications:application_decide_many", cycle)
    page = text(client.post(many, {"chosen": [application.pk], "verb": "eligible"}))
    assert SAID[kind] in page
    assert "They become eligible anyway" in page
    one = address("applications:application_detail", cycle, pk=application.pk)
    assert "You can decide anyway." in text(client.get(one))
    page = text(client.post(many, {"chosen": [application.pk], "verb": "not_eligible"}))
    assert SAID[kind] not in page


@pytest.mark.parametrize("kind", SETTINGS)
def test_what_is_answered_is_not_named(client, cycle, organizer, application, kind):
    answered(application, kind, asked_for(application.role, kind))
    client.force_login(organizer)
    many = address("applications:application_decide_many", cycle)
    page = text(client.post(many, {"chosen": [application.pk], "verb": "eligible"}))
    assert SAID[kind] not in page


@pytest.mark.parametrize("kind", SETTINGS)
def test_a_setting_makes_it_a_condition_of_deciding(client, cycle, organizer, application, kind):
    setattr(cycle, SETTINGS[kind], True)
    cycle.save()
    made = asked_for(application.role, kind)
    answered(application, kind, made, well=False)
    client.force_login(organizer)
    many = address("applications:application_decide_many", cycle)
    data = {"chosen": [application.pk], "verb": "eligible"}
    assert "is left out: something the review settings wait for" in text(client.post(many, data))
    client.post(many, {**data, "confirmed": "1"})
    decide = address("applications:application_decide", cycle, pk=application.pk)
    page = text(client.post(decide, {"status": "eligible"}))
    assert "Not yet: " in page
    application.refresh_from_db()
    assert application.status == "submitted"
    client.post(decide, {"status": "waitlisted"})
    application.refresh_from_db()
    assert application.status == "waitlisted"
    with pytest.raises(ValidationError):
        waitlist.offer(
            application, timezone.now().date().replace(year=2100), by=organizer, at=timezone.now()
        )


def test_nobody_who_is_not_confirmed_is_offered_a_place(cycle, organizer, application):
    asked_for(application.role, "confirmation")
    reviews.decide(application, reviews.Verdict("waitlisted"), by=organizer, at=timezone.now())
    application.refresh_from_db()
    at = timezone.now()
    PerformanceCheck.objects.create(application=application, answer="no", by=organizer, at=at)
    with pytest.raises(ValidationError) as refused:
        waitlist.offer(application, at.date().replace(year=2100), by=organizer, at=at)
    assert refused.value.code == "not_confirmed"


@pytest.mark.parametrize("kind", SETTINGS)
def test_readiness_and_publication_name_it_and_wait_where_they_should(
    client, cycle, organizer, administrator, kind
):
    apply(cycle, "mentor", name="Ann", division="A")
    mentee = apply(cycle, "mentee", name="Cy", division="B")
    made = asked_for(mentee.role, kind)
    client.force_login(organizer)
    board, publish = address("pairing:board", cycle), address("pairing:publish", cycle)
    assert SAID[kind] in text(client.get(board))
    runs.carry_out(runs.start(cycle, by=None, at=timezone.now()).pk)
    page = text(client.get(publish))
    assert SAID[kind] in page
    assert "An answer that comes after publication does not change a pair" in page

    setattr(cycle, SETTINGS[kind], True)
    cycle.save()
    assert "pairs cannot be published before" in text(client.get(publish))
    version = Board.objects.get().version
    refused = client.post(publish, {"version": version, "anyway": "1"}, follow=True)
    assert "Not published: 1 eligible application is missing something" in text(refused)
    client.force_login(administrator)
    assert SAID[kind] not in text(client.get(publish))

    answered(mentee, kind, made)
    assert publication.publish(cycle, by=organizer, at=timezone.now()).people_count == 2


@pytest.mark.parametrize("kind", SETTINGS)
def test_nobody_learns_what_is_open_about_themselves(client, cycle, organizer, kind):
    apply(cycle, "mentor", name="Ann", division="A")
    own = apply(cycle, "mentee", name="Cy", division="B")
    Application.objects.filter(pk=own.pk).update(person=organizer)
    asked_for(own.role, kind)
    setattr(cycle, SETTINGS[kind], True)
    cycle.save()
    client.force_login(organizer)
    assert SAID[kind] not in text(client.get(address("pairing:board", cycle)))


@pytest.mark.parametrize("rows", [1, 4])
def test_the_preview_costs_the_same_for_more(
    client, cycle, organizer, django_assert_num_queries, rows
):
    for _number in range(rows):
        last = ApplicationFactory(cycle=cycle, side="mentee")
    for kind in SETTINGS:
        asked_for(last.role, kind)
    client.force_login(organizer)
    chosen = list(Application.objects.values_list("pk", flat=True))
    many = address("applications:application_decide_many", cycle)
    with django_assert_num_queries(15):
        client.post(many, {"chosen": chosen, "verb": "eligible"})


def test_the_settings_of_the_review_hold_the_conditions(client, cycle, organizer):
    client.force_login(organizer)
    settings = address("applications:settings_review", cycle)
    page = client.get(settings)
    data = {"base": page.context["base"], "reviews_wanted": 2, "review_scale": 5}
    for role, _rows in page.context["roles"]:
        data |= {f"criteria-{role.pk}-TOTAL_FORMS": 0, f"criteria-{role.pk}-INITIAL_FORMS": 0}
    client.post(settings, {**data, "needs_confirmations": "on", "needs_reviews": "on"})
    cycle.refresh_from_db()
    assert (cycle.needs_confirmations, cycle.needs_managers_word, cycle.needs_reviews) == (
        True,
        False,
        True,
    )
