"""Two windows, two people, a step back: nothing is overwritten unseen, and nothing typed is lost."""

import uuid
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from growth.conversations import actions as talks
from growth.families.actions import families
from growth.models import (
    BinderItem,
    Conversation,
    GrowthSetup,
    LearningEntry,
    Opportunity,
    OpportunityApplication,
    PlanAction,
    PlanGoal,
    PlanRevision,
    PromotionDocument,
    TemplatePillar,
)
from growth.opportunities.actions import applications, board
from growth.pathway.actions import pathways
from growth.pathway.rules.quarters import Slot
from growth.plans.actions import goals
from growth.plans.actions import templates as plan_templates
from growth.promotion.actions import reviews
from tests.concurrency import after_waiting, together
from tests.factories import UserFactory
from tests.factories.growth import (
    BinderItemFactory,
    ClaimFactory,
    ConversationFactory,
    GrowthOrganizerFactory,
    JobFamilyFactory,
    JobLevelFactory,
    LearningEntryFactory,
    OpportunityApplicationFactory,
    OpportunityFactory,
    PathwayFactory,
    PersonItemFactory,
    PillarFactory,
    PlanGoalFactory,
    PlanTemplateFactory,
    PromotionDocumentFactory,
    PromotionTemplateFactory,
    RevisionFactory,
    ShareFactory,
    turn_on,
)

AT = datetime(2021, 6, 15, 12, tzinfo=UTC)
LATER = datetime(2021, 6, 15, 13, tzinfo=UTC)
TODAY = AT.date()
CHANGED = "changed meanwhile"


@pytest.fixture(autouse=True)
def in_june():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def shared(noor, manager):
    return ShareFactory(
        owner=noor, reader=manager, what="conversations", talks_with=manager, as_manager=True
    )


def _opened(client, person, address, form="form"):
    """What the form of a page sends back as it is."""
    client.force_login(person)
    bound = client.get(address).context[form]
    return {
        field.html_name: "" if field.value() is None else _plain(field.value())
        for field in bound
        if field.value() is not False
    }


def _plain(value):
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, list) else str(value)


# --- Conversations


def _talk(**more):
    values = {"held_on": "2021-06-14", "topic": "career", "agreed": "Yes.", "next_step": ""}
    return values | {"form_key": str(uuid.uuid4())} | more


def test_words_changed_after_a_step_back_are_kept(client, noor):
    client.force_login(noor)
    sent = _talk(agreed="Two exmples first.")
    client.post("/growth/talks/", sent)
    client.post("/growth/talks/", sent | {"agreed": "Two examples first."})
    assert Conversation.objects.get().agreed == "Two examples first."


def test_both_write_down_what_came_of_a_planned_talk(client, noor, manager, shared):
    talk = ConversationFactory(person=noor, manager=manager, state="planned", held_on=TODAY)
    address = reverse("growth:conversation_edit", args=[talk.pk])
    mine = _opened(client, noor, address) | {"agreed": "I lead the triage."}
    theirs = _opened(client, manager, address) | {"agreed": "She leads the triage."}
    client.force_login(noor)
    assert client.post(address, mine).status_code == 302
    client.force_login(manager)
    answer = client.post(address, theirs)
    assert "Noor Castellane wrote this talk down meanwhile." in answer.text
    assert "She leads the triage." in answer.text
    assert Conversation.objects.get().agreed == "I lead the triage."
    assert client.get(address).status_code == 404


def test_a_talk_in_two_windows(client, noor, manager):
    talk = ConversationFactory(person=noor, manager=manager, written_by=noor, agreed="First.")
    address = reverse("growth:conversation_edit", args=[talk.pk])
    one = _opened(client, noor, address) | {"agreed": "Second."}
    other = _opened(client, noor, address) | {"agreed": "Third."}
    with time_machine.travel(LATER):
        client.post(address, one)
        answer = client.post(address, other)
        assert CHANGED in answer.text
        assert "Third." in answer.text
        assert Conversation.objects.get().agreed == "Second."
        again = other | {"seen": answer.context["form"]["seen"].value()}
        client.post(address, again)
    assert Conversation.objects.get().agreed == "Third."


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_twice_in_the_same_moment_is_one_talk():
    turn_on()
    person = UserFactory(manager=UserFactory())
    values = {"held_on": TODAY, "topic": "career", "agreed": "Yes.", "next_step": ""}
    key = uuid.uuid4()

    def write():
        return talks.write_down(person, values, by=person, form_key=key, at=AT, today=TODAY)

    one, other = together(write, write)
    assert one.pk == other.pk
    assert Conversation.objects.count() == 1


# --- Plans


def test_another_first_version_is_not_swallowed(client, noor):
    template = PlanTemplateFactory()
    address = reverse("growth:plan_begin", args=[template.slug])
    form = _opened(client, noor, address)
    one, other = form | {"aim": "Security."}, form | {"aim": "Lead a team."}
    assert client.post(address, one).status_code == 302
    assert client.post(address, one).status_code == 302  # the same one again
    answer = client.post(address, other)
    assert "in another window meanwhile" in answer.text
    assert "Lead a team." in answer.text
    assert [row.aim for row in PlanRevision.objects.all()] == ["Security."]


def test_another_next_version_is_not_swallowed(client, noor):
    before = RevisionFactory(plan__person=noor, aim="Security.")
    template = PlanTemplateFactory()
    address = reverse("growth:plan_next", args=[template.slug])
    form = _opened(client, noor, address)
    one, other = form | {"aim": "More security."}, form | {"aim": "Lead a team."}
    assert client.post(address, one).status_code == 302
    answer = client.post(address, other)
    assert "You began version 2 of your plan in another window" in answer.text
    assert "Lead a team." in answer.text
    assert {row.number for row in PlanRevision.objects.all()} == {before.number, 2}


def test_a_plan_changed_in_two_windows_can_be_saved_after_a_look(client, noor):
    RevisionFactory(plan__person=noor, aim="First.")
    address = reverse("growth:plan_edit")
    one = _opened(client, noor, address) | {"aim": "Second."}
    other = _opened(client, noor, address) | {"aim": "Third."}
    with time_machine.travel(LATER):
        client.post(address, one)
        answer = client.post(address, other)
        assert "in another window meanwhile" in answer.text
        client.post(address, other | {"seen": answer.context["form"]["seen"].value()})
    assert PlanRevision.objects.get().aim == "Third."


def test_a_goal_with_the_same_words_and_another_day_is_another_goal(noor):
    RevisionFactory(plan__person=noor)
    first = goals.add(noor, {"text": "Lead", "detail": "", "due_on": None}, at=AT)
    again = goals.add(noor, {"text": "Lead", "detail": "", "due_on": None}, at=AT)
    other = goals.add(noor, {"text": "Lead", "detail": "Twice.", "due_on": TODAY}, at=AT)
    assert (first, PlanGoal.objects.count()) == (again, 2)
    assert other.detail == "Twice."
    step = goals.add_step(first, {"text": "Ask", "due_on": None})
    assert goals.add_step(first, {"text": "Ask", "due_on": None}) == step
    assert goals.add_step(first, {"text": "Ask", "due_on": TODAY}) != step


@pytest.mark.parametrize("first_day", [date(9999, 12, 31), date(1, 1, 1), date(2041, 6, 15)])
def test_a_slip_of_the_keys_is_no_plan_of_another_century(client, noor, first_day):
    address = reverse("growth:plan_begin", args=[PlanTemplateFactory().slug])
    client.force_login(noor)
    answer = client.post(address, {"aim": "Kept.", "starts_on": first_day.isoformat()})
    assert "Choose a day within ten years from now." in answer.text
    assert "Kept." in answer.text


# --- Promotion, binder, log


def test_another_document_of_the_same_step_is_not_swallowed(client, noor):
    template = PromotionTemplateFactory()
    address = reverse("growth:promotion_begin", args=[template.slug])
    client.force_login(noor)
    one = {"title": "To staff", "summary": "Now."}
    client.post(address, one)
    assert client.post(address, one).status_code == 302
    answer = client.post(address, one | {"summary": "Because of the incidents."})
    assert "You have a document for this step already." in answer.text
    assert "Because of the incidents." in answer.text
    assert PromotionDocument.objects.get().summary == "Now."


def test_other_words_for_what_is_in_the_binder_are_not_swallowed(client, noor):
    entry = LearningEntryFactory(person=noor, title="A course")
    address = reverse("growth:binder_put", args=["learning", entry.pk])
    one = _opened(client, noor, address) | {"words": "It taught me X."}
    client.post(address, one)
    assert client.post(address, one).status_code == 302
    answer = client.post(address, one | {"words": "It taught me Y."})
    assert "It is in your binder already." in answer.text
    assert "It taught me Y." in answer.text
    assert BinderItem.objects.get().words == "It taught me X."


def test_a_log_changed_after_a_step_back_says_the_last_words(client, noor):
    client.force_login(noor)
    sent = {"kind": "book", "title": "Deep wrk", "done_on": "2021-06-14"}
    sent["form_key"] = str(uuid.uuid4())
    client.post(reverse("growth:learning_add"), sent)
    client.post(reverse("growth:learning_add"), sent | {"title": "Deep work"})
    assert LearningEntry.objects.get().title == "Deep work"


# --- Pages of one's own, and pages that several organizers edit


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
    opened = _opened(client, who, address)
    assert client.post(address, opened | {field: "Said first"}).status_code == 302
    assert client.post(address, opened | {field: "Said first"}).status_code == 302
    answer = client.post(address, opened | {field: "Said later"})
    assert CHANGED in answer.text
    assert "Said later" in answer.text
    assert "Said first" in str(_opened(client, who, address)[field])
    again = {**opened, field: "Said later", "seen": answer.context["form"]["seen"].value()}
    assert client.post(address, again).status_code == 302
    assert "Said later" in str(_opened(client, who, address)[field])


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
    opened = _opened(first, who, address)
    second.force_login(who)
    answer = after_waiting(
        lambda: first.post(address, opened | {field: "Said first"}),
        lambda: second.post(address, opened | {field: "Said later"}),
    )
    assert CHANGED in answer.text
    assert "Said later" in answer.text
    assert "Said first" in str(_opened(first, who, address)[field])
    again = {**opened, field: "Said later", "seen": answer.context["form"]["seen"].value()}
    assert second.post(address, again).status_code == 302
    assert "Said later" in str(_opened(first, who, address)[field])


@pytest.mark.parametrize("page", PAGES)
def test_the_same_form_sent_twice_in_one_instant_is_saved_once(windows, page):
    first, second = windows
    who, address, field = page(UserFactory(), GrowthOrganizerFactory().person)
    sent = _opened(first, who, address) | {field: "Said first"}
    second.force_login(who)
    answer = after_waiting(lambda: first.post(address, sent), lambda: second.post(address, sent))
    assert answer.status_code == 302


def test_of_two_who_set_growth_up_in_one_instant_the_second_is_asked(windows):
    first, second = windows
    administrator = UserFactory(is_staff=True)
    opened = _opened(first, administrator, reverse("growth:setup"))
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


# --- Opportunities: two who run one, and a manager whose question changed


@pytest.fixture
def run_by_two(growth_on):
    found = OpportunityFactory()
    bo, ada = UserFactory(name="Bo Run"), UserFactory(name="Ada Run")
    for person in (bo, ada):
        board.add_owner(found, person, by=bo, at=AT)
    return found, bo, ada


def test_of_two_who_run_it_the_second_sees_the_first_answer(client, noor, run_by_two):
    found, bo, ada = run_by_two
    sent = OpportunityApplicationFactory(opportunity=found, person=noor)
    address = reverse("growth:opportunity_application", args=[sent.pk])
    yes = _opened(client, bo, address) | {"state": "placed", "words": "Welcome."}
    no = _opened(client, ada, address) | {"state": "declined", "words": "Full, sorry."}
    client.force_login(bo)
    with time_machine.travel(LATER):
        assert client.post(address, yes).status_code == 302
        client.force_login(ada)
        answer = client.post(address, no)
    assert "This application has changed meanwhile." in answer.text
    assert "Full, sorry." in answer.text
    assert OpportunityApplication.objects.get().state == "placed"


def test_cover_is_arranged_for_the_days_the_manager_saw(client, noor, manager, run_by_two):
    found, _bo, _ada = run_by_two
    Opportunity.objects.filter(pk=found.pk).update(needs_cover=True, kind="internship")
    values = {"starts_on": date(2021, 7, 1), "ends_on": date(2021, 7, 9), "percent": 20}
    found.refresh_from_db()
    sent = applications.apply(found, noor, values, {}, at=AT)
    address = reverse("growth:opportunity_cover", args=[sent.pk])
    yes = _opened(client, manager, address) | {"answer": "arranged", "words": "Ada covers."}
    moved = values | {"starts_on": date(2021, 7, 2), "ends_on": date(2021, 9, 30)}
    applications.apply(found, noor, moved, {}, at=LATER)
    answer = client.post(address, yes)
    assert "This application has changed meanwhile." in answer.text
    assert "Ada covers." in answer.text
    assert OpportunityApplication.objects.get().cover == "asked"
    client.post(address, yes | {"seen": answer.context["form"]["seen"].value()})
    assert OpportunityApplication.objects.get().cover == "arranged"


def test_an_application_changed_in_two_windows(client, noor, run_by_two):
    found, _bo, _ada = run_by_two
    Opportunity.objects.filter(pk=found.pk).update(kind="internship")
    days = {"starts_on": "2021-07-01", "ends_on": "2021-07-09"}
    address = reverse("growth:opportunity", args=[found.slug])
    client.force_login(noor)
    assert client.post(address, days | {"percent": 20}).status_code == 302
    opened = _opened(client, noor, f"{address}?change=yes")
    with time_machine.travel(LATER):
        assert client.post(address, opened | {"percent": 30}).status_code == 302
        answer = client.post(address, opened | {"percent": 40})
        assert "You changed this in another window meanwhile." in answer.text
        assert OpportunityApplication.objects.get().percent == 30
        again = opened | {"percent": 40, "seen": answer.context["form"]["seen"].value()}
        assert client.post(address, again).status_code == 302
    assert OpportunityApplication.objects.get().percent == 40


def _date(first, last, row=None, places=1):
    return {"row": row, "starts_on": first, "ends_on": last, "places": places}


def test_dates_are_known_by_their_days(run_by_two):
    found, bo, _ada = run_by_two
    early, late = (date(2021, 7, 1), date(2021, 7, 2)), (date(2021, 8, 1), date(2021, 8, 2))
    board.change(found, {}, by=bo, at=AT, seen=None, dates=[_date(*early), _date(*late)])
    first, second = found.dates.all()
    twice = [_date(*early, first), _date(*early, second)]
    with pytest.raises(ValidationError) as error:
        board.change(found, {}, by=bo, at=AT, seen=None, dates=twice)
    assert error.value.code == "dates_twice"
    swapped = [_date(*late, first, places=3), _date(*early, second, places=4)]
    board.change(found, {}, by=bo, at=AT, seen=None, dates=swapped)
    assert {row.pk: row.places for row in found.dates.all()} == {first.pk: 4, second.pk: 3}


# --- Making the same twice


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "make",
    [
        lambda: plan_templates.put("skills", {"name": "Skills"}, [], by=None, at=AT),
        lambda: families.put_pillar("craft", {"name": "Craft"}, by=None, at=AT),
        lambda: families.put_family("support", {"name": "Support"}, [], by=None, at=AT),
        lambda: pathways.put_pathway("all", {"name": "All", "division": ""}, by=None, at=AT),
    ],
)
def test_the_same_made_twice_in_one_moment_is_there_once(make):
    turn_on()
    one, other = together(make, make)
    assert one.pk == other.pk


@pytest.mark.parametrize(
    ("address", "values"),
    [
        ("growth:plan_template_add", {"name": "Skills", "kind": "skills"}),
        ("growth:family_add", {"name": "Support"}),
        ("growth:pillar_add", {"name": "Craft"}),
        ("growth:pathway_new", {"name": "All"}),
    ],
)
def test_a_form_that_makes_something_sent_twice(
    client, growth_on, growth_organizer, address, values
):
    client.force_login(growth_organizer)
    assert client.post(reverse(address), values).status_code == 302
    answer = client.post(reverse(address), values)
    assert "There is one of this name already." in answer.text
    assert f'value="{values["name"]}"' in answer.text


def test_a_manager_keeps_the_words_for_what_is_taken_back_meanwhile(client, noor, manager):
    document = PromotionDocumentFactory(person=noor, summary="Because of the incidents.")
    claim = ClaimFactory(document=document, text="I led two of them.")
    asked = reviews.ask(document, at=AT)
    address = reverse("growth:review", args=[asked.pk])
    reviews.take_back(document, at=AT)
    sent = {
        "outcome": "more",
        "words": "Nearly there.",
        f"needs_{claim.pk}": "evidence",
        f"words_{claim.pk}": "One more, please.",
    }
    client.force_login(manager)
    page = client.post(address, sent).text
    assert "Noor Castellane took the document back" in page
    assert "Nearly there." in page
    assert "One more, please." in page
    assert "two of them" not in page
    assert "incidents" not in page
    assert client.get(address).status_code == 404
    noor.manager = UserFactory()
    noor.save(update_fields=["manager"])
    assert client.post(address, sent).status_code == 404
