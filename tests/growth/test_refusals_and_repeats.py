"""What growth refuses, what changes nothing when it is done twice, and what somebody finds changed when
their turn comes."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from growth.families.actions import families
from growth.families.actions import files as family_files
from growth.learning import actions as learning
from growth.models import (
    Guest,
    JobFamily,
    JobLevel,
    OpportunityDate,
    OpportunityOwner,
    OpportunityWatch,
    PersonItem,
    PlanTemplate,
    PromotionDocument,
    StretchTask,
)
from growth.opportunities import permissions
from growth.opportunities.actions import applications, board, guests
from growth.pathway.actions import closing, items, pathways
from growth.pathway.rules.quarters import Slot
from growth.plans.actions import goals
from growth.plans.actions import templates as plan_templates
from growth.promotion.actions import documents, reviews
from surveys.values import AnswerValue
from tests.concurrency import after_waiting
from tests.factories import UserFactory
from tests.factories.growth import (
    ClaimFactory,
    ItemKindFactory,
    JobFamilyFactory,
    JobLevelFactory,
    OpportunityApplicationFactory,
    OpportunityFactory,
    PathwayFactory,
    PathwayItemFactory,
    PersonItemFactory,
    PlanGoalFactory,
    PlanTemplateFactory,
    PromotionDocumentFactory,
    RevisionFactory,
    turn_on,
)

AT = datetime(2021, 6, 15, 12, tzinfo=UTC)
TODAY = AT.date()
JULY, AUGUST = (date(2021, 7, 1), date(2021, 7, 9)), (date(2021, 8, 1), date(2021, 8, 9))


def refused(code):
    return pytest.raises(ValidationError, check=lambda error: code in _codes(error))


def _codes(error):
    if hasattr(error, "error_dict"):
        return {one.code for found in error.error_dict.values() for one in found}
    return {one.code for one in error.error_list}


# --- Job families


def test_a_level_moves_down_and_stays_at_the_end(growth_organizer):
    family = JobFamilyFactory()
    first, last = (JobLevelFactory(family=family, rank=rank) for rank in (1, 2))
    families.move_level(last, up=False, by=growth_organizer, at=AT)
    assert list(JobLevel.objects.order_by("rank")) == [first, last]
    families.move_level(first, up=False, by=growth_organizer, at=AT)
    assert list(JobLevel.objects.order_by("rank")) == [last, first]


def test_archiving_twice_keeps_the_first_moment(growth_organizer):
    family, template, pathway = JobFamilyFactory(), PlanTemplateFactory(), PathwayFactory()
    for _time in range(2):
        for act, row in (
            (families.set_archived, family),
            (plan_templates.set_archived, template),
            (pathways.set_archived, pathway),
        ):
            act(row, is_archived=True, by=growth_organizer, at=AT)
    assert JobFamily.objects.get().archived_at == AT
    assert PlanTemplate.objects.get().archived_at == AT


def test_rows_without_anything_are_left_out():
    text = b"family,level,number,pillar,criterion,note\nA,B,1,C,D,\n,,,,,See below\n"
    found = family_files.read(text)
    assert (found.problems, found.level_count, found.criterion_count) == ([], 1, 1)


# --- Learning


def test_a_task_sent_again_says_the_last_words_and_can_be_changed(noor):
    key, values = uuid.uuid4(), {"idea": "hard_work", "title": "Moved", "started_on": TODAY}
    task = learning.log_task(noor, values, form_key=key, at=AT, today=TODAY)
    assert learning.log_task(noor, values, form_key=key, at=AT, today=TODAY) == task
    again = values | {"title": "Moved the queue"}
    learning.log_task(noor, again, form_key=key, at=AT, today=TODAY)
    task.refresh_from_db()
    assert task.title == "Moved the queue"
    learning.change_task(task, {"title": "It moved"}, at=AT, seen=task.changed_at, today=TODAY)
    assert StretchTask.objects.get().title == "It moved"


# --- Opportunities


@pytest.fixture
def bo(growth_on):
    return UserFactory(name="Bo Run")


@pytest.fixture
def shadow(bo):
    found = OpportunityFactory()
    board.add_owner(found, bo, by=bo, at=AT)
    return found


def test_answers_are_those_that_are_offered(noor, shadow, bo):
    sent = OpportunityApplicationFactory(opportunity=shadow, person=noor, cover="asked")
    with refused("unknown_answer"):
        applications.answer_cover(sent, "asked", words="", by=bo, at=AT)
    with refused("unknown_answer"):
        applications.decide(sent, "done", words="", by=bo, at=AT)


def test_what_is_withdrawn_is_withdrawn(noor, shadow):
    sent = OpportunityApplicationFactory(opportunity=shadow, person=noor)
    applications.withdraw(sent, at=AT)
    with refused("wrong_status"):
        applications.withdraw(sent, at=AT)


def test_who_has_a_place_applies_no_more(noor, shadow, bo):
    sent = applications.apply(shadow, noor, {}, {}, at=AT)
    applications.decide(sent, "placed", words="", by=bo, at=AT)
    with refused("wrong_status"):
        applications.apply(shadow, noor, {}, {}, at=AT)


def test_dates_are_chosen_among_those_ahead(noor, shadow):
    days = {"opportunity": shadow, "starts_on": TODAY, "ends_on": TODAY}
    today = OpportunityDate.objects.create(**days)
    about_date = pytest.raises(ValidationError, check=lambda error: "date" in error.error_dict)
    with about_date:
        applications.apply(shadow, noor, {}, {}, at=AT)
    with pytest.raises(ValidationError, match="future dates"):
        applications.apply(shadow, noor, {"date": today}, {}, at=AT)


def test_a_guest_applies_only_where_guests_may(shadow):
    guest = UserFactory(is_guest=True)
    with refused("not_for_guests"):
        applications.apply(shadow, guest, {}, {}, at=AT)
    assert not permissions.run_by(guest).exists()


def test_answers_to_questions_are_kept_with_a_change(noor, shadow, bo):
    asked = {"row": None, "text": "Why?", "help_text": "", "kind": "text", "is_required": False}
    board.change(shadow, {}, by=bo, at=AT, seen=None, questions=[asked, asked | {"text": "How?"}])
    shadow.refresh_from_db()
    first = applications.apply(shadow, noor, {}, {}, at=AT)
    again = applications.apply(shadow, noor, {}, {}, at=AT)
    assert first.response_id == again.response_id is not None
    _why, how = shadow.questionnaire.questions.order_by("position")
    kept = {name: getattr(how, name) for name in ("text", "help_text", "kind", "is_required")}
    new = asked | {"text": "When?"}
    board.change(shadow, {}, by=bo, at=AT, seen=None, questions=[kept | {"row": how}, new])
    keys = set(shadow.questionnaire.questions.values_list("key", flat=True))
    assert len(keys) == shadow.questionnaire.questions.count()


def test_a_question_that_was_answered_is_kept_when_it_is_asked_no_more(noor, shadow, bo):
    asked = {"row": None, "text": "Why?", "help_text": "", "kind": "text", "is_required": False}
    board.change(shadow, {}, by=bo, at=AT, seen=None, questions=[asked, asked | {"text": "How?"}])
    shadow.refresh_from_db()
    why, how = shadow.questionnaire.questions.order_by("position")
    for question in (why, how):
        answer = {question.pk: [AnswerValue(text="Words.")]}
        applications.apply(shadow, UserFactory(), {}, answer, at=AT)
    other_kind = asked | {"row": why, "kind": "long_text"}
    board.change(shadow, {}, by=bo, at=AT, seen=None, questions=[other_kind])
    rows = shadow.questionnaire.questions
    assert set(rows.filter(is_archived=True)) == {why, how}
    assert [row.kind for row in rows.filter(is_archived=False)] == ["long_text"]


def test_a_question_in_the_place_of_one_that_went_has_a_key_of_its_own(shadow, bo):
    asked = {"row": None, "text": "Why?", "help_text": "", "kind": "text", "is_required": False}
    board.change(shadow, {}, by=bo, at=AT, seen=None, questions=[asked, asked])
    shadow.refresh_from_db()
    last = asked | {"row": shadow.questionnaire.questions.order_by("position").last()}
    board.change(shadow, {}, by=bo, at=AT, seen=None, questions=[last])
    board.change(shadow, {}, by=bo, at=AT, seen=None, questions=[last, asked])
    keys = shadow.questionnaire.questions.values_list("key", flat=True)
    assert sorted(keys) == ["question-2", "question-3"]


def test_the_board_does_nothing_twice(noor, shadow, bo):
    with refused("no_owner"):
        board.publish(OpportunityFactory(published_at=None), by=bo, at=AT)
    assert board.publish(shadow, by=bo, at=AT).published_at == shadow.published_at
    assert board.add_owner(shadow, bo, by=bo, at=AT) == OpportunityOwner.objects.get()
    board.close(shadow, by=bo, at=AT)
    board.close(shadow, by=bo, at=datetime(2021, 7, 1, tzinfo=UTC))
    shadow.refresh_from_db()
    assert shadow.closed_at == AT
    row = OpportunityOwner.objects.get()
    for _time in range(2):
        board.remove_owner(row, by=bo, at=AT)
    for is_on in (True, True, False, False):
        board.watch(shadow, noor, is_on=is_on, at=AT)
    assert not OpportunityWatch.objects.exists()


def test_what_opens_to_guests_gets_a_link_and_dates_without_applications_go(noor, shadow, bo):
    board.change(shadow, {"open_to_guests": True}, by=bo, at=AT, seen=None)
    shadow.refresh_from_db()
    code = shadow.guest_code
    assert code
    values = {"row": None, "places": 1}
    both = [{**values, "starts_on": first, "ends_on": last} for first, last in (JULY, AUGUST)]
    board.change(shadow, {}, by=bo, at=AT, seen=None, dates=both)
    board.change(shadow, {}, by=bo, at=AT, seen=None, dates=both[1:])
    assert [row.starts_on for row in shadow.dates.all()] == [AUGUST[0]]
    shadow.refresh_from_db()
    assert shadow.guest_code == code


def test_places_are_not_lowered_under_those_given(noor, shadow, bo):
    OpportunityApplicationFactory(opportunity=shadow, person=noor, state="placed")
    OpportunityApplicationFactory(opportunity=shadow, state="placed")
    with refused("places_given"):
        board.change(shadow, {"places": 1}, by=bo, at=AT, seen=None)
    board.change(shadow, {"places": 2}, by=bo, at=AT, seen=None)


@pytest.mark.django_db(transaction=True)
def test_somebody_leaves_while_their_place_is_marked_as_done():
    turn_on()
    bo, shadow = UserFactory(), OpportunityFactory()
    board.add_owner(shadow, bo, by=bo, at=AT)
    sent = OpportunityApplicationFactory(opportunity=shadow, state="placed")

    def leave():
        with transaction.atomic():
            applications.withdraw_all(sent.person, at=AT)
        return "left"

    done = lambda: applications.mark_done(sent, on=TODAY, by=bo, at=AT)  # noqa: E731
    assert after_waiting(done, leave) == "left"
    sent.refresh_from_db()
    assert sent.state == "done"


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_up_with_one_address_are_one_guest():
    turn_on()
    group = OpportunityFactory(open_to_guests=True, guest_code="c0de")
    values = {"name": "Kofi Adjei", "email": "kofi@community.example", "time_zone": "Africa/Accra"}
    sign_up = lambda: guests.sign_up(group, values, at=AT)  # noqa: E731
    assert after_waiting(sign_up, sign_up) is None
    assert Guest.objects.count() == 1


# --- Pathways


def test_what_was_done_before_is_found_once(noor):
    noor.is_available_as_mentor = True
    noor.save(update_fields=["is_available_as_mentor"])
    kind = ItemKindFactory(closed_by="mentor")
    PathwayItemFactory(kind=kind)
    done = OpportunityApplicationFactory(person=noor, state="done", done_on=TODAY)
    asked = {"closed_by": "opportunity", "opportunity": done.opportunity.slug}
    PathwayItemFactory(kind=ItemKindFactory(pathway=kind.pathway, **asked))
    assert closing.catch_up(noor, at=AT) == 2
    assert closing.catch_up(noor, at=AT) == 0


def test_taking_back_or_up_twice_changes_nothing(noor):
    row = PersonItemFactory(person=noor)
    items.tick(row, seen=0, at=AT, today=TODAY)
    (made,) = row.closings.all()
    for _time in range(2):
        items.take_back(made, at=AT)
    for _time in range(2):
        assert items.take_up(row, at=AT).state == "open"
    assert PersonItem.objects.get().closings.count() == 0


def test_a_pathway_keeps_its_division_and_asks_for_quarters(growth_organizer):
    pathway = PathwayFactory(division="Support")
    values = {"name": "Renamed"}
    saved = pathways.put_pathway(pathway.slug, values, by=growth_organizer, at=AT)
    assert (saved.name, saved.division) == ("Renamed", "Support")
    with refused("no_quarter"):
        pathways.put_kind(pathway, "course", {}, [], {}, by=growth_organizer, at=AT)
    values = dict.fromkeys(pathways.KIND_FIELDS, "")
    values |= {"title": "A course", "closed_by": "hand", "other_division": False}
    counts = {Slot(1, 1): 1}
    kind = pathways.put_kind(pathway, "c", values, [], counts, by=growth_organizer, at=AT)
    assert kind.items.count() == 1


# --- Plans and promotion


def test_an_own_goal_has_nothing_to_part_from(noor):
    goal = PlanGoalFactory(revision=RevisionFactory(plan__person=noor), text="Lead")
    assert goals.unlink(goal, at=AT).text == "Lead"


def test_a_document_is_changed_by_who_saw_it_as_it_is(noor):
    document = PromotionDocumentFactory(person=noor)
    documents.change(document, {"title": "Now"}, at=AT, seen=document.changed_at)
    assert PromotionDocument.objects.get().title == "Now"


@pytest.mark.django_db(transaction=True)
def test_a_review_taken_back_in_the_same_moment_does_not_end_twice():
    turn_on()
    person = UserFactory(manager=UserFactory())
    document = PromotionDocumentFactory(person=person)
    ClaimFactory(document=document, text="I led two incidents.")
    reviews.ask(document, at=AT)
    person.manager = UserFactory()
    person.save(update_fields=["manager"])
    ended = after_waiting(
        lambda: reviews.take_back(document, at=AT), lambda: reviews.end_outlived(AT)
    )
    assert ended == {"reviews ended": 1}
    assert document.rounds.get().taken_back_at == AT
