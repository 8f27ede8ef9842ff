"""Lock or veto and pair the rest anew, exactly as the what-if showed it: a run of its own."""

from collections import Counter
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from pairing import files, solving
from pairing.actions import drafting, runs
from pairing.engine import BadInput, State, check
from pairing.models import Board, BoardChange, Proposal, Run, RunFile, Veto
from pairing.queries import cohort, whatif
from people.models import User
from programs.models import Application, Cycle


@transaction.atomic
def settle(
    cycle: Cycle, kind: str, mentee: int, mentor: int, *, by: User, at: datetime, seen: int
) -> BoardChange:
    """Make a what-if true. `kind` is lock or veto; locked pairs and vetoes of before are kept.

    What was shown concerns everybody, so any change since refuses it.
    """
    board = drafting.open_for_change(cycle, people=(mentee, mentor), seen=seen, at=at)
    if board.version != seen:
        raise ValidationError(
            _("The board has changed meanwhile. Look at what would happen once more."),
            code="changed",
        )
    state = whatif.state_of(board)
    try:
        if state is None:
            raise BadInput("no state")
        state.apply([whatif.change_of(kind, mentee, mentor)])
    except BadInput:
        raise ValidationError(
            _("This cannot be worked out on the last run. Suggest again first."), code="no_state"
        ) from None
    if kind == "veto":
        Veto.objects.create(board=board, mentee_id=mentee, mentor_id=mentor, by=by, at=at)
    return _write(board, state, kind, (mentee, mentor), by=by, at=at)


@transaction.atomic
def make_draft(cycle: Cycle, number: int, *, by: User, at: datetime) -> BoardChange:
    """Let an earlier run be the draft again, as far as its people are still in pairing.

    What an organizer decided since holds: a run that parts a locked pair, holds a vetoed one or
    more mentees than a mentor takes by now is refused.
    """
    board = drafting.open_for_change(cycle, people=(), seen=None, at=at)
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
    scored = replace(_scored(board, at), instance=instance)
    solved = solving.Solved(scored, replace(result, pairs=pairs), [])
    removed, added = drafting.replace(board, runs.proposals(board, solved))
    before, board.run = board.run_id, run
    board.save(update_fields=["run"])
    return drafting.note(
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
            _("In this run a mentor has more mentees than places by now."), code="full"
        )


def _write(
    board: Board, state: State, kind: str, pair: tuple[int, int], *, by: User, at: datetime
) -> BoardChange:
    solved = _solved(board, state, at)
    run = _run(board, _cause(kind, *pair), by=by, at=at)
    runs.keep(run, solved, files.pack(solved.instance, solved.result), at=at)
    rows = runs.proposals(board, solved)
    for row in rows:
        if kind == "lock" and (row.mentee_id, row.mentor_id) == pair:
            row.is_locked, row.origin = True, Proposal.Origin.HAND
    removed, added = drafting.replace(board, rows)
    before, board.run = board.run_id, run
    board.save(update_fields=["run"])
    return drafting.note(
        board,
        "settle",
        by=by,
        at=at,
        people=None,
        removed=removed,
        added=added,
        run=before,
        number=run.number,
        vetoed=[list(pair)] if kind == "veto" else [],
    )


def _solved(board: Board, state: State, at: datetime) -> solving.Solved:
    """The state's answer, with people to explain it by."""
    scored = _scored(board, at)
    placed = tuple(str(one) for one in board.run.mentor_only) if board.run else ()
    shortage = replace(scored.shortage, mentors_only=placed)
    result = state.result()
    told = replace(scored, instance=state.instance, shortage=shortage)
    return solving.Solved(told, result, check(state.instance, result))


def _scored(board: Board, at: datetime) -> solving.Cohort:
    return solving.cohort_of(
        cohort.entries(board.cycle, at=at),
        week=cohort.week_of(board.cycle, at),
        seed=board.cycle.pairing_seed,
        is_trial=True,
    )


def _run(board: Board, cause: str, *, by: User, at: datetime) -> Run:
    last = board.cycle.runs.order_by("-number").first()
    before = board.run
    return Run.objects.create(
        cycle=board.cycle,
        number=last.number + 1 if last else 1,
        cause=cause,
        objective=before.objective if before else board.cycle.objective,
        seed=before.seed if before else board.cycle.pairing_seed,
        rules=before.rules if before else {},
        state=Run.State.DONE,
        started_by=by,
        total_count=len(Run.STEPS),
        created_at=at,
    )


def _cause(kind: str, mentee: int, mentor: int) -> str:
    names = dict(Application.objects.filter(pk__in=(mentee, mentor)).values_list("pk", "name"))
    words = (
        _("Vetoed %(mentor)s and %(mentee)s")
        if kind == "veto"
        else _("Locked %(mentor)s and %(mentee)s")
    )
    return (words % {"mentor": names.get(mentor, ""), "mentee": names.get(mentee, "")})[:200]
