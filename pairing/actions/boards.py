"""The draft of a cycle's pairs: opening it for a change, keeping its history, taking changes back.

Every change is one `BoardChange` with what it takes to undo it:

    removed, added   proposals as they were, and (mentee, mentor) of those that came instead
    run              the board's run before
    people           the applications concerned; absent: everybody

and what the kind of edit notes beside the pairs. Where the rest was paired anew, `kind` names the edit.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Application
from pairing.edits import EDITS, About, Draft, Edit
from pairing.models import Board, BoardChange, Proposal
from pairing.queries.board import history
from people.models import User
from programs.models import Cycle

MOST_SAID = 3

_ABOUT_ALL = [key for key, kind in EDITS.items() if kind.asked_about is About.EVERYBODY]


def board_of(cycle: Cycle) -> Board:
    return Board.objects.get_or_create(cycle=cycle)[0]


def lock(cycle: Cycle, *, at: datetime) -> Board:
    """The board, locked, without the pairs of people who are no longer in pairing.

    The cycle is locked before it, as publishing does: a run made under the lock refers to the
    cycle, and two who lock in different orders would wait for each other forever.
    """
    Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    board_of(cycle)
    board = Board.objects.select_for_update(of=("self",)).select_related("cycle").get(cycle=cycle)
    tidy(board, at=at)
    return board


def open_for_change(
    cycle: Cycle, *, people: Iterable[int], seen: int | None, at: datetime, by: User | None = None
) -> Board:
    """Lock the board for a change that concerns these applications.

    `seen` is the version the person was looking at: whoever decided on something that somebody
    else has changed since is told so instead of overwriting it.
    """
    board = lock(cycle, at=at)
    refuse_published(board)
    if seen is not None:
        _refuse_changed(board, set(people), seen, by)
    return board


def refuse_published(board: Board) -> None:
    if board.published_at is not None:
        raise ValidationError(
            _("These pairs are published. Changes from here on are repairs."), code="published"
        )


def refuse_stale(board: Board, seen: int, by: User) -> None:
    """Refuse if anything at all has changed: what was shown concerns everybody."""
    if board.version != seen:
        _refuse(history.since(board, seen), by)


def _refuse_changed(board: Board, people: set[int], seen: int, by: User | None) -> None:
    touching = [
        change
        for change in history.since(board, seen)
        if "people" not in change.data or people & set(change.data["people"])
    ]
    if touching:
        _refuse(touching, by)


def _refuse(changes: Sequence[BoardChange], by: User | None) -> None:
    """Say what was changed meanwhile, and by whom."""
    raise ValidationError(
        _("The board has changed since you opened it: %(what)s. Check it again."),
        code="changed",
        params={"what": "; ".join(history.lines(changes[-MOST_SAID:], by))},
    )


def tidy(board: Board, *, at: datetime) -> BoardChange | None:
    """Take pairs off the draft whose mentor or mentee has withdrawn or is not eligible any more."""
    if board.published_at is not None:
        return None
    fallen = list(board.proposals.fallen())
    if not fallen:
        return None
    Proposal.objects.filter(pk__in=[one.pk for one in fallen]).delete()
    people = {one.mentee_id for one in fallen} | {one.mentor_id for one in fallen}
    return note(board, "left", by=None, at=at, people=people, removed=fallen)


def note(
    board: Board,
    action: str,
    *,
    by: User | None,
    at: datetime,
    people: Iterable[int] | None,
    removed: Iterable[Proposal | Mapping[str, Any]] = (),
    added: Iterable[Proposal] = (),
    **more: Any,
) -> BoardChange:
    """Write the change into the board's history and count its version up."""
    board.version += 1
    board.save(update_fields=["version"])
    data: dict[str, Any] = {
        "removed": [one.snapshot() if isinstance(one, Proposal) else one for one in removed],
        "added": [[one.mentee_id, one.mentor_id] for one in added],
        **more,
    }
    if people is not None:
        data["people"] = sorted(set(people))
    return BoardChange.objects.create(
        board=board, version=board.version, action=action, data=data, by=by, at=at
    )


def replace(board: Board, rows: Sequence[Proposal]) -> tuple[list[Proposal], list[Proposal]]:
    """Make the draft consist of exactly these pairs; which ones went and which came.

    A pair that stays as it was keeps its row, so that a page open on it stays right.
    """
    old = {one.mentee_id: one for one in board.proposals.all()}
    same = {
        one.mentee_id
        for one in rows
        if one.mentee_id in old and one.snapshot() == old[one.mentee_id].snapshot()
    }
    removed = [one for mentee, one in old.items() if mentee not in same]
    added = [one for one in rows if one.mentee_id not in same]
    Proposal.objects.filter(pk__in=[one.pk for one in removed]).delete()
    Proposal.objects.bulk_create(added, batch_size=500)
    return removed, added


def hold_settings(cycle: Cycle) -> None:
    """Lock what weights and rules belong to, before the board is locked: publishing and saving
    settings take the two in this order, too."""
    rows = Cycle.objects.select_related("program").select_for_update(of=("self", "program"))
    rows.get(pk=cycle.pk)


@transaction.atomic
def undo(cycle: Cycle, version: int, *, by: User, at: datetime) -> BoardChange:
    """Take back one change, as long as nothing since concerns the same people."""
    undone = BoardChange.objects.filter(board__cycle=cycle, version=version)
    if undone.filter(data__kind__in=_ABOUT_ALL).exists():
        hold_settings(cycle)
    board = lock(cycle, at=at)
    refuse_published(board)
    change = board.changes.filter(version=version).exclude(action__in=["undo", "left"]).first()
    if change is None or _was_undone(board, change):
        raise ValidationError(_("There is nothing to undo."), code="nothing_to_undo")
    _refuse_later_changes(board, change)
    taken, restored = _restore(board, change, by=by, at=at)
    return note(
        board,
        "undo",
        by=by,
        at=at,
        people=change.data.get("people"),
        removed=taken,
        added=restored,
        undoes=version,
    )


def latest_undoable(board: Board) -> BoardChange | None:
    """What "undo" takes back next."""
    undone: set[int] = set()
    for change in board.changes.exclude(action="left").order_by("-version")[:100]:
        if change.action == "undo":
            undone.add(change.data["undoes"])
        elif change.version not in undone:
            return change
    return None


def _was_undone(board: Board, change: BoardChange) -> bool:
    return board.changes.filter(action="undo", data__undoes=change.version).exists()


def _refuse_later_changes(board: Board, change: BoardChange) -> None:
    people = change.data.get("people")
    later = list(board.changes.filter(version__gt=change.version).order_by("version"))
    undone = {one.data["undoes"] for one in later if one.action == "undo"}
    for one in later:
        if one.action in {"undo", "left"} or one.version in undone:
            continue
        touched = one.data.get("people")
        if people is None or touched is None or set(people) & set(touched):
            raise ValidationError(
                _("Something else about these people was changed since. Undo that first."),
                code="changed",
            )


def _restore(
    board: Board, change: BoardChange, *, by: User, at: datetime
) -> tuple[list[Proposal], list[Proposal]]:
    """Put back what a change took away, except for people who are not in pairing any more."""
    data = change.data
    mentees = [mentee for mentee, _mentor in data["added"]]
    taken = list(board.proposals.filter(mentee__in=mentees))
    board.proposals.filter(mentee__in=mentees).delete()
    kind = _kind_of(change)
    if kind is not None:
        kind.undo(Draft(board, by, at), data)
    if "run" in data:
        board.run_id = data["run"]
        board.save(update_fields=["run"])
    restored = [Proposal(board=board, **one) for one in _still_in(data["removed"])]
    Proposal.objects.bulk_create(restored, batch_size=500)
    return taken, restored


def _kind_of(change: BoardChange) -> type[Edit] | None:
    """The kind of edit a change was; None for a run, a draft made of one, and the like."""
    return EDITS.get(change.data.get("kind") or change.action)


def _still_in(snapshots: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    people = {one[name] for one in snapshots for name in ("mentee_id", "mentor_id")}
    eligible = set(
        Application.objects.eligible().filter(pk__in=people).values_list("pk", flat=True)
    )
    return [one for one in snapshots if {one["mentee_id"], one["mentor_id"]} <= eligible]
