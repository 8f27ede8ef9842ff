"""What the pairs of the demo do once they know of each other."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from completion.actions import kudos, thanks
from events.actions import attendance, learning, places
from events.models import Event, TrainingDone
from mentorship.demo import answers, words
from pairs.actions import agreements
from pairs.actions.agenda import own, points
from pairs.actions.begin import saying, styles
from pairs.actions.goals import steps, writing
from pairs.actions.sessions import logs, plans, proposals, series
from pairs.models import Goal, MentoringSession, Pair
from pairs.rules import windows
from pairs.rules.windows import Window
from people.models import User
from people.models.columns import known
from programs.actions import quotes, surveys
from programs.models import CycleSurvey
from programs.models.details import Stage
from surveys.actions import answering
from surveys.queries import questions_of

if TYPE_CHECKING:
    from mentorship.demo.story import Plan

ANSWER_RATE = 0.7
TRAINED = 0.85
ONE_PAIR_MISSES = 7  # the pair with this number misses its third window
A_MENTEE_HAS_NOT_MET = 5


def meet(plan: "Plan") -> None:
    """Goals, events, training, sessions in every window so far, surveys whose time has come."""
    pairs = list(plan.cycle.pairs.order_by("pk").with_people())
    for pair in pairs:
        _set_goal(plan, pair)
    _agree(plan, pairs[:12])
    _say_how_to_talk(plan, pairs[:8])
    _say_why(plan, pairs[:8])
    for event in plan.cycle.events.prefetch_related("slots"):
        _come_to(plan, event, pairs)
    _learn(plan, pairs)
    spans = windows.windows(plan.starts_on, plan.ends_on, plan.cycle.cadence_days)
    for number, pair in enumerate(pairs):
        for span in spans:
            if not (number == ONE_PAIR_MISSES and span.number == 3):
                _hold(plan, pair, span)
    _plan_next(plan, pairs[:3])
    _answer_surveys(plan)
    _say_for_others(plan, pairs)
    _thank(plan, pairs[:2])


def _set_goal(plan: "Plan", pair: Pair) -> None:
    at = plan.moment(plan.starts_on, 15)
    if at > plan.now:
        return
    cells = words.GOAL_CELLS[plan.dice.randrange(len(words.GOALS)) % len(words.GOAL_CELLS)]
    progress = min(90, max(5, 100 * (plan.now - at).days // 90 // 5 * 5))
    values = {"text": "", "progress": progress, "state": Goal.State.OPEN, **cells}
    if plan.now.date() > plan.ends_on:
        values |= {"progress": 100, "state": Goal.State.REACHED}
    goal = writing.add(pair.mentee, values, at=at, is_shared=True)
    _step_by_step(plan, goal)


def _step_by_step(plan: "Plan", goal: Goal) -> None:
    """A step every other week, done by its day."""
    for number, text in enumerate(words.STEPS, start=1):
        due = plan.starts_on + timedelta(weeks=2 * number)
        [step] = steps.add(goal, text, at=goal.created_at, due_on=due)
        if due < plan.cycle.day(plan.now):
            steps.tick(step, is_done=True, today=due)


def _agree(plan: "Plan", pairs: list[Pair]) -> None:
    """Some pairs agree on how they work together; the first one has still to answer."""
    at = plan.moment(plan.starts_on, 16)
    if at > plan.now:
        return
    for pair in pairs:
        mentor, mentee = pair.mentor.person, pair.mentee.person
        said: dict[str, Any] = {**words.AGREEMENT, "rhythm": plan.dice.choice(words.RHYTHMS)}
        row = agreements.propose(pair, **said, by=mentor, at=at, seen=None)
        if pair != pairs[0]:
            agreements.accept(row, by=mentee, at=at + timedelta(hours=1))


def _say_how_to_talk(plan: "Plan", pairs: list[Pair]) -> None:
    """Both of some pairs; of the first one the mentor alone, so that the mentee is asked."""
    at = plan.moment(plan.starts_on, 17)
    if at > plan.now:
        return
    for pair in pairs:
        styles.save(pair, pair.mentor, words.MENTORS_STYLE, at=at)
        if pair != pairs[0]:
            styles.save(pair, pair.mentee, words.MENTEES_STYLE, at=at)


def _say_why(plan: "Plan", pairs: list[Pair]) -> None:
    """Both of some pairs read what is expected, and show each other why they are here; the first
    mentee has still to say it."""
    at = plan.moment(plan.starts_on, 12)
    if at > plan.now:
        return
    for number, pair in enumerate(pairs):
        said = words.PURPOSES[number % len(words.PURPOSES)]
        for side, (value, because) in zip((pair.mentor, pair.mentee), said, strict=True):
            saying.read_expectations(side, at=at)
            if (pair, side) != (pairs[0], pairs[0].mentee):
                saying.say_purpose(side, value=value, because=because, is_shown=True, at=at)


def _come_to(plan: "Plan", event: Event, pairs: list[Pair]) -> None:
    """Nearly everybody comes to what was held, and three of four chose a time of what comes."""
    slots = list(event.slots.all())
    held = [slot for slot in slots if slot.starts_at < plan.now]
    for person in _people(pairs) if slots else []:
        if held and plan.dice.random() < 0.93:
            slot = plan.dice.choice(held)
            at = slot.starts_at + timedelta(minutes=10)
            attendance.note(event, slot, person, by=plan.staff["organizer"], at=at)
        elif not held and plan.dice.random() < 0.75:
            places.choose(plan.dice.choice(slots), person, at=plan.now - timedelta(days=2))


def _people(pairs: list[Pair]) -> list[User]:
    return [side.person for pair in pairs for side in pair.everybody]


def _learn(plan: "Plan", pairs: list[Pair]) -> None:
    """Most people do the training, by course or by slides; resources go out on their day."""
    ways = [TrainingDone.Way.COURSE, TrainingDone.Way.COURSE, TrainingDone.Way.SLIDES]
    for training in plan.cycle.trainings.exclude(due_on=None):
        for person in _people(pairs):
            at = plan.moment(known(training.due_on) - timedelta(days=plan.dice.randrange(8)), 11)
            if at < plan.now and plan.dice.random() < TRAINED:
                learning.mark_done(training, person=person, way=plan.dice.choice(ways), at=at)
    for resource in plan.cycle.resources.exclude(post_on=None):
        at = plan.moment(known(resource.post_on), 9)
        if at <= plan.now:
            learning.post_resources(at)


def _hold(plan: "Plan", pair: Pair, span: Window) -> None:
    """A session in a window, if its day has come; the mentor confirms most of them."""
    day = span.first + timedelta(days=plan.dice.randrange(1, 12))
    at = plan.moment(day, 18)
    if at > plan.now:
        return
    is_async = plan.dice.random() < 0.2
    said = logs.Log(
        held_on=day,
        minutes=plan.dice.choice([25, 30, 30, 45]),
        form=MentoringSession.Form.ASYNC if is_async else MentoringSession.Form.LIVE,
        shared_note=plan.dice.choice([*words.SHARED_NOTES, "", ""]),
    )
    mentee, mentor = pair.mentee.person, pair.mentor.person
    key = _key(plan)
    held = logs.log(pair, said, by=mentee, at=at, form_key=key)
    answered_at = at + timedelta(hours=20)
    if answered_at < plan.now and plan.dice.random() < 0.8:
        logs.confirm(held, by=mentor, at=answered_at)


def _plan_next(plan: "Plan", pairs: list[Pair]) -> None:
    """The first pair has a date for its next session, points to talk about and an agenda that it keeps;
    the second one has planned several, and begins with the program's agenda; in the third the
    mentee is to pick a time."""
    if plan.now.date() >= plan.ends_on - timedelta(weeks=7):
        return
    yesterday = plan.now - timedelta(days=1)
    soon = plan.moment(plan.cycle.day(plan.now) + timedelta(days=3), 14)
    first, second, third = pairs
    facts: dict[str, Any] = {"at": yesterday, "minutes": 30}
    mentee = first.mentee.person
    plans.plan(first, by=mentee, planned_at=soon, form_key=_key(plan), **facts)
    points.add(first, *words.AGENDA, by=mentee, at=yesterday)
    kept = "\n".join(words.KEPT_AGENDA)
    own.save(first, name=words.NAME_OF_AGENDA, points=kept, by=mentee, at=yesterday)
    mentee = second.mentee.person
    several: dict[str, Any] = {"planned_at": soon, "weeks": 2, "times": 3}
    series.plan(second, by=mentee, form_key=_key(plan), **several, **facts)
    points.start_from(second, Stage.ONGOING, by=mentee, at=yesterday)
    moments = [soon + timedelta(days=days) for days in (0, 1, 3)]
    proposals.propose(third, moments, by=third.mentor.person, form_key=_key(plan), **facts)


def _key(plan: "Plan") -> UUID:
    return UUID(int=plan.dice.getrandbits(128))


def _answer_surveys(plan: "Plan") -> None:
    for planned in plan.cycle.cycle_surveys.select_related("survey").order_by("survey__opens_at"):
        opened = planned.survey.opens_at + timedelta(hours=9)
        if opened < plan.now:
            surveys.open_due(opened)
            _answer(plan, planned, opened)


def _thank(plan: "Plan", pairs: list[Pair]) -> None:
    """Of the first pairs the mentee thanks, says a line for everyone and gives feedback; the first
    mentor agrees to the line, and the second has still to answer, and asks for feedback."""
    at = plan.moment(plan.starts_on + timedelta(days=12), 17)
    if at > plan.now:
        return
    for pair in pairs:
        mentee, mentor = pair.mentee.person, pair.mentor.person
        key = _key(plan)
        thanks.thank(pair, words.THANKS, to=mentor, by=mentee, at=at, form_key=key)
        line = kudos.say(pair, words.LINE, to=mentor, by=mentee, at=at)
        if pair == pairs[0]:
            kudos.answer(line, agrees=True, seen=line.said_at, at=at + timedelta(hours=3))
            thanks.give_feedback(pair, words.FEEDBACK, to=mentor, by=mentee, at=at)
        else:
            thanks.ask_for_feedback(pair, of=mentee, by=mentor, at=at)


def _say_for_others(plan: "Plan", pairs: list[Pair]) -> None:
    """A mentor and some mentees give a quote at the end; all but the last one are approved."""
    asking = plan.cycle.cycle_surveys.filter(asks_quotes=True).select_related("survey").first()
    if asking is None or asking.survey.opens_at + timedelta(days=3) > plan.now:
        return
    at = asking.survey.opens_at + timedelta(days=3)
    people = [pair.mentor.person for pair in pairs[:1]] + [p.mentee.person for p in pairs[1:4]]
    for number, (text, person) in enumerate(zip(words.QUOTES, people, strict=False)):
        said = quotes.Said(text, on_page=True, in_report=True, by_name=number == 1)
        given = quotes.give(plan.cycle, said, by=person, at=at)
        if text != words.QUOTES[-1]:
            organizer = plan.staff["organizer"]
            quotes.approve(given, is_approved=True, by=organizer, at=at + timedelta(hours=2))


def _answer(plan: "Plan", planned: CycleSurvey, opened: datetime) -> None:
    at = opened + timedelta(days=2)
    closes_at = planned.survey.closes_at
    if at > plan.now or (closes_at and at >= closes_at):
        return
    questions = questions_of(planned.survey.questionnaire)
    for number, invitation in enumerate(planned.survey.invitations.order_by("pk")):
        if plan.dice.random() < ANSWER_RATE or number == A_MENTEE_HAS_NOT_MET:
            mood = 3 if planned.kind == CycleSurvey.Kind.BASELINE else 4
            given = answers.survey(questions, mood=mood, dice=plan.dice)
            if planned.kind == CycleSurvey.Kind.CHECK_IN:
                given = answers.check_in(questions, has_met=number != A_MENTEE_HAS_NOT_MET)
            answering.answer(invitation, given, at=at)
