"""The steps of the start: what is done, what is left, what is required before two people begin."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.models import Fulfilment, Participation
from events.models import Training, TrainingDone
from pairs.models import (
    Agreement,
    Beginning,
    CommunicationStyle,
    Goal,
    MentoringSession,
    Pair,
)
from pairs.models.pair import PairQuerySet, name_on
from people.models import User
from programs.models import Cycle, Obligation, Requirement
from surveys.models import Answer

_Session = MentoringSession


@dataclass(frozen=True)
class Step:
    """One thing to do before the start; `key` says which, and so where it is done."""

    key: str
    label: str | Promise
    level: str
    is_done: bool
    due_on: date | None = None
    is_late: bool = False

    @property
    def is_required(self) -> bool:
        return self.level == Obligation.REQUIRED

    @property
    def level_label(self) -> str:
        return str(Obligation(self.level).label)


@dataclass(frozen=True)
class Start:
    """The start of one of the two people of a pair."""

    pair: Pair
    side: Participation
    steps: list[Step]
    beginning: Beginning | None
    partners_beginning: Beginning | None
    style: CommunicationStyle | None
    partners_style: CommunicationStyle | None

    @property
    def partner(self) -> User:
        return self.pair.partner_of(self.side.person).person

    @cached_property
    def has_met(self) -> bool:
        return _has_met(self.pair)

    @cached_property
    def left(self) -> list[Step]:
        """What is not done, the required ones first; once the two have met, only those."""
        found = [
            step
            for step in self.steps
            if not step.is_done and (step.is_required or not self.has_met)
        ]
        return sorted(found, key=lambda step: not step.is_required)

    @property
    def done(self) -> list[Step]:
        return [step for step in self.steps if step.is_done]

    @property
    def required_left(self) -> list[Step]:
        return [step for step in self.left if step.is_required]

    @property
    def is_ready(self) -> bool:
        """Only what is required holds anybody up."""
        return not self.required_left

    @property
    def is_shown(self) -> bool:
        """Until all is done; what is not required is dropped once the two have met. Two who go on
        from an earlier pair have begun long ago."""
        begins = self.pair.state == Pair.State.ACTIVE and self.pair.continues_id is None
        return begins and bool(self.left)

    def waits_for(self, key: str) -> bool:
        """Whether this step is on the page and still to do."""
        return self.is_shown and any(step.key == key for step in self.left)

    @property
    def partners_purpose(self) -> Beginning | None:
        found = self.partners_beginning
        return found if found is not None and found.purpose_shown_at is not None else None


def with_what_steps_need(pairs: PairQuerySet) -> PairQuerySet:
    """For many pairs at once; never what somebody wrote."""
    sessions = _Session.objects.only(
        "pair_id", "kind", "state", "confirmation", "held_on", "planned_at"
    )
    agreements = Agreement.objects.filter(replaced_at__isnull=True).only("pair_id", "accepted_at")
    goals = Goal.objects.only("participation_id", "removed_at")
    return pairs.with_people().prefetch_related(
        Prefetch("sessions", sessions, to_attr="log"),
        Prefetch("agreements", agreements, to_attr="current_agreements"),
        Prefetch("members__participation__goals", goals),
    )


def starts(sides: Iterable[tuple[Pair, Participation]], at: datetime) -> list[Start]:
    """The start of each of these people, in seven queries for any number of them.

    Pairs need their log, current agreements and goals fetched along.
    """
    found = list(sides)
    facts = _Facts([pair for pair, _side in found], at)
    return [facts.start(pair, side) for pair, side in found]


class _Facts:
    """What the steps of many people are read from."""

    def __init__(self, pairs: list[Pair], at: datetime) -> None:
        self.at = at
        both = [side for pair in pairs for side in pair.everybody]
        cycles = {pair.cycle_id for pair in pairs}
        people = {side.person_id for side in both}
        rows = Beginning.objects.filter(participation__in={side.pk for side in both})
        self.beginnings = {row.participation_id: row for row in rows}
        styles = CommunicationStyle.objects.filter(participation__in={side.pk for side in both})
        self.styles = {row.participation_id: row for row in styles}
        self.trainings: dict[int, list[Training]] = defaultdict(list)
        for training in Training.objects.filter(cycle__in=cycles):
            self.trainings[training.cycle_id].append(training)
        done = TrainingDone.objects.filter(training__cycle__in=cycles, person__in=people)
        self.trained = set(done.values_list("person_id", "training_id"))
        self.certificates: dict[int, list[Requirement]] = defaultdict(list)
        for asked in _certificates(cycles):
            self.certificates[asked.role_id].append(asked)
        self.in_both = self._in_both(cycles, people) if self.certificates else set()
        given = Fulfilment.objects.filter(
            Q(done_on__isnull=False) | Q(verified_at__isnull=False),
            application__in={side.application_id for side in both if side.application_id},
        )
        self.given = set(given.values_list("application_id", "requirement_id"))

    def start(self, pair: Pair, side: Participation) -> Start:
        partner = pair.partner_of(side.person)
        own = self.beginnings.get(side.pk)
        steps = [*self._of_two(pair, side, own), *self._learning(pair, side)]
        return Start(
            pair,
            side,
            steps,
            own,
            self.beginnings.get(partner.pk),
            self.styles.get(side.pk),
            self.styles.get(partner.pk),
        )

    def _of_two(self, pair: Pair, side: Participation, own: Beginning | None) -> Iterable[Step]:
        cycle, log = pair.cycle, pair.log
        has_read = own is not None and own.expectations_read_at is not None
        yield Step("expectations", _("Read what we expect"), cycle.expectations_level, has_read)
        chats = any(_is_coming_or_was(one) for one in log if one.kind == _Session.Kind.COFFEE)
        if chats or cycle.day(self.at) < pair.starts_on:
            label = _("A coffee chat")
            yield Step("coffee_chat", label, cycle.coffee_chat_level, chats, pair.starts_on)
        label, has_style = _("Say how you like to talk"), side.pk in self.styles
        yield Step("style", label, cycle.style_level, has_style)
        has_purpose = own is not None and own.has_purpose
        yield Step("purpose", _("Say why you are here"), cycle.purpose_level, has_purpose)
        has_goal = any(goal.removed_at is None for goal in side.goals.all())
        is_mentor = side.pk == pair.mentor.pk
        level = Obligation.OPTIONAL if is_mentor else cycle.goal_level
        yield Step("goal", _("A goal of your own"), level, has_goal)
        agreed = any(one.accepted_at for one in pair.current_agreements)
        yield Step("agreement", _("What you two agree on"), cycle.agreement_level, agreed)
        has_date = any(_is_coming_or_was(one) for one in log if one.kind == _Session.Kind.SESSION)
        yield Step("first_date", _("A first date"), cycle.first_date_level, has_date)

    def _learning(self, pair: Pair, side: Participation) -> Iterable[Step]:
        for training in self.trainings[pair.cycle_id]:
            is_done = (side.person_id, training.pk) in self.trained
            due_on, is_late = training.due_on, self._is_past(training.due_on, pair.cycle)
            yield Step("training", training.title, training.obligation, is_done, due_on, is_late)
        for asked in self.certificates[side.role_id]:
            if asked.only_in_both_roles and (pair.cycle_id, side.person_id) not in self.in_both:
                continue
            if side.application_id is None:
                continue
            is_done = (side.application_id, asked.pk) in self.given
            due_on, is_late = asked.due_on, self._is_past(asked.due_on, pair.cycle)
            yield Step("certificate", asked.text, asked.obligation, is_done, due_on, is_late)

    def _is_past(self, due_on: date | None, cycle: Cycle) -> bool:
        return due_on is not None and due_on < cycle.day(self.at)

    def _in_both(self, cycles: set[int], people: set[int]) -> set[tuple[int, int]]:
        rows = Participation.objects.filter(
            cycle__in=cycles, person__in=people, state=Participation.State.ACTIVE
        ).order_by()
        seen: set[tuple[int, int]] = set()
        twice: set[tuple[int, int]] = set()
        for key in rows.values_list("cycle_id", "person_id"):
            (twice if key in seen else seen).add(key)
        return twice


def people_who_start(cycle: Cycle, at: datetime) -> list[Start]:
    """Everybody in a pair of the cycle, mentees first in each pair."""
    pairs = with_what_steps_need(Pair.objects.active().filter(cycle=cycle))
    rows = list(pairs.order_by(name_on("mentee"), "pk"))
    return starts([(pair, side) for pair in rows for side in (pair.mentee, pair.mentor)], at)


def _certificates(cycles: set[int]) -> QuerySet[Requirement]:
    kind = Requirement.Kind.CERTIFICATE
    return Requirement.objects.filter(role__cycle__in=cycles, kind=kind).order_by("position", "pk")


def _is_coming_or_was(session: MentoringSession) -> bool:
    if session.state == _Session.State.PLANNED:
        return True
    denied = session.confirmation == _Session.Confirmation.DENIED
    return session.state == _Session.State.HELD and not denied


def _has_met(pair: Pair) -> bool:
    return any(session.counts for session in pair.log)


def purpose_told(side: Participation) -> dict[str, str]:
    """What the sentence can begin with: an answer of the application that has two blanks."""
    answer = (
        Answer.objects.filter(
            response__application__participation=side, question__kind="blanks", parts__len=2
        )
        .order_by("question__position", "pk")
        .first()
    )
    value, because = answer.parts if answer is not None and answer.parts else ("", "")
    return {"value": value, "because": because} if value or because else {}
