"""Looks at a cycle's dates and says what will hurt. It warns and explains; it never refuses.

Pure functions over plain dates: no rows, no clock. Lengths are differences of dates.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.rules.days import months_later
from programs.rules.timeline import span_in_words

CALL_DAYS = 14
PAIRING_DAYS = 7
SURVEY_DAYS = 21
CHECK_IN_DAYS = 30
CHECK_IN_SLACK = 7
WARN, HINT, FINE = "warn", "info", "ok"


@dataclass(frozen=True)
class Window:
    """A call or a survey: named, with its first and its last day, None while undecided.

    field is where a form holds it ("calls-0"); empty where nothing is being edited.
    """

    name: str
    opens: date | None
    closes: date | None
    side: str = ""
    field: str = ""

    @property
    def length(self) -> int | None:
        """In days, the last one among them: it counts to its end."""
        return (self.closes - self.opens).days + 1 if self.opens and self.closes else None


@dataclass(frozen=True)
class Plan:
    """The dates of a cycle, as far as they are decided, and what has happened by `today`.

    Nobody sees a cycle that is not `is_public`. Without `today` every day lies ahead.
    """

    zone: str
    today: date | None = None
    is_public: bool = False
    is_paired: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    cadence_days: int = 14
    calls: tuple[Window, ...] = ()
    pairs_on: date | None = None
    training_on: date | None = None
    has_training: bool = False
    check_in: Window | None = None
    end_survey: Window | None = None
    pairs_field: str = ""
    training_field: str = ""
    undecided: tuple[str, ...] = ()
    coarse: tuple[str, ...] = field(default=())

    @property
    def last_close(self) -> date | None:
        return max((call.closes for call in self.calls if call.closes), default=None)

    def is_past(self, day: date | None) -> bool:
        return day is not None and self.today is not None and day < self.today


@dataclass(frozen=True)
class Fix:
    """A date that would settle a finding, and the field of the form that holds it."""

    field: str
    day: date
    label: str

    @property
    def value(self) -> str:
        return f"{self.field}={self.day.isoformat()}"


@dataclass(frozen=True)
class Finding:
    """What one rule says: its name, its number in the plan, why it matters, and ways out."""

    rule: str
    level: str
    title: str
    text: str
    days: int | None = None
    fixes: tuple[Fix, ...] = ()


def look(plan: Plan) -> list[Finding]:
    """What every rule has to say, warnings first."""
    found = [_possible(finding, plan) for rule in RULES for finding in rule(plan)]
    return sorted(found, key=lambda finding: [WARN, HINT, FINE].index(finding.level))


def lasts_beyond_a_month(starts_on: date, ends_on: date) -> bool:
    """Whether there is a cycle left to help with when the check-in comes."""
    return months_later(starts_on, 1) < ends_on


def _possible(finding: Finding, plan: Plan) -> Finding:
    """Without ways out that lie in the past."""
    fixes = tuple(fix for fix in finding.fixes if not plan.is_past(fix.day))
    return replace(finding, fixes=fixes)


def _fix(field: str, name: str, day: date, label: str, **words: str) -> tuple[Fix, ...]:
    """One way out, where a form is open that holds the date; label has a place for the day."""
    if not field:
        return ()
    when = span_in_words(day, day, year=False)
    return (Fix(f"{field}-{name}", day, label % {"day": when, **words}),)


def _days_that_can_still_be(plan: Plan) -> Iterator[Finding]:
    """Before anybody sees the cycle, nothing in it can have happened."""
    if plan.is_public:
        return
    for call in plan.calls:
        if plan.is_past(call.closes) and call.closes:
            words = {"call": call.name, "day": span_in_words(call.closes, call.closes)}
            title = _("The call for %(call)s closes on %(day)s, which is over") % words
            text = _("Nobody could apply. Give it other days, or move the whole cycle.")
            yield Finding("past_call", WARN, title, text)
    named = {
        _("Pairs are announced on %(day)s, which is over"): plan.pairs_on,
        _("The cycle starts on %(day)s, which is over"): plan.starts_on,
    }
    for title, day in named.items():
        if plan.is_past(day) and day:
            words = {"day": span_in_words(day, day)}
            text = _("Choose a future date, or move the whole cycle.")
            yield Finding("past_day", WARN, title % words, text)


def _calls_long_enough(plan: Plan) -> Iterator[Finding]:
    for call in plan.calls:
        if call.opens is None or call.length is None:
            continue
        words = {"call": call.name, "days": call.length, "least": CALL_DAYS}
        if call.length < CALL_DAYS:
            title = _("The call for %(call)s is open for %(days)s days") % words
            text = _("People need at least %(least)s days to hear of it and to apply.") % words
            day = call.opens + timedelta(days=CALL_DAYS - 1)
            label = _("Close the call for %(call)s on %(day)s instead")
            fixes = _fix(call.field, "closes", day, label, call=call.name)
            yield Finding("call_length", WARN, title, text, call.length, fixes)
        else:
            title = _("The call for %(call)s is open for %(days)s days") % words
            yield Finding("call_length", FINE, title, "", call.length)


def _time_to_pair(plan: Plan) -> Iterator[Finding]:
    if plan.last_close is None or plan.pairs_on is None or plan.is_paired:
        return
    gap = (plan.pairs_on - plan.last_close).days
    words = {"days": gap, "least": PAIRING_DAYS}
    day, label = (
        plan.last_close + timedelta(days=PAIRING_DAYS),
        _("Announce pairs on %(day)s instead"),
    )
    fixes = _fix(plan.pairs_field, "starts_on", day, label)
    if gap < 0:
        title = _("Pairs are announced before the last call closes")
        yield Finding("pairing_time", WARN, title, _("Move one of the two days."), gap, fixes)
    elif gap < PAIRING_DAYS:
        title = _("Pairing by hand gets %(days)s days") % words
        text = _(
            "Set aside at least %(least)s days between the last call and the day people are told, "
            "or let the software pair."
        )
        yield Finding("pairing_time", WARN, title, text % words, gap, fixes)
    else:
        title = _("There are %(days)s days to make pairs") % words
        yield Finding("pairing_time", FINE, title, "", gap)


def _told_before_the_start(plan: Plan) -> Iterator[Finding]:
    if plan.is_paired or not (plan.pairs_on and plan.starts_on):
        return
    if plan.pairs_on > plan.starts_on:
        days = (plan.pairs_on - plan.starts_on).days
        title = _("Pairs are announced after the start")
        text = _("People should know their partner before the first day.")
        label = _("Announce pairs on %(day)s instead")
        day = plan.starts_on - timedelta(days=1)
        fixes = _fix(plan.pairs_field, "starts_on", day, label)
        yield Finding("told_before_start", WARN, title, text, days, fixes)


def _training_before_the_start(plan: Plan) -> Iterator[Finding]:
    if plan.training_on and plan.starts_on and plan.training_on >= plan.starts_on:
        days = (plan.training_on - plan.starts_on).days
        title = _("Training begins %(days)s days after the start") % {"days": days}
        text = _("People get most out of it before their first session.")
        day, label = plan.starts_on - timedelta(days=7), _("Begin the training on %(day)s instead")
        fixes = _fix(plan.training_field, "starts_on", day, label)
        yield Finding("training", HINT, title, text, days, fixes)
    elif plan.training_on:
        yield Finding("training", FINE, _("Training comes before the start"), "")


def _check_in_at_one_month(plan: Plan) -> Iterator[Finding]:
    if plan.starts_on is None:
        return
    if plan.check_in is None or plan.check_in.opens is None:
        if plan.ends_on and not lasts_beyond_a_month(plan.starts_on, plan.ends_on):
            return
        title = _("There is no check-in after one month")
        text = _(
            "It finds pairs that have not met and people who have left, while help is possible."
        )
        yield Finding("check_in", WARN, title, text)
        return
    if plan.ends_on and plan.check_in.opens > plan.ends_on:
        title = _("The check-in opens after the last day")
        text = _("Nobody has a partner by then, so nobody is asked. Open it earlier.")
        yield Finding("check_in", WARN, title, text, (plan.check_in.opens - plan.ends_on).days)
        return
    days = (plan.check_in.opens - plan.starts_on).days
    words = {"days": days}
    if abs(days - CHECK_IN_DAYS) > CHECK_IN_SLACK:
        title = _("The check-in opens %(days)s days after the start") % words
        yield Finding("check_in", WARN, title, _("One month is the usual moment."), days)
    else:
        yield Finding(
            "check_in", FINE, _("The check-in opens after %(days)s days") % words, "", days
        )


def _end_survey_long_enough(plan: Plan) -> Iterator[Finding]:
    survey = plan.end_survey
    if survey is None:
        text = _("Without it the report has no word from the people who took part.")
        yield Finding("end_survey", WARN, _("There is no end survey"), text)
        return
    if survey.length is None:
        return
    words = {"days": survey.length, "least": SURVEY_DAYS}
    if survey.length < SURVEY_DAYS:
        title = _("The end survey is open for %(days)s days") % words
        text = _("Give people at least %(least)s days to answer.") % words
        yield Finding("end_survey", WARN, title, text, survey.length)
    else:
        title = _("The end survey is open for %(days)s days") % words
        yield Finding("end_survey", FINE, title, "", survey.length)


def _sessions_fit(plan: Plan) -> Iterator[Finding]:
    if not (plan.starts_on and plan.ends_on):
        return
    length = (plan.ends_on - plan.starts_on).days
    count, rest = divmod(length, plan.cadence_days)
    words = {"days": length, "cadence": plan.cadence_days, "count": count, "rest": rest}
    if count < 2:
        title = _("Only %(count)s session fits into %(days)s days") % words
        text = _("With a session every %(cadence)s days a cycle should hold several.") % words
        yield Finding("sessions", WARN, title, text, length)
    else:
        title = _("%(count)s sessions fit, one every %(cadence)s days") % words
        text = ngettext(
            "The last day does not make a full fortnight.",
            "The last %(rest)s days do not make a full fortnight.",
            rest,
        )
        text = text % words if rest else ""
        yield Finding("sessions", FINE, title, text, count)


def _gaps_and_overlaps(plan: Plan) -> Iterator[Finding]:
    dated = sorted(
        ((call.opens, call.closes, call) for call in plan.calls if call.opens and call.closes),
        key=lambda row: row[:2],
    )
    for (_opens, closes, earlier), (opens, _closes, later) in pairwise(dated):
        gap = (opens - closes).days
        words = {"earlier": earlier.name, "later": later.name, "days": gap}
        if earlier.side == later.side:
            continue
        if gap > 1:
            title = _("There are %(days)s days between %(earlier)s and %(later)s") % words
            text = _("Nobody can apply in between. Late entry can bridge the gap.")
            yield Finding("gap", HINT, title, text, gap)
    if plan.last_close and plan.starts_on and plan.last_close >= plan.starts_on:
        days = (plan.last_close - plan.starts_on).days
        title = _("A call is still open when the cycle starts")
        text = _("Close it before, or move the first day.")
        label, day = (
            _("Close the call for %(call)s on %(day)s instead"),
            plan.starts_on - timedelta(days=1),
        )
        late = max(plan.calls, key=lambda call: call.closes or date.min)
        fixes = _fix(late.field, "closes", day, label, call=late.name)
        yield Finding("overlap", WARN, title, text, days, fixes)


def _dates_to_be_decided(plan: Plan) -> Iterator[Finding]:
    open_dates = [*plan.undecided, *plan.coarse]
    if open_dates:
        title = _("Not exact yet: %(names)s") % {"names": ", ".join(open_dates)}
        text = _("That is fine for now. People see it as “week of” or “to be decided”.")
        yield Finding("undecided", HINT, title, text, len(open_dates))


def _clock_changes(plan: Plan) -> Iterator[Finding]:
    if not (plan.starts_on and plan.ends_on):
        return
    zone, day = ZoneInfo(plan.zone), plan.starts_on
    while day < min(plan.ends_on, plan.starts_on + timedelta(days=800)):
        following = day + timedelta(days=1)
        if _offset(day, zone) != _offset(following, zone):
            when = span_in_words(day, day)
            title = _("Clocks change in %(zone)s on %(day)s") % {"zone": plan.zone, "day": when}
            text = _(
                "Weekly times keep their hour here, but shift by an hour for people elsewhere."
            )
            yield Finding("clock_change", HINT, title, text)
        day = following


def _offset(day: date, zone: ZoneInfo) -> timedelta | None:
    return datetime.combine(day, time(), zone).utcoffset()


RULES: tuple[Callable[[Plan], Iterator[Finding]], ...] = (
    _days_that_can_still_be,
    _calls_long_enough,
    _time_to_pair,
    _told_before_the_start,
    _training_before_the_start,
    _check_in_at_one_month,
    _end_survey_long_enough,
    _sessions_fit,
    _gaps_and_overlaps,
    _dates_to_be_decided,
    _clock_changes,
)
