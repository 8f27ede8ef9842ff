"""What falls due for pairs: a session before its window ends, and a case after two silent windows."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from notifications.actions import outbox
from notifications.models import Message
from pairs.models import Case, MentoringSession, Pair
from pairs.rules import windows
from pairs.rules.windows import Window
from programs.models import Cycle

DAYS_BEFORE_THE_END = 3
NOT_BEFORE_HOUR = 9  # in the cycle's zone: nobody is reminded at night
DUE = "session_due"


def remind_of_sessions(at: datetime) -> dict[str, int]:
    """Remind both people of pairs with nothing logged or planned in a window that is about to end;
    at most once per window."""
    return {"session reminders": sum(_remind(cycle, at) for cycle in _running(at))}


def open_quiet_cases(at: datetime) -> dict[str, int]:
    """Open a case for each pair without a session in the last two complete windows; once for these
    windows, also when an organizer has closed it since."""
    return {"quiet pairs": sum(_find_quiet(cycle, at) for cycle in _running(at))}


def _running(at: datetime) -> Iterator[Cycle]:
    """Cycles with pairs; ten days longer than they last, so that the last windows are looked at."""
    today = at.date()
    cycles = Cycle.objects.select_related("program").filter(
        Exists(Pair.objects.active().filter(cycle=OuterRef("pk"))),
        starts_on__lte=today + timedelta(days=1),
        ends_on__gte=today - timedelta(days=10),
        archived_at__isnull=True,
    )
    return cycles.iterator()


def _windows(cycle: Cycle) -> list[Window]:
    return windows.windows(cycle.starts_on, cycle.ends_on, cycle.cadence_days)


def _remind(cycle: Cycle, at: datetime) -> int:
    local = at.astimezone(cycle.tzinfo)
    window = windows.current(_windows(cycle), local.date())
    if window is None or local.hour < NOT_BEFORE_HOUR:
        return 0
    if window.last - local.date() >= timedelta(days=DAYS_BEFORE_THE_END):
        return 0
    told = Concat(Value("pair:"), Cast("pk", CharField()), Value(f"/window:{window.number}"))
    pairs = _without_session(cycle, window.first, window.last).filter(starts_on__lte=window.first)
    pairs = pairs.exclude(_has_planned(cycle, window)).annotate(about=told)
    pairs = pairs.exclude(Exists(Message.objects.filter(kind=DUE, about=OuterRef("about"))))
    rows = [
        _reminder(person, pair, about, cycle, window, at)
        for pair, about, *people in pairs.values_list(
            "pk", "about", "mentor__person", "mentee__person"
        )
        for person in people
    ]
    outbox.insert(rows)
    return len(rows)


def _reminder(
    person: int, pair: int, about: str, cycle: Cycle, window: Window, at: datetime
) -> Message:
    context = {"pair": pair, "first": str(window.first), "last": str(window.last)}
    row = Message(to_id=person, kind=DUE, about=about, scope=cycle.key, context=context)
    row.created_at = row.send_after = at
    return row


def _without_session(cycle: Cycle, first: date, last: date) -> QuerySet[Pair]:
    held = MentoringSession.objects.held().filter(pair=OuterRef("pk"), held_on__range=(first, last))
    return Pair.objects.active().filter(~Exists(held), cycle=cycle)


def _has_planned(cycle: Cycle, window: Window) -> Q:
    end = datetime.combine(window.last + timedelta(days=1), datetime.min.time(), cycle.tzinfo)
    planned = MentoringSession.objects.planned().filter(pair=OuterRef("pk"), planned_at__lt=end)
    return Q(Exists(planned))


def _find_quiet(cycle: Cycle, at: datetime) -> int:
    done = windows.complete(_windows(cycle), cycle.day(at))[-2:]
    if len(done) < 2:
        return 0
    first, last = done[0].first, done[1].last
    over = datetime.combine(last, datetime.min.time(), cycle.tzinfo)
    known = Case.objects.filter(pair=OuterRef("pk"), kind=Case.Kind.QUIET)
    known = known.filter(Q(state=Case.State.OPEN) | Q(opened_at__gt=over))
    quiet = _without_session(cycle, first, last).filter(~Exists(known), starts_on__lte=first)
    rows = [Case(pair=pair, kind=Case.Kind.QUIET, opened_at=at) for pair in quiet]
    Case.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
