"""Runs: start one, carry it out in a job, stop it, take it up again when its worker died."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application
from pairing import files
from pairing.actions import boards
from pairing.actions.working import ACTIVE, Clock, StoppedError, beat, claim, signs_of_life
from pairing.engine import BadInput
from pairing.models import Board, Proposal, Run, RunFile, Unpaired
from pairing.runs import calculation, cohort
from people.models import User
from programs.models import Cycle

MOST_TRIES = 5  # a board that changes while a run is calculated is calculated again this often


def start(
    cycle: Cycle, *, by: User | None, at: datetime, objective: str = "", cause: str = ""
) -> Run:
    """Ask for a run of the cycle; if one is under way, that one. The job starts it on commit."""
    with transaction.atomic():
        board = boards.lock(cycle, at=at)
        boards.refuse_published(board)
        running = cycle.runs.filter(state__in=ACTIVE).first()
        if running is not None:
            return running
        _refuse_empty(cycle)
        last = cycle.runs.order_by("-number").first()
        return Run.objects.create(
            cycle=cycle,
            number=last.number + 1 if last else 1,
            cause=cause or _cause(board, last),
            objective=objective or cycle.objective,
            seed=cycle.pairing_seed,
            started_by=by,
            total_count=len(Run.STEPS),
            created_at=at,
        )


def cancel(cycle: Cycle, *, at: datetime) -> bool:
    """Stop the run under way; whether there was one. Its job notices within seconds."""
    return bool(
        cycle.runs.filter(state__in=ACTIVE).update(state=Run.State.CANCELLED, finished_at=at)
    )


def carry_out(run_id: int, *, clock: Clock = timezone.now) -> None:
    """Solve a run and write the board. Called twice, or by two workers at once, it happens once."""
    run = claim(Run, run_id, clock())
    if run is None:
        return
    try:
        with signs_of_life(run, clock):
            for _try in range(MOST_TRIES):
                if _solve_and_write(run, clock):
                    return
        _fail(run, _("The board kept changing while the run was under way. Start it again."), clock)
    except StoppedError:
        return
    except BadInput:
        _fail(run, _contradiction(run, clock()), clock)


def _refuse_empty(cycle: Cycle) -> None:
    sides = set(
        Application.objects.eligible().filter(cycle=cycle).values_list("role__side", flat=True)
    )
    if not {"mentor", "mentee"} <= sides:
        raise ValidationError(
            _("Pairing needs at least one eligible %(mentor)s and one eligible %(mentee)s."),
            code="nobody",
            params=cycle.called.words,
        )


def _cause(board: Board, last: Run | None) -> str:
    if last is None:
        return _("First run")
    locks = board.proposals.filter(is_locked=True).count()
    vetoes = board.vetoes.count()
    return ", ".join(
        (
            ngettext("%(n)d locked pair", "%(n)d locked pairs", locks) % {"n": locks},
            ngettext("%(n)d veto", "%(n)d vetoes", vetoes) % {"n": vetoes},
        )
    )


def _solve_and_write(run: Run, clock: Clock) -> bool:
    """False when the board was changed while we were solving: what was decided meanwhile counts."""
    show = partial(beat, run, clock)
    show(Run.Step.READING)
    version = boards.board_of(run.cycle).version
    entries = cohort.entries(run.cycle, at=clock())
    answer = calculation.solve_entries(
        entries,
        week=cohort.week_of(run.cycle, clock()),
        seed=run.seed,
        objective=run.objective,
        beat=show,
    )
    if answer.result.status != "optimal":
        _fail(run, _clash(answer.result.clashing_locks), clock)
        return True
    show(Run.Step.WRITING)
    run.rules = entries.settings()
    # All that takes long, before the board is locked.
    content = files.pack(answer.instance, answer.result)
    left_out = calculation.left_out(answer)
    return _write(run, answer, content, left_out, version=version, at=clock())


@transaction.atomic
def _write(
    run: Run,
    answer: calculation.RunAnswer,
    content: bytes,
    left_out: list[calculation.LeftOut],
    *,
    version: int,
    at: datetime,
) -> bool:
    board = boards.lock(run.cycle, at=at)
    mine = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if mine.state != Run.State.RUNNING or board.published_at is not None:
        raise StoppedError
    if board.version != version:
        return False
    keep(run, answer, content, left_out, at=at)
    removed, added = boards.replace(board, proposals(board, answer))
    before, board.run = board.run_id, run
    board.save(update_fields=["run"])
    boards.note(
        board,
        "run",
        by=run.started_by,
        at=at,
        people=None,
        removed=removed,
        added=added,
        run=before,
        number=run.number,
    )
    return True


def keep(
    run: Run,
    answer: calculation.RunAnswer,
    content: bytes,
    left_out: list[calculation.LeftOut],
    *,
    at: datetime,
) -> None:
    """Everything about the run itself: figures, proof, reasons."""
    told = answer.result.objective
    run.state, run.finished_at, run.done_count = Run.State.DONE, at, run.total_count
    run.heartbeat_at, run.engine_version = at, calculation.ENGINE_VERSION
    run.input_hash = answer.result.instance
    run.mentor_only = [int(one) for one in answer.cohort.shortage.mentors_only]
    run.pair_count, run.total_score, run.lowest_score = told.pairs, told.score, told.minimum
    run.is_proved, run.problem = not answer.problems, " ".join(answer.problems)
    written = ["state", "finished_at", "done_count", "heartbeat_at", "engine_version"]
    written += ["input_hash", "mentor_only", "pair_count", "total_score", "lowest_score"]
    run.save(update_fields=[*written, "is_proved", "problem"])
    RunFile.objects.update_or_create(run=run, defaults={"content": content})
    Unpaired.objects.bulk_create(
        [
            Unpaired(
                run=run, application_id=one.application, reason=one.reason, details=one.details
            )
            for one in left_out
        ],
        batch_size=500,
    )


def proposals(board: Board, answer: calculation.RunAnswer) -> list[Proposal]:
    """The pairs of a run as rows; what was locked or made by hand stays marked as such."""
    kept = {(one.mentee_id, one.mentor_id): one for one in board.proposals.all()}
    rows = []
    for pair in answer.result.pairs:
        old = kept.get((int(pair.mentee), int(pair.mentor)))
        reason = old.override_reason if old and pair.locked else ""
        ids = pair.mentee, pair.mentor
        parts = calculation.parts_of(answer.cohort, *ids)
        rows.append(
            Proposal(
                board=board,
                mentee_id=int(pair.mentee),
                mentor_id=int(pair.mentor),
                score=pair.score,
                parts=parts,
                origin=old.origin if old and pair.locked else Proposal.Origin.ENGINE,
                is_locked=bool(old and old.is_locked and pair.locked),
                is_async=calculation.both_async(answer.cohort, *ids),
                flags=calculation.flags_of(answer.cohort, *ids, parts, is_override=bool(reason)),
                override_reason=reason,
            )
        )
    return rows


def _fail(run: Run, problem: str, clock: Clock) -> None:
    Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).update(
        state=Run.State.FAILED, problem=problem, finished_at=clock()
    )


def _clash(locks: Iterable[tuple[str, str]]) -> str:
    return _("These locked pairs cannot all be kept: %(pairs)s. Unlock one of them.") % {
        "pairs": _names(locks)
    }


def _contradiction(run: Run, at: datetime) -> str:
    """Why the engine refused the entries, in the organizer's words."""
    try:
        broken = calculation.broken_locks(
            cohort.entries(run.cycle, at=at), week=cohort.week_of(run.cycle, at), seed=run.seed
        )
    except BadInput as error:
        return _("The applications cannot be paired as they are: %(why)s.") % {"why": error}
    said = [f"{_names([(mentee, mentor)])}: {' '.join(why)}" for mentee, mentor, why in broken]
    return _(
        "A locked pair breaks a rule. Unlock it, or pair it by hand with a reason. %(pairs)s"
    ) % {"pairs": " ".join(said)}


def _names(pairs: Iterable[tuple[str, str]]) -> str:
    pairs = list(pairs)
    names = dict(
        Application.objects.filter(pk__in={one for pair in pairs for one in pair}).values_list(
            "pk", "name"
        )
    )
    return ", ".join(
        _("%(mentor)s with %(mentee)s")
        % {"mentor": names[int(mentor)], "mentee": names[int(mentee)]}
        for mentee, mentor in pairs
    )
