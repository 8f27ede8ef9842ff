"""Growth in the demo: somebody near the end of their first year, and somebody who revisited a plan."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from growth.conversations import actions as talks
from growth.conversations.models import Conversation
from growth.learning import actions as learning
from growth.learning.models import LearningEntry
from growth.models import PersonItem
from growth.pathway.actions import closing, items
from growth.pathway.queries.entries import Entry, bare_entries
from growth.pathway.rules.quarters import Slot, first_day
from growth.plans.actions import goals, revisions
from growth.plans.models import PlanGoal, PlanRevision, PlanTemplate
from growth.setup import actions as setup
from growth.sharing import actions as sharing
from growth.sharing.models import Share
from mentorship.demo.growth import levelling
from people.models import User
from people.models.columns import known

SINCE = timedelta(days=400)
Kind, Topic = LearningEntry.Kind, Conversation.Topic


def play(named: dict[str, User], *, at: datetime) -> None:
    """Growth is on for everyone, the organizer looks after it, and two people use it."""
    administrator, organizer = named["administrator"], named["organizer"]
    setup.set_up(
        state="on",
        divisions=[],
        review_on=at.date() + timedelta(days=45),
        by=administrator,
        at=at - SINCE,
    )
    setup.add_organizer(organizer, by=administrator, at=at - SINCE)
    levelling.play(named["first year"], by=organizer, at=at - timedelta(days=30))
    _first_year(_Grower(named["first year"], named["mentor"], at))
    mentee = named["mentee"]
    _second_plan(_Grower(mentee, mentee.manager or named["mentor"], at))


@dataclass(frozen=True)
class _Grower:
    """Somebody with a manager, and what they do, each at its moment."""

    person: User
    manager: User
    now: datetime

    def __post_init__(self) -> None:
        if self.person.manager_id != self.manager.pk:
            self.person.manager = self.manager
            self.person.save(update_fields=["manager"])

    def plan(self, day: date, template: str, aim: str, texts: list[str], after: int = 0):
        return revisions.begin(
            self.person,
            PlanTemplate.objects.get(slug=template),
            {"aim": aim, "texts": texts},
            starts_on=day,
            after=after,
            at=_moment(day),
            carry=_open_goals(self.person),
            share_again=True,
        )

    def goal(self, text: str, due_on: date, day: date, steps: dict[str, date]) -> PlanGoal:
        goal = goals.add(self.person, {"text": text, "due_on": due_on}, at=_moment(day))
        for step, step_due_on in steps.items():
            row = goals.add_step(goal, {"text": step, "due_on": step_due_on})
            if step_due_on < self.now.date():
                goals.tick(row, is_done=True, today=step_due_on)
        return goal

    def share(self, day: date, what: str, **part: object) -> None:
        sharing.share(self.person, self.manager, what, at=_moment(day), **part)

    def talk(self, day: date, topic: str, agreed: str, next_step: str) -> None:
        values = {"topic": topic, "held_on": day, "agreed": agreed, "next_step": next_step}
        talks.write_down(
            self.person, values, by=self.person, form_key=uuid.uuid4(), at=_moment(day), today=day
        )

    def log(self, day: date, kind: str, title: str, **more: object) -> None:
        values = {"kind": kind, "title": title, "done_on": day, **more}
        learning.log(self.person, values, form_key=uuid.uuid4(), at=_moment(day), today=day)

    def tick(self, key: str, day: date) -> None:
        row = self._row(key)
        items.tick(row, seen=0, at=_moment(day), today=day)

    def skip(self, key: str, slot: Slot, day: date, reason: str) -> None:
        items.skip(self._row(key, slot), reason, at=_moment(day))

    def _row(self, key: str, slot: Slot | None = None) -> PersonItem:
        found = next(
            entry for entry in bare_entries(self.person) if _is(entry, key, slot or entry.slot)
        )
        return found.row or PersonItem(person=self.person, item=found.item)


def _first_year(noor: _Grower) -> None:
    """In the last quarter of the first year: what is next is to apply as a mentee."""
    started_on = known(noor.person.started_on)
    quarters = [first_day(Slot(1, number), started_on) for number in (1, 2, 3, 4)]
    _first_plan(noor, *quarters)
    _first_items(noor, *quarters)


def _first_plan(noor: _Grower, first: date, second: date, third: date, here: date) -> None:
    begun = _later(first, 40)
    texts = [
        "People ask me when something has to be explained twice.",
        "Holding a room for an hour without reading from my slides.",
        "The onboarding day in autumn.",
        "Somebody of Marketing who speaks at events.",
    ]
    aim = "Run a workshop for new colleagues from the first idea to the last answer."
    revision = noor.plan(begun, "skills", aim, texts)
    noor.share(begun, Share.What.PLAN, revision=revision)
    noor.share(begun, Share.What.CONVERSATIONS, talks_with=noor.manager)
    steps = {
        "Watch two talks and write down what held me": _later(second, 30),
        "Try the first ten minutes with my team": _later(third, 40),
        "Ask two people afterwards what they remember": _later(here, 75),
    }
    noor.goal("Give a talk at the onboarding day", _later(here, 20), begun, steps)
    noor.goal("Write the guide I missed when I began", _later(third, 60), begun, {})
    agreed = "A talk in autumn is a good stretch. Start with a small room."
    next_step = "Pick the date together with the People team"
    noor.talk(_later(first, 60), Topic.PLAN, agreed, next_step)


def _first_items(noor: _Grower, first: date, second: date, third: date, here: date) -> None:
    noor.tick("team-certificate", _later(first, 40))
    noor.tick("learning-hub", _later(first, 65))
    noor.tick("learning-time", _later(second, 10))
    noor.tick("course-licence", _later(second, 20))
    noor.log(_later(second, 45), Kind.LIVE_LEARNING, "Writing so that people read on")
    noor.tick("hard-conversations", _later(third, 30))
    noor.log(_later(third, 35), Kind.LIVE_LEARNING, "Writing so that people read on, part 2")
    noor.log(
        _later(third, 40),
        Kind.GROUP_CONVERSATION,
        "How Finance plans a year",
        division="Finance",
        takeaway="They ask what would have to be true, before anybody names a number.",
    )
    noor.skip("online-course", Slot(1, 3), _later(third, 80), "The training was enough.")
    text = {"title": "Sit in on two interviews", "text": "The hiring team said yes"}
    items.add(noor.person, text, Slot(1, 4), at=_moment(here))


def _second_plan(thandiwe: _Grower) -> None:
    """A year with a plan is over: a second version carries on what is not done."""
    today = thandiwe.now.date()
    begun, revisited = today - timedelta(days=380), today - timedelta(days=14)
    _plan_of_last_year(thandiwe, begun, today)
    aim = "Lead the spring project, and let others shine in it."
    texts = ["I ask first by now.", "", "The spring project.", "My mentor."]
    second = thandiwe.plan(revisited, "leadership", aim, texts, after=1)
    thandiwe.share(revisited, Share.What.CONVERSATIONS, talks_with=thandiwe.manager)
    steps = {"Write down who decides what": today + timedelta(days=10)}
    due_on = second.ends_on - timedelta(days=200)
    thandiwe.goal("Lead the spring project", due_on, revisited, steps)
    talks.plan(
        thandiwe.person,
        on=today + timedelta(days=5),
        topic=Topic.REVIEW,
        by=thandiwe.person,
        at=_moment(revisited),
        today=revisited,
    )
    closing.catch_up(thandiwe.person, at=thandiwe.now)


def _plan_of_last_year(thandiwe: _Grower, begun: date, today: date) -> None:
    aim = "Lead a small team through one project without losing the craft."
    texts = ["I plan first and ask later.", "", "The next hiring round.", "A mentor elsewhere."]
    first = thandiwe.plan(begun, "leadership", aim, texts)
    thandiwe.share(begun, Share.What.PLAN, revision=first)
    reached_on = today - timedelta(days=70)
    done = thandiwe.goal("Run the interviews of one opening", _later(reached_on, 10), begun, {})
    goals.set_state(done, PlanGoal.State.REACHED, at=_moment(reached_on), today=reached_on)
    thandiwe.goal("Hand over one task I like", today + timedelta(days=90), begun, {})
    agreed = "Leading is a direction, not a date. Try it with the next opening."
    thandiwe.talk(_later(begun, 20), Topic.CAREER, agreed, "")


def _open_goals(person: User) -> list[int]:
    rows = PlanGoal.objects.filter(
        revision__in=PlanRevision.objects.current().filter(plan__person=person),
        state=PlanGoal.State.OPEN,
    )
    return list(rows.values_list("pk", flat=True))


def _is(entry: Entry, key: str, slot: Slot) -> bool:
    return entry.kind is not None and entry.kind.key == key and entry.slot == slot


def _later(day: date, days: int) -> date:
    return day + timedelta(days=days)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=UTC)
