"""The list of mentors: filters from the address, facts on cards, a page at a time.

However many mentors there are, it takes the same few queries: who is listed is read as plain rows,
and only the people of one page are read whole.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain, islice

from django.core.paginator import Page, Paginator
from django.utils import timezone

from directory.models import Availability, Mark, MentoringRequest
from directory.permissions import Refusal
from directory.queries import candidates
from directory.queries.asking import Asking, asking
from directory.queries.candidates import monday_of
from directory.queries.replies import Debt, debts
from directory.rules.fit import Candidate, Comparison, Fit, Seeker, folded
from people.models import User
from people.names import sort_key

ON_A_PAGE = 24
MOST_WORDS = 8
MOST_IN_USE = 8  # topics that a form names as an example


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
    offer: Availability
    debt: Debt
    before: MentoringRequest | None  # theirs to this mentor, while it is in the way of another
    is_partner: bool
    can_ask: bool

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
    cards: list[Card]
    seeker: Seeker
    refusal: Refusal | None  # why this person can ask none of them
    everybody: int  # whom this person could find without any filter
    # What filters offer, each with how many it would show beside the other filters that are set.
    topics: list[tuple[str, int]]
    divisions: list[tuple[str, int]]
    languages: list[tuple[str, int]]
    put_away: int

    def spelled(self, filters: Filters) -> Filters:
        """The same filters with words as they are offered here, so that the form shows them set."""
        return replace(
            filters,
            topics=_as_offered(filters.topics, self.topics),
            divisions=_as_offered(filters.divisions, self.divisions),
            languages=_as_offered(filters.languages, self.languages),
        )


def listing(user: User, filters: Filters, *, page: int | str, at: datetime) -> Listing:
    day = timezone.localtime(at).date()
    seeker, marks = candidates.seeker(user), candidates.marks_of(user)
    out = candidates.out_of_question(user)
    everybody = [one for one in candidates.candidates() if one.pk not in out]
    shown = [one for one in everybody if _is_shown(marks.get(one.pk, ""), filters.marked)]
    comparison = Comparison(seeker, monday_of(day))
    sifted = sift(shown, _asks(filters, day) | _asks_both(filters, comparison))
    own = asking(user, at)
    ordered = in_order(sifted.found, comparison, marks, own, day)
    found = Paginator(ordered, ON_A_PAGE).get_page(page)
    return Listing(
        page=found,
        cards=cards(list(found), comparison, marks, own, day, at),
        seeker=seeker,
        refusal=own.refusal,
        everybody=len(everybody),
        topics=_offered(
            filters.topics,
            (one.topics for one in everybody),
            (one.topics for one in sifted.but_for("topics")),
        ),
        divisions=_offered(
            filters.divisions,
            ((one.division,) for one in everybody),
            ((one.division,) for one in sifted.but_for("divisions")),
        ),
        languages=_offered(
            filters.languages,
            (one.languages for one in everybody),
            (one.languages for one in sifted.but_for("languages")),
        ),
        put_away=sum(marks.get(one.pk) == Mark.Kind.NOT_FOR_ME for one in everybody),
    )


@dataclass(frozen=True)
class Sifted:
    """Those all filters let through, and by its name those whom only one filter keeps out."""

    found: list[Candidate]
    kept_out: dict[str, list[Candidate]]

    def but_for(self, name: str) -> list[Candidate]:
        """Those whom all other filters let through."""
        return [*self.found, *self.kept_out.get(name, ())]


def sift(mentors: Iterable[Candidate], asks: dict[str, Callable[[Candidate], bool]]) -> Sifted:
    found: list[Candidate] = []
    kept_out: dict[str, list[Candidate]] = defaultdict(list)
    for one in mentors:
        missed = list(islice((name for name, suits in asks.items() if not suits(one)), 2))
        if not missed:
            found.append(one)
        elif len(missed) == 1:
            kept_out[missed[0]].append(one)
    return Sifted(found, kept_out)


def in_order(
    mentors: Iterable[Candidate],
    comparison: Comparison,
    marks: dict[int, str],
    own: Asking,
    day: date,
) -> list[Candidate]:
    """Who has time and is not settled yet first, then who has most in common."""
    return sorted(
        mentors,
        key=lambda one: (
            own.is_settled(one) or not one.has_time(day),
            marks.get(one.pk) != Mark.Kind.STAR,
            comparison.order(one),
            one.sort_name,
        ),
    )


def _is_shown(mark: str, wanted: str) -> bool:
    """Those put away are in the way of nobody, unless they are asked for."""
    return mark == wanted if wanted else mark != Mark.Kind.NOT_FOR_ME


def _asks(filters: Filters, day: date) -> dict[str, Callable[[Candidate], bool]]:
    """One question for each filter that is set, by the name of the filter."""
    topics, languages = folded(filters.topics), folded(filters.languages)
    divisions = set(filters.divisions)
    words = [(sort_key(word), word.casefold()) for word in filters.words.split()[:MOST_WORDS]]
    asks: dict[str, Callable[[Candidate], bool]] = {}
    if words:
        asks["words"] = lambda one: _is_called(one, words)
    if topics:
        asks["topics"] = lambda one: not topics.isdisjoint(folded(one.topics))
    if languages:
        asks["languages"] = lambda one: not languages.isdisjoint(folded(one.languages))
    if divisions:
        asks["divisions"] = lambda one: one.division in divisions
    if filters.has_time:
        asks["has_time"] = lambda one: one.has_time(day)
    return asks


def _is_called(mentor: Candidate, words: list[tuple[str, str]]) -> bool:
    """Name, title and topics hold each of these words, or the name as it is put in order does."""
    text = " ".join((mentor.sort_name, mentor.job_title, *mentor.topics)).casefold()
    return all(key in text or word in text for key, word in words)


def _asks_both(filters: Filters, comparison: Comparison) -> dict[str, Callable[[Candidate], bool]]:
    """What is about the two: it lets nobody through of whom it is not known."""
    hours, near, above = filters.hours, filters.near, filters.above
    asks: dict[str, Callable[[Candidate], bool]] = {}
    if hours:
        asks["hours"] = lambda one: (comparison.hours(one) or 0) >= hours
    if near is not None:
        asks["near"] = lambda one: abs(comparison.ahead(one)) <= near
    if above is not None:
        asks["above"] = lambda one: (comparison.levels(one) or 0) >= above
    return asks


def cards(
    mentors: Sequence[Candidate],
    comparison: Comparison,
    marks: dict[int, str],
    own: Asking,
    day: date,
    at: datetime,
) -> list[Card]:
    """The people of one page, read whole."""
    numbers = [one.pk for one in mentors]
    offers = Availability.objects.filter(person__in=numbers).select_related("person")
    by_person = {offer.person_id: offer for offer in offers}
    owed = debts(numbers, at)
    return [
        Card(
            mentor=one,
            fit=comparison.fit(one),
            mark=marks.get(one.pk, ""),
            day=day,
            offer=by_person[one.pk],
            debt=owed[one.pk],
            before=own.before.get(one.pk),
            is_partner=one.pk in own.partners,
            can_ask=own.can_ask(one, day),
        )
        for one in mentors
        if one.pk in by_person
    ]


def topics_in_use() -> list[str]:
    """The words in which most mentors offer something: the same words find each other."""
    offered = Availability.objects.listed().order_by("person").values_list("topics", flat=True)
    return [word for word, _number in _counted(offered)[:MOST_IN_USE]]


def _as_offered(words: Iterable[str], offered: list[tuple[str, int]]) -> tuple[str, ...]:
    known = {word.casefold(): word for word, _number in offered}
    return tuple(known.get(word.casefold(), word) for word in words)


def _offered(
    chosen: Iterable[str], of_all: Iterable[Iterable[str]], of_these: Iterable[Iterable[str]]
) -> list[tuple[str, int]]:
    """Words that would show somebody, with how many; those chosen stay, so that they can be taken off."""
    kept = folded(chosen)
    counts = {word.casefold(): number for word, number in _counted(of_these)}
    words = [(word, counts.get(word.casefold(), 0)) for word, _number in _counted(of_all)]
    shown = [one for one in words if one[1] or one[0].casefold() in kept]
    return sorted(shown, key=lambda one: (-one[1], one[0].casefold()))


def _counted(groups: Iterable[Iterable[str]]) -> list[tuple[str, int]]:
    """Words with how many have them, the most frequent first; the same in other letters is one."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for word, number in Counter(chain.from_iterable(groups)).most_common():
        counts[word.casefold()] += number
        names.setdefault(word.casefold(), word)
    counts.pop("", None)
    return [(names[key], number) for key, number in sorted(counts.items(), key=_most_first)]


def _most_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]
