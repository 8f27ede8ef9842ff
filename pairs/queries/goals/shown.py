"""Goals as one of the two people of a pair sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from applications.models import Participation
from pairs.models import Goal, GoalStep, GoalVersion, MentoringSession, Pair
from pairs.permissions import may_read_goal
from pairs.rules.afterwards import shared_until
from people.models import User
from surveys.models import Answer

_COMPARED = ("text", "time_bound", "certain", "specific", "positive", "measurable", "personal")
_TOO = ("improve", "proof", "progress", "state", "closing")
_TOLD_AS_PERCENT = "progress"


@dataclass(frozen=True)
class Difference:
    """What one version changed in one answer; either side may be empty."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """A version beside the one before it; the first has nothing to differ from."""

    number: int
    at: datetime
    by: User | None
    progress: int
    differences: list[Difference]


def visible(participation: Participation, pair: Pair, user: User) -> list[Goal]:
    """The goals of one of the two that this person reads; needs them fetched along."""
    goals = participation.goals.all()
    return [goal for goal in goals if may_read_goal(user, goal, participation, pair)]


def open_first(goals: Iterable[Goal]) -> list[Goal]:
    return sorted(goals, key=lambda goal: (goal.is_finished, goal.pk))


def steps_of(goal: Goal, pair: Pair, user: User) -> list[GoalStep]:
    """Somebody who was a partner keeps the goal, not how it went on."""
    is_own = goal.participation_id == pair.side_of(user).pk
    return list(goal.steps.all()) if is_own or pair.ended_at is None else []


def history(goal: Goal, pair: Pair, user: User) -> list[Change]:
    """The newest first. A partner reads nothing from before it was shared, or after the end."""
    return _changes(list(goal.versions.select_related("by")), goal, pair, user)


def _changes(versions: list[GoalVersion], goal: Goal, pair: Pair, user: User) -> list[Change]:
    if goal.participation_id != pair.side_of(user).pk:
        versions = _for_partner(versions, goal, pair)
    found = []
    for number, version in enumerate(versions, 1):
        before = versions[number - 2].values if number > 1 else None
        found.append(_change(number, version, before))
    return found[::-1]


def over_time(
    people: Iterable[tuple[User, list[Goal]]], pair: Pair, user: User
) -> list[tuple[User, list[tuple[Goal, list[Change]]]]]:
    """Goals with their histories, by person: one query for all."""
    people = list(people)
    prefetch_related_objects(
        [goal for _person, goals in people for goal in goals],
        Prefetch("versions", GoalVersion.objects.select_related("by"), to_attr="whole_history"),
    )
    return [
        (person, [(goal, _changes(goal.whole_history, goal, pair, user)) for goal in goals])
        for person, goals in people
    ]


def to_look_at_again(
    goals: Iterable[Goal], counted: Iterable[MentoringSession], every: int
) -> list[Goal]:
    """Open goals that nobody has looked at for so many sessions; none when `every` is 0."""
    logged = [session.created_at for session in counted]
    return [
        goal
        for goal in goals
        if every
        and not goal.is_finished
        and sum(moment > goal.looked_at for moment in logged) >= every
    ]


def told_in_application(participation: Participation) -> dict[str, Any]:
    """What a goal can begin with: the answers to the goal's questions of the application."""
    kinds = {"goal": Goal.Kind.SIX, "tool_goal": Goal.Kind.TOOL}
    answer = (
        Answer.objects.filter(
            response__application__participation=participation,
            question__kind__in=kinds,
            parts__isnull=False,
        )
        .select_related("question")
        .order_by("question__position", "pk")
        .first()
    )
    if answer is None:
        return {}
    kind = kinds[answer.question.kind]
    names = Goal(kind=kind).asked
    return {"kind": kind, **dict(zip(names, answer.parts or (), strict=False))}


def _for_partner(versions: list[GoalVersion], goal: Goal, pair: Pair) -> list[GoalVersion]:
    if goal.shared_at is None:
        return []
    until = shared_until(pair)
    known = [one for one in versions if until is None or one.at <= until]
    before = [one for one in known if one.at <= goal.shared_at]
    return before[-1:] + [one for one in known if one.at > goal.shared_at]


def _change(number: int, version: GoalVersion, before: dict[str, Any] | None) -> Change:
    now = version.values
    differences = [
        Difference(_label(name), _said(name, before.get(name)), _said(name, now.get(name)))
        for name in (*_COMPARED, *_TOO)
        if before is not None and before.get(name) != now.get(name)
    ]
    return Change(number, version.at, version.by, now.get(_TOLD_AS_PERCENT) or 0, differences)


def _label(name: str) -> str:
    return str(getattr(Goal._meta.get_field(name), "verbose_name", name)).capitalize()


def _said(name: str, value: Any) -> str:
    if name == _TOLD_AS_PERCENT:
        return _("%(n)s%%") % {"n": value or 0}
    if name == "state":
        return str(dict(Goal.State.choices).get(value, ""))
    return str(value or "")
