"""Every page of one's own, and every page that several organizers edit, in two windows."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from growth.models import GrowthSetup, PlanAction, TemplatePillar
from growth.pathway.actions import pathways
from growth.pathway.rules.quarters import Slot
from tests.concurrency import after_waiting
from tests.factories import UserFactory
from tests.factories.growth import (
    BinderItemFactory,
    GrowthOrganizerFactory,
    JobFamilyFactory,
    JobLevelFactory,
    PathwayFactory,
    PersonItemFactory,
    PillarFactory,
    PlanGoalFactory,
    PlanTemplateFactory,
    PromotionTemplateFactory,
    RevisionFactory,
    turn_on,
)
from tests.growth.two_windows.helpers import AT, CHANGED, as_opened


def _step(noor, _organizer):
    goal = PlanGoalFactory(revision=RevisionFactory(plan__person=noor))
    step = PlanAction.objects.create(goal=goal, text="Ask Bo", position=1)
    return noor, reverse("growth:step_edit", args=[step.pk]), "text"


def _item(noor, _organizer):
    item = BinderItemFactory(person=noor, title="A talk")
    return noor, reverse("growth:binder_edit", args=[item.pk]), "title"


def _own_item(noor, _organizer):
    row = PersonItemFactory(person=noor, item=None, title="Shadow Bo", year=1, quarter=1)
    return noor, reverse("growth:pathway_item", args=["own", row.pk]), "title"


def _plan_template(_noor, organizer):
    slug = PlanTemplateFactory(name="Skills").slug
    return organizer, reverse("growth:plan_template_edit", args=[slug]), "name"


def _promotion_template(_noor, organizer):
    template = PromotionTemplateFactory(name="To staff")
    TemplatePillar.objects.create(template=template, position=1, title="Craft", question="What?")
    address = reverse("growth:promotion_template_edit", args=[template.slug])
    return organizer, address, "name"


def _family(_noor, organizer):
    slug = JobFamilyFactory(name="Support").slug
    return organizer, reverse("growth:family_edit", args=[slug]), "description"


def _level(_noor, organizer):
    pillar, level = PillarFactory(), JobLevelFactory()
    address = reverse("growth:level_edit", args=[level.family.slug, level.pk])
    return organizer, address, f"pillar_{pillar.pk}"


def _pathway(_noor, organizer):
    slug = PathwayFactory(name="Everybody").slug
    return organizer, reverse("growth:pathway_edit", args=[slug]), "description"


def _pillar(_noor, organizer):
    return organizer, reverse("growth:pillar_edit", args=[PillarFactory().slug]), "description"


def _kind(_noor, organizer):
    pathway = PathwayFactory()
    slot = {Slot(1, 1): 1}
    values = dict.fromkeys(pathways.KIND_FIELDS, "") | {"title": "Hub", "other_division": False}
    values["closed_by"] = "hand"
    kind = pathways.put_kind(pathway, "hub", values, [], slot, by=organizer, at=AT)
    return organizer, reverse("growth:kind_edit", args=[pathway.slug, kind.pk]), "text"


PAGES = [
    _step, _item, _own_item, _plan_template, _promotion_template, _family, _level, _pillar,
    _pathway, _kind,
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_page_open_in_two_windows(client, noor, growth_organizer, page):
    who, address, field = page(noor, growth_organizer)
    opened = as_opened(client, who, address)
    assert client.post(address, opened | {field: "Said first"}).status_code == 302
    assert client.post(address, opened | {field: "Said first"}).status_code == 302
    answer = client.post(address, opened | {field: "Said later"})
    assert CHANGED in answer.text
    assert "Said later" in answer.text
    assert "Said first" in str(as_opened(client, who, address)[field])
    again = {**opened, field: "Said later", "seen": answer.context["form"]["seen"].value()}
    assert client.post(address, again).status_code == 302
    assert "Said later" in str(as_opened(client, who, address)[field])


@pytest.fixture
def windows(transactional_db):
    """Two windows, each of which can save while the other one does."""
    turn_on()
    return Client(), Client()


@pytest.mark.parametrize("page", PAGES)
def test_of_two_saves_in_one_instant_the_second_is_asked(windows, page):
    """Both forms were checked against the same row before either was saved."""
    first, second = windows
    who, address, field = page(UserFactory(), GrowthOrganizerFactory().person)
    opened = as_opened(first, who, address)
    second.force_login(who)
    answer = after_waiting(
        lambda: first.post(address, opened | {field: "Said first"}),
        lambda: second.post(address, opened | {field: "Said later"}),
    )
    assert CHANGED in answer.text
    assert "Said later" in answer.text
    assert "Said first" in str(as_opened(first, who, address)[field])
    again = {**opened, field: "Said later", "seen": answer.context["form"]["seen"].value()}
    assert second.post(address, again).status_code == 302
    assert "Said later" in str(as_opened(first, who, address)[field])


@pytest.mark.parametrize("page", PAGES)
def test_the_same_form_sent_twice_in_one_instant_is_saved_once(windows, page):
    first, second = windows
    who, address, field = page(UserFactory(), GrowthOrganizerFactory().person)
    sent = as_opened(first, who, address) | {field: "Said first"}
    second.force_login(who)
    answer = after_waiting(lambda: first.post(address, sent), lambda: second.post(address, sent))
    assert answer.status_code == 302


def test_of_two_who_set_growth_up_in_one_instant_the_second_is_asked(windows):
    first, second = windows
    administrator = UserFactory(is_staff=True)
    opened = as_opened(first, administrator, reverse("growth:setup"))
    second.force_login(administrator)
    answer = after_waiting(
        lambda: first.post(reverse("growth:setup"), opened | {"review_on": "2021-09-01"}),
        lambda: second.post(reverse("growth:setup"), opened | {"state": "off"}),
    )
    assert CHANGED in answer.text
    stored = GrowthSetup.objects.get()
    assert (stored.state, stored.review_on) == ("on", date(2021, 9, 1))


@pytest.mark.parametrize(
    ("address", "one", "other"),
    [
        (
            "growth:plan_template_add",
            {"name": "Skills", "kind": "skills", "description": "Mine."},
            {"name": "Skills", "kind": "free", "description": "Theirs."},
        ),
        (
            "growth:family_add",
            {"name": "Support", "description": "Mine."},
            {"name": "Support", "description": "Theirs."},
        ),
        (
            "growth:pathway_new",
            {"name": "All", "description": "Mine."},
            {"name": "All", "description": "Theirs."},
        ),
    ],
)
def test_of_two_who_make_one_name_in_one_instant_the_second_is_told(windows, address, one, other):
    organizer = GrowthOrganizerFactory().person
    first, second = windows
    first.force_login(organizer)
    second.force_login(organizer)
    answer = after_waiting(
        lambda: first.post(reverse(address), one), lambda: second.post(reverse(address), other)
    )
    assert "There is one of this name already." in answer.text
    assert "Theirs." in answer.text


def test_an_item_added_twice_to_a_pathway_is_there_once(client, growth_on, growth_organizer):
    pathway = PathwayFactory()
    address = reverse("growth:kind_add", args=[pathway.slug])
    client.force_login(growth_organizer)
    sent = {"title": "Follow the hub", "closed_by": "hand", "y1q1": 1}
    assert client.post(address, sent).status_code == 302
    answer = client.post(address, sent)
    assert "There is one of this name already." in answer.text
    assert pathway.kinds.count() == 1
