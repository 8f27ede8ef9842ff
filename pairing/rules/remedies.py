"""Would a small change have given somebody a partner? Asked of the solved run, so that what the
person reads is true. Knows no database."""

from pairing.engine import BadInput, Instance, Result, State, changes
from pairing.engine.reasons import explain
from pairing.engine.scoring import Cohort

MOST_CELLS = 250_000
MOST_PEOPLE = 60
_WITH_STATES = {"pairs-then-score", "score"}


def state_of(instance: Instance, result: Result, objective: str) -> State | None:
    """None where asking would take too long, or the aim has no state to ask."""
    if objective not in _WITH_STATES or instance.scores.size > MOST_CELLS:
        return None
    if len(result.unpaired) > MOST_PEOPLE:
        return None
    try:
        return State.from_result(instance, result)
    except BadInput:
        return None


def of(state: State, cohort: Cohort, mentee: str) -> dict[str, bool]:
    """What would have paired this mentee, each alone: one more place with an allowed mentor, having
    applied in time, working in writing too."""
    try:
        found = explain.unpaired(state, mentee).remedies
    except BadInput:  # without a mentor on the board only: the state would give them one
        return {}
    return {
        "place_helps": any(one.kind == "place" for one in found),
        "in_time_helps": _in_time_helps(state, cohort, mentee),
        "async_helps": _async_helps(state, cohort, mentee),
    }


def _in_time_helps(state: State, cohort: Cohort, mentee: str) -> bool:
    person = cohort.mentees[cohort.row_of[mentee]]
    in_time = [one.id for one in cohort.mentees if not one.late and one.tier == person.tier]
    if not person.late or not in_time:
        return False
    instance = state.instance
    known = [one for one in in_time if one in instance.row_of]
    if not known:
        return False
    priority = int(instance.priorities[instance.row_of[known[0]]])
    return _pairs(state, mentee, [changes.Priority(mentee, priority)])


def _async_helps(state: State, cohort: Cohort, mentee: str) -> bool:
    """As if somebody came in their stead whom mentors in writing may have, too."""
    person = cohort.mentees[cohort.row_of[mentee]]
    instance = state.instance
    if person.wants_async:
        return False
    scores: dict[str, int] = {}
    for mentor in cohort.mentors:
        if mentor.id not in instance.column_of:
            continue
        score = int(instance.scores[instance.row_of[mentee], instance.column_of[mentor.id]])
        rules = {one.rule for one in cohort.rules_refusing(mentee, mentor.id)}
        vetoed = (mentee, mentor.id) in instance.vetoes
        if score >= 0 and not vetoed:
            scores[mentor.id] = score
        elif rules == {"time_zones"} and mentor.wants_async and not vetoed:
            scores[mentor.id] = max(0, sum(p.points for p in cohort.explain(mentee, mentor.id)))
    other = f"{mentee} in writing"
    priority = int(instance.priorities[instance.row_of[mentee]])
    steps = [changes.MenteeLeaves(mentee), changes.AddMentee(other, scores, priority)]
    return _pairs(state, other, steps)


def _pairs(state: State, mentee: str, steps: list) -> bool:
    try:
        told = state.what_if(steps)
    except BadInput:
        return False
    return any(move.mentee == mentee for move in told.paired)
