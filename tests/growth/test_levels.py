"""One's level beside another, in one's own words: nobody rates anybody."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from growth.levels import actions, queries
from growth.models import BinderItem, OwnLevel, PlanGoal, SelfAssessment, Share
from people.models import User
from tests.factories import UserFactory
from tests.factories.growth import (
    BinderItemFactory,
    CriterionFactory,
    JobFamilyFactory,
    JobLevelFactory,
    PillarFactory,
    RevisionFactory,
    ShareFactory,
)

AT = datetime(2021, 6, 15, 12, tzinfo=UTC)
LEVELS = "/growth/levels/"


@pytest.fixture
def family(db):
    return JobFamilyFactory(name="Support engineering", slug="support")


@pytest.fixture
def senior(family):
    return JobLevelFactory(family=family, rank=1, name="Senior", number=5)


@pytest.fixture
def staff(family):
    return JobLevelFactory(family=family, rank=2, name="Staff", number=6)


@pytest.fixture
def criterion(senior, staff):
    pillar = PillarFactory(name="Gets results")
    CriterionFactory(level=senior, pillar=pillar, text="Solves hard cases")
    return CriterionFactory(level=staff, pillar=pillar, text="Leads work across teams")


@pytest.fixture
def at_senior(noor, senior, criterion):
    return actions.choose_level(noor, senior, at=AT)


def _assess(client, criterion, **more):
    values = {f"stand_{criterion.pk}": "sometimes", f"words_{criterion.pk}": "Twice, by luck."}
    return client.post(reverse("growth:assess", args=[criterion.level_id]), values | more)


def test_a_person_says_which_level_they_are_at(client, noor, senior, staff):
    User.objects.filter(pk=noor.pk).update(level=6)
    client.force_login(noor)
    assert client.get(LEVELS).url == reverse("growth:level_choose")
    page = client.get(reverse("growth:level_choose"))
    assert page.context["suggested"] == [staff]
    client.post(reverse("growth:level_choose"), {"level": senior.pk})
    assert OwnLevel.objects.get().level == senior


def test_the_next_level_stands_beside_ones_own(client, noor, at_senior):
    client.force_login(noor)
    page = client.get(LEVELS).text
    assert "Senior, and Staff beside it" in " ".join(page.split())
    assert page.index("Solves hard cases") < page.index("Leads work across teams")


def test_another_family_can_stand_beside_it(client, noor, at_senior, criterion):
    other = CriterionFactory(
        level=JobLevelFactory(family__name="Security", name="Analyst"), text="Explains risk"
    )
    client.force_login(noor)
    _assess(client, criterion)
    page = " ".join(client.get(f"{LEVELS}?beside={other.level_id}").text.split())
    assert "Senior, and Security, Analyst beside it" in page
    assert "Explains risk" in page
    assert SelfAssessment.objects.get().words == "Twice, by luck."


@pytest.mark.parametrize("beside", ["0", "x", "٣", "9" * 30, "-1"])
def test_no_such_level_beside(client, noor, at_senior, beside):
    client.force_login(noor)
    assert client.get(LEVELS, {"beside": beside}).status_code in {200, 404}


def test_the_last_level_has_none_beside_it(client, noor, staff, criterion):
    actions.choose_level(noor, staff, at=AT)
    client.force_login(noor)
    assert "No level after this one" in client.get(LEVELS).text


def test_words_are_saved_and_counted(client, noor, at_senior, criterion):
    client.force_login(noor)
    answer = _assess(client, criterion)
    assert answer.url == f"{LEVELS}?beside={criterion.level_id}"
    page = client.get(LEVELS)
    assert "Twice, by luck." in page.text
    assert page.context["ladder"].counts == [("Steadily", 0), ("Sometimes", 1), ("Not yet", 0)]


def test_words_that_are_too_long_stay_in_the_page(client, noor, at_senior, criterion):
    client.force_login(noor)
    answer = _assess(client, criterion, **{f"words_{criterion.pk}": "long " * 500})
    assert answer.status_code == 200
    assert "long long long" in answer.text
    assert not SelfAssessment.objects.exists()


def test_one_pillar_leaves_the_words_about_others(client, noor, at_senior, criterion):
    other = CriterionFactory(level=criterion.level, pillar=PillarFactory())
    actions.assess(noor, [(other, "steadily", "Every week")], at=AT)
    client.force_login(noor)
    _assess(client, criterion)
    assert set(SelfAssessment.objects.values_list("words", flat=True)) == {
        "Every week",
        "Twice, by luck.",
    }


@pytest.mark.parametrize("button", ["pillar", "goal", "show"])
def test_no_button_of_the_page_loses_what_is_typed_elsewhere_in_it(
    client, noor, at_senior, criterion, button
):
    RevisionFactory(plan__person=noor)
    other = CriterionFactory(level=criterion.level, pillar=PillarFactory())
    client.force_login(noor)
    pressed = {"pillar": criterion.pillar_id, "goal": criterion.pk, "show": criterion.pk}
    typed = {f"words_{other.pk}": "Every week, with Bo."}
    answer = _assess(client, criterion, **typed, **{button: pressed[button]})
    assert SelfAssessment.objects.get(criterion=other).words == "Every week, with Bo."
    back = f"{LEVELS}?beside={criterion.level_id}"
    assert (
        answer.url
        == {
            "pillar": f"{back}#pillar-{criterion.pillar_id}",
            "goal": back,
            "show": reverse("growth:level_evidence", args=[criterion.pk]),
        }[button]
    )
    assert PlanGoal.objects.exists() == (button == "goal")


def test_a_page_left_open_does_not_bring_back_what_it_showed(client, noor, at_senior, criterion):
    other = CriterionFactory(level=criterion.level, pillar=PillarFactory())
    actions.assess(noor, [(other, "steadily", "Every week,\r\nwith Bo.")], at=AT)
    client.force_login(noor)
    shown = client.get(LEVELS).context["ladder"].asked
    marks = {f"mark_{asked.criterion.pk}": asked.mark for asked in shown}
    actions.assess(noor, [(other, "sometimes", "Less often now.")], at=AT)
    left_open = {f"words_{other.pk}": "Every week,\nwith Bo.", f"stand_{other.pk}": "steadily"}
    _assess(client, criterion, **marks, **left_open)
    assert SelfAssessment.objects.get(criterion=other).words == "Less often now."
    assert SelfAssessment.objects.get(criterion=criterion).words == "Twice, by luck."


def test_what_shows_it_comes_from_the_binder_or_goes_into_it(client, noor, at_senior, criterion):
    mine, others = BinderItemFactory(person=noor), BinderItemFactory()
    client.force_login(noor)
    address = reverse("growth:level_evidence", args=[criterion.pk])
    page = client.get(address).text
    assert str(mine) in page
    client.post(address, {"items": [mine.pk], "title": "Report of September", "url": ""})
    words = SelfAssessment.objects.get()
    assert {item.title for item in words.shown_by.all()} == {str(mine), "Report of September"}
    assert BinderItem.objects.get(title="Report of September").person == noor

    answer = client.post(address, {"items": [others.pk], "title": ""})
    assert answer.status_code == 200
    assert others not in words.shown_by.all()


def test_a_link_without_a_name_says_so(client, noor, at_senior, criterion):
    client.force_login(noor)
    address = reverse("growth:level_evidence", args=[criterion.pk])
    answer = client.post(address, {"title": "", "url": "https://example.com/report"})
    assert "Say what it is." in answer.text
    assert "https://example.com/report" in answer.text


# ---- Gaps


def test_gaps_become_goals_of_the_plan(client, noor, at_senior, criterion):
    RevisionFactory(plan__person=noor)
    steady = CriterionFactory(level=criterion.level, pillar=criterion.pillar, position=2)
    actions.assess(noor, [(criterion, "sometimes", ""), (steady, "steadily", "")], at=AT)
    client.force_login(noor)
    address = reverse("growth:assess", args=[criterion.level_id])
    client.post(address, {"goal": "all"})
    client.post(address, {"goal": "all"})
    goal = PlanGoal.objects.get()
    assert (goal.text, goal.origin, goal.criterion) == (
        "Leads work across teams",
        "level",
        criterion,
    )
    page = client.get(LEVELS)
    assert "A goal in your plan" in page.text
    assert page.context["ladder"].open_gaps == []


def test_without_a_plan_a_gap_is_no_goal_yet(client, noor, at_senior, criterion):
    actions.assess(noor, [(criterion, "not_yet", "")], at=AT)
    client.force_login(noor)
    answer = client.post(
        reverse("growth:assess", args=[criterion.level_id]),
        {"goal": criterion.pk},
        follow=True,
    )
    assert "Begin a growth plan first." in answer.text


def test_what_is_done_steadily_is_no_gap(client, noor, at_senior, criterion):
    RevisionFactory(plan__person=noor)
    actions.assess(noor, [(criterion, "steadily", "")], at=AT)
    client.force_login(noor)
    client.post(reverse("growth:assess", args=[criterion.level_id]), {"goal": "all"})
    assert not PlanGoal.objects.exists()


# ---- Shared


def test_the_manager_reads_the_words_only_once_they_are_shared(
    client, noor, manager, at_senior, criterion
):
    actions.assess(noor, [(criterion, "sometimes", "Twice, by luck.")], at=AT)
    theirs = reverse("growth:shared_levels", args=[noor.pk])
    client.force_login(manager)
    assert client.get(theirs).status_code == 404
    client.force_login(noor)
    client.post(reverse("growth:levels_share"))
    client.force_login(manager)
    page = client.get(theirs).text
    assert "Twice, by luck." in page
    assert "Sometimes" in page
    User.objects.filter(pk=noor.pk).update(manager=UserFactory())
    assert client.get(theirs).status_code == 404


def test_evidence_of_a_pair_is_shown_only_with_the_partners_yes(
    client, noor, manager, at_senior, criterion
):
    ShareFactory(owner=noor, reader=manager, what="levels", as_manager=True)
    item = BinderItemFactory(
        person=noor, title="Said in a session", source="session", partner=UserFactory()
    )
    actions.assess(noor, [(criterion, "sometimes", "")], at=AT)
    actions.show_by(noor, criterion, [item], at=AT)
    theirs = reverse("growth:shared_levels", args=[noor.pk])
    client.force_login(manager)
    assert "Said in a session" not in client.get(theirs).text
    BinderItem.objects.update(agreed_at=AT)
    assert "Said in a session" in client.get(theirs).text


def test_without_a_manager_there_is_nobody_to_share_with(client, growth_on):
    client.force_login(UserFactory())
    assert client.post(reverse("growth:levels_share")).status_code == 404
    assert not Share.objects.exists()


@pytest.mark.parametrize("count", [1, 4])
def test_the_ladder_costs_the_same_with_much_to_ask(
    noor, senior, staff, count, django_assert_num_queries
):
    for _number in range(count):
        asked = CriterionFactory(level=staff, pillar=PillarFactory())
        actions.assess(noor, [(asked, "sometimes", "")], at=AT)
        actions.show_by(noor, asked, [], new={"title": f"For {asked.pk}"}, at=AT)
    with django_assert_num_queries(6):
        found = queries.ladder(noor, senior, staff)
        assert len(found.asked) == count


def test_what_is_no_longer_asked_for_takes_no_words(noor, at_senior, criterion):
    criterion.archived_at = AT
    criterion.save(update_fields=["archived_at"])
    with pytest.raises(ValidationError) as refused:
        actions.assess(noor, [(criterion, "sometimes", "Twice.")], at=AT)
    assert refused.value.code == "archived"


@pytest.mark.parametrize("asked", ["²", "9" * 30, "x", "-1"])
def test_a_gap_that_is_none_of_the_level_becomes_no_goal(client, noor, asked):
    RevisionFactory(plan__person=noor)
    level = JobLevelFactory()
    client.force_login(noor)
    address = reverse("growth:assess", args=[level.pk])
    assert client.post(address, {"goal": asked, "show": asked, "pillar": asked}).status_code == 302
    assert not PlanGoal.objects.exists()
