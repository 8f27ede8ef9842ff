"""The binder of evidence: one's own, filled from what one did; what is a pair's needs two yeses."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from completion.actions import kudos
from growth.binder import actions, queries
from growth.models import BinderItem
from notifications.models import Message
from pairs.models import MentoringSession, SessionNote
from tests.concurrency import together
from tests.factories import PairFactory, UserFactory
from tests.factories.growth import (
    BinderItemFactory,
    ClaimFactory,
    CriterionFactory,
    LearningEntryFactory,
    PlanGoalFactory,
    RevisionFactory,
    ShareFactory,
    StretchTaskFactory,
    turn_on,
)
from tests.messages import SENT, UNTRUE, fate, words_of

AT = datetime(2021, 9, 1, 12, tzinfo=UTC)
BINDER, ADD, TAKE = "/growth/binder/", "/growth/binder/add/", "/growth/binder/take/"
CONSENTS, KUDOS = "/growth/consents/", "/growth/binder/kudos/"
SOON = AT + timedelta(minutes=6)  # when second thoughts are over


@pytest.fixture
def pair(noor):
    return PairFactory(mentee__person=noor, mentor__person=UserFactory(name="Bo Ferriday"))


@pytest.fixture
def bo(pair):
    return pair.mentor.person


@pytest.fixture
def session(pair, bo):
    held = MentoringSession.objects.create(pair=pair, held_on=date(2021, 8, 19), logged_by=bo)
    SessionNote.objects.create(session=held, author=bo, is_shared=True, text="Noor led the drill.")
    SessionNote.objects.create(session=held, author=bo, text="Bo thinks so privately.")
    return held


@pytest.fixture
def asked(noor, session):
    """Evidence of the session, which waits for Bo's word."""
    offer = queries.candidate(noor, "session", session.pk)
    return actions.put(noor, offer, {"title": "Drill", "words": "I led it."}, at=AT)


def _values(**more):
    return {
        "title": "Checklist",
        "words": "Three teams use it.",
        "url": "",
        "happened_on": "",
    } | more


def _post(client, person, address, values=None, at=AT):
    client.force_login(person)
    with time_machine.travel(at, tick=False):
        return client.post(address, values or {})


def _get(client, person, address):
    client.force_login(person)
    return " ".join(client.get(address).text.split())


def _answer(client, person, item, word, at=AT):
    values = {"answer": word, "seen": item.asked_at.isoformat()}
    return _post(client, person, reverse("growth:consent_answer", args=[item.pk]), values, at)


def _put(source, row):
    return reverse("growth:binder_put", args=[source, row.pk])


# ---- Filling it


def test_something_of_ones_own_goes_in_changes_and_goes_out(client, noor):
    for _time in range(2):
        _post(client, noor, ADD, _values(url="https://example.com/checklist"))
    item = BinderItem.objects.get()
    page = _get(client, noor, BINDER)
    assert "Three teams use it." in page
    assert 'href="https://example.com/checklist"' in page
    edit = reverse("growth:binder_edit", args=[item.pk])
    _post(client, noor, edit, _values(title="Hand-over checklist"))
    assert "Hand-over checklist" in _get(client, noor, BINDER)
    _post(client, noor, reverse("growth:binder_remove", args=[item.pk]))
    assert not BinderItem.objects.exists()
    assert not Message.objects.exists()


def test_what_somebody_did_here_is_offered_until_it_is_in(client, noor, session, pair):
    theirs = pair.mentee.goals.create(
        text="Lead one incident", closing="I led two.", state="reached"
    )
    revision = RevisionFactory(plan__person=noor)
    goal = PlanGoalFactory(revision=revision, text="Speak up", state="reached", state_on=AT.date())
    task = StretchTaskFactory(person=noor, results="Nobody noticed the move.")
    entry = LearningEntryFactory(person=noor)
    PlanGoalFactory(text="Of somebody else")
    offered = {
        "session": session,
        "mentoring_goal": theirs,
        "plan_goal": goal,
        "stretch_task": task,
        "learning": entry,
    }
    page = _get(client, noor, TAKE)
    assert "Of somebody else" not in page
    for source, row in offered.items():
        address = _put(source, row)
        assert address in page
        assert client.get(address).status_code == 200
        _post(client, noor, address, _values(title=f"From {source}"))
    assert {item.source for item in noor.binder.all()} == set(offered)
    assert "Nothing to take" in _get(client, noor, TAKE)


@pytest.mark.parametrize(
    ("state", "label"),
    [("open", None), ("changed", None), ("partly", "Partly reached"), ("reached", "Reached")],
)
def test_a_goal_is_evidence_as_far_as_it_was_reached(client, noor, pair, state, label):
    revision = RevisionFactory(plan__person=noor)
    goal = PlanGoalFactory(revision=revision, text="Speak up", state=state)
    theirs = pair.mentee.goals.create(text="Lead one incident", state=state)
    linked = PlanGoalFactory(revision=revision, mentoring_goal=theirs, origin="own", position=2)
    page = _get(client, noor, TAKE)
    for source, row, shown_on in (("plan_goal", goal, goal), ("mentoring_goal", theirs, linked)):
        address = _put(source, row)
        assert (address in page) == bool(label)
        of_goal = _get(client, noor, reverse("growth:goal", args=[shown_on.pk]))
        assert (address in of_goal) == bool(label)
        assert (client.get(address).status_code == 200) == bool(label)
    assert page.count(label or "Nothing to take") == (2 if label else 1)


def test_words_begin_with_what_is_there_and_never_with_a_private_note(client, noor, session, bo):
    page = _get(client, noor, _put("session", session))
    assert "Mentoring session of 19 August 2021" in page
    assert "Noor led the drill." in page
    assert "privately" not in page
    assert "Bo Ferriday has a say in this." in page
    task = StretchTaskFactory(person=noor, results="Better.", iteration="Twice.")
    assert "Better. Twice." in _get(client, noor, _put("stretch_task", task))


def test_nothing_of_somebody_else_goes_in(client, noor, manager, session):
    goal = PlanGoalFactory()
    for source, row in (("plan_goal", goal), ("learning", LearningEntryFactory())):
        assert _post(client, noor, _put(source, row), _values()).status_code == 404
    for address in (_put("session", session), "/growth/binder/put/kudos/1/"):
        assert _post(client, manager, address, _values()).status_code == 404
    assert not BinderItem.objects.exists()


def test_a_goal_both_plan_and_mentorship_follow_needs_the_mentors_yes(noor, pair):
    theirs = pair.mentee.goals.create(text="Lead one incident", state="reached")
    linked = PlanGoalFactory(
        revision=RevisionFactory(plan__person=noor), mentoring_goal=theirs, origin="own"
    )
    assert queries.candidate(noor, "plan_goal", linked.pk) is None
    assert queries.candidate(noor, "mentoring_goal", theirs.pk).partner == pair.mentor.person


@pytest.mark.django_db(transaction=True)
def test_the_same_thing_put_in_twice_at_once_is_one_item(noor):
    task = StretchTaskFactory(person=noor)
    offer = queries.candidate(noor, "stretch_task", task.pk)
    values = {"title": "Moved the queue"}
    made = together(*[lambda: actions.put(noor, offer, values, at=AT)] * 2)
    assert {item.pk for item in made} == {BinderItem.objects.get().pk}


def test_what_was_typed_stays_when_something_is_wrong(client, noor):
    answer = _post(client, noor, ADD, _values(title=""))
    assert "Three teams use it." in answer.text
    answer = _post(client, noor, KUDOS, _values(giver="nobody@example.com"))
    assert "Nobody here has this address." in answer.text
    assert "Three teams use it." in answer.text
    answer = _post(client, noor, KUDOS, _values(giver=noor.email))
    assert "These are words of others." in answer.text
    assert not BinderItem.objects.exists()


# ---- Two yeses


def test_a_partner_is_asked_and_reads_the_very_words(client, noor, bo, asked):
    subject, body = words_of(Message.objects.get(to=bo))
    assert subject == "Noor Castellane asks: may others read this?"
    assert CONSENTS in body
    assert "I led it." not in subject + body
    assert "Drill" not in subject + body
    page = _get(client, bo, CONSENTS)
    assert "I led it." in page
    assert "a session of the two of you" in page
    assert "Waiting for Bo Ferriday to agree" in _get(client, noor, BINDER)


def test_a_yes_shows_it_and_taking_it_back_hides_it_again(client, noor, bo, asked):
    assert not asked.is_showable
    _answer(client, bo, asked, "yes")
    asked.refresh_from_db()
    assert asked.is_showable
    assert "Bo Ferriday agreed" in _get(client, noor, BINDER)
    _answer(client, bo, asked, "no", at=AT + timedelta(days=1))
    asked.refresh_from_db()
    assert not asked.is_showable
    assert "Bo Ferriday said no" in _get(client, noor, BINDER)


def test_a_no_is_told_without_words_and_can_become_a_yes(client, noor, bo, asked):
    _answer(client, bo, asked, "no")
    assert fate("growth_consent_answered", SOON, to=noor) == SENT
    told = Message.objects.get(kind="growth_consent_answered")
    assert told.subject == "Bo Ferriday would rather keep it between you two"
    assert "I led it." not in told.body
    _answer(client, bo, asked, "yes", at=SOON)
    asked.refresh_from_db()
    assert asked.is_showable


def test_a_yes_and_a_no_within_minutes_are_one_mail(client, noor, bo, asked):
    _answer(client, bo, asked, "yes")
    _answer(client, bo, asked, "no", at=AT + timedelta(minutes=1))
    assert fate("growth_consent_answered", AT + timedelta(minutes=7), to=noor) == SENT
    sent = Message.objects.filter(kind="growth_consent_answered", status="sent")
    assert [message.subject for message in sent] == [
        "Bo Ferriday would rather keep it between you two"
    ]


def test_other_words_need_another_yes(client, noor, bo, asked):
    _answer(client, bo, asked, "yes")
    edit = reverse("growth:binder_edit", args=[asked.pk])
    same = {"title": "Drill", "words": "I led it.", "url": "", "happened_on": ""}
    _post(client, noor, edit, same, at=SOON)
    asked.refresh_from_db()
    assert asked.is_showable
    _post(client, noor, edit, same | {"words": "I led all of it alone."}, at=SOON)
    read = asked.asked_at
    asked.refresh_from_db()
    assert (asked.is_showable, asked.asked_at) == (False, SOON)
    assert Message.objects.filter(to=bo, kind="growth_consent_asked").count() == 2

    late = {"answer": "yes", "seen": read.isoformat()}  # the page that still shows the old words
    client.force_login(bo)
    address = reverse("growth:consent_answer", args=[asked.pk])
    assert "The words have changed meanwhile." in client.post(address, late, follow=True).text
    asked.refresh_from_db()
    assert not asked.is_showable


def test_whoever_has_answered_is_not_asked_by_mail_any_more(client, bo, asked):
    _answer(client, bo, asked, "yes")
    assert Message.objects.get(to=bo).status == "cancelled"


def test_a_mail_about_what_was_taken_out_is_not_sent(client, noor, bo, asked):
    _post(client, noor, reverse("growth:binder_remove", args=[asked.pk]))
    assert Message.objects.get(to=bo).status == "cancelled"
    assert "I led it." not in _get(client, bo, CONSENTS)
    assert fate("growth_consent_asked", SOON, to=bo) != SENT


def test_an_answer_counts_once(client, noor, bo, asked):
    for _time in range(2):
        _answer(client, bo, asked, "yes")
    assert Message.objects.filter(to=noor).count() == 1


def test_nobody_else_answers_for_the_partner(client, noor, manager, asked):
    for person in (noor, manager):
        assert _answer(client, person, asked, "yes").status_code == 404
    asked.refresh_from_db()
    assert not asked.is_showable


def test_kudos_are_the_words_of_somebody_who_is_asked(client, noor, manager):
    values = _values(words="She asked the one question.", title="Triage", giver=manager.email)
    for _time in range(2):
        _post(client, noor, KUDOS, values)
    item = BinderItem.objects.get()
    assert (item.source, item.partner, item.is_showable) == ("kudos", manager, False)
    assert "your words" in _get(client, manager, CONSENTS)
    _answer(client, manager, item, "yes")
    item.refresh_from_db()
    assert item.is_showable


def test_levels_show_a_pairs_evidence_only_with_both_yeses(client, noor, manager, bo, asked):
    criterion = CriterionFactory()
    row = noor.self_assessments.create(criterion=criterion, stand="sometimes", words="Often.")
    row.shown_by.add(asked)
    ShareFactory(owner=noor, reader=manager, what="levels", as_manager=True)
    address = reverse("growth:shared_levels", args=[noor.pk])
    assert "Drill" not in _get(client, manager, address)
    _answer(client, bo, asked, "yes")
    assert "Drill" in _get(client, manager, address)


def test_a_partner_answers_also_where_growth_is_off_for_them(client, noor, bo, asked):
    turn_on("some", ["Support"])
    bo.division = "Finance"
    bo.save()
    assert "I led it." in _get(client, bo, CONSENTS)
    client.force_login(bo)
    assert client.get(BINDER).status_code == 404


def test_a_message_about_evidence_that_was_answered_is_untrue(noor, bo, asked):
    actions.answer(asked, agrees=True, at=AT, seen=AT)
    Message.objects.filter(to=bo).update(status="queued", reason="")
    assert fate("growth_consent_asked", SOON, to=bo) == UNTRUE


@pytest.mark.parametrize("count", [1, 4])
def test_pages_cost_the_same_with_many(client, noor, pair, bo, count, django_assert_num_queries):
    for number in range(count):
        item = BinderItemFactory(person=noor, source="kudos", partner=bo, asked_at=AT)
        item.evidence.create(claim=ClaimFactory(document__person=noor))
        LearningEntryFactory(person=noor)
        pair.mentee.goals.create(text=f"Goal {number}", state="reached")
        MentoringSession.objects.create(pair=pair, held_on=date(2021, 8, number + 1))
    for person, address, queries_ in ((noor, BINDER, 4), (noor, TAKE, 12), (bo, CONSENTS, 2)):
        client.force_login(person)
        client.get(address)
        with django_assert_num_queries(queries_):
            assert client.get(address).status_code == 200


@pytest.fixture
def line(pair, noor, bo):
    """What Bo says about Noor, to which she said yes."""
    said = kudos.say(pair, "Led the drill like nobody.", to=noor, by=bo, at=pair.created_at)
    return kudos.answer(said, agrees=True, seen=said.said_at, at=pair.created_at)


def _taken(client, line, **values):
    address = reverse("growth:binder_put", args=["kudos", line.pk])
    offered = client.get(address).context["form"].initial
    return client.post(address, {**offered, "url": "", **values})


def test_a_line_that_both_agreed_to_is_evidence_at_once_and_as_long_as_both_agree(
    client, noor, bo, line
):
    client.force_login(noor)
    assert "Words of a colleague" in client.get(TAKE).content.decode()
    _taken(client, line)
    item = BinderItem.objects.get()
    assert (item.words, item.partner, item.kudos) == (line.line, bo, line)
    assert item.is_showable
    assert not Message.objects.filter(kind="growth_consent_asked").exists()
    kudos.take_back(line, at=AT)
    item.refresh_from_db()
    assert (item.is_showable, item.kudos, item.declined_at) == (False, None, AT)


def test_a_no_to_ones_own_praise_and_other_words_hide_the_evidence_as_well(
    client, pair, noor, bo, line
):
    client.force_login(noor)
    _taken(client, line)
    kudos.answer(line, agrees=False, seen=None, at=AT)
    assert not BinderItem.objects.get().is_showable
    BinderItem.objects.all().delete()
    kudos.answer(line, agrees=True, seen=line.said_at, at=AT)
    _taken(client, line)
    kudos.say(pair, "Other words.", to=noor, by=bo, at=pair.created_at)
    assert not BinderItem.objects.get().is_showable


def test_a_line_in_other_words_asks_whose_words_it_was(client, noor, bo, line):
    client.force_login(noor)
    _taken(client, line, words="Saved the whole company.")
    assert not BinderItem.objects.get().is_showable
    assert Message.objects.get(kind="growth_consent_asked").to == bo


def test_a_line_that_was_taken_back_meanwhile_is_no_evidence(noor, line):
    offer = queries.candidate(noor, "kudos", line.pk)
    kudos.take_back(line, at=AT)
    with pytest.raises(ValidationError, match="taken back meanwhile"):
        actions.put(noor, offer, offer.initial(), at=AT)


@pytest.mark.django_db(transaction=True)
def test_evidence_taken_while_the_line_is_taken_back_is_never_shown(noor, line):
    offer = queries.candidate(noor, "kudos", line.pk)
    together(
        lambda: kudos.take_back(line, at=AT),
        lambda: actions.put(noor, offer, offer.initial(), at=AT),
    )
    assert not BinderItem.objects.showable().exists()
