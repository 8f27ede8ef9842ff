"""A rehearsal for the page: weak spots in sentences with where to mend them, figures, what differs from
the one before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications import kinds
from pairing.models import Rehearsal
from pairing.rules.offered import criterion_choices, rule_label
from programs.addresses import of_cycle
from programs.models import Cycle

WARN, INFO = "warn", "info"
HOT = 0.75  # of the busiest week; a week with as much is marked
Found = Mapping[str, Any]


@dataclass(frozen=True)
class Spot:
    """Something that will hurt, with where it is mended; `tone` is warn or info."""

    title: str
    text: str
    tone: str
    action: str = ""
    address: str = ""


@dataclass(frozen=True)
class Going:
    """Messages of one kind; `until` where they go out over many days."""

    day: date
    until: date | None
    title: str
    about: str
    count: int
    is_most: bool


@dataclass(frozen=True)
class Week:
    day: date
    minutes: int
    percent: int  # of the busiest one

    @property
    def is_hot(self) -> bool:
        return self.percent >= 100 * HOT

    @property
    def hours(self) -> float:
        return round(self.minutes / 60, 1)


@dataclass(frozen=True)
class Step:
    """How many pairs score from `first` on; `percent` of the step with most."""

    first: int
    pairs: int
    percent: int


@dataclass(frozen=True)
class Beside:
    """One figure of two rehearsals."""

    label: str
    before: int
    after: int

    @property
    def difference(self) -> int:
        return self.after - self.before


@dataclass(frozen=True)
class Comparison:
    earlier: Rehearsal
    changed: list[str]  # in words: what was set differently
    rows: list[Beside]


@dataclass(frozen=True)
class Shown:
    """A rehearsal that is done."""

    rehearsal: Rehearsal
    spots: list[Spot]
    passed: int
    going: list[Going]
    weeks: list[Week]
    steps: list[Step]
    comparison: Comparison | None

    @property
    def figures(self) -> Found:
        return self.rehearsal.figures

    @property
    def without(self) -> int:
        return _without(self.rehearsal)

    @property
    def messages(self) -> int:
        return sum(one.count for one in self.going)

    @property
    def organizer_hours(self) -> int:
        return _organizer_hours(self.rehearsal)

    @property
    def mentee_hours(self) -> float:
        return round(self.rehearsal.result["hours"]["mentee"] / 60, 1)

    @property
    def mentor_hours(self) -> float:
        return round(self.rehearsal.result["hours"]["mentor"] / 60, 1)

    @property
    def busiest(self) -> Week | None:
        return max(self.weeks, key=lambda week: week.minutes, default=None)


def shown(rehearsal: Rehearsal, earlier: Rehearsal | None) -> Shown:
    """No queries."""
    result, cycle = rehearsal.result, rehearsal.cycle
    spots = [_spot(found, cycle) for found in result["spots"]]
    return Shown(
        rehearsal=rehearsal,
        spots=sorted(spots, key=lambda one: one.tone == INFO),
        passed=result["passed"],
        going=[_going(found) for found in result["messages"]],
        weeks=_weeks(result["hours"]["weeks"]),
        steps=_steps(rehearsal.figures["bins"]),
        comparison=_comparison(rehearsal, earlier) if earlier else None,
    )


def who(rehearsal: Rehearsal) -> str:
    """Who took part, in words for a sentence."""
    if rehearsal.former is not None:
        return _("the people of %(cycle)s") % {"cycle": rehearsal.former}
    words = {"n": rehearsal.people, "percent": rehearsal.mentor_percent}
    if rehearsal.cohort == Rehearsal.Cohort.FILE:
        return _("%(n)d applications from a file, %(percent)d%% of them from mentors") % words
    if rehearsal.cohort == Rehearsal.Cohort.ORGANIZATION:
        return _("%(n)d people like yours, %(percent)d%% of them mentors") % words
    return _("%(n)d invented people, %(percent)d%% of them mentors") % words


def _going(found: Found) -> Going:
    until = found["until"]
    return Going(
        day=date.fromisoformat(found["day"]),
        until=date.fromisoformat(until) if until and until != found["day"] else None,
        title=kinds.label(found["kind"]),
        about=found["about"],
        count=found["count"],
        is_most=found["is_most"],
    )


def _weeks(rows: list[list[Any]]) -> list[Week]:
    most = max((minutes for _day, minutes in rows), default=0)
    return [
        Week(date.fromisoformat(day), minutes, round(100 * minutes / most) if most else 0)
        for day, minutes in rows
    ]


def _steps(bins: list[int]) -> list[Step]:
    """From the first to the last step with a pair."""
    filled = [place for place, count in enumerate(bins) if count]
    if not filled:
        return []
    places = range(filled[0], filled[-1] + 1)
    most = max(bins)
    return [Step(100 * n // len(bins), bins[n], round(100 * bins[n] / most)) for n in places]


def _without(rehearsal: Rehearsal) -> int:
    return rehearsal.figures["short"] + rehearsal.figures["ruled_out"]


def _organizer_hours(rehearsal: Rehearsal) -> int:
    return round(rehearsal.result["hours"]["organizers"] / 60)


def _comparison(rehearsal: Rehearsal, earlier: Rehearsal) -> Comparison:
    both = (earlier, rehearsal)

    def row(label: str, figure: Callable[[Rehearsal], int]) -> Beside:
        return Beside(label, *(figure(one) for one in both))

    return Comparison(
        earlier,
        _changed(rehearsal, earlier),
        [
            row(_("Pairs"), lambda one: one.figures["pairs"]),
            row(_("Without a partner"), _without),
            row(_("Mean points of a pair"), lambda one: one.figures["mean"] or 0),
            row(_("Hours of organizers"), _organizer_hours),
            row(_("Messages"), lambda one: sum(m["count"] for m in one.result["messages"])),
            row(_("Weak spots"), lambda one: len(one.result["spots"])),
        ],
    )


def _changed(rehearsal: Rehearsal, earlier: Rehearsal) -> list[str]:
    names = {
        "weights": _("the weights"),
        "rules": _("the rules"),
        "objective": _("the aim of pairing"),
        "shortage": _("what happens when places are short"),
        "dates": _("the dates"),
        "reviewing": _("who reviews"),
    }
    changed = [
        name for key, name in names.items() if rehearsal.plan.get(key) != earlier.plan.get(key)
    ]
    people = [
        (one.cohort, one.former_id, one.people, one.mentor_percent) for one in (rehearsal, earlier)
    ]
    return changed if people[0] == people[1] else [_("who takes part"), *changed]


def _spot(found: Found, cycle: Cycle) -> Spot:
    return _WORDS[found["kind"]](found, cycle)


def _places(found: Found, cycle: Cycle) -> Spot:
    words = {**cycle.called.words, **found, "less": found["mentees"] - found["places"]}
    return Spot(
        _("%(places)d places for %(mentees)d people looking for one") % words,
        _(
            "%(less)d stay without one, whatever the rules. Find more %(mentors)s, or more places for each."
        )
        % words,
        WARN,
        _("See the calls"),
        of_cycle("programs:settings_timeline", cycle),
    )


def _area(found: Found, cycle: Cycle) -> Spot:
    words = {**cycle.called.words, **found}
    return Spot(
        _("%(area)s: %(places)d places for %(mentees)d who want it") % words,
        _("Name it in the call for %(mentors)s, where it is still missing.") % words,
        WARN,
        _("Open the texts"),
        of_cycle("programs:settings_texts", cycle),
    )


def _ruled_out(found: Found, cycle: Cycle) -> Spot:
    count = found["people"]
    title = ngettext(
        "The rules allow %(n)d person no partner at all",
        "The rules allow %(n)d people no partner at all",
        count,
    )
    return Spot(
        title % {"n": count},
        _("They stay without a partner, no matter how many apply."),
        WARN,
        *_to_pairing(cycle),
    )


def _mentors_only(found: Found, cycle: Cycle) -> Spot:
    count = found["people"]
    words = {"n": count, **cycle.called.words}
    title = ngettext(
        "%(n)d person who applied for both would be %(mentor)s only",
        "%(n)d people who applied for both would be %(mentors)s only",
        count,
    )
    text = _("That is this cycle’s rule when places are short.")
    return Spot(title % words, text, INFO, *_to_pairing(cycle))


def _rule(found: Found, cycle: Cycle) -> Spot:
    count = found["pairs"]
    words = {"rule": rule_label(found["rule"]), "n": count}
    title = ngettext("“%(rule)s” costs %(n)d pair", "“%(rule)s” costs %(n)d pairs", count)
    text = _("Without this rule there would be that many more. It may be worth it.")
    return Spot(title % words, text, WARN, *_to_pairing(cycle))


def _criterion(found: Found, cycle: Cycle) -> Spot:
    label = dict(criterion_choices()).get(found["key"], found["key"])
    words = {"criterion": label, "weight": found["weight"], "known": found["known"]}
    return Spot(
        _("“%(criterion)s” has weight %(weight)d and too little to go by") % words,
        _(
            "Only %(known)d%% of people have told us: ask for it in the form, or set the weight to 0."
        )
        % words,
        WARN,
        _("Open the forms"),
        of_cycle("programs:settings_questions", cycle),
    )


def _reading(found: Found, cycle: Cycle) -> Spot:
    days = found["days"]
    title = ngettext(
        "Reviewing hardly fits into %(days)d working day",
        "Reviewing hardly fits into %(days)d working days",
        days,
    )
    text = _("%(readings)d reviews, %(a_day)d a day for each of %(reviewers)d reviewers.")
    return Spot(
        title % found,
        text % found,
        WARN,
        _("Ask one more reviewer"),
        of_cycle("programs:settings_staff", cycle),
    )


def _night(found: Found, cycle: Cycle) -> Spot:
    count = found["people"]
    title = ngettext(
        "%(event)s: no daytime session for %(n)d person",
        "%(event)s: no daytime session for %(n)d people",
        count,
    )
    return Spot(
        title % {"event": found["event"], "n": count},
        _("Of %(of)d people. In their time zone every session starts after 22:00 or before 7:00.")
        % found,
        WARN,
        _("Add a session"),
        of_cycle("events:event_list", cycle),
    )


def _date(found: Found, cycle: Cycle) -> Spot:
    address = of_cycle("programs:settings_timeline", cycle)
    return Spot(found["title"], found["text"], WARN, _("Open the dates"), address)


def _to_pairing(cycle: Cycle) -> tuple[str, str]:
    return _("Open the rules"), of_cycle("pairing:settings_pairing", cycle)


_WORDS: dict[str, Callable[[Found, Cycle], Spot]] = {
    "places": _places,
    "area": _area,
    "ruled_out": _ruled_out,
    "mentors_only": _mentors_only,
    "rule": _rule,
    "criterion": _criterion,
    "reading": _reading,
    "night": _night,
    "date": _date,
}
