"""What if: an edit tried on the board as it is now, with who would move and what it would cost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from applications.models import Application
from pairing.edits import Alone, Edit, Names, PairedAnew
from pairing.edits import Seats as NewSeats
from pairing.edits.weights import ChangeWeights
from pairing.engine import BadInput, Instance, Result, State, solve
from pairing.engine.reasons.explain import all_costs
from pairing.engine.scoring import Cohort
from pairing.engine.state import GOALS
from pairing.models import Board
from pairing.runs import calculation, cohort, run_state
from people.models import User
from people.models.columns import known

MOST_CELLS = 1_000_000  # pairs up to which every look at somebody may ask for all costs
MOST_AT_ONCE = 6_000_000  # pairs up to which a page may score and solve everybody anew
SHOWN = 6
Seats = Mapping[str, tuple[str, int]]  # the mentor of each mentee with the points of the pair


@dataclass(frozen=True)
class Moved:
    """A mentee who would get another mentor; a name is empty where there is none."""

    mentee: str
    before: str
    after: str
    points: int


@dataclass(frozen=True)
class WhatIf:
    """What an edit would come to, beside the board as it is now. `locked` pairs stay.

    `is_whole`: the rest is paired anew; otherwise only the pairs named change. For new weights both
    sums are in the new points, so that like is compared with like.
    """

    edit: Edit
    is_whole: bool
    points_now: int
    points_then: int
    pairs_now: int
    pairs_then: int
    moved: list[Moved]
    move_count: int
    locked: int
    stay: int  # pairs of now that are pairs then, too
    names: Names = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """What begins the sentence of what it comes to."""
        return str(self._words.subject) % self.edit.placeholders(self.names)

    @property
    def button(self) -> str:
        return str(self._words.button)

    @property
    def _words(self) -> Alone | PairedAnew:
        return known(self.edit.paired_anew) if self.is_whole else known(self.edit.alone)

    @property
    def cost(self) -> int:
        return self.points_now - self.points_then

    @property
    def gain(self) -> int:
        return -self.cost

    @property
    def fewer_pairs(self) -> int:
        return self.pairs_now - self.pairs_then

    @property
    def more_pairs(self) -> int:
        return -self.fewer_pairs

    @property
    def unseen(self) -> int:
        return self.move_count - len(self.moved)


@dataclass(frozen=True)
class Outcome:
    """A pairing after a change; `scored` is missing where the stored run was enough."""

    instance: Instance
    result: Result
    scored: Cohort | None = None


def costs(state: State | None, mentee: int) -> dict[str, int]:
    """Points lost in total by giving a mentee each mentor, for those that cost no pair."""
    if state is None:
        return {}
    try:
        found = all_costs(state, str(mentee))
    except BadInput:
        return {}
    return {mentor: cost.points for mentor, cost in found.items() if not cost.tier_units}


def answers(board: Board, edit: Edit, *, viewer: User, at: datetime) -> list[WhatIf]:
    """What an edit comes to in each way in which it can be made, the rest paired anew first."""
    found = []
    if edit.paired_anew is not None:
        found.append(what_if(board, edit, viewer=viewer, at=at))
    if edit.alone is not None and edit.fits_alone(board):
        found.append(alone(board, edit, viewer=viewer))
    return [answer for answer in found if answer is not None]


def what_if(board: Board, edit: Edit, *, viewer: User, at: datetime) -> WhatIf | None:
    """The edit with the rest paired anew. Nobody reads here about themselves.

    None where it cannot be worked out: then it can only be made alone.
    """
    now = standing(board)
    try:
        after = outcome(board, edit, at=at)
    except BadInput:
        return None
    if after.result.status != "optimal":
        return None
    if edit.is_about_all:
        now = _in_new_points(now, after.instance)
    then = {pair.mentee: (pair.mentor, pair.score) for pair in after.result.pairs}
    named = {str(one) for one in edit.people}
    locked = sum(pair.locked and {pair.mentee, pair.mentor} != named for pair in after.result.pairs)
    return _compared(edit, now, then, viewer, locked=locked, is_whole=True)


def alone(board: Board, edit: Edit, *, viewer: User, seats: NewSeats | None = None) -> WhatIf:
    """The edit by itself: these mentees (those of the edit) get these mentors, or none."""
    now = standing(board)
    then = dict(now)
    for mentee, seat in (edit.seats() if seats is None else seats).items():
        then.pop(str(mentee), None)
        if seat is not None:
            then[str(mentee)] = str(seat[0]), seat[1]
    locked = board.proposals.standing().filter(is_locked=True).count()
    return _compared(edit, now, then, viewer, locked=locked, is_whole=False)


def outcome(board: Board, edit: Edit, *, at: datetime) -> Outcome:
    """The pairing after an edit.

    Raises BadInput where the edit contradicts what is decided, or there are too many people to
    solve for them all while somebody waits.
    """
    state = None if edit.is_about_all else run_state.state_of(board)
    if state is not None:
        try:
            state.apply([edit.change()])
        except BadInput:  # perhaps about somebody whom the run did not know yet
            pass
        else:
            return Outcome(state.instance, state.result())
    entries = edit.into(cohort.entries(board.cycle, at=at))
    scored = calculation.cohort_of(
        entries, week=cohort.week_of(board.cycle, at), seed=board.cycle.pairing_seed
    )
    result = _solve(scored.instance, objective_of(board))
    return Outcome(scored.instance, result, scored)


def objective_of(board: Board) -> str:
    return board.run.objective if board.run else board.cycle.objective


def _solve(instance: Instance, objective: str) -> Result:
    if instance.scores.size > MOST_AT_ONCE:
        raise BadInput("too many people to pair anew while somebody waits")
    if objective in GOALS:
        return State.solve(instance, objective, most_dense=MOST_AT_ONCE).result()
    return solve(instance, objective)


def new_weights(
    board: Board, weights: Mapping[str, int], *, viewer: User, at: datetime
) -> WhatIf | None:
    """The draft beside what these weights would pair; None where that cannot be worked out while
    somebody waits."""
    edit = ChangeWeights(weights=tuple(weights.items()))
    return what_if(board, edit, viewer=viewer, at=at)


def standing(board: Board) -> dict[str, tuple[str, int]]:
    rows = board.proposals.standing().values_list("mentee", "mentor", "score")
    return {str(mentee): (str(mentor), score) for mentee, mentor, score in rows}


def _compared(
    edit: Edit, now: Seats, then: Seats, viewer: User, *, locked: int, is_whole: bool
) -> WhatIf:
    """Two pairings beside each other, with names."""
    moves = _moves(now, then)
    names = _names({int(one) for move in moves for one in move[:3] if one} | edit.people, viewer)
    seen = [move for move in moves if {int(one) for one in move[:3] if one} <= names.keys()]
    return WhatIf(
        edit=edit,
        is_whole=is_whole,
        points_now=sum(score for _mentor, score in now.values()),
        points_then=sum(score for _mentor, score in then.values()),
        pairs_now=len(now),
        pairs_then=len(then),
        moved=[
            Moved(names[int(mentee)], _name(names, before), _name(names, after), points)
            for mentee, before, after, points in seen[:SHOWN]
        ],
        move_count=len(moves),
        locked=locked,
        stay=sum(then.get(mentee, ("", 0))[0] == mentor for mentee, (mentor, _p) in now.items()),
        names=names,
    )


def _name(names: Names, number: str) -> str:
    return names[int(number)] if number else ""


def _in_new_points(now: Seats, instance: Instance) -> dict[str, tuple[str, int]]:
    rows, columns, scores = instance.row_of, instance.column_of, instance.scores
    return {
        mentee: (mentor, max(0, int(scores[rows[mentee], columns[mentor]])))
        if mentee in rows and mentor in columns
        else (mentor, points)
        for mentee, (mentor, points) in now.items()
    }


def _moves(now: Seats, then: Seats) -> list[tuple[str, str, str, int]]:
    moves = []
    for mentee in sorted(now.keys() | then.keys(), key=int):
        before, had = now.get(mentee, ("", 0))
        after, has = then.get(mentee, ("", 0))
        if before != after:
            moves.append((mentee, before, after, has - had))
    return moves


def _names(ids: set[int], viewer: User) -> dict[int, str]:
    rows = Application.objects.filter(pk__in=ids).exclude(person=viewer)
    return dict(rows.values_list("pk", "name"))
