"""The page of repairs, and the pages of those who are told."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications.models import Application
from notifications import due
from notifications.models import Message
from pairing.actions import publication, runs
from pairing.queries.publishing.repair import outlook
from pairs.actions import pairs
from pairs.models import Pair
from programs.models import Cycle, Milestone
from tests.messages import words_of
from tests.pairing.crowd import apply
from tests.pairing.repairs.published import NOW, _disturbing, active, pair_of
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def page(cycle):
    return reverse("pairing:repair", args=[cycle.program.slug, cycle.slug])


def test_page_offers_choices_and_one_click_applies(client, cycle, organizer, published):
    client.force_login(organizer)
    _keep, move = _disturbing(cycle, published)
    shown = client.get(page(cycle)).content.decode()
    assert "Nothing would change" in shown
    assert "Change 1 existing pair" in shown
    assert "<b>Ann, Cy</b>" in " ".join(shown.split())

    shown = client.post(page(cycle), {"choice": move.key}, follow=True).content.decode()
    assert "Confirm that you understand" in shown
    answer = client.post(page(cycle), {"choice": move.key, "named": "yes"}, follow=True)
    assert "4 people are told" in answer.content.decode()
    assert "Repairs so far" in answer.content.decode()
    assert active(cycle) == [("Ann", "Di"), ("Late", "Cy")]
    first, changed = (
        words_of(Message.objects.get(kind="pairs_repaired", to__name=name))[1]
        for name in ("Late", "Ann")
    )
    assert "We have found a partner for you" in first  # no pair of theirs had to change
    assert "some pairs had to change" in changed


@pytest.mark.parametrize(("days", "is_said"), [(3, True), (-60, False)])
def test_a_repair_names_the_first_day_only_while_it_lies_ahead(
    client, cycle, organizer, published, days, is_said
):
    client.force_login(organizer)
    _keep, move = _disturbing(cycle, published)
    client.post(page(cycle), {"choice": move.key, "named": "yes"})
    today = cycle.day(NOW())
    Cycle.objects.filter(pk=cycle.pk).update(
        starts_on=today + timedelta(days=days), ends_on=today + timedelta(days=90)
    )
    body = words_of(Message.objects.get(kind="pairs_repaired", to__name="Late"))[1]
    assert "agree on a first date" in body
    assert ("agree on a first date around" in body) is is_said


def test_page_before_publication_leads_to_the_board(client, cycle, organizer):
    client.force_login(organizer)
    answer = client.get(page(cycle))
    assert answer.url == reverse("pairing:board", args=[cycle.program.slug, cycle.slug])


def test_those_who_came_late_are_told_once_and_stay_in(client, cycle, organizer, published):
    late = apply(cycle, "mentee", name="Late", division="L", is_late=True)
    client.force_login(organizer)
    shown = client.get(page(cycle)).content.decode()
    assert "Tell them that they have no partner for now" in shown
    address = reverse("pairing:late_tell", args=[cycle.program.slug, cycle.slug])
    assert "1 person is told" in client.post(address, follow=True).content.decode()
    assert "Tell them that" not in client.post(address, follow=True).content.decode()
    late.refresh_from_db()
    assert (late.status, late.told_at is not None) == ("unpaired", True)
    message = Message.objects.get(to=late.person)
    assert "could not pair you" in words_of(message)[0]
    assert "Late" in [row.name for row in outlook(cycle, at=NOW()).mentees]
    assert due.run("messages", NOW()) == {"sent": 1}


def test_late_people_are_told_only_after_publication(cycle, organizer):
    assert refused(publication.tell_late, cycle, by=organizer, at=NOW()) == "not_published"


def test_status_page_of_somebody_paired_holds_all_to_begin_with(client, cycle, published):
    Cycle.objects.filter(pk=cycle.pk).update(
        start_message="Join the channel first.", video_link="https://example.com/video"
    )
    cycle.trainings.create(title="How to be a good mentee")
    client.force_login(published["Cy"].person)
    address = reverse("applications:application_status", args=[cycle.program.slug, cycle.slug])
    shown = client.get(address).content.decode()
    for words in (
        "Ann is your mentor",
        "Join the channel first.",
        "https://example.com/video",
        "How to be a good mentee",
        "/dates.ics",
        f"/pairs/{pair_of(published['Cy']).pk}/",
    ):
        assert words in shown


def test_steps_say_when_the_news_came_and_no_longer_when_it_was_planned(client, cycle, published):
    """Published before the planned day: whoever is paired reads the day on which they heard."""
    planned = NOW() + timedelta(days=24)
    Milestone.objects.create(
        cycle=cycle, title="Pairs", kind="pairs_announced", starts_on=planned.date()
    )
    client.force_login(published["Cy"].person)
    address = reverse("applications:application_status", args=[cycle.program.slug, cycle.slug])
    page = client.get(address)
    steps = {step.key: step for step in page.context["standings"][0].steps}
    told_on = Cycle.objects.get(pk=cycle.pk).pairs_published_at.date()
    assert (steps["announced"].first, steps["announced"].milestone) == (told_on, None)
    assert steps["eligibility"].last == told_on
    assert steps["pairing"].last == told_on
    assert f"{planned:%-d %B}" not in page.text


@pytest.mark.parametrize("plain", [True, False])
def test_a_mentor_of_three_finds_all_of_them_by_the_names_of_the_program(client, cycle, plain):
    """On the status page, on the home page, on the pair page and in the message."""
    if not plain:
        cycle.roles.filter(side="mentor").update(name="Captain")
        cycle.roles.filter(side="mentee").update(name="Mate", plural="Crew")
    apply(cycle, "mentor", name="Ann", division="A", capacity=3)
    for name in ("Bo", "Cy", "Di"):
        apply(cycle, "mentee", name=name, division="B")
    runs.carry_out(runs.start(cycle, by=None, at=NOW()).pk)
    publication.publish(cycle, by=None, at=NOW())
    ann = Application.objects.get(name="Ann")
    several, one = ("mentees", "mentor") if plain else ("Crew", "Captain")
    address = reverse("applications:application_status", args=[cycle.program.slug, cycle.slug])

    client.force_login(ann.person)
    shown = " ".join(client.get(address).content.decode().split())
    title = shown.partition(f" are your {several}")[0].rpartition(">")[2].strip()
    assert sorted(title.replace(" and ", ", ").split(", ")) == ["Bo", "Cy", "Di"]
    for pair in Pair.objects.all():
        assert f"/pairs/{pair.pk}/" in shown
        assert f"Your page with {pair.mentee.person}" in shown
    subject, _body = words_of(Message.objects.get(to=ann.person, kind="pairs_published"))
    assert subject == f"You have 3 {several}: say hello"

    bo = Application.objects.get(name="Bo")
    client.force_login(bo.person)
    assert f"Ann is your {one}" in " ".join(client.get(address).content.decode().split())
    pages = [reverse("home"), reverse("pairs:pair_detail", args=[pair_of(bo).pk])]
    for page in pages:
        assert f"Your {one}" in " ".join(client.get(page).content.decode().split())
    subject, body = words_of(Message.objects.get(to=bo.person, kind="pairs_published"))
    assert subject == f"Your {one} is Ann"
    assert f"Your {one} is Ann." in body


def test_of_a_mentor_of_two_the_pair_that_lasts_is_shown(client, cycle):
    apply(cycle, "mentor", name="Ann", division="A", capacity=2)
    for name in ("Bo", "Cy"):
        apply(cycle, "mentee", name=name, division="B")
    runs.carry_out(runs.start(cycle, by=None, at=NOW()).pk)
    publication.publish(cycle, by=None, at=NOW())
    ann, bo = (Application.objects.get(name=name) for name in ("Ann", "Bo"))
    pairs.end(pair_of(bo), reason="not_a_fit", by=ann.person, at=NOW())
    client.force_login(ann.person)
    address = reverse("applications:application_status", args=[cycle.program.slug, cycle.slug])
    assert "Cy is your mentee" in " ".join(client.get(address).content.decode().split())


def test_status_page_of_somebody_whose_pair_ended_says_so(client, cycle, published):
    pair = pair_of(published["Cy"])
    pairs.end(pair, reason="not_a_fit", by=pair.mentor.person, at=NOW())
    client.force_login(published["Cy"].person)
    address = reverse("applications:application_status", args=[cycle.program.slug, cycle.slug])
    shown = client.get(address).content.decode()
    assert "Your time with Ann ended on" in shown
    assert "No place was free" not in shown
