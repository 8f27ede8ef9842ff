"""What an agenda of a pair's own begins with when it is copied from something."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pairs.queries.agenda.beside import Beside
from pairs.queries.pairs import Card

NOW = "now"
_SESSION = "session-"


def copied(card: Card, source: str) -> dict[str, str]:
    """Name and points: of the points that are open `now`, of those a session had, or of an agenda by
    its key; nothing where there is no such thing."""
    if source == NOW:
        return _begin("", (item.text for item in card.open_agenda))
    if source.startswith(_SESSION):
        return _of_session(card, source.removeprefix(_SESSION))
    found = next((one for one in Beside(card).agendas if one.key == source), None)
    if found is None:
        return {}
    return _begin(_("%(name)s, our way") % {"name": found.name}, found.points)


def _of_session(card: Card, number: str) -> dict[str, str]:
    shown = next((one for one in card.held if str(one.session.pk) == number), None)
    if shown is None or shown.session.held_on is None:
        return {}
    name = _("As on %(day)s") % {"day": date_format(shown.session.held_on, "j F")}
    return _begin(name, (point.text for point in shown.session.points.all()))


def _begin(name: str, points: Iterable[str]) -> dict[str, str]:
    return {"name": name[:60], "points": "\n".join(points)}
