"""What was done on a board, in words: the history, what others did meanwhile, why a change is refused."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from applications.models import Application
from pairing.edits import EDITS
from pairing.models import Board, BoardChange
from people.models import User

MOST_NAMED = 4


def since(board: Board, version: int) -> list[BoardChange]:
    """Changes after a version, oldest first."""
    return list(board.changes.filter(version__gt=version).select_related("by").order_by("version"))


def lines(changes: Sequence[BoardChange], viewer: User | None = None) -> list[str]:
    """One line each, with the names of those concerned: one query. Nobody reads about themselves."""
    people = {one for change in changes for one in _about(change)}
    rows = Application.objects.filter(pk__in=people)
    if viewer is not None:
        rows = rows.exclude(person=viewer)
    names = dict(rows.values_list("pk", "name"))
    return [line(change, names) for change in changes]


def line(change: BoardChange, names: dict[int, str]) -> str:
    what = _words(change)
    about = _about(change)
    if about and set(about) <= names.keys():
        what = f"{what} ({', '.join(names[one] for one in about)})"
    return f"{change.by} {what}" if change.by else what


def _about(change: BoardChange) -> list[int]:
    """The applications a change is about, if they are few enough to be named."""
    people: Iterable[int] = change.data.get("about") or change.data.get("people") or []
    named = sorted(people)
    return named if len(named) <= MOST_NAMED else []


def _words(change: BoardChange) -> str:
    if change.action == BoardChange.PAIRED_ANEW:
        return _paired_anew(change.data.get("kind", ""))
    kind = EDITS.get(change.action)
    if kind is not None and kind.alone is not None:
        return str(kind.alone.history)
    words = {
        "run": _("suggested pairs again"),
        "undo": _("undid a change"),
        "left": _("somebody withdrew, and their pair is off the board"),
        "publish": _("published the pairs"),
        "unpublish": _("took the publication back"),
        "repair": _("repaired published pairs"),
        "draft": _("made an earlier run the draft"),
        "sign": _("signed"),
        "unsign": _("took a signature back"),
    }
    return words.get(change.action, change.action)


def _paired_anew(key: str) -> str:
    kind = EDITS.get(key)
    if kind is None or kind.paired_anew is None:
        return _("locked or vetoed a pair, and the rest was paired again")
    return str(kind.paired_anew.history)
