"""Two organizers stand behind a draft before it is published, where the cycle wants that."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from notifications.actions import outbox
from pairing.actions import boards
from pairing.models import Board, Signature
from pairing.queries.publishing import signatures
from people.actions import audit
from people.models import User
from programs.models import Cycle

KIND = "signature_wanted"


@transaction.atomic
def sign(cycle: Cycle, *, by: User, at: datetime, seen: int | None) -> Signature:
    """Sign the draft that was looked at; the other organizers are asked to. Twice is once.

    `seen` is its version: a draft that has changed since is not signed.
    """
    board = _lock(cycle, at)
    if board.version != seen:
        raise ValidationError(
            _("The board has changed since you opened it. Check it again."),
            code="changed",
        )
    if not board.proposals.exists():
        raise ValidationError(_("There is no pair on the board to sign."), code="nothing")
    row, is_new = Signature.objects.get_or_create(
        board=board, version=board.version, by=by, defaults={"at": at}
    )
    if is_new:
        audit.note("draft_signed", cycle, by=by, at=at)
        _ask_others(board, at)
    return row


@transaction.atomic
def take_back(cycle: Cycle, *, by: User, at: datetime) -> None:
    """Take one's own signature back, as long as nothing is published."""
    board = _lock(cycle, at)
    gone, _rows = signatures.valid(board).filter(by=by).delete()
    if not gone:
        raise ValidationError(_("You have not signed this draft."), code="not_signed")
    audit.note("signature_taken_back", cycle, by=by, at=at)


def refuse_unsigned(cycle: Cycle, board: Board) -> None:
    """Both are locked: nobody signs or changes the draft meanwhile."""
    if cycle.needs_two_signatures and not signatures.is_signed(board):
        raise ValidationError(
            _("Two organizers sign this very draft before it is published."), code="unsigned"
        )


def _lock(cycle: Cycle, at: datetime) -> Board:
    board = boards.lock(cycle, at=at)
    boards.refuse_published(board)
    return board


def _ask_others(board: Board, at: datetime) -> None:
    people = signatures.waited_for(board)
    occasion = version_of(board)
    outbox.tell_many(people, KIND, about=board, scope=board.cycle, occasion=occasion, at=at)


def version_of(board: Board) -> str:
    """What sets a request to sign apart from the one for an earlier draft."""
    return f"version:{board.version}"
