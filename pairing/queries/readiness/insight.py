"""What was found about a cycle, with names, for the page of one organizer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from applications.models import Application
from pairing.models import Unpaired, Why
from pairing.queries.readiness.findings import Findings
from pairing.rules import reasons
from pairing.rules.offered import rule_label
from people.models import User
from programs.models import Cycle
from programs.models.called import Called

MOST_NAMED = 12
_AIMS = dict(Cycle.Objective.choices)


@dataclass(frozen=True)
class Stuck:
    """Somebody whom the rules allow no partner at all."""

    application: Application
    seen: reasons.ReasonForOrganizer


@dataclass(frozen=True)
class Short:
    """These mentees have only these mentors; names stop after a dozen."""

    mentees: list[str]
    mentors: list[str]
    mentee_count: int
    mentor_count: int
    places: int
    short_by: int


@dataclass(frozen=True)
class Gain:
    pairs: int
    points: int
    moves: int

    @property
    def is_any(self) -> bool:
        return self.pairs > 0 or (self.pairs == 0 and self.points > 0)


@dataclass(frozen=True)
class Recruit:
    """One more mentor of this kind; `like` is one there is, with `places` one more than now."""

    division: str
    zone: str
    level: int | None
    gain: Gain
    like: Application | None


@dataclass(frozen=True)
class Exemption:
    """One pair a rule forbids; allowing it alone would gain this much."""

    rule: str
    label: str
    mentee: Application
    mentor: Application
    gain: Gain


@dataclass(frozen=True)
class Dropped:
    rule: str
    label: str
    gain: Gain


@dataclass(frozen=True)
class Aim:
    value: str
    label: str
    pairs: int
    score: int
    least: int | None
    blocking: int | None


@dataclass(frozen=True)
class Insight:
    at: datetime
    problem: str = ""
    possible: int | None = None
    undecided: int = 0  # counted as eligible, since nothing is known of them yet
    shortage: Mapping[str, int] = field(default_factory=dict)
    stuck: list[Stuck] = field(default_factory=list)
    stuck_count: int = 0
    short: list[Short] = field(default_factory=list)
    recruits: list[Recruit] = field(default_factory=list)
    exemptions: list[Exemption] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    worst: tuple[str, str, int] | None = None
    groups: Mapping[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    aims: list[Aim] = field(default_factory=list)


def shown(findings: Findings, viewer: User, called: Called) -> Insight:
    """With names: one query. Nobody reads about themselves."""
    at = datetime.fromisoformat(findings["at"])
    if "possible" not in findings:
        return Insight(at, problem=findings["problem"])
    rows = Application.objects.filter(pk__in=_ids(findings)).exclude(person=viewer)
    people = {str(row.pk): row for row in rows.select_related("role")}
    worst = findings["fairness"]["worst"]
    return Insight(
        at=at,
        possible=findings["possible"],
        undecided=findings["undecided"],
        shortage=findings["shortage"],
        stuck=_stuck(findings, people, called),
        stuck_count=findings["stuck_count"],
        short=[_short(one, people) for one in findings["short"]],
        recruits=[_recruit(one, people) for one in findings["recruits"]],
        exemptions=_exemptions(findings, people),
        dropped=_dropped(findings),
        worst=_named_worst(worst, people) if worst else None,
        groups=findings["fairness"]["groups"],
        aims=[_aim(one) for one in findings["aims"]],
    )


def _ids(findings: Findings) -> set[int]:
    found = [one["id"] for one in findings["stuck"]]
    for one in findings["short"]:
        found += [*one["mentees"][: MOST_NAMED + 1], *one["mentors"][: MOST_NAMED + 1]]
    for one in findings["relaxations"]:
        found += one["pair"] or []
    found += [one["like"] for one in findings["recruits"]]
    return {int(one) for one in (*found, *(findings["fairness"]["worst"] or [])[:2])}


def _stuck(findings: Findings, people: Mapping[str, Application], called: Called) -> list[Stuck]:
    found = []
    for one in findings["stuck"]:
        if (row := people.get(str(one["id"]))) is not None:
            why = reasons.of_run(Unpaired(reason=Why.RULES, details=one["details"]))
            seen = reasons.for_organizer(
                why, side=row.role.side, is_late=row.is_late, called=called
            )
            found.append(Stuck(row, seen))
    return sorted(found, key=lambda one: one.application.sort_name)


def _short(one: Findings, people: Mapping[str, Application]) -> Short:
    return Short(
        mentees=_names(one["mentees"], people),
        mentors=_names(one["mentors"], people),
        mentee_count=len(one["mentees"]),
        mentor_count=len(one["mentors"]),
        places=one["places"],
        short_by=one["short_by"],
    )


def _names(ids: list[str], people: Mapping[str, Application]) -> list[str]:
    return sorted(people[one].name for one in ids if one in people)[:MOST_NAMED]


def _recruit(one: Findings, people: Mapping[str, Application]) -> Recruit:
    gain = Gain(**one["gain"])
    return Recruit(one["division"], one["zone"], one["level"], gain, people.get(one["like"]))


def _exemptions(findings: Findings, people: Mapping[str, Application]) -> list[Exemption]:
    found = []
    for one in findings["relaxations"]:
        if one["pair"] and set(one["pair"]) <= people.keys():
            mentee, mentor = (people[name] for name in one["pair"])
            gain = Gain(**one["one"])
            found.append(Exemption(one["rule"], rule_label(one["rule"]), mentee, mentor, gain))
    return found


def _dropped(findings: Findings) -> list[Dropped]:
    every = [
        Dropped(one["rule"], rule_label(one["rule"]), Gain(**one["off"]))
        for one in findings["relaxations"]
    ]
    return [one for one in every if one.gain.is_any]


def _named_worst(
    worst: tuple[str, str, int], people: Mapping[str, Application]
) -> tuple[str, str, int] | None:
    mentee, mentor, points = worst
    if mentee not in people or mentor not in people:
        return None
    return people[mentor].name, people[mentee].name, points


def _aim(one: Findings) -> Aim:
    return Aim(
        one["aim"],
        str(_AIMS.get(one["aim"], one["aim"])),
        one["pairs"],
        one["score"],
        one["least"],
        one["blocking"],
    )
