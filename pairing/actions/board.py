"""What an organizer does on the board before anybody is told: one function for each.

`seen` is the version of the board the person was looking at (None: whatever it is now).
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from applications.models import Application
from pairing.actions import decisions, drafting
from pairing.engine.scoring import Cohort
from pairing.models import Board, BoardChange, Proposal, Veto
from pairing.runs import calculation, cohort
from people.models import User
from programs.models import Cycle, Role


@transaction.atomic
def lock(
    cycle: Cycle, mentee: int, mentor: int, *, by: User, at: datetime, seen: int | None = None
) -> BoardChange:
    """Keep a pair whatever a new run finds."""
    return _set_locked(cycle, mentee, mentor, True, by=by, at=at, seen=seen)


@transaction.atomic
def unlock(
    cycle: Cycle, mentee: int, mentor: int, *, by: User, at: datetime, seen: int | None = None
) -> BoardChange:
    """Let the next run decide about a pair again."""
    return _set_locked(cycle, mentee, mentor, False, by=by, at=at, seen=seen)


@transaction.atomic
def veto(
    cycle: Cycle, mentee: int, mentor: int, *, by: User, at: datetime, seen: int | None = None
) -> BoardChange:
    """Never pair these two; if they are a pair now, both are without a partner until the next run."""
    board = drafting.open_for_change(cycle, people=(mentee, mentor), seen=seen, at=at, by=by)
    _people(board, mentee, mentor)
    if board.vetoes.filter(mentee=mentee, mentor=mentor).exists():
        raise ValidationError(_("These two are vetoed already."), code="vetoed")
    Veto.objects.create(board=board, mentee_id=mentee, mentor_id=mentor, by=by, at=at)
    removed = _take_off(board, board.proposals.filter(mentee=mentee, mentor=mentor))
    return drafting.note(
        board,
        "veto",
        by=by,
        at=at,
        people=(mentee, mentor),
        removed=removed,
        vetoed=[[mentee, mentor]],
    )


@transaction.atomic
def allow(
    cycle: Cycle, mentee: int, mentor: int, *, by: User, at: datetime, seen: int | None = None
) -> BoardChange:
    """Take a veto back."""
    board = drafting.open_for_change(cycle, people=(mentee, mentor), seen=seen, at=at, by=by)
    gone, _rows = board.vetoes.filter(mentee=mentee, mentor=mentor).delete()
    if not gone:
        raise ValidationError(_("These two are not vetoed."), code="not_vetoed")
    return drafting.note(
        board, "allow", by=by, at=at, people=(mentee, mentor), allowed=[[mentee, mentor]]
    )


@transaction.atomic
def unpair(
    cycle: Cycle, mentee: int, mentor: int, *, by: User, at: datetime, seen: int | None = None
) -> BoardChange:
    """Take a pair off the draft. A new run may propose it again."""
    board = drafting.open_for_change(cycle, people=(mentee, mentor), seen=seen, at=at, by=by)
    removed = [_pair(board, mentee, mentor)]
    _take_off(board, board.proposals.filter(pk=removed[0].pk))
    return drafting.note(board, "unpair", by=by, at=at, people=(mentee, mentor), removed=removed)


@transaction.atomic
def pair(
    cycle: Cycle,
    mentee: int,
    mentor: int,
    *,
    by: User,
    at: datetime,
    seen: int | None = None,
    reason: str = "",
) -> BoardChange:
    """Pair two people by hand and lock the pair. Rules hold, unless a reason sets them aside.

    The mentee leaves the mentor they were proposed. Places are never exceeded; eligibility, one's
    own self and blocks never give way.
    """
    board = drafting.open_for_change(cycle, people=(mentee, mentor), seen=seen, at=at, by=by)
    one, other = _people(board, mentee, mentor)
    _refuse_own_pair(board, one, other)
    before = list(board.proposals.filter(mentee=mentee))
    if any(row.is_locked for row in before):
        raise ValidationError(
            _("%(who)s is in a locked pair. Unlock it first."),
            code="locked",
            params={"who": one.name},
        )
    _refuse_full(board, other, coming=mentee)
    row = _by_hand(board, one, other, reason=reason.strip(), at=at)
    _take_off(board, board.proposals.filter(mentee=mentee))
    row.save(force_insert=True)
    return drafting.note(
        board,
        "pair",
        by=by,
        at=at,
        people={mentee, mentor, *(row.mentor_id for row in before)},
        removed=before,
        added=[row],
        reason=row.override_reason,
    )


@transaction.atomic
def swap(
    cycle: Cycle, first: int, second: int, *, by: User, at: datetime, seen: int | None = None
) -> BoardChange:
    """Two mentees change mentors. Both new pairs are locked; no rule may be broken."""
    board = drafting.open_for_change(cycle, people=(first, second), seen=seen, at=at, by=by)
    rows = {row.mentee_id: row for row in board.proposals.filter(mentee__in=(first, second))}
    if first == second or set(rows) != {first, second}:
        raise ValidationError(_("A swap needs two pairs."), code="not_paired")
    if any(row.is_locked for row in rows.values()):
        raise ValidationError(_("A locked pair stays. Unlock it first."), code="locked")
    _take_off(board, board.proposals.filter(mentee__in=(first, second)))
    added = []
    for mentee, mentor in ((first, rows[second].mentor_id), (second, rows[first].mentor_id)):
        one, other = _people(board, mentee, mentor)
        _refuse_own_pair(board, one, other)
        added.append(_by_hand(board, one, other, reason="", at=at))
        added[-1].save(force_insert=True)
    people = {first, second, *(row.mentor_id for row in rows.values())}
    return drafting.note(
        board, "swap", by=by, at=at, people=people, removed=rows.values(), added=added
    )


@transaction.atomic
def set_places(
    cycle: Cycle, mentor: int, places: int, *, by: User, at: datetime, seen: int | None = None
) -> BoardChange:
    """Change how many mentees a mentor takes; not below those proposed now."""
    board = drafting.open_for_change(cycle, people=(mentor,), seen=seen, at=at, by=by)
    taken = board.proposals.filter(mentor=mentor).count()
    before = decisions.change_places(board, mentor, places, least=max(1, taken))
    return drafting.note(
        board, "places", by=by, at=at, people=(mentor,), capacity=[mentor, before], places=places
    )


@transaction.atomic
def undo(cycle: Cycle, version: int, *, by: User, at: datetime) -> BoardChange:
    """Take back the change with this version, as long as nothing since concerns the same people."""
    return drafting.undo(cycle, version=version, by=by, at=at)


def _set_locked(
    cycle: Cycle,
    mentee: int,
    mentor: int,
    is_locked: bool,
    *,
    by: User,
    at: datetime,
    seen: int | None,
) -> BoardChange:
    board = drafting.open_for_change(cycle, people=(mentee, mentor), seen=seen, at=at, by=by)
    row = _pair(board, mentee, mentor)
    before = drafting.snapshot(row)
    row.is_locked = is_locked
    row.save(update_fields=["is_locked"])
    action = "lock" if is_locked else "unlock"
    return drafting.note(
        board, action, by=by, at=at, people=(mentee, mentor), removed=[before], added=[row]
    )


def _pair(board: Board, mentee: int, mentor: int) -> Proposal:
    row = board.proposals.filter(mentee=mentee, mentor=mentor).first()
    if row is None:
        raise ValidationError(_("These two are not a pair on the board any more."), code="changed")
    return row


def _take_off(board: Board, rows: QuerySet[Proposal]) -> list[Proposal]:
    gone = list(rows)
    board.proposals.filter(pk__in=[row.pk for row in gone]).delete()
    return gone


def _people(board: Board, mentee: int, mentor: int) -> tuple[Application, Application]:
    """The two applications, if both are eligible in this cycle and stand on the right sides."""
    found = Application.objects.eligible().filter(cycle=board.cycle_id).select_related("role")
    one = found.filter(pk=mentee, role__side=Role.Side.MENTEE).first()
    other = found.filter(pk=mentor, role__side=Role.Side.MENTOR).first()
    if one is None or other is None:
        raise ValidationError(
            _("Both need an application that is eligible in this cycle."), code="not_eligible"
        )
    return one, other


def _refuse_own_pair(board: Board, mentee: Application, mentor: Application) -> None:
    if mentee.person_id == mentor.person_id:
        raise ValidationError(_("Nobody mentors themselves."), code="same_person")
    mutual = board.proposals.filter(
        mentee__person=mentor.person_id, mentor__person=mentee.person_id
    )
    if mutual.exists():
        raise ValidationError(
            _("%(mentee)s is to mentor %(mentor)s already; nobody is paired both ways."),
            code="mutual",
            params={"mentee": mentee.name, "mentor": mentor.name},
        )


def _refuse_full(board: Board, mentor: Application, *, coming: int) -> None:
    taken = board.proposals.filter(mentor=mentor.pk).exclude(mentee=coming).count()
    if taken >= mentor.capacity:
        raise ValidationError(
            _("%(who)s has no place left. Take a pair off, swap, or give them another place."),
            code="full",
            params={"who": mentor.name},
        )


def _by_hand(
    board: Board, mentee: Application, mentor: Application, *, reason: str, at: datetime
) -> Proposal:
    """The new row, if the rules allow the pair or a reason sets them aside."""
    scored = trial_cohort(board.cycle, at=at)
    ids = str(mentee.pk), str(mentor.pk)
    refusals = scored.rules_refusing(*ids)
    if board.vetoes.filter(mentee=mentee.pk, mentor=mentor.pk).exists():
        raise ValidationError(_("This pair is vetoed. Take the veto back first."), code="vetoed")
    said = " ".join(refusal.sentence for refusal in refusals)
    if any(refusal.rule in calculation.NEVER for refusal in refusals):
        raise ValidationError(said, code="never")
    if refusals and not reason:
        raise ValidationError(
            _("A rule speaks against it: %(rules)s Say why it may be set aside, or choose others."),
            code="rule",
            params={"rules": said},
        )
    parts = calculation.parts_of(scored, *ids)
    is_async = calculation.both_async(scored, *ids)
    return Proposal(
        board=board,
        mentee=mentee,
        mentor=mentor,
        score=max(0, sum(part["points"] for part in parts)),
        parts=parts,
        origin=Proposal.Origin.HAND,
        is_locked=True,
        is_async=is_async,
        flags=calculation.flags_of(scored, *ids, parts, is_override=bool(refusals)),
        override_reason=reason if refusals else "",
    )


def trial_cohort(cycle: Cycle, *, at: datetime) -> Cohort:
    """Everybody scored as they are now, to ask about single pairs."""
    return calculation.cohort_of(
        cohort.entries(cycle, at=at),
        week=cohort.week_of(cycle, at),
        seed=cycle.pairing_seed,
        is_trial=True,
    )
