"""What may keep two people apart, and how strictly a cycle takes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pairing.engine.scoring.hours import office_hours_shared
from pairing.engine.scoring.layers import Listed, Table, table
from pairing.engine.scoring.people import Person
from pairing.engine.terms import BadInput

Mode = Literal["hard", "soft", "off"]


@dataclass(frozen=True, slots=True)
class Rule:
    """hard: refuses the pair. soft: costs `points`. off: is not looked at."""

    mode: Mode = "hard"
    points: int = 10

    def __post_init__(self) -> None:
        if self.mode not in ("hard", "soft", "off") or not 0 <= self.points <= 100:
            raise BadInput(f"a rule is hard, soft or off with 0 to 100 points, not {self}")


HARD, OFF = Rule("hard"), Rule("off")


@dataclass(frozen=True)
class Rules:
    """A cycle's choice for each rule that can be chosen.

    `min_shared_hours`: working hours a day (9 to 17 in each zone) two people need in common, unless
    both chose async. `late_last`: late applicants are served after everyone in time. `shortage`:
    what becomes of people in both roles when mentors are short (D2).
    """

    cross_division: Rule = HARD
    manager_report: Rule = HARD
    previous_pairs: Rule = HARD
    common_language: Rule = HARD
    time_zones: Rule = HARD
    min_shared_hours: float = 2.0
    late_last: bool = True
    shortage: Literal["all", "as few as possible", "off"] = "all"


@dataclass(frozen=True)
class PairLists:
    """Pairs named one by one.

    `previous` and `blocked` hold two person ids in either order; `vetoes`, `locks` and `overrides`
    hold (mentee id, mentor id). An override allows a pair in spite of the rules and locks it.
    `votes` hold (mentee id, mentor id, points) that people add to a pair the rules allow.
    """

    previous: frozenset[tuple[str, str]] = frozenset()
    blocked: frozenset[tuple[str, str]] = frozenset()
    vetoes: tuple[tuple[str, str], ...] = ()
    locks: tuple[tuple[str, str], ...] = ()
    overrides: tuple[tuple[str, str], ...] = ()
    votes: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True)
class Check:
    """One rule at work: `layer` is 1 where it refuses a pair, `sentence` says why."""

    name: str
    label: str
    rule: Rule
    layer: Table | Listed
    sentence: Callable[[Person, Person], str] = field(repr=False)


def checks(
    mentees: Sequence[Person], mentors: Sequence[Person], rules: Rules, lists: PairLists, week: date
) -> list[Check]:
    """Every rule that is not off, strictest first."""
    found = [
        *_always(mentees, mentors, lists),
        _cross_division(mentees, mentors, rules.cross_division),
        _manager_report(mentees, mentors, rules.manager_report),
        _previous(mentees, mentors, rules.previous_pairs, lists),
        _common_language(mentees, mentors, rules.common_language),
        _time_zones(mentees, mentors, rules, week),
    ]
    return [check for check in found if check.rule.mode != "off"]


def _always(mentees: Sequence[Person], mentors: Sequence[Person], lists: PairLists) -> list[Check]:
    apart = table(
        [one.eligible for one in mentees],
        [one.eligible for one in mentors],
        lambda one, other: int(not (one and other)),
    )
    return [
        Check(
            "eligible",
            "Not eligible",
            HARD,
            apart,
            lambda mentee, mentor: (
                "The mentee is not eligible."
                if not mentee.eligible
                else "The mentor is not eligible."
            ),
        ),
        Check(
            "same_person",
            "Same person",
            HARD,
            _listed(mentees, mentors, lambda one: {one.person_id}),
            lambda _mentee, _mentor: "Nobody mentors themselves.",
        ),
        Check(
            "blocked",
            "Blocked",
            HARD,
            _named_pairs(mentees, mentors, lists.blocked),
            lambda _mentee, _mentor: "One of the two asked not to be paired with the other.",
        ),
    ]


def _cross_division(mentees: Sequence[Person], mentors: Sequence[Person], rule: Rule) -> Check:
    layer = table(
        [one.division for one in mentees],
        [one.division for one in mentors],
        lambda one, other: int(one == other != ""),
    )
    return Check(
        "cross_division",
        "Same division",
        rule,
        layer,
        lambda mentee, _: f"Both are in the division {mentee.division}.",
    )


def _manager_report(mentees: Sequence[Person], mentors: Sequence[Person], rule: Rule) -> Check:
    everyone = (*mentees, *mentors)
    known = [one for one in everyone if one.person_id and one.manager_id]
    pairs = {(one.person_id, one.manager_id) for one in known}

    def sentence(mentee: Person, mentor: Person) -> str:
        if mentee.manager_id == mentor.person_id:
            return "The mentor is the mentee's manager."
        return "The mentee is the mentor's manager."

    return Check(
        "manager_report",
        "Manager and report",
        rule,
        _named_pairs(mentees, mentors, frozenset(pairs)),
        sentence,
    )


def _previous(
    mentees: Sequence[Person], mentors: Sequence[Person], rule: Rule, lists: PairLists
) -> Check:
    return Check(
        "previous_pairs",
        "Paired before",
        rule,
        _named_pairs(mentees, mentors, lists.previous),
        lambda _mentee, _mentor: "The two were a pair before.",
    )


def _common_language(mentees: Sequence[Person], mentors: Sequence[Person], rule: Rule) -> Check:
    layer = table(
        [one.languages for one in mentees],
        [one.languages for one in mentors],
        lambda one, other: int(bool(one and other and not one & other)),
    )
    return Check(
        "common_language",
        "No common language",
        rule,
        layer,
        lambda mentee, mentor: (
            f"The mentee speaks {_words(mentee.languages)}, the mentor {_words(mentor.languages)}."
        ),
    )


def _time_zones(
    mentees: Sequence[Person], mentors: Sequence[Person], rules: Rules, week: date
) -> Check:
    def refuses(mentee: tuple[str, bool], mentor: tuple[str, bool]) -> int:
        if mentee[1] and mentor[1]:
            return 0
        return int(office_hours_shared(mentee[0], mentor[0], week) < rules.min_shared_hours)

    def sentence(mentee: Person, mentor: Person) -> str:
        shared = office_hours_shared(mentee.zone, mentor.zone, week)
        return (
            f"{mentee.zone} and {mentor.zone} share {shared:g} working hours a day, "
            f"{rules.min_shared_hours:g} are asked for, and not both chose async."
        )

    layer = table(
        [(one.zone, one.wants_async) for one in mentees],
        [(one.zone, one.wants_async) for one in mentors],
        refuses,
    )
    return Check("time_zones", "Too few shared hours", rules.time_zones, layer, sentence)


def _listed(
    mentees: Sequence[Person], mentors: Sequence[Person], others: Callable[[Person], set[str]]
) -> Listed:
    columns: dict[str, list[int]] = {}
    for column, mentor in enumerate(mentors):
        if mentor.person_id:
            columns.setdefault(mentor.person_id, []).append(column)
    return Listed(
        {
            (row, column): 1
            for row, mentee in enumerate(mentees)
            for other in others(mentee)
            for column in columns.get(other, ())
        }
    )


def _named_pairs(
    mentees: Sequence[Person], mentors: Sequence[Person], pairs: frozenset[tuple[str, str]]
) -> Listed:
    partners: dict[str, set[str]] = {}
    for one, other in pairs:
        partners.setdefault(one, set()).add(other)
        partners.setdefault(other, set()).add(one)
    return _listed(mentees, mentors, lambda mentee: partners.get(mentee.person_id, set()))


def _words(languages: frozenset[str]) -> str:
    return ", ".join(sorted(languages))
