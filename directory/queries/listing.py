"""The list of mentors: filters from the address, facts on cards, a page at a time.

However many mentors there are, it takes the same few queries: who is listed is read as plain rows,
and only the people of one page are read whole.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.utils import timezone

from directory.models import Availability, Mark
from directory.queries import candidates
from directory.queries.candidates import monday_of
from directory.queries.replies import Debt, debts
from directory.rules.fit import Candidate, Fit, Seeker, fit, folded
from people.models import User
from people.names import sort_key

ON_A_PAGE = 24
MOST_WORDS = 8


@dataclass(frozen=True)
class Filters:
    """What the address asks for; what it does not know is left out by the form."""

    words: str = ""
    topics: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    hours: int = 0  # at least so many shared in a week
    near: int | None = None  # at most so many hours between the clocks
    above: int | None = None  # at least so many levels above mine
    has_time: bool = False
    marked: str = ""  # only those I starred, or only those I put away


@dataclass(frozen=True)
class Card:
    """One mentor as this person sees them."""

    mentor: Candidate
    fit: Fit
    mark: str
    day: date
    offer: Availability | None = None
    debt: Debt = field(default_factory=Debt)

    @property
    def person(self) -> User | Candidate:
        return self.offer.person if self.offer else self.mentor

    @property
    def is_starred(self) -> bool:
        return self.mark == Mark.Kind.STAR

    @property
    def is_full(self) -> bool:
        return not self.mentor.free

    @property
    def is_away(self) -> bool:
        return self.mentor.is_away(self.day)

    @property
    def begins_later(self) -> bool:
        return self.mentor.from_on is not None and self.mentor.from_on > self.day


@dataclass(frozen=True)
class Listing:
    page: Page
    seeker: Seeker
    everybody: int  # whom this person could find without any filter
    topics: list[tuple[str, int]]  # what filters offer, each with how many offer it
    divisions: list[tuple[str, int]]
    languages: list[tuple[str, int]]
    put_away: int


def listing(user: User, filters: Filters, *, page: int | str, at: datetime) -> Listing:
    day = timezone.localtime(at).date()
    seeker, marks = candidates.seeker(user), candidates.marks_of(user)
    out = candidates.out_of_question(user)
    everybody = [one for one in candidates.candidates() if one.pk not in out]
    shown = [one for one in everybody if _is_shown(marks.get(one.pk, ""), filters.marked)]
    cards = matching(shown, seeker, filters, marks, day)
    found = Paginator(cards, ON_A_PAGE).get_page(page)
    found.object_list = filled(list(found.object_list), at)
    return Listing(
        page=found,
        seeker=seeker,
        everybody=len(everybody),
        topics=_counted(one.topics for one in everybody),
        divisions=_counted((one.division,) for one in everybody),
        languages=_counted(one.languages for one in everybody),
        put_away=sum(marks.get(one.pk) == Mark.Kind.NOT_FOR_ME for one in everybody),
    )


def matching(
    mentors: Iterable[Candidate],
    seeker: Seeker,
    filters: Filters,
    marks: dict[int, str],
    day: date,
) -> list[Card]:
    """Those all filters let through: who has time first, then who has most in common."""
    monday = monday_of(day)
    asks = _asks(filters, day)
    found = [one for one in mentors if all(suits(one) for suits in asks)]
    cards = [Card(one, fit(seeker, one, monday), marks.get(one.pk, ""), day) for one in found]
    cards = [card for card in cards if _fits(card.fit, filters)]
    return sorted(
        cards,
        key=lambda card: (
            not card.mentor.has_time(day),
            not card.is_starred,
            card.fit.order,
            card.mentor.sort_name,
        ),
    )


def _is_shown(mark: str, wanted: str) -> bool:
    """Those put away are in the way of nobody, unless they are asked for."""
    return mark == wanted if wanted else mark != Mark.Kind.NOT_FOR_ME


def _asks(filters: Filters, day: date) -> list[Callable[[Candidate], bool]]:
    """One question for each filter that is set."""
    topics, languages = folded(filters.topics), folded(filters.languages)
    divisions = set(filters.divisions)
    words = [(sort_key(word), word.casefold()) for word in filters.words.split()[:MOST_WORDS]]
    asks: list[Callable[[Candidate], bool]] = []
    if words:
        asks.append(lambda one: all(key in one.words or word in one.words for key, word in words))
    if topics:
        asks.append(lambda one: not topics.isdisjoint(folded(one.topics)))
    if languages:
        asks.append(lambda one: not languages.isdisjoint(folded(one.languages)))
    if divisions:
        asks.append(lambda one: one.division in divisions)
    if filters.has_time:
        asks.append(lambda one: one.has_time(day))
    return asks


def _fits(found: Fit, filters: Filters) -> bool:
    """A filter about what the two share lets nobody through of whom it is not known."""
    return (
        (not filters.hours or (found.hours or 0) >= filters.hours)
        and (filters.near is None or abs(found.ahead) <= filters.near)
        and (filters.above is None or (found.levels is not None and found.levels >= filters.above))
    )


def filled(cards: list[Card], at: datetime) -> list[Card]:
    """The people of one page, read whole."""
    numbers = [card.mentor.pk for card in cards]
    offers = Availability.objects.filter(person__in=numbers).select_related("person")
    by_person = {offer.person_id: offer for offer in offers}
    owed = debts(numbers, at)
    return [
        Card(
            card.mentor,
            card.fit,
            card.mark,
            card.day,
            by_person[card.mentor.pk],
            owed[card.mentor.pk],
        )
        for card in cards
        if card.mentor.pk in by_person
    ]


def _counted(groups: Iterable[Iterable[str]]) -> list[tuple[str, int]]:
    """Words with how many have them, the most frequent first; the same in other letters is one."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for group in groups:
        for word in group:
            if word:
                counts[word.casefold()] += 1
                names.setdefault(word.casefold(), word)
    return [(names[key], number) for key, number in sorted(counts.items(), key=_most_first)]


def _most_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]
