"""How two people fit, as facts: what they share, and what they do not. No sum is made of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from directory.rules.hours import ahead, in_utc, shared_hours


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


@dataclass(frozen=True)
class Candidate:
    """Somebody of the directory, with the places that are free now."""

    pk: int
    name: str
    sort_name: str
    job_title: str
    level: int | None
    division: str
    zone: str
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    slots: tuple[str, ...]
    places: int
    free: int
    from_on: date | None
    away_from: date | None
    away_until: date | None
    helps_with: str = ""
    words: str = field(default="", compare=False)  # what a search looks through

    def is_away(self, day: date) -> bool:
        return self.away_from is not None and self.away_from <= day <= self.away_until

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

    @property
    def order(self) -> tuple:
        """Who is shown first: most topics in common, then most hours. Nobody sees a number of it."""
        return (-len(self.topics), -min(self.hours or 0, 10), abs(self.ahead))


def fit(seeker: Seeker, mentor: Candidate, monday: date) -> Fit:
    wanted = folded(seeker.topics)
    hours = None
    if seeker.slots and mentor.slots:
        mine = in_utc(seeker.slots, seeker.zone, monday)
        hours = shared_hours(mine, in_utc(mentor.slots, mentor.zone, monday))
    levels = None
    if seeker.level is not None and mentor.level is not None:
        levels = mentor.level - seeker.level
    divisions_known = bool(seeker.division and mentor.division)
    spoken = folded(seeker.languages)
    return Fit(
        topics=tuple(topic for topic in mentor.topics if topic.casefold() in wanted),
        wanted=len(wanted),
        hours=hours,
        ahead=ahead(seeker.zone, mentor.zone, monday),
        levels=levels,
        is_other_division=seeker.division != mentor.division if divisions_known else None,
        languages=tuple(one for one in mentor.languages if one.casefold() in spoken),
        languages_known=bool(seeker.languages and mentor.languages),
    )


def folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)
