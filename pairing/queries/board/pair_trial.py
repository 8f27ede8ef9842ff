"""Two people tried out as a pair: what they would score, which rules object, and the ways to do it."""

from dataclasses import dataclass
from datetime import datetime

from applications.models import Application
from pairing.edits.lock import LockPair
from pairing.edits.pair import PairByHand
from pairing.edits.swap import SwapMentors
from pairing.engine.scoring import Refusal
from pairing.models import Board, Proposal
from pairing.queries.board import whatif
from pairing.runs import calculation, run_state
from pairing.runs.trial import trial_cohort
from people.models import User


@dataclass(frozen=True)
class PairTrial:
    """Two people tried out: what the pair would score, and which rules speak against it."""

    mentee: Application
    mentor: Application
    score: int
    parts: list[dict]
    refusals: list[Refusal]
    is_vetoed: bool
    taken: list[Proposal]
    current: Proposal | None

    @property
    def is_never(self) -> bool:
        return any(refusal.rule in calculation.NEVER for refusal in self.refusals)

    @property
    def is_full(self) -> bool:
        return len(self.taken) >= self.mentor.capacity

    @property
    def is_locked(self) -> bool:
        return self.current is not None and self.current.is_locked

    @property
    def is_possible(self) -> bool:
        """Perhaps with a reason that sets a rule aside."""
        return not (self.is_never or self.is_vetoed or self.is_locked)


def try_out(board: Board, mentee: Application, mentor: Application, *, at: datetime) -> PairTrial:
    """Score two people as they are now, whatever the last run said."""
    scored = trial_cohort(board.cycle, at=at)
    ids = str(mentee.pk), str(mentor.pk)
    standing = board.proposals.standing()
    return PairTrial(
        mentee=mentee,
        mentor=mentor,
        score=calculation.score_of(scored, *ids),
        parts=calculation.parts_of(scored, *ids),
        refusals=scored.rules_refusing(*ids),
        is_vetoed=board.vetoes.filter(mentee=mentee, mentor=mentor).exists(),
        taken=list(standing.filter(mentor=mentor).exclude(mentee=mentee).select_related("mentee")),
        current=standing.filter(mentee=mentee).select_related("mentor").first(),
    )


def ways_to_pair(
    board: Board, trial: PairTrial, *, viewer: User, at: datetime
) -> list[whatif.WhatIf]:
    """Everything that would make the two a pair, each with what it comes to."""
    if not trial.is_possible:
        return []
    by_hand = PairByHand(trial.mentee.pk, trial.mentor.pk, score=trial.score)
    lock = LockPair(trial.mentee.pk, trial.mentor.pk)
    edit = by_hand if trial.refusals else lock
    whole = whatif.what_if(board, edit, viewer=viewer, at=at)
    found = [whole] if whole else []
    if not trial.is_full:
        found.append(whatif.alone(board, by_hand, viewer=viewer))
    elif trial.current and not trial.refusals:
        found += _swaps(board, trial, viewer)
    return found


def _swaps(board: Board, trial: PairTrial, viewer: User) -> list[whatif.WhatIf]:
    """With each mentee of the mentor who may go to the mentor of ours."""
    instance, current = run_state.instance_of(board), trial.current
    if instance is None or current is None:
        return []
    column = instance.column_of.get(str(current.mentor_id))
    found = []
    for row in trial.taken:
        place = instance.row_of.get(str(row.mentee_id))
        points = -1 if place is None or column is None else int(instance.allowed[place, column])
        if row.is_locked or points < 0 or row.mentee.person_id == viewer.pk:
            continue
        seats = {
            trial.mentee.pk: (trial.mentor.pk, trial.score),
            row.mentee_id: (current.mentor_id, points),
        }
        swap = SwapMentors(trial.mentee.pk, row.mentee_id)
        found.append(whatif.alone(board, swap, viewer=viewer, seats=seats))
    return found
