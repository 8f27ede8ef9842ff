"""The solved state of a board's run, brought up to the board as it is now.

What a run left behind never changes, so a process keeps the last few unpacked: a look at the board
or a what-if then costs milliseconds also for thousands of people.
"""

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from applications.models import Application
from pairing import files
from pairing.engine import BadInput, Instance, Result, State, changes
from pairing.models import Board, Proposal, RunFile

KEPT_CELLS = 20_000_000  # possible pairs of all runs a process keeps at once
Pair = tuple[str, str]


@dataclass
class _Kept:
    instance: Instance
    result: Result

    @cached_property
    def state(self) -> State | None:
        """Priced when first asked for: showing the board needs the scores alone."""
        try:
            return State.from_result(self.instance, self.result)
        except BadInput:
            return None


_kept: OrderedDict[tuple[int, str], _Kept] = OrderedDict()
_guard = Lock()


def instance_of(board: Board) -> Instance | None:
    """The people and scores of the board's run. Shared: nobody may change it."""
    found = _run_of(board)
    return found.instance if found else None


def state_of(board: Board, *, most_cells: int | None = None) -> State | None:
    """The run's solved state with the locks, vetoes, places and people of now, of one's own.

    None where there is no run, its aim has no prices, or the board holds what the run did not know.
    """
    found = _run_of(board)
    if found is None or (most_cells is not None and found.instance.scores.size > most_cells):
        return None
    if found.state is None:
        return None
    state = found.state.copy()
    try:
        since = _since(board, state.instance)
        if since:
            state.apply(since)
    except BadInput:
        return None
    return state


def _run_of(board: Board) -> _Kept | None:
    if board.run is None:
        return None
    name = board.run.pk, board.run.input_hash
    with _guard:
        if name in _kept:
            _kept.move_to_end(name)
            return _kept[name]
    kept = RunFile.objects.filter(run=board.run_id).first()
    if kept is None:
        return None
    found = _Kept(*files.unpack(bytes(kept.content)))
    with _guard:
        _kept[name] = found
        _make_room()
    return found


def _make_room() -> None:
    while sum(one.instance.scores.size for one in _kept.values()) > KEPT_CELLS:
        _kept.popitem(last=False)


def _since(board: Board, instance: Instance) -> list[changes.Change]:
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
        *[changes.MenteeLeaves(one) for one in instance.mentees if one in gone],
        *[changes.MentorLeaves(one) for one in instance.mentors if one in gone],
        *[
            changes.Capacity(one, eligible[one])
            for one, places in zip(instance.mentors, instance.capacities.tolist(), strict=True)
            if one not in gone and eligible[one] != places
        ],
        *_taken_back(instance, set(kept), vetoes, gone),
        *[changes.Veto(*pair) for pair in vetoes - set(instance.vetoes) if not set(pair) & gone],
        *_locks(instance, kept),
    ]


def _taken_back(
    instance: Instance, locks: set[Pair], vetoes: set[Pair], gone: set[str]
) -> list[changes.Change]:
    opened: list[changes.Change] = [
        changes.Unlock(*pair) for pair in set(instance.locks) - locks if not set(pair) & gone
    ]
    return opened + [
        changes.Allow(*pair) for pair in set(instance.vetoes) - vetoes if not set(pair) & gone
    ]


def _locks(instance: Instance, kept: dict[Pair, Proposal]) -> list[changes.Change]:
    made: list[changes.Change] = []
    for pair, row in kept.items():
        if pair not in instance.locks:
            made.append(
                changes.Override(*pair, row.score) if row.override_reason else changes.Lock(*pair)
            )
    return made


def _eligible(board: Board) -> dict[str, int]:
    every = Application.objects.filter(cycle=board.cycle_id)
    rows = every.eligible() if board.published_at is None else every.in_pairing()
    return {str(pk): capacity for pk, capacity in rows.values_list("pk", "capacity")}
