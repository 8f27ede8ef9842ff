"""From the entries of a cycle to pairs, reasons and proof. Knows no database."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from pairing.engine import Instance, Result, State, check, solve
from pairing.engine.scoring import Cohort, Person, build
from pairing.engine.scoring.hours import in_common
from pairing.engine.stopping import ask_whether_to_go_on
from pairing.models import Proposal, Run, Why
from pairing.rules import remedies
from pairing.runs.cohort import Entries

ENGINE_VERSION = "1"
# Rules that no reason in the world sets aside.
NEVER = frozenset({"same_person", "blocked", "eligible"})
FEW_HOURS = 0.3  # share of the criterion's points below which somebody should look at the pair
_REASONS = {
    "no-allowed-mentor": Why.RULES,
    "stronger-claims": Why.SHORTAGE,
}
Beat = Callable[[Run.Step], None]


@dataclass(frozen=True)
class LeftOut:
    """Somebody without a partner: the reason and counts, never anybody's name."""

    application: int
    reason: str
    details: dict[str, Any]


@dataclass(frozen=True)
class RunAnswer:
    """A run's answer with what is needed to write it down."""

    cohort: Cohort
    result: Result
    problems: list[str]
    aim: str = "pairs-then-score"

    @property
    def instance(self) -> Instance:
        return self.cohort.instance


def cohort_of(entries: Entries, *, week: date, seed: int, is_trial: bool = False) -> Cohort:
    """Score everybody. A trial leaves locks and the shortage rule out: it only asks about pairs."""
    lists, rules = entries.lists, entries.rules
    if is_trial:
        lists = replace(lists, locks=(), overrides=(), vetoes=())
        rules = replace(rules, shortage="off")
    return build(
        mentees=entries.mentees,
        mentors=entries.mentors,
        week=week,
        rules=rules,
        weights=entries.weights,
        lists=lists,
        seed=seed,
        called=(entries.called.mentor, entries.called.mentee),
    )


def solve_entries(
    entries: Entries, *, week: date, seed: int, objective: str, beat: Beat
) -> RunAnswer:
    """Raises BadInput where the entries contradict each other."""
    beat(Run.Step.SCORING)
    cohort = cohort_of(entries, week=week, seed=seed)
    beat(Run.Step.SOLVING)
    result = solve(cohort.instance, objective)
    beat(Run.Step.CHECKING)
    return RunAnswer(cohort, result, check(cohort.instance, result), objective)


def parts_of(cohort: Cohort, mentee: str, mentor: str) -> list[dict[str, Any]]:
    return [asdict(part) for part in cohort.explain(mentee, mentor)]


def score_of(cohort: Cohort, mentee: str, mentor: str) -> int:
    """What two people earn together, whether or not a rule refuses them."""
    return max(0, sum(part.points for part in cohort.explain(mentee, mentor)))


def both_async(cohort: Cohort, mentee: str, mentor: str) -> bool:
    one, other = _two(cohort, mentee, mentor)
    return one.wants_async and other.wants_async


def suits_no_hour(cohort: Cohort, mentee: str, mentor: str) -> bool:
    """Whether no hour of the week suits both, and not both chose to work in writing."""
    two = _two(cohort, mentee, mentor)
    in_writing = all(one.wants_async for one in two)
    return not in_writing and not in_common(*two, cohort.setting.week).hours


def flags_of(
    cohort: Cohort, mentee: str, mentor: str, parts: list[dict[str, Any]], *, is_override: bool
) -> list[str]:
    """Why somebody should look at a pair before it is published."""
    is_async = both_async(cohort, mentee, mentor)
    by_name = {part["name"]: part for part in parts}
    focus, hours = by_name.get("focus_areas"), by_name.get("shared_hours")
    flags = []
    if focus and not focus["points"]:
        flags.append("no_focus")
    if suits_no_hour(cohort, mentee, mentor):
        flags.append(Proposal.NO_HOURS)
    elif hours and not is_async and hours["points"] < FEW_HOURS * hours["most"]:
        flags.append("few_hours")
    if any(part["points"] < 0 for part in parts):
        flags.append("soft_rule")
    return [*flags, *(["override"] if is_override else [])]


def broken_locks(entries: Entries, *, week: date, seed: int) -> list[tuple[str, str, list[str]]]:
    """Locked pairs that a rule refuses by now: mentee, mentor and the rules in words."""
    cohort = cohort_of(entries, week=week, seed=seed, is_trial=True)
    found = []
    for mentee, mentor in entries.lists.locks:
        refusals = cohort.rules_refusing(mentee, mentor)
        if refusals:
            found.append((mentee, mentor, [refusal.sentence for refusal in refusals]))
    return found


def left_out(answer: RunAnswer) -> list[LeftOut]:
    """Everybody without a partner, each with the reason the prices or the rules give."""
    state = remedies.state_of(answer.instance, answer.result, answer.aim)
    mentees = []
    for entry in answer.result.unpaired:
        ask_whether_to_go_on()
        mentees.append(
            _left_out_mentee(
                answer.cohort, state, entry.mentee, entry.reason, entry.allowed_mentors
            )
        )
    mentor_only = [
        LeftOut(int(mentee), Why.MENTOR_ONLY, {}) for mentee in answer.cohort.shortage.mentors_only
    ]
    return [*mentees, *mentor_only, *_left_out_mentors(answer)]


def _left_out_mentee(
    cohort: Cohort, state: State | None, mentee: str, reason: str, allowed: int
) -> LeftOut:
    code = _REASONS.get(reason, Why.AIM)
    helps = remedies.of(state, cohort, mentee) if state is not None else {}
    return LeftOut(int(mentee), code, details_of(cohort, mentee, allowed) | helps)


def details_of(cohort: Cohort, mentee: str, allowed: int) -> dict[str, Any]:
    """Counts of mentors: removed by each rule, by that rule alone, allowed, in all."""
    refusals = cohort.refusals(mentee)
    rules_of: dict[str, set[str]] = {}
    for rule, mentors in refusals.items():
        for mentor in mentors:
            rules_of.setdefault(mentor, set()).add(rule)
    only_by = Counter(next(iter(rules)) for rules in rules_of.values() if len(rules) == 1)
    asks_async = [
        mentor
        for mentor, rules in rules_of.items()
        if rules == {"time_zones"} and cohort.mentors[cohort.column_of[mentor]].wants_async
    ]
    return {
        "rules": {rule: len(mentors) for rule, mentors in refusals.items()},
        "only_by": dict(only_by),
        "async_would_allow": len(asks_async),
        "allowed": allowed,
        "mentors": len(cohort.mentors),
        "late": cohort.mentees[cohort.row_of[mentee]].late,
    }


def _left_out_mentors(answer: RunAnswer) -> list[LeftOut]:
    taken = Counter(pair.mentor for pair in answer.result.pairs)
    vetoed = Counter(mentor for _mentee, mentor in answer.instance.vetoes)
    allowed = answer.instance.allowed >= 0
    have_one = {pair.mentee for pair in answer.result.pairs}
    paired = np.array([mentee in have_one for mentee in answer.instance.mentees], dtype=bool)
    found = []
    for column, mentor in enumerate(answer.instance.mentors):
        room = int(answer.instance.capacities[column]) - taken[mentor]
        if room > 0:
            details = {
                "allowed": int(allowed[:, column].sum()),
                "mentees": len(answer.instance.mentees),
                "room": room,
                "vetoed": vetoed[mentor],
            }
            is_left_over = bool(np.any(allowed[:, column] & ~paired))
            found.append(LeftOut(int(mentor), _why_room(details, is_left_over), details))
    return found


def _why_room(details: dict[str, Any], is_left_over: bool) -> Why:
    """`is_left_over`: a mentee whom they could have has no mentor at all."""
    if not details["allowed"]:
        return Why.RULES
    return Why.AIM if is_left_over else Why.NOT_NEEDED


def _two(cohort: Cohort, mentee: str, mentor: str) -> tuple[Person, Person]:
    return cohort.mentees[cohort.row_of[mentee]], cohort.mentors[cohort.column_of[mentor]]
