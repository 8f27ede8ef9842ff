"""Answers of `explain` as lines of plain text, for the command line."""

from collections.abc import Iterator

from pairing.engine.difference import Difference
from pairing.engine.reasons import explain
from pairing.engine.reasons.cycle import shortages
from pairing.engine.state import State
from pairing.engine.values.terms import BadInput

MOST_MOVES = 12
MOST_CLAIMS = 10


def why(state: State, mentee: str, mentor: str | None = None) -> Iterator[str]:
    """Why this mentee has (or has not) this mentor, or anybody. Raises BadInput for unknown ids."""
    instance = state.instance
    if mentee not in instance.row_of:
        raise BadInput(f"unknown mentee {mentee!r}")
    if mentor is not None and mentor not in instance.column_of:
        raise BadInput(f"unknown mentor {mentor!r}")
    now = state.result().mentor_of.get(mentee)
    if mentor is not None and mentor != now:
        yield from _instead(state, mentee, mentor, now)
    elif now is not None:
        yield from _paired(state, mentee, now)
    else:
        yield from _unpaired(state, mentee)


def _paired(state: State, mentee: str, mentor: str) -> Iterator[str]:
    reasons = explain.pair(state, mentee, mentor)
    locked = ", locked by an organizer" if reasons.locked else ""
    yield f"{mentee} is paired with {mentor}, score {reasons.score}{locked}."
    yield (
        f"For {mentee} this is rank {reasons.rank_for_mentee} of {reasons.mentors_allowed} allowed mentors; "
        f"for {mentor} rank {reasons.rank_for_mentor} of {reasons.mentees_allowed} allowed mentees."
    )
    yield f"One place with {mentor} is worth {amount(reasons.mentor_price)} to the cycle."
    yield f"Forbidding this pair would change: {total(reasons.without)}."
    yield from _moves(reasons.without)
    for other in explain.alternatives(state, mentee):
        yield f"{other.mentor} instead (score {other.score}) would cost {amount(other.cost)}."


def _unpaired(state: State, mentee: str) -> Iterator[str]:
    reasons = explain.unpaired(state, mentee)
    yield f"{mentee} has no mentor."
    if not reasons.claims:
        yield "No mentor is allowed: every pair is forbidden or vetoed."
    for claim in reasons.claims[:MOST_CLAIMS]:
        held = ", ".join(claim.held_by) or "nobody"
        yield (
            f"{claim.mentor} (score {claim.score}) has {held}; a place there is worth "
            f"{amount(claim.price)} to the cycle."
        )
    for proof in shortages(state):
        if mentee in proof.mentees:
            yield (
                f"{len(proof.mentees)} mentees may only go to {len(proof.mentors)} mentors with "
                f"{proof.places} places ({', '.join(proof.mentors)}): at least {proof.short_by} "
                "of them stay unpaired."
            )
    for remedy in reasons.remedies:
        yield f"{remedy.sentence} {total(remedy.difference)}."
        yield from _moves(remedy.difference)


def _instead(state: State, mentee: str, mentor: str, now: str | None) -> Iterator[str]:
    yield f"{mentee} is paired with {now}." if now else f"{mentee} has no mentor."
    if not state.instance.is_allowed(mentee, mentor):
        yield f"{mentee} with {mentor} is not an allowed pair."
        return
    forced = explain.together(state, mentee, mentor)
    if forced is None:
        yield f"{mentor} cannot take {mentee}: locked pairs stand in the way."
        return
    yield f"{mentee} with {mentor} (score {forced.score}) would cost {amount(forced.cost)}:"
    yield from _moves(forced.difference)


def _moves(difference: Difference) -> Iterator[str]:
    for move in difference.moves[:MOST_MOVES]:
        before, after = move.before or "unpaired", move.after or "unpaired"
        yield f"  {move.mentee}: {before} -> {after} ({move.points:+d} points)"
    if len(difference.moves) > MOST_MOVES:
        yield f"  and {len(difference.moves) - MOST_MOVES} more"


def amount(cost: explain.Cost) -> str:
    """A cost in words: never a raw objective value."""
    points = f"{cost.points} point{'' if abs(cost.points) == 1 else 's'}"
    if not cost.tier_units:
        return points
    steps = f"{cost.tier_units} step{'' if abs(cost.tier_units) == 1 else 's'} of priority"
    return f"{steps} and {points}"


def total(difference: Difference) -> str:
    pairs = difference.pairs_after - difference.pairs_before
    return f"pairs {pairs:+d}, points {difference.points:+d}, {len(difference.moves)} people change"
