"""What an organizer does on the board before anybody is told. `pairing.edits` has a class for each kind.

An edit is made by itself, or the rest is paired anew exactly as the what-if showed it: a run of its own.
"""

from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Application
from pairing import files
from pairing.actions import boards, runs
from pairing.edits import Draft, Edit
from pairing.engine import BadInput, check
from pairing.models import BoardChange, Run
from pairing.queries.board import whatif
from pairing.runs import calculation
from people.models import User
from people.models.columns import known
from programs.models import Cycle


@transaction.atomic
def make(
    cycle: Cycle, edit: Edit, *, by: User, at: datetime, seen: int | None = None
) -> BoardChange:
    """Make one edit; everybody whom it does not concern stays where they are.

    `seen` is the version of the board the person was looking at (None: whatever it is now).
    """
    board = boards.open_for_change(cycle, people=edit.people, seen=seen, at=at, by=by)
    written = edit.write_alone(Draft(board, by, at))
    return boards.note(
        board,
        edit.key,
        by=by,
        at=at,
        people=edit.people | written.also,
        removed=written.removed,
        added=written.added,
        **written.data,
    )


@transaction.atomic
def make_and_pair_anew(
    cycle: Cycle, edit: Edit, *, by: User, at: datetime, seen: int
) -> BoardChange:
    """Make a what-if true. Locked pairs and vetoes of before are kept.

    What was shown concerns everybody, so any change since refuses it.
    """
    if edit.is_about_all:
        boards.hold_settings(cycle)
    board = boards.open_for_change(cycle, people=(), seen=None, at=at)
    boards.refuse_stale(board, seen, by)
    draft = Draft(board, by, at)
    edit = edit.checked(draft)
    answer = _answer_after(draft, edit)
    decided = edit.write_beside_pairs(draft)
    run = _run(draft, edit)
    content = files.pack(answer.instance, answer.result)
    runs.keep(run, answer, content, calculation.left_out(answer), at=at)
    rows = runs.proposals(board, answer)
    for row in rows:
        edit.mark(row)
    removed, added = boards.replace(board, rows)
    before, board.run = board.run_id, run
    board.save(update_fields=["run"])
    return boards.note(
        board,
        BoardChange.PAIRED_ANEW,
        by=by,
        at=at,
        people=None,
        removed=removed,
        added=added,
        run=before,
        number=run.number,
        kind=edit.key,
        about=sorted(edit.people),
        **decided,
    )


def _answer_after(draft: Draft, edit: Edit) -> calculation.RunAnswer:
    """The pairs after the edit, with people to explain them by."""
    board = draft.board
    try:
        after = whatif.outcome(board, edit, at=draft.at)
    except BadInput:
        raise _impossible() from None
    if after.result.status != "optimal":
        raise _impossible()
    scored = after.scored
    if scored is None:
        placed = tuple(str(one) for one in board.run.mentor_only) if board.run else ()
        shortage = replace(draft.scored.shortage, mentors_only=placed)
        scored = replace(draft.scored, instance=after.instance, shortage=shortage)
    return calculation.RunAnswer(scored, after.result, check(after.instance, after.result))


def _impossible() -> ValidationError:
    return ValidationError(_("The last run cannot say this. Suggest again first."), code="no_state")


def _run(draft: Draft, edit: Edit) -> Run:
    board = draft.board
    last = board.cycle.runs.order_by("-number").first()
    before = board.run
    return Run.objects.create(
        cycle=board.cycle,
        number=last.number + 1 if last else 1,
        cause=_cause(edit),
        objective=whatif.objective_of(board),
        seed=before.seed if before else board.cycle.pairing_seed,
        rules=edit.settings_of_run(before.rules if before else {}),
        state=Run.State.DONE,
        started_by=draft.by,
        total_count=len(Run.STEPS),
        created_at=draft.at,
    )


def _cause(edit: Edit) -> str:
    rows = Application.objects.filter(pk__in=edit.people)
    names = dict(rows.values_list("pk", "name"))
    return (str(known(edit.paired_anew).cause) % edit.placeholders(names))[:200]
