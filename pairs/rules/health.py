"""How a pair is doing, in three words with the reason: the one rule for the two and for organizers.

It looks at fortnights alone, which both may know: never at notes, goals, agendas, plans, check-ins or
cases.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pairs.rules.windows import State, Window

SILENT = 2  # so many fortnights in a row without a session are worth a question
_MET = frozenset({State.MET, State.ASYNC})


class Word(models.TextChoices):
    ON_TRACK = "on_track", gettext_lazy("On track")
    CHECK_IN = "check_in", gettext_lazy("Needs a check-in")
    TOO_EARLY = "too_early", gettext_lazy("Too early to say")


@dataclass(frozen=True)
class Health:
    word: Word
    reason: str


def health(windows: Sequence[Window], states: Sequence[State], today: date) -> Health:
    """From the fortnights a pair answers for, and how each went.

    A fortnight skipped by agreement says neither that all is well nor that it is not. A first one
    without a session is worth a question by itself, later ones only two in a row.
    """
    begun = [s for w, s in zip(windows, states, strict=True) if w.first <= today]
    done = [s for w, s in zip(windows, states, strict=True) if w.is_complete(today)]
    met = sum(state in _MET for state in begun)
    if len(begun) > len(done) and begun[-1] in _MET:
        return Health(Word.ON_TRACK, _("There is a session in this fortnight."))
    told = [state for state in done if state != State.SKIPPED]
    if not told:
        return Health(Word.TOO_EARLY, _early(windows, today, is_skipped=bool(done)))
    silent = _silent_at_the_end(told)
    if not silent:
        return Health(Word.ON_TRACK, _("There was a session in the last fortnight."))
    if met and silent < SILENT:
        words = _("Sessions in %(met)s of %(all)s fortnights that are over, none in the last one.")
        return Health(Word.ON_TRACK, words % {"met": met, "all": len(done)})
    return Health(Word.CHECK_IN, _why_silent(told[-silent:], met))


def _silent_at_the_end(states: Sequence[State]) -> int:
    count = 0
    for state in reversed(states):
        if state in _MET:
            break
        count += 1
    return count


def _early(windows: Sequence[Window], today: date, *, is_skipped: bool) -> str:
    if is_skipped:
        return _("So far every fortnight was skipped by agreement.")
    first = next(iter(windows), None)
    if first is None or first.last < today:
        return _("There is no complete fortnight yet.")
    return _("The first fortnight runs until %(day)s.") % {"day": date_format(first.last, "j F")}


def _why_silent(silent: Sequence[State], met: int) -> str:
    """What the last fortnights without a session have in common."""
    if all(state == State.NOT_MET for state in silent):
        said = ngettext(
            "No session in the last fortnight, as one of the two said.",
            "No session in the last %(n)s fortnights, as one of the two said.",
            len(silent),
        )
    elif State.NOT_MET in silent:
        said = ngettext(
            "No session in the last fortnight.",
            "No session in the last %(n)s fortnights: some not logged, some said not met.",
            len(silent),
        )
    else:
        said = ngettext(
            "Nothing is logged for the last fortnight.",
            "Nothing is logged for the last %(n)s fortnights.",
            len(silent),
        )
    said %= {"n": len(silent)}
    if met or State.NOT_MET in silent:
        return said
    return _("No session yet. %(why)s") % {"why": said}
