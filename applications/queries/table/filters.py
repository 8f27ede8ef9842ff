"""Which applications a table shows: what is in force comes from the address, from closed sets."""

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.http import QueryDict

from applications.models import Application
from applications.models.application import SEARCHED
from applications.permissions import seen_status
from applications.queries.scoring import mean_score
from applications.queries.table.questions import AskedQuestion, answered
from people.models import User
from people.names import sort_key
from people.queries import matching, search_words
from programs.models import Cycle, Role
from programs.permissions import conflicts_of

Status = Application.Status

SHOWN_STATUSES = [status for status in Status if status != Status.DRAFT]
SCORE = "score"  # organizers only
SORTS = {
    "name": ["sort_name"],
    "division": ["division", "sort_name"],
    "department": ["department", "sort_name"],
    "location": ["location", "sort_name"],
    "role": ["role__position", "sort_name"],
    "status": ["seen_status", "sort_name"],
    "sent": ["submitted_at"],
    SCORE: ["mean_score", "sort_name"],
}


@dataclass(frozen=True)
class Filters:
    """What the address asks for. `answers` holds chosen values by question key."""

    words: str = ""
    role: str = ""
    statuses: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    is_late: bool = False
    in_both_roles: bool = False
    sort: str = "name"
    descending: bool = False
    columns: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        return bool(
            self.words
            or self.statuses
            or self.divisions
            or self.answers
            or self.is_late
            or self.in_both_roles
        )

    def without(self, name: str, value: str = "") -> "Filters":
        """The same with one chip taken off."""
        if name.startswith("a."):
            left = tuple(one for one in self.answers[name[2:]] if one != value)
            answers = {**self.answers, name[2:]: left}
            return replace(self, answers={key: kept for key, kept in answers.items() if kept})
        kept = getattr(self, name)
        rest: Any = tuple(one for one in kept if one != value) if value else type(kept)()
        return replace(self, **{name: rest})

    @property
    def address(self) -> str:
        """These filters as a query string, always in the same order."""
        pairs = [("q", self.words), ("role", self.role)]
        pairs += [("status", one) for one in self.statuses]
        pairs += [("division", one) for one in self.divisions]
        pairs += [(f"a.{key}", one) for key, chosen in self.answers.items() for one in chosen]
        pairs += [
            ("late", "1" if self.is_late else ""),
            ("both", "1" if self.in_both_roles else ""),
        ]
        sort = f"-{self.sort}" if self.descending else self.sort
        pairs += [("sort", "" if sort == "name" else sort)]
        pairs += [("column", one) for one in self.columns]
        return urlencode([(name, value) for name, value in pairs if value])


def read(query: QueryDict, asked: list[AskedQuestion], known_columns: set[str]) -> Filters:
    """Filters of an address. What is unknown is left out, so no address reaches other columns."""
    sort = query.get("sort", "name")
    sorts = SORTS if SCORE in known_columns else SORTS.keys() - {SCORE}
    answers = {
        question.key: tuple(one for one in query.getlist(f"a.{question.key}") if one in options)
        for question in asked
        if (options := question.options)
    }
    return Filters(
        words=query.get("q", "").replace("\0", "")[:200].strip(),
        role=query.get("role", "")[:60].replace("\0", ""),
        statuses=tuple(one for one in query.getlist("status") if one in SHOWN_STATUSES),
        divisions=tuple(one[:120] for one in query.getlist("division") if "\0" not in one)[:100],
        answers={key: chosen for key, chosen in answers.items() if chosen},
        is_late=query.get("late") == "1",
        in_both_roles=query.get("both") == "1",
        sort=sort.lstrip("-") if sort.lstrip("-") in sorts else "name",
        descending=sort.startswith("-") and sort[1:] in sorts,
        columns=tuple(one for one in query.getlist("column") if one in known_columns),
    )


def handed_in(cycle: Cycle, viewer: User) -> Any:
    """Every application that was ever handed in, with `seen_status`: what this viewer may know."""
    given = Application.objects.filter(cycle=cycle, submitted_at__isnull=False)
    return given.exclude(status=Status.DRAFT).annotate(seen_status=seen_status(viewer))


def found(
    cycle: Cycle, filters: Filters, asked: list[AskedQuestion], viewer: User
) -> QuerySet[Application]:
    """The applications these filters leave, in no order, of every role."""
    usual = [status for status in SHOWN_STATUSES if status != Status.WITHDRAWN]
    wanted = filters.statuses or usual
    rows = handed_in(cycle, viewer).filter(seen_status__in=wanted)
    if Status.SUBMITTED not in wanted:
        rows = rows.filter(status__in=wanted)  # what is seen is what it is, so the index helps
    if filters.divisions:
        rows = rows.filter(division__in=filters.divisions)
    if filters.is_late:
        rows = rows.filter(is_late=True)
    if filters.in_both_roles:
        rows = rows.filter(in_both_roles(cycle))
    for question in asked:
        if chosen := filters.answers.get(question.key):
            rows = rows.filter(answered(question, chosen))
    if filters.words:
        rows = rows.filter(_matching(cycle, filters.words))
    return rows


def ordered(rows: QuerySet[Application], filters: Filters, viewer: User) -> QuerySet[Application]:
    if filters.sort == SCORE:
        unseen = When(conflicts_of(viewer), then=None)
        rows = rows.annotate(mean_score=Case(unseen, default=mean_score()))
    orders = [F(name) for name in SORTS[filters.sort]]
    first = orders[0].desc(nulls_last=True) if filters.descending else orders[0].asc()
    return rows.order_by(first, *orders[1:], "pk")


def in_both_roles(cycle: Cycle) -> Case:
    """A condition: the same person also applied on the other side of the cycle."""
    others = Application.objects.submitted().filter(cycle=cycle, person=OuterRef("person"))
    mentor, mentee = Role.Side.MENTOR, Role.Side.MENTEE
    return Case(
        When(role__side=mentor, then=Exists(others.filter(role__side=mentee))),
        When(role__side=mentee, then=Exists(others.filter(role__side=mentor))),
        default=Value(False),
        output_field=BooleanField(),
    )


def _matching(cycle: Cycle, words: str) -> Q:
    """Applications each of these words fits: the person as people are found anywhere, or a word
    of the name, job title, department or division as they were sent.

    Two searches, because each has an index of its own. Joined by OR the database does each once
    and looks its finds up; joined by UNION it did both for every row.
    """
    fits = Q()
    typed = search_words(words)
    for word in typed:
        people = matching(User.objects.order_by(), word)
        sent = Application.objects.annotate(found=SEARCHED)
        sent = sent.filter(cycle=cycle, found=_beginning_with(word))
        fits &= Q(person__in=people.values("pk")) | Q(pk__in=sent.values("pk"))
    return fits if typed else Q(pk__in=[])


def _beginning_with(word: str) -> SearchQuery:
    quoted = sort_key(word).replace("'", "''")
    return SearchQuery(f"'{quoted}':*", search_type="raw", config="simple")
