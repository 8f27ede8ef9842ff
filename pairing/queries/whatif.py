"""What if: the last run's state, brought up to the board as it is now, and one change tried on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from pairing import files
from pairing.engine import BadInput, Instance, State
from pairing.engine import changes as do
from pairing.engine.explain import all_costs
from pairing.models import Board, Proposal, RunFile
from programs.models import Application

MOST_CELLS = 1_000_000  # pairs up to which every look at somebody may ask for all costs
SHOWN = 6
Pair = tuple[str, str]


@dataclass(frozen=True)
class Moved:
    """A mentee who would get another mentor; a name is empty where there is none."""

    mentee: str
    before: str
    after: str
    points: int


@dataclass(frozen=True)
class WhatIf:
    """What a change would come to, beside the board as it is now."""

    kind: str
    mentee: Application
    mentor: Application
    points_now: int
    points_then: int
    pairs_now: int
    pairs_then: int
    moved: list[Moved]
    move_count: int
    locked: int

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
    def unseen(self) -> int:
        return self.move_count - len(self.moved)


def instance_of(board: Board) -> Instance | None:
    """The people and scores of the board's run."""
    kept = RunFile.objects.filter(run=board.run_id).first()
    return files.unpack(bytes(kept.content))[0] if kept else None


def state_of(board: Board, *, most_cells: int | None = None) -> State | None:
    """The run's solved state with the locks, vetoes, places and people of now.

    None where there is no run, its aim has no prices, or the board holds what the run did not know.
    """
    kept = RunFile.objects.filter(run=board.run_id).first()
    if kept is None:
        return None
    instance, result = files.unpack(bytes(kept.content))
    if most_cells is not None and instance.scores.size > most_cells:
        return None
    try:
        state = State.from_result(instance, result)
        state.apply(_since(board, state.instance))
    except BadInput:
        return None
    return state


def costs(state: State | None, mentee: int) -> dict[str, int]:
    """Points lost in total by giving a mentee each mentor, for those that cost no pair."""
    if state is None:
        return {}
    try:
        found = all_costs(state, str(mentee))
    except BadInput:
        return {}
    return {mentor: cost.points for mentor, cost in found.items() if not cost.tier_units}


def change_of(kind: str, mentee: int, mentor: int) -> do.Veto | do.Lock:
    return (do.Veto if kind == "veto" else do.Lock)(str(mentee), str(mentor))


def what_if(board: Board, kind: str, mentee: Application, mentor: Application) -> WhatIf | None:
    """None where it cannot be worked out: then only the change itself can be made."""
    state = state_of(board)
    if state is None:
        return None
    try:
        state.apply([change_of(kind, mentee.pk, mentor.pk)])
    except BadInput:
        return None
    now = {str(e): (str(m), s) for e, m, s in _standing(board)}
    then = {pair.mentee: (pair.mentor, pair.score) for pair in state.result().pairs}
    moves = _moves(now, then)
    return WhatIf(
        kind=kind,
        mentee=mentee,
        mentor=mentor,
        points_now=sum(score for _mentor, score in now.values()),
        points_then=sum(score for _mentor, score in then.values()),
        pairs_now=len(now),
        pairs_then=len(then),
        moved=_named(moves[:SHOWN]),
        move_count=len(moves),
        locked=len(state.instance.locks),
    )


def _since(board: Board, instance: Instance) -> list[do.Change]:
    """What happened on the board since its run, in the engine's words."""
    people = {*instance.mentees, *instance.mentors}
    eligible = _eligible(board)
    gone = people - set(eligible)
    kept = {
        (str(row.mentee_id), str(row.mentor_id)): row
        for row in board.proposals.standing().filter(is_locked=True)
    }
    vetoes = {(str(e), str(m)) for e, m in board.vetoes.values_list("mentee", "mentor")}
    return [
        *[do.MenteeLeaves(one) for one in instance.mentees if one in gone],
        *[do.MentorLeaves(one) for one in instance.mentors if one in gone],
        *[
            do.Capacity(one, eligible[one])
            for one, places in zip(instance.mentors, instance.capacities.tolist(), strict=True)
            if one not in gone and eligible[one] != places
        ],
        *_taken_back(instance, set(kept), vetoes, gone),
        *[do.Veto(*pair) for pair in vetoes - set(instance.vetoes) if not set(pair) & gone],
        *_locks(instance, kept),
    ]


def _taken_back(
    instance: Instance, locks: set[Pair], vetoes: set[Pair], gone: set[str]
) -> list[do.Change]:
    opened: list[do.Change] = [
        do.Unlock(*pair) for pair in set(instance.locks) - locks if not set(pair) & gone
    ]
    return opened + [
        do.Allow(*pair) for pair in set(instance.vetoes) - vetoes if not set(pair) & gone
    ]


def _locks(instance: Instance, kept: dict[Pair, Proposal]) -> list[do.Change]:
    made: list[do.Change] = []
    for pair, row in kept.items():
        if pair not in instance.locks:
            made.append(do.Override(*pair, row.score) if row.override_reason else do.Lock(*pair))
    return made


def _eligible(board: Board) -> dict[str, int]:
    rows = Application.objects.eligible().filter(cycle=board.cycle_id)
    return {str(pk): capacity for pk, capacity in rows.values_list("pk", "capacity")}


def _standing(board: Board) -> Sequence[tuple[int, int, int]]:
    return list(board.proposals.standing().values_list("mentee", "mentor", "score"))


def _moves(
    now: dict[str, tuple[str, int]], then: dict[str, tuple[str, int]]
) -> list[tuple[str, str, str, int]]:
    moves = []
    for mentee in sorted(now.keys() | then.keys(), key=int):
        before, had = now.get(mentee, ("", 0))
        after, has = then.get(mentee, ("", 0))
        if before != after:
            moves.append((mentee, before, after, has - had))
    return moves


def _named(moves: list[tuple[str, str, str, int]]) -> list[Moved]:
    ids = {int(one) for move in moves for one in move[:3] if one}
    names = dict(Application.objects.filter(pk__in=ids).values_list("pk", "name"))
    names_of = {str(pk): name for pk, name in names.items()} | {"": ""}
    return [
        Moved(names_of[mentee], names_of[before], names_of[after], points)
        for mentee, before, after, points in moves
    ]
