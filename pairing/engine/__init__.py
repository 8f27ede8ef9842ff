"""The pairing engine: optimal pairs, proved by prices, explained in sentences.

Pure Python, numpy and scipy: no Django, no database, no clock. Importing this package loads
nothing heavy; numpy and scipy load with the first call, numba only for large cohorts and never
for what a web page asks of a stored state.

From people to pairs
--------------------
    from datetime import date
    from pairing.engine import solve, check
    from pairing.engine.scoring import Person, PairLists, RuleChoice, Rules, build

    cohort = build(
        mentees=[Person(id="e1", person_id="p1", division="Sales", zone="Europe/Vienna",
                        focus=("feedback", "strategy"), text="learn to negotiate")],
        mentors=[Person(id="m1", person_id="p2", division="Legal", capacity=2)],
        week=date(2027, 7, 5),                    # any day of the week whose clocks count
        rules=Rules({"cross_division": RuleChoice("soft", points=10),
                     "time_zones": RuleChoice(number=3)}),
        weights={"focus_areas": 3, "shared_hours": 1},   # None: default_weights()
        lists=PairLists(previous=frozenset({("p1", "p9")}), vetoes=(("e1", "m4"),)),
        seed=1,                                   # breaks ties; the order of rows never does
    )
    result = solve(cohort.instance, "pairs-then-score")  # or "score", "max-min", "stable"
    assert check(cohort.instance, result) == []   # [] = the proof holds; else sentences

    cohort.explain("e1", "m1")         # [Part(name, label, points, most, sentence)], sums to score
    cohort.rules_refusing("e1", "m1")  # [Refusal(rule, label, sentence)], [] if allowed
    cohort.refusals("e1")              # {rule: [mentor ids it removes]}
    cohort.shortage                    # Shortage(mentors_only, served_with, served_without, is_short)

Scores are whole points, 100 a perfect fit. A criterion is a class in `scoring/criteria/`, a rule one
in `scoring/rules/`: key, label, order and what a new cycle starts with stand there. Every optional
rule takes a RuleChoice("hard" | "soft" | "off", points, number); always hard: eligible, same_person,
blocked, and vetoes. An override (PairLists.overrides) allows a pair in spite of the rules and locks
it.

Result
------
    result.status            "optimal", or "infeasible" with result.clashing_locks
    result.pairs             (PairOf(mentee, mentor, score, locked), ...) in the order of ids
    result.unpaired          (Unpaired(mentee, reason, allowed_mentors), ...)
    result.objective         Objective(pairs, by_priority={"2": 5}, score, minimum)
    result.certificate       Certificate(unit, bound, mentee_prices, mentor_prices, vetoes, covers)
    result.blocking_pairs    how many pairs would both rather have each other
    result.mentor_of         {mentee id: mentor id}
    result.to_json() / Result.from_json(content): the file format of the command line
    instance.digest(): names the input; a result carries it as `result.instance`

What if
-------
    from pairing.engine import State, changes as do
    state = State.from_result(cohort.instance, result)  # go on from a stored run, same pairs
    state = State.solve(cohort.instance)              # or from nothing; BadInput if locks clash
    effect = state.what_if([do.Veto("e1", "m1")])       # changes nothing; all or none
    effect.kept, effect.moved, effect.paired, effect.unpaired # int, then tuples of
                                                      # Move(mentee, before, after, points)
    effect.points, effect.tier_units                      # change in total score / priority steps
    effect.points_before, effect.points_after, effect.pairs_before, effect.pairs_after, effect.moves
    state.apply([do.Lock("e1", "m2"), do.Capacity("m3", 2)])
    state.result()                                    # Result with proof, as from solve
    state.instance                                    # the instance with the changes made
    stored = state.to_bytes(); state = State.from_bytes(stored)

Changes: Veto, Allow (take a veto back), Lock, Unlock (mentee, mentor); Capacity(mentor, places);
MentorLeaves(mentor); MenteeLeaves(mentee); Priority(mentee, 1..9);
AddMentee(mentee, {mentor: score}, priority); AddMentor(mentor, {mentee: score}, places);
Rescore(scores) for new weights or rules: build a cohort again and give its instance.scores;
Override(mentee, mentor, score): pair two in spite of the rules.
A what-if runs on numpy alone. States keep "pairs-then-score" and "score"; for "max-min" and
"stable" solve again. One thread at a time per state.

Why
---
    from pairing.engine.reasons import explain, cycle
    explain.pair(state, "e1", "m1")        # PairReasons: score, rank_for_mentee of mentors_allowed,
                                           # rank_for_mentor, mentor_price, runner_up, without
    explain.alternatives(state, "e1", 4)   # [Alternative(mentor, score, cost, difference)], exact
    explain.all_costs(state, "e1")         # {mentor id: Cost(tier_units, points)}, one search
    explain.unpaired(state, "e9", cohort)  # UnpairedReasons(removed={rule: [mentors]}, claims,
                                           # remedies: kind place | rule | force, sentence, changes,
                                           # difference); apply with state.apply(remedy.changes)
    cycle.shortages(state)                 # [ShortageProof(mentees, mentors, places, short_by)]
    cycle.recruits(state, cohort)          # [Recruit(like, division, zone, level, difference)]
    cycle.relaxations(state, cohort)       # [Relaxation(rule, label, mentee, mentor, one, off)]
    cycle.fairness(state, cohort)          # Fairness(worst, groups={"division": (Group, ...), ...})
    cycle.blocking(state, most=20)         # (count, [(mentee, mentor), ...])

A Cost is what would be lost: steps of priority (one more pair of priority 2 is 2), then points.

After publication
-----------------
    from pairing.engine.repair import repairs
    repairs(instance_as_it_is_now, {mentee: mentor as published}, most=6)
    # [Repair(disturbed, mentor_of, changed, pairs, score, tier_units, points, points_per_pair)],
    # the first keeps every published pair that is still possible; late applicants fill gaps there

Wrong input raises BadInput (a ValueError) with one clear line. Instances can also be made
directly, or from JSON: `Instance.from_json(content, folder)`, `instance.to_json()`.

Command line
------------
    python -m pairing.engine solve INSTANCE.json [--objective ...] [-o RESULT.json]
    python -m pairing.engine check INSTANCE.json RESULT.json
    python -m pairing.engine why INSTANCE.json RESULT.json MENTEE [MENTOR]
    python -m pairing.engine bench --mentees 10000 --mentors 6000 [--short] [--family people]
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pairing.engine.proof.certificate import check
    from pairing.engine.solver import solve
    from pairing.engine.state import State
    from pairing.engine.values.instance import Instance
    from pairing.engine.values.result import OBJECTIVES, Result
    from pairing.engine.values.terms import BadInput, Preferences

__all__ = ["OBJECTIVES", "BadInput", "Instance", "Preferences", "Result", "State", "check", "solve"]

_HOME = {
    "BadInput": "values.terms",
    "Instance": "values.instance",
    "OBJECTIVES": "values.result",
    "Preferences": "values.terms",
    "Result": "values.result",
    "check": "proof.certificate",
    "State": "state",
    "solve": "solver",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for, so that importing the package is free."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
