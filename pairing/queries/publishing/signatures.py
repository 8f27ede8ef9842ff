"""Who has signed the draft as it is now, and who has not."""

from dataclasses import dataclass

from django.db.models import QuerySet

from pairing.models import Board, Signature
from people.models import User
from programs.models import Staff

WANTED = 2


@dataclass(frozen=True)
class Signatory:
    """One organizer, with their signature if there is one."""

    person: User
    signature: Signature | None


def valid(board: Board) -> QuerySet[Signature]:
    """Signatures of organizers of today under this very version of the draft."""
    return board.signatures.filter(version=board.version, by__in=_organizers(board))


def is_signed(board: Board) -> bool:
    return valid(board).count() >= WANTED


def signatories(board: Board) -> list[Signatory]:
    """Every organizer of the program, those who have signed first."""
    signed = {row.by_id: row for row in valid(board)}
    everybody = [Signatory(person, signed.get(person.pk)) for person in _organizers(board)]
    return sorted(everybody, key=lambda one: one.signature is None)


def waited_for(board: Board) -> QuerySet[User]:
    """Organizers who have not signed, as long as signatures are missing."""
    if is_signed(board):
        return User.objects.none()
    return _organizers(board).exclude(pk__in=valid(board).values("by"))


def _organizers(board: Board) -> QuerySet[User]:
    staff = Staff.objects.filter(program=board.cycle.program_id, role=Staff.Role.ORGANIZER)
    return User.objects.active().filter(pk__in=staff.values("person")).order_by("sort_name", "pk")
