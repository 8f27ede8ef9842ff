"""The board, shaped for its page. Constant queries, one window of rows, however many pairs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet, Sum

from applications.models import Application
from pairing.models import Board, Proposal
from pairing.rules import reasons
from pairing.runs import without
from people.models import User
from people.names import sort_key
from people.numbers import number
from programs.models import Cycle, Role
from programs.models.called import Called

ROWS = 50
WEAK = 65
BANDS = tuple(range(50, 100, 5))
SORTS = {
    "asc": ("score", "pk"),
    "desc": ("-score", "-pk"),
    "name": ("mentee__sort_name", "pk"),
}
VIEWS = ("map", "insight")
MOST_ON_MAP = 60
FILTERS = ("weak", "look", "locked", "async", "hand")
UNPAIRED_SHOWN = 12


@dataclass(frozen=True)
class Asked:
    """What the address asks the page to show. Anything unknown counts as not asked."""

    q: str = ""
    on: frozenset[str] = frozenset()
    band: int | None = None
    sort: str = "asc"
    page: int = 1
    more: int = 0
    view: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str], filters: list[str]) -> "Asked":
        band = number(query.get("band"))
        sort = query.get("sort", "asc")
        return cls(
            q=query.get("q", "").strip()[:100],
            on=frozenset(filters) & frozenset(FILTERS),
            band=band if band in BANDS else None,
            sort=sort if sort in SORTS else "asc",
            page=max(1, number(query.get("page")) or 1),
            more=min(max(0, number(query.get("more")) or 0), 20),
            view=query.get("view", "") if query.get("view") in VIEWS else "",
        )

    @property
    def next_more(self) -> int:
        return self.more + 1

    def address(self, **changed: object) -> str:
        """The query string of this view of the board with something changed; None drops it."""
        said: dict[str, object] = {
            "q": self.q,
            "on": sorted(self.on),
            "band": self.band,
            "sort": "" if self.sort == "asc" else self.sort,
            "page": self.page if self.page > 1 else "",
            "more": self.more or "",
            "view": self.view,
        } | changed
        kept = {name: value for name, value in said.items() if value not in (None, "", [])}
        return "?" + urlencode(kept, doseq=True)


@dataclass(frozen=True)
class Summary:
    """The figures above the list, over the whole draft."""

    pairs: int
    total: int
    locked: int
    weak: int
    bands: list[tuple[int, int]]
    unpaired_mentees: int
    mentors_with_room: int
    mentor_only: int
    below_best: int | None = None
    pairs_below_best: int = 0

    @property
    def unpaired(self) -> int:
        return self.unpaired_mentees + self.mentors_with_room

    @property
    def fits_on_map(self) -> bool:
        return 0 < self.pairs <= MOST_ON_MAP

    @property
    def tallest(self) -> int:
        return max((count for _band, count in self.bands), default=0) or 1


@dataclass(frozen=True)
class Left:
    """Somebody without a partner in the list at the side."""

    application: Application
    seen: reasons.ReasonForOrganizer
    room: int = 0


@dataclass(frozen=True)
class Window:
    """The rows on the page now."""

    rows: list[Proposal]
    count: int
    page: int
    asked: Asked = field(default_factory=Asked)

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // ROWS))

    @property
    def previous(self) -> int:
        return self.page - 1

    @property
    def next(self) -> int:
        return self.page + 1

    @property
    def row_count(self) -> int:
        """With the head, for screen readers."""
        return self.count + 1

    @property
    def first(self) -> int:
        return (self.page - 1) * ROWS + 1 if self.count else 0

    @property
    def last(self) -> int:
        return min(self.count, self.page * ROWS)


def pairs_of(board: Board, viewer: User) -> QuerySet[Proposal]:
    """Standing pairs, except for the viewer's own: nobody reads a draft about themselves."""
    rows = board.proposals.standing()
    return rows.exclude(mentor__person=viewer).exclude(mentee__person=viewer)


def window(board: Board, asked: Asked, viewer: User) -> Window:
    """Two queries: how many there are, and one page of them with both people."""
    rows = _filtered(pairs_of(board, viewer), asked).order_by(*SORTS[asked.sort])
    count = rows.count()
    page = min(asked.page, max(1, -(-count // ROWS)))
    start = (page - 1) * ROWS
    return Window(list(rows.with_people()[start : start + ROWS]), count, page, asked)


def _filtered(rows: QuerySet[Proposal], asked: Asked) -> QuerySet[Proposal]:
    conditions = {
        "weak": Q(score__lt=WEAK),
        "look": ~Q(flags=[]),
        "locked": Q(is_locked=True),
        "async": Q(is_async=True),
        "hand": Q(origin=Proposal.Origin.HAND),
    }
    for name in asked.on:
        rows = rows.filter(conditions[name])
    if asked.band is not None:
        rows = rows.filter(in_band(asked.band))
    for word in asked.q.split():
        name = sort_key(word)
        rows = rows.filter(
            Q(mentor__sort_name__contains=name)
            | Q(mentee__sort_name__contains=name)
            | Q(mentor__department__icontains=word)
            | Q(mentee__department__icontains=word)
            | Q(mentor__division__icontains=word)
            | Q(mentee__division__icontains=word)
            | Q(parts__0__sentence__icontains=word)
        )
    return rows


def in_band(band: int) -> Q:
    """The lowest band holds everything below it, the highest everything above."""
    low = Q() if band == BANDS[0] else Q(score__gte=band)
    return low if band == BANDS[-1] else low & Q(score__lt=band + 5)


def summary(board: Board, viewer: User) -> Summary:
    """Three queries. Own pairs of the viewer count, but are not shown."""
    counts = {f"band{band}": Count("pk", filter=in_band(band)) for band in BANDS}
    found = board.proposals.standing().aggregate(
        pairs=Count("pk"),
        total=Sum("score", default=0),
        locked=Count("pk", filter=Q(is_locked=True)),
        weak=Count("pk", filter=Q(score__lt=WEAK)),
        **counts,
    )
    run = board.run
    return Summary(
        pairs=found["pairs"],
        total=found["total"],
        locked=found["locked"],
        weak=found["weak"],
        bands=[(band, found[f"band{band}"]) for band in BANDS],
        unpaired_mentees=mentees_without(board, viewer).count(),
        mentors_with_room=mentors_with_room(board, viewer).count(),
        mentor_only=len(run.mentor_only) if run else 0,
        below_best=run.total_score - found["total"] if run else None,
        pairs_below_best=run.pair_count - found["pairs"] if run else 0,
    )


def mentees_without(board: Board, viewer: User) -> QuerySet[Application]:
    """Eligible mentees without a pair; not those whom the shortage rule made mentors only."""
    placed = board.run.mentor_only if board.run else []
    return (
        _side(board.cycle, Role.Side.MENTEE, viewer)
        .exclude(pk__in=board.proposals.standing().values("mentee"))
        .exclude(pk__in=placed)
        .order_by("is_late", "sort_name", "pk")
    )


def mentors_with_room(board: Board, viewer: User) -> QuerySet[Application]:
    """Eligible mentors with free places, annotated with how many are taken."""
    standing = Q(
        proposals_as_mentor__board=board,
        proposals_as_mentor__mentee__status__in=["eligible", "paired"],
    )
    return (
        _side(board.cycle, Role.Side.MENTOR, viewer)
        .annotate(taken=Count("proposals_as_mentor", filter=standing))
        .filter(taken__lt=F("capacity"))
        .order_by("taken", "sort_name", "pk")
    )


def _side(cycle: Cycle, side: str, viewer: User) -> QuerySet[Application]:
    states = [Application.Status.ELIGIBLE, Application.Status.PAIRED, Application.Status.UNPAIRED]
    rows = Application.objects.filter(cycle=cycle, status__in=states, role__side=side)
    return rows.exclude(person=viewer).select_related("role")


def left_without(board: Board, viewer: User, more: int = 0) -> tuple[list[Left], list[Left]]:
    """Mentees without a mentor and mentors with room, as many as the page shows."""
    shown = UNPAIRED_SHOWN * (1 + more)
    mentees = list(mentees_without(board, viewer)[:shown])
    mentors = list(mentors_with_room(board, viewer)[:shown])
    known = without.shown_on_board(board, [*mentees, *mentors])
    called = board.cycle.called
    return (
        [_left(row, known[row.pk], "mentee", called) for row in mentees],
        [_left(row, known[row.pk], "mentor", called) for row in mentors],
    )


def _left(row: Application, why: reasons.Without, side: str, called: Called) -> Left:
    room = row.capacity - getattr(row, "taken", row.capacity)
    seen = reasons.for_organizer(why, side=side, is_late=row.is_late, called=called)
    return Left(row, seen, room)
