"""Two people tried out as a pair: what they would score, which rules object, and the ways to do it."""

from dataclasses import dataclass
from datetime import datetime

from applications.models import Application
from pairing.engine.scoring import Cohort, Refusal
from pairing.models import Board, Proposal
from pairing.queries.board import whatif
from pairing.queries.board.wanted import Wanted
from pairing.runs import calculation, cohort, run_state
from people.models import User


@dataclass(frozen=True)
class Trial:
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


def try_out(board: Board, mentee: Application, mentor: Application, *, at: datetime) -> Trial:
    """Score two people as they are now, whatever the last run said."""
    scored = _scored(board, at)
    ids = str(mentee.pk), str(mentor.pk)
    standing = board.proposals.standing()
    return Trial(
        mentee=mentee,
        mentor=mentor,
        score=calculation.score_of(scored, *ids),
        parts=calculation.parts_of(scored, *ids),
        refusals=scored.rules_refusing(*ids),
        is_vetoed=board.vetoes.filter(mentee=mentee, mentor=mentor).exists(),
        taken=list(standing.filter(mentor=mentor).exclude(mentee=mentee).select_related("mentee")),
        current=standing.filter(mentee=mentee).select_related("mentor").first(),
    )


def ways(board: Board, trial: Trial, *, viewer: User, at: datetime) -> list[whatif.WhatIf]:
    """Everything that would make the two a pair, each with what it comes to."""
    if not trial.is_possible:
        return []
    kind = "pair" if trial.refusals else "lock"
    wanted = Wanted(kind, trial.mentee.pk, trial.mentor.pk, score=trial.score)
    whole = whatif.what_if(board, wanted, viewer=viewer, at=at)
    found = [whole] if whole else []
    if not trial.is_full:
        seat = {trial.mentee.pk: (trial.mentor.pk, trial.score)}
        pair = Wanted("pair", trial.mentee.pk, trial.mentor.pk, score=trial.score)
        found.append(whatif.only(board, pair, seat, viewer=viewer))
    elif trial.current and not trial.refusals:
        found += _swaps(board, trial, viewer)
    return found


def _swaps(board: Board, trial: Trial, viewer: User) -> list[whatif.WhatIf]:
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
        wanted = Wanted("swap", trial.mentee.pk, trial.mentor.pk)
        found.append(whatif.only(board, wanted, seats, viewer=viewer, other=row.mentee_id))
    return found


def _scored(board: Board, at: datetime) -> Cohort:
    return calculation.cohort_of(
        cohort.entries(board.cycle, at=at),
        week=cohort.week_of(board.cycle, at),
        seed=board.cycle.pairing_seed,
        is_trial=True,
    )
