"""What falls due for pairs: a case after two silent windows."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from pairs.models import Case
from pairs.queries import quiet
from pairs.rules import windows
from pairs.rules.health import SILENT
from programs.models import Cycle


def open_quiet_cases(at: datetime) -> dict[str, int]:
    """Open a case for each pair without a session in the last two complete windows, unless they agreed to
    leave one out; once for these windows, also when an organizer has closed it since."""
    return {"quiet pairs": sum(_find_quiet(cycle, at) for cycle in quiet.cycles_with_pairs(at))}


def _find_quiet(cycle: Cycle, at: datetime) -> int:
    done = windows.complete(quiet.windows_of(cycle), cycle.day(at))[-SILENT:]
    if len(done) < SILENT:
        return 0
    first, last = done[0].first, done[-1].last
    over = datetime.combine(last, datetime.min.time(), cycle.tzinfo)
    known = Case.objects.filter(pair=OuterRef("pk"), kind=Case.Kind.QUIET)
    known = known.filter(Q(state=Case.State.OPEN) | Q(opened_at__gt=over))
    silent = quiet.not_skipped(quiet.without_session(cycle, first, last), first, last)
    silent = silent.filter(~Exists(known), starts_on__lte=first)
    rows = [Case(pair=pair, kind=Case.Kind.QUIET, opened_at=at) for pair in silent]
    Case.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
