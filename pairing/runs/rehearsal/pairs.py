"""What pairing would come to, in totals: pairs, who is left, how well they fit, and what rules and
criteria do. Knows no database."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from pairing.engine import Instance, Result, State
from pairing.engine.reasons.cycle import relaxations
from pairing.engine.scoring import Cohort, Person
from pairing.engine.stopping import ask_whether_to_go_on
from pairing.rules.offered import facts_of, offered_criteria
from pairing.runs.cohort import Entries
from programs.models import Role

Found = dict[str, Any]

MOST_CELLS = 4_500_000  # possible pairs up to which rules are weighed one by one
STEPS = 10  # of the scale from 0 to 100
MOST_RULES = 3
MOST_AREAS = 3
ENOUGH_MENTEES = 5  # who want something, for it to be named
SCARCE = 0.8  # of the places there are in all for each mentee: less makes an area short
KNOWN_ENOUGH = 0.5  # share of people whose facts a criterion needs to tell most of them apart
# Facts that have a value even where nobody has said anything: they tell people apart once they differ.
_NEVER_EMPTY = frozenset({"career_track", "experience", "wants_async"})


def figures(entries: Entries, scored: Cohort, result: Result) -> Found:
    """How many people and places there are, and what became of the mentees."""
    reasons = Counter(one.reason for one in result.unpaired)
    scores = [pair.score for pair in result.pairs]
    bins = Counter(min(score * STEPS // 100, STEPS - 1) for score in scores)
    persons = {one.person_id for one in (*entries.mentees, *entries.mentors)}
    taken = {pair.mentor for pair in result.pairs}
    return {
        "people": len(persons),
        "mentees": len(entries.mentees),
        "mentors": len(entries.mentors),
        "places": sum(one.capacity for one in entries.mentors),
        "pairs": len(scores),
        "paired_mentors": len(taken),
        "ruled_out": reasons["no-allowed-mentor"],
        "mentors_only": len(scored.shortage.mentors_only),
        "short": len(result.unpaired) - reasons["no-allowed-mentor"],
        "mean": round(sum(scores) / len(scores)) if scores else None,
        "least": min(scores, default=None),
        "bins": [bins[place] for place in range(STEPS)],
    }


def rule_spots(scored: Cohort, instance: Instance) -> list[Found]:
    """The rules that cost most: what the cycle would gain without each."""
    if instance.scores.size > MOST_CELLS or not (instance.mentees and instance.mentors):
        return []
    state = State.solve(instance)
    found: list[Found] = []
    for one in relaxations(state, scored):
        ask_whether_to_go_on()
        pairs = one.off.pairs_after - one.off.pairs_before
        if pairs > 0:
            found.append({"kind": "rule", "rule": one.rule, "pairs": pairs})
    return sorted(found, key=lambda spot: (-spot["pairs"], spot["rule"]))[:MOST_RULES]


def criterion_spots(entries: Entries) -> list[Found]:
    """Criteria that count and cannot tell people apart, since nobody has said what they read."""
    found = []
    for one in offered_criteria():
        if not entries.weights.get(one.key):
            continue
        known = min(
            _known(entries.mentees, facts_of(one, Role.Side.MENTEE)),
            _known(entries.mentors, facts_of(one, Role.Side.MENTOR)),
        )
        if known < KNOWN_ENOUGH:
            weight = entries.weights[one.key]
            percent = round(100 * known)
            found.append({"kind": "criterion", "key": one.key, "weight": weight, "known": percent})
    return sorted(found, key=lambda spot: (spot["known"], -spot["weight"]))


def _known(people: Sequence[Person], facts: Iterable[str]) -> float:
    """The share of people of whom at least one of the facts is known."""
    names = list(facts)
    if not people or not names:
        return 1
    if any(len({getattr(one, name) for one in people}) > 1 for name in _NEVER_EMPTY & set(names)):
        return 1
    said = [name for name in names if name not in _NEVER_EMPTY]
    return sum(any(_is_said(getattr(one, name)) for name in said) for one in people) / len(people)


def _is_said(fact: Any) -> bool:
    return fact is not None and fact != "" and fact != () and fact != frozenset()


def shortage_spots(entries: Entries, result: Result, mentors_only: int) -> list[Found]:
    """Too few places in all, and the areas for which there are fewer still."""
    found: list[Found] = []
    mentees, places = len(entries.mentees), sum(one.capacity for one in entries.mentors)
    if places < mentees:
        found.append({"kind": "places", "places": places, "mentees": mentees})
    wanted = Counter(area for one in entries.mentees for area in one.focus)
    offered: Counter[str] = Counter()
    for mentor in entries.mentors:
        offered.update(dict.fromkeys(mentor.focus, mentor.capacity))
    usual = min(places / mentees, 1) if mentees else 1
    short: list[Found] = [
        {"kind": "area", "area": area, "mentees": count, "places": offered[area]}
        for area, count in wanted.items()
        if count >= ENOUGH_MENTEES and offered[area] < SCARCE * usual * count
    ]
    short.sort(key=lambda one: (one["places"] - one["mentees"], one["area"]))
    ruled_out = sum(one.reason == "no-allowed-mentor" for one in result.unpaired)
    if ruled_out:
        found.append({"kind": "ruled_out", "people": ruled_out})
    if mentors_only:
        found.append({"kind": "mentors_only", "people": mentors_only})
    return found + short[:MOST_AREAS]
