"""What the pairs of a cycle would notice if its first or last day moved."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pairs.models import Pair
from pairs.models.pair import PairQuerySet
from pairs.rules.windows import windows
from programs.models import Cycle


def consequences(
    cycle: Cycle, first: date | None, last: date | None, at: datetime
) -> Iterator[str]:
    pairs = Pair.objects.filter(cycle=cycle)
    if last != cycle.ends_on:
        yield from _about_the_end(cycle, pairs, last, at)
    if first != cycle.starts_on and first is not None:
        yield _(
            "Fortnights are counted from %(first)s. Sessions keep their days and may fall into "
            "other fortnights, or before the first one, where they do not count."
        ) % {"first": _day(first)}
    now = len(windows(cycle.starts_on, cycle.ends_on, cycle.cadence_days))
    then = len(windows(first, last, cycle.cadence_days))
    if now != then:
        words = {"then": then, "now": now}
        yield _("Pairs have %(then)d fortnights instead of %(now)d to meet in.") % words


def _about_the_end(
    cycle: Cycle, pairs: PairQuerySet, last: date | None, at: datetime
) -> Iterator[str]:
    count = pairs.active().filter(ends_on=cycle.ends_on).count()
    if count and last is not None:
        text = ngettext(
            "%(n)d pair ends on %(last)s instead of %(before)s.",
            "%(n)d pairs end on %(last)s instead of %(before)s.",
            count,
        )
        yield text % {"n": count, "last": _day(last), "before": _day(cycle.ends_on)}
    if count and last is not None and last < cycle.day(at):
        yield _("That day is over, so the pairs end at once, and planned sessions are called off.")
    ended = pairs.filter(state=Pair.State.ENDED, end_reason=Pair.EndReason.COMPLETED).count()
    if ended:
        yield (
            ngettext(
                "%d pair has ended already and stays ended.",
                "%d pairs have ended already and stay ended.",
                ended,
            )
            % ended
        )


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else _("no day")
