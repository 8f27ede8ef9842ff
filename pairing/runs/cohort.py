"""The people of a cycle as the engine sees them: a constant number of queries, however many.

An eligible application becomes a `Person` whose id is the application's number. Facts come from the
copy on the application, the rest from the answers to questions that say what pairing reads them as.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any, cast

from django.db.models import Exists, F, OuterRef, QuerySet

from applications.models import Application
from pairing.engine.scoring import PairLists, Person, RuleChoice, Rules
from pairing.engine.scoring.rules import Mode, rules
from pairing.models import Proposal, Veto
from pairing.rules.offered import usual_weights
from pairing.runs import near_ties
from pairs.models import Pair
from pairs.models.pair import PairQuerySet
from people.models import User
from programs.models import Cycle, Role
from programs.models.called import Called
from surveys.models import Answer, Question
from surveys.week import half_hours

HIGHEST_TIER = 9
_SHORTAGE: dict[str, Any] = {Cycle.Shortage.ALL: "all", Cycle.Shortage.FEWEST: "as few as possible"}
_Use = Question.Use
_FACTS = (
    "id",
    "person_id",
    "response_id",
    "division",
    "department",
    "level",
    "time_zone",
    "started_on",
    "manager_id",
    "languages",
    "capacity",
    "priority",
    "is_late",
)
_ANSWER_FIELDS = ("response_id", "use", "label", "value", "place", "text", "number", "slots")


@dataclass(frozen=True)
class Entries:
    """Everything `pairing.engine.scoring.build` takes for one cycle."""

    mentees: list[Person]
    mentors: list[Person]
    rules: Rules
    weights: dict[str, int]
    lists: PairLists
    called: Called

    def settings(self) -> dict:
        """Rules and weights in plain values, to be kept with a run."""
        choices = {rule.key: self.rules.choice(rule) for rule in rules() if rule.is_optional}
        return {
            "rules": {key: asdict(choice) for key, choice in choices.items()},
            "shortage": self.rules.shortage,
            "weights": self.weights,
            "locks": len(self.lists.locks) + len(self.lists.overrides),
            "vetoes": len(self.lists.vetoes),
            "votes": len(self.lists.votes),
        }


@dataclass
class _Answers:
    """What one response says, by what pairing reads it as."""

    focus: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    languages: set[str] = field(default_factory=set)
    hours: frozenset[int] | None = None
    wants_async: bool = False
    experience: int = 0
    career_track: bool | None = None


def entries(cycle: Cycle, *, at: datetime, people: QuerySet[Application] | None = None) -> Entries:
    """Read `people` (everybody eligible), with the rules, weights, locks and vetoes of the cycle."""
    if people is None:
        people = Application.objects.eligible().filter(cycle=cycle)
    mentees = _persons(people, Role.Side.MENTEE, _unpaired_before(cycle))
    mentors = _persons(people, Role.Side.MENTOR)
    ids = {person.id for person in (*mentees, *mentors)}
    return Entries(
        mentees=mentees,
        mentors=mentors,
        rules=rules_of(cycle),
        weights=weights_of(cycle),
        lists=_lists(cycle, people, ids),
        called=cycle.called,
    )


def entries_of_earlier(cycle: Cycle, former: Cycle, people: QuerySet[Application]) -> Entries:
    """The people of a former cycle under the rules and weights of this one. Whom they were paired
    with in that cycle or since does not count: it had not happened then."""
    before = _paired_before(people).exclude(cycle=former)
    if former.starts_on:
        before = before.filter(cycle__starts_on__lt=former.starts_on)
    return replace(
        entries_of_nobody(
            cycle,
            _persons(people, Role.Side.MENTEE, _unpaired_before(former)),
            _persons(people, Role.Side.MENTOR),
        ),
        lists=PairLists(previous=_previous(before)),
    )


def entries_of_nobody(cycle: Cycle, mentees: list[Person], mentors: list[Person]) -> Entries:
    """People who are in no table, under the rules and weights of the cycle."""
    return Entries(
        mentees=mentees,
        mentors=mentors,
        rules=rules_of(cycle),
        weights=weights_of(cycle),
        lists=PairLists(),
        called=cycle.called,
    )


def week_of(cycle: Cycle, at: datetime) -> date:
    """The week whose clocks count for shared hours: that of the first day."""
    return cycle.starts_on or cycle.day(at)


def rules_of(cycle: Cycle) -> Rules:
    """The cycle's choice for each rule; one without a row is taken as usual."""
    optional = {rule.key for rule in rules() if rule.is_optional}
    choices = {
        row.name: RuleChoice(cast(Mode, row.strength), row.points, row.value)
        for row in cycle.pairing_rules.all()
        if row.name in optional
    }
    return Rules(choices, shortage=_SHORTAGE[Cycle.Shortage(cycle.shortage)])


def weights_of(cycle: Cycle) -> dict[str, int]:
    """The cycle's weights of what is offered, or the usual ones where none are set."""
    usual = usual_weights()
    rows = cycle.pairing_weights.all()
    weights = {row.criterion: row.points for row in rows if row.criterion in usual}
    return weights if any(weights.values()) else usual


def _persons(
    people: QuerySet[Application], side: str, first: frozenset[int] = frozenset()
) -> list[Person]:
    manages = Exists(User.objects.active().filter(manager=OuterRef("person")))
    # Plain rows: thousands of model instances would cost more than scoring everybody.
    rows = people.side(side).annotate(manages=manages).order_by("pk")
    answers = _answers(people.side(side))
    return [
        _person(row, answers[row.response_id], side, row.person_id in first)
        for row in rows.values_list(*_FACTS, "manages", named=True)
    ]


def person_who_said(facts: Any, said: Iterable[Any], side: str) -> Person:
    """Somebody who is in no table: `facts` and `said` have the columns that are read of one who is."""
    answers = _Answers()
    for row in said:
        _take(answers, row)
    return _person(facts, answers, side, False)


def _person(row: Any, answers: _Answers, side: str, comes_first: bool) -> Person:
    """A mentor who was not asked about management manages if somebody reports to them."""
    career_track = answers.career_track
    if career_track is None:
        career_track = side == Role.Side.MENTOR and row.manages
    return Person(
        id=str(row.id),
        person_id=str(row.person_id),
        division=row.division,
        department=row.department,
        level=row.level,
        zone=row.time_zone or "UTC",
        started_on=row.started_on,
        manager_id=str(row.manager_id or ""),
        languages=frozenset(row.languages) or frozenset(answers.languages),
        focus=tuple(answers.focus),
        text="\n".join(answers.texts),
        hours=answers.hours,
        wants_async=answers.wants_async,
        experience=answers.experience,
        career_track=career_track,
        capacity=row.capacity,
        tier=min(HIGHEST_TIER, row.priority + comes_first),
        late=row.is_late,
    )


def _answers(people: QuerySet[Application]) -> dict[int, _Answers]:
    rows = (
        Answer.objects.filter(response__in=people.values("response"))
        .exclude(question__pairing_use="")
        .annotate(
            use=F("question__pairing_use"),
            kind=F("question__kind"),
            value=F("choice__value"),
            label=F("choice__label"),
            place=F("choice__position"),
        )
        .order_by("response", "question__position", "rank", "choice__position", "pk")
    )
    answers: dict[int, _Answers] = defaultdict(_Answers)
    for row in rows.values_list(*_ANSWER_FIELDS, named=True):
        _take(answers[row.response_id], row)
    return answers


def _take(answers: _Answers, row: Any) -> None:
    if row.use == _Use.FOCUS:
        answers.focus += [row.label] if row.label else _words(row.text)
    elif row.use == _Use.GOAL_TEXT:
        answers.texts.append(row.label or row.text)
    elif row.use == _Use.LANGUAGES:
        answers.languages |= {row.label} if row.label else set(_words(row.text))
    elif row.use == _Use.ASYNC:
        answers.wants_async = _is_yes(row)
    elif row.use == _Use.AVAILABILITY:
        answers.hours = half_hours(row.slots or ()) or None
    elif row.use == _Use.EXPERIENCE:
        answers.experience = _how_often(row)
    elif row.use == _Use.CAREER_TRACK:
        answers.career_track = _is_yes(row)


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.replace("\n", ",").split(",") if word.strip()]


def _is_yes(row: Any) -> bool:
    return bool(row.number) if row.number is not None else row.value in {"yes", "both", "async"}


def _how_often(row: Any) -> int:
    """A number as it is, yes as once, and choices as steps upwards from none."""
    if row.number is not None:
        return max(0, row.number)
    return row.place or 0


def _unpaired_before(cycle: Cycle) -> frozenset[int]:
    """Mentees whom the previous cycle left without a mentor come first among equals."""
    if cycle.previous_id is None:
        return frozenset()
    left = Application.objects.filter(
        cycle=cycle.previous_id, role__side=Role.Side.MENTEE, status=Application.Status.UNPAIRED
    )
    return frozenset(left.values_list("person_id", flat=True))


def _paired_before(people: QuerySet[Application]) -> PairQuerySet:
    """Pairs of any cycle in which two of these people were together."""
    persons = people.values("person")
    return Pair.objects.side_by_side().filter(
        as_mentor__participation__person__in=persons, as_mentee__participation__person__in=persons
    )


def _previous(pairs: PairQuerySet) -> frozenset[tuple[str, str]]:
    rows = pairs.values_list("as_mentor__participation__person", "as_mentee__participation__person")
    return frozenset((str(mentor), str(mentee)) for mentor, mentee in rows)


def _lists(cycle: Cycle, people: QuerySet[Application], ids: set[str]) -> PairLists:
    before = _paired_before(people).exclude(cycle=cycle)
    kept = Proposal.objects.filter(board__cycle=cycle, is_locked=True)
    locks: list[tuple[str, str]] = []
    overrides: list[tuple[str, str]] = []
    for mentee, mentor, reason in kept.values_list("mentee", "mentor", "override_reason"):
        if str(mentee) in ids and str(mentor) in ids:
            (overrides if reason else locks).append((str(mentee), str(mentor)))
    vetoes = Veto.objects.filter(board__cycle=cycle).values_list("mentee", "mentor")
    return PairLists(
        previous=_previous(before),
        vetoes=tuple(
            (str(mentee), str(mentor))
            for mentee, mentor in vetoes
            if str(mentee) in ids and str(mentor) in ids
        ),
        locks=tuple(locks),
        overrides=tuple(overrides),
        votes=tuple(vote for vote in near_ties.points_of(cycle) if {vote[0], vote[1]} <= ids),
    )
