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
from django.utils.translation import gettext_lazy, ngettext_lazy

from pairs.rules.windows import State, Window, are_fortnights

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


class _Fortnights:
    """The reasons, for those who meet every two weeks."""

    NOW = gettext_lazy("There is a session in this fortnight.")
    LAST = gettext_lazy("There was a session in the last fortnight.")
    MOST = gettext_lazy(
        "Sessions in %(met)s of %(all)s fortnights that are over, none in the last one."
    )
    ALL_SKIPPED = gettext_lazy("So far every fortnight was skipped by agreement.")
    NONE_YET = gettext_lazy("There is no complete fortnight yet.")
    FIRST = gettext_lazy("The first fortnight runs until %(day)s.")
    SAID = ngettext_lazy(
        "No session in the last fortnight, as one of the two said.",
        "No session in the last %(n)s fortnights, as one of the two said.",
        "n",
    )
    MIXED = ngettext_lazy(
        "No session in the last fortnight.",
        "No session in the last %(n)s fortnights: some not logged, some said not met.",
        "n",
    )
    NOT_LOGGED = ngettext_lazy(
        "Nothing is logged for the last fortnight.",
        "Nothing is logged for the last %(n)s fortnights.",
        "n",
    )


class _Stretches(_Fortnights):
    """The same in any other rhythm: what is thirty days long is no fortnight."""

    NOW = gettext_lazy("There is a session in this stretch.")
    LAST = gettext_lazy("There was a session in the last stretch.")
    MOST = gettext_lazy(
        "Sessions in %(met)s of %(all)s stretches that are over, none in the last one."
    )
    ALL_SKIPPED = gettext_lazy("So far every stretch was skipped by agreement.")
    NONE_YET = gettext_lazy("There is no complete stretch yet.")
    FIRST = gettext_lazy("The first stretch runs until %(day)s.")
    SAID = ngettext_lazy(
        "No session in the last stretch, as one of the two said.",
        "No session in the last %(n)s stretches, as one of the two said.",
        "n",
    )
    MIXED = ngettext_lazy(
        "No session in the last stretch.",
        "No session in the last %(n)s stretches: some not logged, some said not met.",
        "n",
    )
    NOT_LOGGED = ngettext_lazy(
        "Nothing is logged for the last stretch.",
        "Nothing is logged for the last %(n)s stretches.",
        "n",
    )


def health(windows: Sequence[Window], states: Sequence[State], today: date) -> Health:
    """From the fortnights a pair answers for, and how each went.

    A fortnight skipped by agreement says neither that all is well nor that it is not. A first one
    without a session is worth a question by itself, later ones only two in a row.
    """
    words = _Fortnights if are_fortnights(windows) else _Stretches
    begun = [s for w, s in zip(windows, states, strict=True) if w.first <= today]
    done = [s for w, s in zip(windows, states, strict=True) if w.is_complete(today)]
    met = sum(state in _MET for state in begun)
    if len(begun) > len(done) and begun[-1] in _MET:
        return Health(Word.ON_TRACK, str(words.NOW))
    told = [state for state in done if state != State.SKIPPED]
    if not told:
        return Health(Word.TOO_EARLY, _early(words, windows, today, is_skipped=bool(done)))
    silent = _silent_at_the_end(told)
    if not silent:
        return Health(Word.ON_TRACK, str(words.LAST))
    if met and silent < SILENT:
        return Health(Word.ON_TRACK, words.MOST % {"met": met, "all": len(done)})
    return Health(Word.CHECK_IN, _why_silent(words, told[-silent:], met))


def _silent_at_the_end(states: Sequence[State]) -> int:
    count = 0
    for state in reversed(states):
        if state in _MET:
            break
        count += 1
    return count


def _early(
    words: type[_Fortnights], windows: Sequence[Window], today: date, *, is_skipped: bool
) -> str:
    if is_skipped:
        return str(words.ALL_SKIPPED)
    first = next(iter(windows), None)
    if first is None or first.last < today:
        return str(words.NONE_YET)
    return words.FIRST % {"day": date_format(first.last, "j F")}


def _why_silent(words: type[_Fortnights], silent: Sequence[State], met: int) -> str:
    """What the last fortnights without a session have in common."""
    if all(state == State.NOT_MET for state in silent):
        said = words.SAID
    elif State.NOT_MET in silent:
        said = words.MIXED
    else:
        said = words.NOT_LOGGED
    why = said % {"n": len(silent)}
    if met or State.NOT_MET in silent:
        return why
    return _("No session yet. %(why)s") % {"why": why}
