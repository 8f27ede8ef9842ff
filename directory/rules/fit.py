"""How two people fit, as facts: what they share, and what they do not. No sum is made of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from directory.rules.hours import ahead, in_utc, shared_hours
from people.models.columns import known

ENOUGH_HOURS = 10  # a week: more of them bring nobody further up


@dataclass(frozen=True)
class Seeker:
    """The person who looks, as far as a comparison needs them."""

    pk: int
    zone: str = "UTC"
    topics: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    level: int | None = None
    division: str = ""
    languages: tuple[str, ...] = ()


class Candidate(NamedTuple):
    """Somebody of the directory, with the places that are free now. A tuple: there are thousands."""

    pk: int
    name: str
    sort_name: str
    job_title: str
    level: int | None
    division: str
    zone: str
    languages: list[str]
    topics: list[str]
    slots: list[str]
    places: int
    from_on: date | None
    away_from: date | None
    away_until: date | None
    free: int

    def is_away(self, day: date) -> bool:
        return self.away_from is not None and self.away_from <= day <= known(self.away_until)

    def has_time(self, day: date) -> bool:
        """A free place that can be had now, by somebody who is there to answer."""
        begins_later = self.from_on is not None and self.from_on > day
        return self.free > 0 and not begins_later and not self.is_away(day)


@dataclass(frozen=True)
class Fit:
    """None says that one of the two has not told: then nothing is claimed about it."""

    topics: tuple[str, ...]
    wanted: int
    hours: float | None
    ahead: float
    levels: int | None
    is_other_division: bool | None
    languages: tuple[str, ...]
    languages_known: bool


class Comparison:
    """One person who looks beside one mentor after another, in the week that begins on a Monday."""

    def __init__(self, seeker: Seeker, monday: date) -> None:
        self.seeker, self.monday = seeker, monday
        self.wanted = folded(seeker.topics)
        self.spoken = folded(seeker.languages)
        self.week = in_utc(seeker.slots, seeker.zone, monday)

    def topics(self, mentor: Candidate) -> list[str]:
        if not self.wanted:
            return []
        return [topic for topic in mentor.topics if topic.casefold() in self.wanted]

    def hours(self, mentor: Candidate) -> float | None:
        if not (self.week and mentor.slots):
            return None
        return shared_hours(self.week, in_utc(tuple(mentor.slots), mentor.zone, self.monday))

    def ahead(self, mentor: Candidate) -> float:
        return ahead(self.seeker.zone, mentor.zone, self.monday)

    def levels(self, mentor: Candidate) -> int | None:
        if self.seeker.level is None or mentor.level is None:
            return None
        return mentor.level - self.seeker.level

    def order(self, mentor: Candidate) -> tuple:
        """Who is shown first: most topics in common, then most hours. Nobody sees a number of it."""
        hours = min(self.hours(mentor) or 0, ENOUGH_HOURS)
        return -len(self.topics(mentor)), -hours, abs(self.ahead(mentor))

    def fit(self, mentor: Candidate) -> Fit:
        divisions_known = bool(self.seeker.division and mentor.division)
        is_other = self.seeker.division != mentor.division
        return Fit(
            topics=tuple(self.topics(mentor)),
            wanted=len(self.wanted),
            hours=self.hours(mentor),
            ahead=self.ahead(mentor),
            levels=self.levels(mentor),
            is_other_division=is_other if divisions_known else None,
            languages=tuple(one for one in mentor.languages if one.casefold() in self.spoken),
            languages_known=bool(self.spoken and mentor.languages),
        )


def is_about(topic: str, other: str) -> bool:
    """Whether two say the same, or one says it more closely: "career" and "Career growth"."""
    words, others = set(topic.casefold().split()), set(other.casefold().split())
    return bool(words and others) and (words <= others or others <= words)


def folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)
