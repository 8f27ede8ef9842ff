"""What organizers see of pairs: who, how often, how regularly. Never notes, goals or agendas."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import (
    Count,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
)
from django.db.models.expressions import Combinable, OrderBy

from pairs.models import Case, CaseEntry, MentoringSession, Pair
from pairs.models.pair import name_on
from pairs.queries.strips import Strip, strip_of
from pairs.rules import windows
from pairs.rules.health import Word
from people.models import User
from people.queries import matching, search_words
from programs.models import Cycle

ORDERS: dict[str, tuple[str | Combinable | OrderBy, ...]] = {
    "mentor": (name_on("mentor"), "pk"),
    "-mentor": (name_on("mentor").desc(), "-pk"),
    "mentee": (name_on("mentee"), "pk"),
    "-mentee": (name_on("mentee").desc(), "-pk"),
    "met": ("met", name_on("mentee"), "pk"),
    "-met": ("-met", name_on("mentee"), "pk"),
    "last": (F("last_on").asc(nulls_first=True), "pk"),
    "-last": (F("last_on").desc(nulls_last=True), "pk"),
}
CHECK_IN = "check_in"
SLICES = ("active", CHECK_IN, "case", "silent", "ended")
LOG: str = "log"  # attributes of Pair that are fetched along
CASES: str = "open_cases"
_Session = MentoringSession
_COUNTING = Q(
    sessions__state=_Session.State.HELD,
    sessions__kind=_Session.Kind.SESSION,
) & ~Q(sessions__confirmation=_Session.Confirmation.DENIED)


@dataclass(frozen=True)
class Line:
    """One pair in the organizer's list."""

    pair: Pair
    strip: Strip

    @property
    def open_cases(self) -> list[Case]:
        return list(self.pair.open_cases)

    @property
    def last_on(self) -> date | None:
        return max((s.held_on for s in self.pair.log if s.counts), default=None)


def pairs_of(
    cycle: Cycle, at: datetime, *, words: str = "", show: str = "", order: str = ""
) -> QuerySet[Pair]:
    """The pairs of a cycle with `met` (windows with a session) and `last_on`, found and sorted."""
    pairs = Pair.objects.filter(cycle=cycle).with_people()
    for word in search_words(words):
        fitting = matching(User.objects.order_by(), word).values("pk")
        pairs = pairs.with_member(participation__person__in=fitting)
    if show == CHECK_IN:
        pairs = pairs.filter(pk__in=to_check_in_with(cycle, at))
    pairs = _annotated(_slice(pairs, show), cycle)
    return pairs.order_by(*ORDERS.get(order, ORDERS["mentee"]))


def counts(cycle: Cycle, at: datetime) -> dict[str, int]:
    pairs = Pair.objects.filter(cycle=cycle)
    found = {name: _slice(pairs, name).count() for name in SLICES if name != CHECK_IN}
    return found | {CHECK_IN: len(to_check_in_with(cycle, at))}


def to_check_in_with(cycle: Cycle, at: datetime) -> list[int]:
    """Active pairs of which the rule of how a pair is doing says so. It looks at fortnights one by
    one, so the pairs are read, with their sessions: three queries."""
    active = with_log(Pair.objects.active().filter(cycle=cycle).select_related("cycle__program"))
    found = lines(list(active), at)
    return [one.pair.pk for one in found if one.strip.health.word == Word.CHECK_IN]


def lines(pairs: list[Pair], at: datetime) -> list[Line]:
    """The pairs of one page with strip and open cases."""
    return [Line(pair, strip_of(pair, pair.log, at)) for pair in pairs]


def with_log(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    """Sessions as organizers may know them: day, length and form."""
    known_states = [_Session.State.HELD, *_Session.WORDS]
    sessions = _Session.objects.filter(state__in=known_states).order_by("-held_on", "-pk")
    known = sessions.only("pair_id", "held_on", "minutes", "form", "kind", "state", "confirmation")
    cases = Case.objects.to_look_after().select_related("owner")
    return pairs.prefetch_related(
        Prefetch("sessions", known, to_attr=LOG), Prefetch("cases", cases, to_attr=CASES)
    )


def entries_of(pair: Pair) -> dict[int, list[CaseEntry]]:
    """What happened to each case of the pair, by its number: one query."""
    found: dict[int, list[CaseEntry]] = {}
    for entry in CaseEntry.objects.filter(case__pair=pair).select_related("by"):
        found.setdefault(entry.case_id, []).append(entry)
    return found


def _slice(pairs: QuerySet[Pair], show: str) -> QuerySet[Pair]:
    if show == "ended":
        return pairs.filter(state=Pair.State.ENDED)
    if show == "case":
        return pairs.filter(Exists(Case.objects.to_look_after().filter(pair=OuterRef("pk"))))
    active = pairs.filter(state=Pair.State.ACTIVE)
    if show == "silent":
        return active.filter(~Exists(_Session.objects.held().filter(pair=OuterRef("pk"))))
    return active


def _annotated(pairs: QuerySet[Pair], cycle: Cycle) -> QuerySet[Pair]:
    last = Max("sessions__held_on", filter=_COUNTING)
    whole = windows.windows(cycle.starts_on, cycle.ends_on, cycle.cadence_days)
    if not whole:
        return pairs.annotate(last_on=last, met=Value(0))
    days = Func(  # date - date is a number of days in Postgres
        "sessions__held_on",
        Value(cycle.starts_on, output_field=DateField()),
        template="(%(expressions)s)",
        arg_joiner=" - ",
        output_field=IntegerField(),
    )
    inside = _COUNTING & Q(sessions__held_on__range=(whole[0].first, whole[-1].last))
    met = Count(days / Value(cycle.cadence_days), filter=inside, distinct=True)
    return pairs.annotate(last_on=last, met=met)
