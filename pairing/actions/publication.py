"""Publishing: the draft becomes true for everybody at once, and everybody is told once."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.actions import moves, offers
from applications.models import Application, Participation
from applications.queries.open_points import open_points
from notifications.actions import outbox
from notifications.models import Message
from pairing.actions import boards, signatures
from pairing.models import Board, Proposal
from pairing.queries.publishing import publication
from pairing.queries.publishing.early import early
from pairing.queries.publishing.publication import PublicationPlan
from pairing.runs import without
from pairs.models import Goal, MentoringSession, Pair
from people.actions import audit
from people.models import User
from people.models.columns import known
from programs.models import Cycle
from programs.permissions import conflicts_of

KIND = "pairs_published"
UNDO_FOR = timedelta(minutes=10)
Status = Application.Status


@transaction.atomic
def publish(
    cycle: Cycle, *, by: User | None, at: datetime, seen: int | None = None, anyway: bool = False
) -> PublicationPlan:
    """Make the draft true and queue one message for every applicant, all or nothing, once.

    While a call still takes applications, or where no hour of the week suits both of a pair, it is
    refused, unless it is to be published anyway.
    `seen` is the version of the board the messages were previewed from: a draft that has changed
    since is not published. The messages wait for ten minutes, in which `take_back` undoes it all.
    """
    locked, board = _lock(cycle, at)
    if seen is not None and board.version != seen:
        raise ValidationError(
            _("The board has changed since you read the messages. Read them again."),
            code="changed",
        )
    signatures.refuse_unsigned(locked, board)
    _refuse_open(locked, by)
    plan = publication.plan_of(board, _lock_applications(locked))
    _refuse_wrong(board, plan)
    if not anyway:
        _refuse_early(locked, at)
        _refuse_hourless(plan)
    before = {str(row.pk): row.status for row in plan.applications}
    left_out = [row for row in plan.applications if plan.statuses[row.pk] == Status.UNPAIRED]
    without.keep(board, without.on_board(board, left_out))
    _make_pairs(locked, plan, at)
    _move(plan, by, at)
    offers.end_open(plan.statuses, at=at)
    _tell(locked, plan, at)
    locked.pairs_published_at = board.published_at = at
    board.published_by = by
    locked.save(update_fields=["pairs_published_at"])
    board.save(update_fields=["published_at", "published_by"])
    boards.note(board, "publish", by=by, at=at, people=None, before=before)
    audit.note("pairs_published", locked, by=by, at=at)
    return plan


def _refuse_open(cycle: Cycle, by: User | None) -> None:
    """What the cycle waits for. Of people close to whoever publishes nothing is told, so nothing
    of theirs holds this person back."""
    eligible = cycle.applications.for_pairs().eligible()
    if by is not None:
        eligible = eligible.exclude(conflicts_of(by))
    count = len(open_points(cycle, eligible).stops)
    if count:
        raise ValidationError(
            ngettext(
                "Not published: %(n)d eligible application is missing something this cycle "
                "waits for.",
                "Not published: %(n)d eligible applications are missing something this cycle "
                "waits for.",
                count,
            ),
            code="open",
            params={"n": count},
        )


@transaction.atomic
def take_back(cycle: Cycle, *, by: User, at: datetime) -> None:
    """Undo publishing before the first message goes out: pairs, places and statuses as before."""
    locked = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    board = Board.objects.select_for_update(of=("self",)).filter(cycle=cycle).first()
    if board is None or board.published_at is None:
        raise ValidationError(_("These pairs are not published."), code="not_published")
    written = Message.objects.about(locked).filter(kind=KIND)
    told = written.exclude(status=Message.Status.CANCELLED).count()
    if at >= board.published_at + UNDO_FOR or outbox.take_back(KIND, about=locked) != told:
        raise ValidationError(
            _("The first messages are out, so it cannot be undone any more."), code="too_late"
        )
    _unmake_pairs(locked)
    board.told.all().delete()
    _move_back(board, by, at)
    locked.pairs_published_at = board.published_at = board.published_by = None
    locked.save(update_fields=["pairs_published_at"])
    board.save(update_fields=["published_at", "published_by"])
    boards.note(board, "unpublish", by=by, at=at, people=None)
    audit.note("pairs_taken_back", locked, by=by, at=at)


@transaction.atomic
def tell_late(cycle: Cycle, *, by: User, at: datetime) -> int:
    """Tell those decided after publication that they have no partner for now; how many people.

    They get the message everybody else got, and stay among those a repair may give a partner.
    """
    locked = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    if locked.pairs_published_at is None:
        raise ValidationError(_("These pairs are not published."), code="not_published")
    late = list(publication.waiting(locked).select_for_update(of=("self",)))
    without.keep(boards.board_of(locked), without.of_late(late))
    moves.move(late, Status.UNPAIRED, by=by, at=at, told_at=at)
    people = dict.fromkeys(row.person_id for row in late)
    outbox.tell_many(people, KIND, about=locked, scope=locked, at=at)
    audit.note("late_told", locked, by=by, at=at)
    return len(people)


def may_take_back(board: Board, at: datetime) -> bool:
    return board.published_at is not None and at < board.published_at + UNDO_FOR


def _lock(cycle: Cycle, at: datetime) -> tuple[Cycle, Board]:
    """Cycle first, then board: two who publish at once come one after the other."""
    locked = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    if locked.pairs_published_at is not None:
        raise ValidationError(_("These pairs are published already."), code="published")
    return locked, boards.lock(locked, at=at)


def _lock_applications(cycle: Cycle) -> list[Application]:
    """Whoever withdraws at this moment is either out before, or waits until everybody is told."""
    return list(publication.waiting(cycle).select_for_update(of=("self",)).order_by("pk"))


def _refuse_early(cycle: Cycle, at: datetime) -> None:
    still_open = early(cycle, at=at).lines
    if still_open:
        text = _("Close it first, or publish anyway.")
        raise ValidationError(" ".join([*still_open, text]), code="calls_open")


def _refuse_hourless(plan: PublicationPlan) -> None:
    if count := len(plan.hourless):
        text = ngettext(
            "In %(n)d pair no hour of the week suits both. Change it, or publish anyway.",
            "In %(n)d pairs no hour of the week suits both. Change them, or publish anyway.",
            count,
        )
        raise ValidationError(text % {"n": count}, code="no_hours")


def _refuse_wrong(board: Board, plan: PublicationPlan) -> None:
    if not plan.proposals:
        raise ValidationError(_("There is no pair on the board to publish."), code="nothing")
    if len(plan.proposals) != board.proposals.count():
        raise ValidationError(
            _("Somebody on the board has just withdrawn. Check the board again."),
            code="changed",
        )
    taken: dict[int, int] = {}
    for row in plan.proposals:
        taken[row.mentor_id] = taken.get(row.mentor_id, 0) + 1
    for application in plan.applications:
        if taken.get(application.pk, 0) > application.capacity:
            raise ValidationError(
                _("%(who)s has more pairs than places."),
                code="full",
                params={"who": application.name},
            )


def _make_pairs(cycle: Cycle, plan: PublicationPlan, at: datetime) -> None:
    taking_part = [row for row in plan.applications if row.pk in plan.paired_ids]
    Participation.objects.bulk_create(
        [
            Participation(
                cycle=cycle,
                role=row.role,
                person_id=row.person_id,
                application=row,
                department=row.department,
                division=row.division,
                created_at=at,
            )
            for row in taking_part
        ],
        update_conflicts=True,  # somebody who took part, left and was reviewed anew
        unique_fields=["cycle", "role", "person"],
        update_fields=["application", "department", "division"],
        batch_size=500,
    )
    of = dict(
        Participation.objects.filter(application__in=[row.pk for row in taking_part]).values_list(
            "application", "pk"
        )
    )
    first = cycle.starts_on or cycle.day(at)
    Pair.objects.begin_all(
        (_pair(cycle, row, first, at), of[row.mentor_id], of[row.mentee_id])
        for row in plan.proposals
    )


def _pair(cycle: Cycle, row: Proposal, first: date, at: datetime) -> Pair:
    return Pair(
        cycle=cycle,
        created_at=at,
        starts_on=first,
        ends_on=cycle.ends_on,
        score=row.score,
        parts=row.parts,
        session_minutes=cycle.session_minutes,
        sessions_async=row.is_async,
    )


def _move(plan: PublicationPlan, by: User | None, at: datetime) -> None:
    for status in (Status.PAIRED, Status.MENTOR_ONLY, Status.UNPAIRED):
        rows = [row for row in plan.applications if plan.statuses[row.pk] == status]
        moves.move(rows, status, by=by, at=at, told_at=at)


def _tell(cycle: Cycle, plan: PublicationPlan, at: datetime) -> None:
    """One row per person, whatever their roles: the database refuses a second one."""
    people = dict.fromkeys(row.person_id for row in plan.applications)
    outbox.tell_many(people, KIND, about=cycle, scope=cycle, at=at, send_after=at + UNDO_FOR)


def _unmake_pairs(cycle: Cycle) -> None:
    pairs = Pair.objects.filter(cycle=cycle)
    participations = Participation.objects.filter(cycle=cycle)
    if (
        MentoringSession.objects.filter(pair__in=pairs).exists()
        or Goal.objects.filter(participation__in=participations).exists()
    ):
        raise ValidationError(
            _("Somebody has begun already: a session or a goal is logged. It cannot be undone."),
            code="begun",
        )
    pairs.delete()
    participations.delete()


def _move_back(board: Board, by: User, at: datetime) -> None:
    """Statuses as they were; whoever withdrew since stays withdrawn."""
    published = board.changes.filter(action="publish").order_by("-version").first()
    before = {int(pk): status for pk, status in known(published).data["before"].items()}
    rows = list(Application.objects.filter(pk__in=before))
    for status in set(before.values()):
        those = [row for row in rows if before[row.pk] == status]
        moves.move(those, status, by=by, at=at, is_undo=True, leave_out=True, told_at=None)
