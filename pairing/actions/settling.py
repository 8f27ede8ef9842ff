"""Make a change and pair the rest anew, exactly as the what-if showed it: a run of its own."""

from collections import Counter
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Application
from pairing import files
from pairing.actions import decisions, drafting, runs
from pairing.engine import BadInput, check
from pairing.engine.scoring import OFF, Cohort
from pairing.models import Board, BoardChange, Proposal, Run, RunFile
from pairing.queries.board import whatif
from pairing.queries.board.wanted import Wanted
from pairing.runs import calculation, cohort
from people.models import User
from programs.models import Cycle


@transaction.atomic
def settle(cycle: Cycle, wanted: Wanted, *, by: User, at: datetime, seen: int) -> BoardChange:
    """Make a what-if true. Locked pairs and vetoes of before are kept.

    What was shown concerns everybody, so any change since refuses it.
    """
    if wanted.is_about_all:
        decisions.hold_settings(cycle)
    board = drafting.open_for_change(cycle, people=(), seen=None, at=at)
    drafting.refuse_stale(board, seen, by)
    scored = _scored(board, at)
    wanted = _checked(board, wanted, scored)
    try:
        after = whatif.outcome(board, wanted, at=at)
    except BadInput:
        raise _impossible() from None
    if after.result.status != "optimal":
        raise _impossible()
    solved = _solved(board, after, scored)
    decided = decisions.make(board, wanted, by=by, at=at)
    return _write(board, solved, wanted, decided, by=by, at=at)


def _impossible() -> ValidationError:
    return ValidationError(
        _("This cannot be worked out on the last run. Suggest again first."), code="no_state"
    )


def _checked(board: Board, wanted: Wanted, scored: Cohort) -> Wanted:
    """An override needs a reason, and sets soft and program rules aside, never the others."""
    if wanted.kind != "pair":
        return wanted
    if not {str(one) for one in wanted.people} <= {*scored.row_of, *scored.column_of}:
        raise _impossible()
    refusals = scored.rules_refusing(*wanted.two)
    said = " ".join(refusal.sentence for refusal in refusals)
    if any(refusal.rule in calculation.NEVER for refusal in refusals):
        raise ValidationError(said, code="never")
    if board.vetoes.filter(mentee=wanted.mentee, mentor=wanted.mentor).exists():
        raise ValidationError(_("This pair is vetoed. Take the veto back first."), code="vetoed")
    if refusals and not wanted.reason:
        raise ValidationError(
            _("A rule speaks against it: %(rules)s Say why it may be set aside, or choose others."),
            code="rule",
            params={"rules": said},
        )
    return replace(wanted, score=calculation.score_of(scored, *wanted.two))


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
    solved = calculation.Solved(scored, replace(result, pairs=pairs), [])
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
    board: Board,
    solved: calculation.Solved,
    wanted: Wanted,
    decided: dict[str, Any],
    *,
    by: User,
    at: datetime,
) -> BoardChange:
    run = _run(board, wanted, by=by, at=at)
    content = files.pack(solved.instance, solved.result)
    runs.keep(run, solved, content, calculation.left_out(solved), at=at)
    rows = runs.proposals(board, solved)
    for row in rows:
        if wanted.kind in {"lock", "pair"} and (row.mentee_id, row.mentor_id) == (
            wanted.mentee,
            wanted.mentor,
        ):
            _mark(row, wanted)
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
        kind=wanted.kind,
        about=sorted(wanted.people),
        **decided,
    )


def _mark(row: Proposal, wanted: Wanted) -> None:
    row.is_locked, row.origin = True, Proposal.Origin.HAND
    if wanted.reason:
        row.override_reason = wanted.reason
        row.flags = [*row.flags, "override"]


def _solved(board: Board, after: whatif.Outcome, scored: Cohort) -> calculation.Solved:
    """The answer, with people to explain it by."""
    told = after.scored
    if told is None:
        placed = tuple(str(one) for one in board.run.mentor_only) if board.run else ()
        shortage = replace(scored.shortage, mentors_only=placed)
        told = replace(scored, instance=after.instance, shortage=shortage)
    return calculation.Solved(told, after.result, check(after.instance, after.result))


def _scored(board: Board, at: datetime) -> Cohort:
    return calculation.cohort_of(
        cohort.entries(board.cycle, at=at),
        week=cohort.week_of(board.cycle, at),
        seed=board.cycle.pairing_seed,
        is_trial=True,
    )


def _run(board: Board, wanted: Wanted, *, by: User, at: datetime) -> Run:
    last = board.cycle.runs.order_by("-number").first()
    before = board.run
    return Run.objects.create(
        cycle=board.cycle,
        number=last.number + 1 if last else 1,
        cause=_cause(wanted),
        objective=whatif.objective_of(board),
        seed=before.seed if before else board.cycle.pairing_seed,
        rules=_rules(before.rules if before else {}, wanted),
        state=Run.State.DONE,
        started_by=by,
        total_count=len(Run.STEPS),
        created_at=at,
    )


def _rules(before: dict[str, Any], wanted: Wanted) -> dict[str, Any]:
    """What the run was made with, as `Entries.settings` says it."""
    if wanted.kind == "weights":
        return {**before, "weights": dict(wanted.weights)}
    if wanted.kind == "rule":
        off = {wanted.rule: asdict(OFF)}
        return {**before, "rules": {**before.get("rules", {}), **off}}
    return before


def _cause(wanted: Wanted) -> str:
    rows = Application.objects.filter(pk__in=wanted.people).values_list("pk", "name")
    names = dict(rows)
    words = {
        "veto": _("Vetoed %(mentor)s and %(mentee)s"),
        "lock": _("Locked %(mentor)s and %(mentee)s"),
        "pair": _("Paired %(mentor)s and %(mentee)s in spite of a rule"),
        "places": _("%(places)d places for %(mentor)s"),
        "weights": _("New weights"),
        "rule": _("Without the rule “%(rule)s”"),
    }[wanted.kind]
    said = {
        "mentor": names.get(wanted.mentor, ""),
        "mentee": names.get(wanted.mentee, ""),
        "places": wanted.places,
        "rule": wanted.rule_words,
    }
    return (words % said)[:200]
