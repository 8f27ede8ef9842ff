"""What a person lets others read, how they take it back, and that a manager loses it at once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from growth.models import PlanGoal, Share
from growth.plans.actions import goals, revisions
from growth.sharing import actions
from notifications.models import Message
from people.models import User
from tests.factories import PairFactory, UserFactory
from tests.factories.growth import PlanGoalFactory, PlanTemplateFactory, RevisionFactory, turn_on
from tests.messages import words_of

AT = datetime(2021, 6, 15, 12, tzinfo=UTC)
LATER = AT + timedelta(days=1)


@pytest.fixture
def revision(noor):
    made = RevisionFactory(plan__person=noor, aim="Work in the security team")
    PlanGoalFactory(revision=made, text="Lead one incident")
    return made


@pytest.fixture
def shared(noor, manager, revision):
    return actions.share(noor, manager, "plan", revision=revision, at=AT)


def _page(client, person, revision):
    client.force_login(person)
    return client.get(reverse("growth:shared_plan", args=[revision.pk]))


def test_a_manager_reads_the_plan_only_once_it_is_shared(client, noor, manager, revision):
    assert _page(client, manager, revision).status_code == 404
    client.force_login(noor)
    client.post(reverse("growth:plan_share_manager", args=[1]))
    page = _page(client, manager, revision)
    assert "Work in the security team" in page.text
    assert "Lead one incident" in page.text
    assert "Growth plan, version 1" in client.get(reverse("growth:shared")).text


def test_a_shared_plan_is_only_read(client, manager, revision, shared):
    goal = PlanGoal.objects.get()
    client.force_login(manager)
    for name, arguments in (
        ("growth:goal", [goal.pk]),
        ("growth:goal_state", [goal.pk]),
        ("growth:goal_remove", [goal.pk]),
        ("growth:item_tick", ["goal", goal.pk]),
        ("growth:version_detail", [1]),
        ("growth:plan_share_manager", [1]),
    ):
        assert client.post(reverse(name, args=arguments)).status_code == 404, name
    assert "<form" not in _main(_page(client, manager, revision).text)


def test_it_is_taken_back_at_once(client, noor, manager, revision, shared):
    client.force_login(noor)
    client.post(reverse("growth:share_end", args=[shared.pk]), {"next": "/growth/"})
    assert _page(client, manager, revision).status_code == 404
    assert "Work in the security" not in client.get(reverse("growth:shared")).text
    shared.refresh_from_db()
    assert shared.ended_because == "taken_back"
    assert Message.objects.get(kind="growth_shared").status == "cancelled"


def test_only_the_owner_takes_back(client, manager, shared):
    client.force_login(manager)
    assert client.post(reverse("growth:share_end", args=[shared.pk])).status_code == 404


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_taking_back_leads_nowhere_else(client, noor, shared, address):
    client.force_login(noor)
    answer = client.post(reverse("growth:share_end", args=[shared.pk]), {"next": address})
    assert answer.url == reverse("growth:sharing")


def test_a_manager_before_loses_access_with_the_change_itself(
    client, noor, manager, revision, shared
):
    new = UserFactory(name="Nia New")
    User.objects.filter(pk=noor.pk).update(manager=new)
    assert _page(client, manager, revision).status_code == 404
    assert _page(client, new, revision).status_code == 404  # offered, never automatic
    shared.refresh_from_db()
    assert shared.ended_at is None  # no job has run yet


def test_the_new_manager_is_offered_once_and_old_shares_stay_ended(noor, manager, revision, shared):
    new = UserFactory(name="Nia New")
    User.objects.filter(pk=noor.pk).update(manager=new)
    assert actions.end_outlived(LATER) == {"shares ended": 1}
    assert actions.end_outlived(LATER) == {"shares ended": 0}
    shared.refresh_from_db()
    assert shared.ended_because == "new_manager"
    assert Message.objects.get(kind="growth_new_manager").to == noor

    User.objects.filter(pk=noor.pk).update(manager=manager)  # back again: not back in
    assert not Share.objects.in_force().exists()


def test_the_offer_names_the_new_manager_and_what_ended(client, noor, revision, shared):
    User.objects.filter(pk=noor.pk).update(manager=UserFactory(name="Nia New"))
    actions.end_outlived(LATER)
    client.force_login(noor)
    page = client.get(reverse("growth:sharing")).text
    assert "Nia New is your manager" in page
    assert "The manager changed" in page


def test_sharing_again_with_a_manager_who_came_back_before_any_job(noor, manager, revision, shared):
    User.objects.filter(pk=noor.pk).update(manager=None)
    noor.refresh_from_db()
    by_name = actions.share(noor, manager, "plan", revision=revision, at=LATER)
    assert (by_name.pk != shared.pk, by_name.as_manager) == (True, False)
    assert list(Share.objects.in_force()) == [by_name]


def test_sharing_twice_is_sharing_once(noor, manager, revision, shared):
    assert actions.share(noor, manager, "plan", revision=revision, at=LATER) == shared
    assert Message.objects.filter(kind="growth_shared").count() == 1


def test_somebody_by_name_reads_it_whoever_the_manager_is(client, noor, revision):
    friend = UserFactory(email="friend@example.com", name="Fay Friend")
    client.force_login(noor)
    address = reverse("growth:plan_share_person", args=[1])
    assert "Nobody here has this address." in client.post(address, {"email": "no@example.com"}).text
    client.post(address, {"email": "Friend@example.com"})
    User.objects.filter(pk=noor.pk).update(manager=None)
    assert _page(client, friend, revision).status_code == 200


@pytest.mark.parametrize(
    ("fields", "code"), [({"is_active": False}, "not_here"), ({"is_guest": True}, "not_here")]
)
def test_only_people_who_work_here_read(noor, revision, fields, code):
    with pytest.raises(ValidationError) as error:
        actions.share(noor, UserFactory(**fields), "plan", revision=revision, at=AT)
    assert error.value.code == code


def test_nobody_shares_with_themselves(noor, revision):
    with pytest.raises(ValidationError) as error:
        actions.share(noor, noor, "plan", revision=revision, at=AT)
    assert error.value.code == "yourself"


def test_a_reader_who_left_reads_nothing(client, noor, manager, revision, shared):
    User.objects.filter(pk=manager.pk).update(is_active=False)
    assert not Share.objects.in_force().exists()
    actions.end_outlived(LATER)
    shared.refresh_from_db()
    assert shared.ended_because == "left"
    assert not Message.objects.filter(kind="growth_new_manager").exists()


def test_goals_of_a_mentorship_are_not_shown_to_readers(client, noor, manager, revision, shared):
    pair = PairFactory(mentee__person=noor)
    goals.link(noor, pair.mentee.goals.create(text="Between the two of us"), at=AT)
    own = goals.add(noor, {"text": "Taken to my mentor"}, at=AT)
    goals.take_to_mentorship(own, pair.mentee, at=AT)
    page = _page(client, manager, revision).text
    assert "Between the two of us" not in page
    assert "Taken to my mentor" not in page
    assert "2 goals are shared with a mentor and not shown here." in page


def test_a_goal_of_a_mentorship_stays_hidden_after_the_mentorship(
    client, noor, manager, revision, shared
):
    pair = PairFactory(mentee__person=noor)
    goal = goals.link(noor, pair.mentee.goals.create(text="Between the two of us"), at=AT)
    pair.mentee.goals.all().delete()
    goal.refresh_from_db()
    assert (goal.mentoring_goal, goal.text) == (None, "Between the two of us")
    assert "Between the two of us" not in _page(client, manager, revision).text


@pytest.mark.parametrize("again", [True, False])
def test_a_new_version_is_shared_only_if_the_person_says_so(
    client, noor, manager, revision, shared, again
):
    second = revisions.begin(
        noor,
        PlanTemplateFactory(),
        {"aim": "Next"},
        starts_on=LATER.date(),
        after=1,
        at=LATER,
        share_again=again,
    )
    assert (_page(client, manager, second).status_code == 200) is again
    assert _page(client, manager, revision).status_code == 200


def test_mails_say_that_something_is_there_and_nothing_of_it(noor, manager, revision, shared):
    message = Message.objects.get(kind="growth_shared")
    subject, body = words_of(message)
    assert subject == "Noor Castellane shares something with you"
    assert "/growth/shared/" in body
    assert "security team" not in subject + body


def test_switching_growth_off_closes_shared_pages_too(client, noor, manager, revision, shared):
    turn_on("off")
    assert _page(client, manager, revision).status_code == 404


def _main(html):
    return html.split("<main", 1)[1].split("</main>", 1)[0]


def test_taking_back_twice_keeps_the_first_moment(shared):
    actions.take_back(shared, at=AT)
    actions.take_back(shared, at=LATER)
    shared.refresh_from_db()
    assert shared.ended_at == AT


def test_nobody_is_offered_a_manager_they_do_not_have(noor, shared):
    noor.manager = None
    noor.save(update_fields=["manager"])
    assert actions.end_outlived(LATER) == {"shares ended": 1}
    assert not Message.objects.filter(kind="growth_new_manager").exists()
