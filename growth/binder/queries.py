"""What of a person's work can become evidence, and whom it needs a yes from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from completion.models import Kudos
from growth.binder.models import BinderItem
from growth.learning.models import LearningEntry, StretchTask
from growth.plans.models import PlanGoal
from pairs.models import Goal, MentoringSession, Pair, PairMember, SessionNote
from pairs.models.pair import with_pair
from people.models import User
from people.models.columns import known

Source = BinderItem.Source
LONGEST_TITLE, LONGEST_WORDS = 200, 2000
MOST = 20  # of each source on the page that offers them, latest first
# A goal shows something as far as it was reached; plans and mentorships name the states alike.
GOT_SOMEWHERE = (PlanGoal.State.REACHED, PlanGoal.State.PARTLY)


@dataclass(frozen=True)
class Candidate:
    """Something a person did, with the words they may begin with.

    partner: of a pair's, who is asked before anybody else sees it.
    """

    source: str
    row: Model
    title: str
    words: str = ""
    url: str = ""
    happened_on: date | None = None
    partner: User | None = None
    state: str = ""  # of a goal: how far it was reached

    def initial(self) -> dict[str, Any]:
        return {
            "title": self.title[:LONGEST_TITLE],
            "words": self.words[:LONGEST_WORDS],
            "url": self.url,
            "happened_on": self.happened_on,
        }


@dataclass(frozen=True)
class Group:
    """What one source offers that is not in the binder yet."""

    source: str
    label: str
    candidates: list[Candidate]


def binder(person: User) -> QuerySet[BinderItem]:
    """Everything in it, with the pillars of promotion documents each stands under."""
    items = BinderItem.objects.filter(person=person).select_related("partner")
    return items.prefetch_related("evidence__claim")


def groups(person: User) -> list[Group]:
    """In a constant number of queries; sources with nothing to offer are left out."""
    found = []
    for source, (rows_of, offer) in _SOURCES.items():
        field = BinderItem.LINKS[source]
        used = person.binder.filter(source=source, **{f"{field}__isnull": False}).values(field)
        offers = [offer(row, person) for row in rows_of(person).exclude(pk__in=used)[:MOST]]
        label = str(Source(source).label)
        found.append(Group(source, label, [offered for offered in offers if offered]))
    return [group for group in found if group.candidates]


def candidate(person: User, source: str, pk: int) -> Candidate | None:
    """One thing of this person's, whether or not it is in the binder already."""
    if source not in _SOURCES:
        return None
    rows_of, offer = _SOURCES[source]
    row = rows_of(person).filter(pk=pk).first()
    return offer(row, person) if row else None


def _sessions(person: User) -> QuerySet[Any]:
    notes = Prefetch("notes", SessionNote.objects.filter(is_shared=True))
    held = MentoringSession.objects.held().filter(pair__in=Pair.objects.of(person))
    return with_pair(held).prefetch_related(notes).order_by("-held_on", "-pk")


def _session(session: MentoringSession, person: User) -> Candidate:
    day = formats.date_format(known(session.held_on), "j F Y")
    return Candidate(
        Source.SESSION,
        session,
        _("Mentoring session of %(day)s") % {"day": day},
        words="\n".join(note.text for note in session.notes.all()),
        happened_on=session.held_on,
        partner=session.pair.partner_of(person).person,
    )


def _mentoring_goals(person: User) -> QuerySet[Any]:
    pairs = Prefetch(
        "participation__memberships",
        with_pair(PairMember.objects.mentees()).order_by("-pair"),
    )
    goals = Goal.objects.there().filter(participation__person=person, state__in=GOT_SOMEWHERE)
    return goals.select_related("participation").prefetch_related(pairs).order_by("-pk")


def _mentoring_goal(goal: Goal, person: User) -> Candidate | None:
    """With the mentor of the latest pair; without any pair there is nobody to ask."""
    latest = next(iter(goal.participation.memberships.all()), None)
    if latest is None:
        return None
    return Candidate(
        Source.MENTORING_GOAL,
        goal,
        goal.text,
        words=goal.closing,
        partner=latest.pair.mentor.person,
        state=goal.get_state_display(),
    )


def _plan_goals(person: User) -> QuerySet[Any]:
    """Of all versions, each goal as it was last; those of a mentorship come from there."""
    goals = PlanGoal.objects.filter(
        revision__plan__person=person, carried_to__isnull=True, state__in=GOT_SOMEWHERE
    )
    own = goals.filter(mentoring_goal__isnull=True).exclude(origin=PlanGoal.Origin.MENTORSHIP)
    return own.order_by("-pk")


def _plan_goal(goal: PlanGoal, _person: User) -> Candidate:
    return Candidate(
        Source.PLAN_GOAL,
        goal,
        goal.text,
        words=goal.detail,
        happened_on=goal.state_on,
        state=goal.state_label,
    )


def _stretch_tasks(person: User) -> QuerySet[Any]:
    return StretchTask.objects.filter(person=person)


def _stretch_task(task: StretchTask, _person: User) -> Candidate:
    parts = (task.results, task.collaboration, task.iteration)
    return Candidate(
        Source.STRETCH_TASK,
        task,
        task.title,
        words="\n".join(part for part in parts if part) or task.story,
        url=task.url,
        happened_on=task.done_on or task.started_on,
    )


def _entries(person: User) -> QuerySet[Any]:
    return LearningEntry.objects.filter(person=person)


def _entry(entry: LearningEntry, _person: User) -> Candidate:
    return Candidate(
        Source.LEARNING,
        entry,
        entry.title,
        words=entry.takeaway,
        url=entry.url,
        happened_on=entry.done_on,
    )


def _kudos(person: User) -> QuerySet[Any]:
    """Lines of partners that both agreed to."""
    return Kudos.objects.public().filter(receiver=person)


def _line(kudos: Kudos, _person: User) -> Candidate:
    return Candidate(
        Source.KUDOS,
        kudos,
        _("What %(name)s says") % {"name": kudos.giver},
        words=kudos.line,
        happened_on=timezone.localdate(kudos.said_at),
        partner=kudos.giver,
    )


Rows = Callable[[User], QuerySet[Any]]
Offer = Callable[[Any, User], Candidate | None]
_SOURCES: dict[str, tuple[Rows, Offer]] = {
    Source.SESSION: (_sessions, _session),
    Source.KUDOS: (_kudos, _line),
    Source.MENTORING_GOAL: (_mentoring_goals, _mentoring_goal),
    Source.PLAN_GOAL: (_plan_goals, _plan_goal),
    Source.STRETCH_TASK: (_stretch_tasks, _stretch_task),
    Source.LEARNING: (_entries, _entry),
}


def add_source(source: str, rows_of: Rows, offer: Offer) -> None:
    """Subjects above the binder add what people did with them when growth starts."""
    _SOURCES[source] = rows_of, offer
