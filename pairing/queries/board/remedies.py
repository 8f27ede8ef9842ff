"""What would give somebody without a mentor one: the smallest changes, worked out exactly."""

from dataclasses import dataclass
from datetime import datetime

from applications.models import Application
from pairing.engine import BadInput
from pairing.engine.reasons import explain
from pairing.models import Board
from pairing.runs import run_state
from pairing.runs.trial import trial_cohort
from people.models import User

MOST_CELLS = 6_000_000  # pairs up to which a page may score everybody for one person


@dataclass(frozen=True)
class Remedy:
    """`kind`: one more place with a mentor, a rule set aside for the two, or at others' cost."""

    kind: str
    mentor: Application
    places: int
    rule: str
    pairs: int
    points: int
    moves: int


def remedies_for(board: Board, mentee: Application, viewer: User, *, at: datetime) -> list[Remedy]:
    """Empty where the run did not know the mentee, or its aim has no prices."""
    state = run_state.state_of(board, most_cells=MOST_CELLS)
    if state is None or str(mentee.pk) not in state.problem.row_at:
        return []
    scored = trial_cohort(board.cycle, at=at)
    try:
        found = explain.unpaired(state, str(mentee.pk), scored).remedies
    except (BadInput, KeyError):  # paired by the engine, taken off by hand; or somebody left since
        return []
    people = Application.objects.exclude(person=viewer).in_bulk([int(one.mentor) for one in found])
    return [_told(one, people[int(one.mentor)]) for one in found if int(one.mentor) in people]


def _told(one: explain.Remedy, mentor: Application) -> Remedy:
    difference = one.difference
    return Remedy(
        kind=one.kind,
        mentor=mentor,
        places=mentor.capacity + 1 if one.kind == "place" else 0,
        rule=one.rule,
        pairs=difference.pairs_after - difference.pairs_before,
        points=difference.points,
        moves=len(difference.moved) + len(difference.unpaired),
    )
