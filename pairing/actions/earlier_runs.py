"""An earlier run as the draft again."""

from collections import Counter
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Application
from pairing import files
from pairing.actions import boards, runs
from pairing.models import Board, BoardChange, Run, RunFile
from pairing.runs import calculation
from pairing.runs.trial import trial_cohort
from people.models import User
from programs.models import Cycle


@transaction.atomic
def make_draft(cycle: Cycle, number: int, *, by: User, at: datetime) -> BoardChange:
    """Let an earlier run be the draft again, as far as its people are still in pairing.

    What an organizer decided since holds: a run that parts a locked pair, holds a vetoed one or
    more mentees than a mentor takes by now is refused.
    """
    board = boards.open_for_change(cycle, people=(), seen=None, at=at)
    run = cycle.runs.filter(number=number, state=Run.State.DONE).first()
    kept = RunFile.objects.filter(run=run).first() if run else None
    if run is None or kept is None:
        raise ValidationError(_("There is no such run."), code="no_run")
    instance, result = files.unpack(bytes(kept.content))
    eligible = _places(cycle)
    pairs = tuple(
        pair
        for pair in result.pairs
        if int(pair.mentee) in eligible and int(pair.mentor) in eligible
    )
    _refuse_decided(board, [(int(pair.mentee), int(pair.mentor)) for pair in pairs], eligible)
    scored = replace(trial_cohort(cycle, at=at), instance=instance)
    answer = calculation.RunAnswer(scored, replace(result, pairs=pairs), [])
    removed, added = boards.replace(board, runs.proposals(board, answer))
    before, board.run = board.run_id, run
    board.save(update_fields=["run"])
    return boards.note(
        board,
        "draft",
        by=by,
        at=at,
        people=None,
        removed=removed,
        added=added,
        run=before,
        number=number,
    )


def _places(cycle: Cycle) -> dict[int, int]:
    """Everybody eligible with the number of mentees they take."""
    rows = Application.objects.eligible().filter(cycle=cycle)
    return dict(rows.values_list("pk", "capacity"))


def _refuse_decided(board: Board, pairs: list[tuple[int, int]], places: dict[int, int]) -> None:
    locked = set(board.proposals.filter(is_locked=True).values_list("mentee", "mentor"))
    if not locked <= set(pairs):
        raise ValidationError(
            _("This run parts a pair that is locked by now. Unlock it first."), code="locked"
        )
    if set(pairs) & set(board.vetoes.values_list("mentee", "mentor")):
        raise ValidationError(
            _("This run holds a pair that is vetoed by now. Take the veto back first."),
            code="vetoed",
        )
    taken = Counter(mentor for _mentee, mentor in pairs)
    if any(count > places[mentor] for mentor, count in taken.items()):
        raise ValidationError(
            _("In this run somebody has more %(mentees)s than places by now."),
            code="full",
            params=board.cycle.called.words,
        )
