"""Where an applicant's applications stand, in what they may know of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Prefetch
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from applications.models import Application, Fulfilment, PlaceOffer
from applications.queries.applications import applications_of
from applications.queries.late_entries import lets_in
from people.models import User
from programs.models import Call, Cycle, Milestone, Requirement, Role
from programs.queries.calls import call_at, open_call
from surveys.queries import ShownAnswer, answers_of

Status = Application.Status
DONE, NOW, AHEAD = "done", "now", ""


@dataclass(frozen=True)
class Outcome:
    """What pairing adds once people were told: the pair's page, or why there is no pair.

    `counts` says how many mentors fell to which reason; `change` the smallest change that would
    have helped. `facts` and `why` tell of the partner and what both have in common; `ended_on` is
    the day the pair with `partner` ended.
    """

    address: str = ""
    partner: User | None = None
    facts: str = ""
    why: list[str] = field(default_factory=list)
    ended_on: date | None = None
    reason: str = ""
    counts: list[tuple[int, str]] = field(default_factory=list)
    change: str = ""
    partner_role: Role | None = None
    more: tuple["Outcome", ...] = ()  # other pairs that last, of somebody with several

    @property
    def pairs(self) -> tuple["Outcome", ...]:
        """All that last, each with its partner."""
        return (self, *self.more) if self.partner and not self.ended_on else ()

    @property
    def names(self) -> str:
        return get_text_list([str(one.partner) for one in self.pairs], _("and"))


FindOutcomes = Callable[[list[Application]], dict[int, Outcome]]
_outcome_sources: list[FindOutcomes] = []


def add_outcomes(find: FindOutcomes) -> None:
    """Pairing lies above and adds its part when it starts: outcomes by application number."""
    _outcome_sources.append(find)


@dataclass(frozen=True)
class Step:
    key: str  # submitted, eligibility, pairing, announced, start
    state: str
    first: date | None = None
    last: date | None = None
    milestone: Milestone | None = None


@dataclass(frozen=True)
class Standing:
    """One application on the status page."""

    application: Application
    call: Call | None
    at: datetime
    steps: list[Step]
    answers: list[ShownAnswer]
    history: list[tuple[datetime, str]]
    outcome: Outcome
    consents: list[Fulfilment] = field(default_factory=list)

    @property
    def role(self) -> Role:
        return self.application.role

    @property
    def status(self) -> str:
        """Also the name of the template that says it."""
        return self.application.shown_status

    @property
    def offer(self) -> PlaceOffer | None:
        """The last place offered, once its mail is due; an offer taken back was never there."""
        known = [one for one in self.application.offers.all() if one.is_known(self.at)]
        return known[0] if known else None

    @property
    def takes_applications(self) -> bool:
        return open_call(self.role, self.at, is_let_in=self.application.is_let_in) is not None

    @property
    def is_late(self) -> bool:
        """Sent now, it would be late."""
        return self.takes_applications and self.call is not None and self.call.is_late(self.at)

    @property
    def last_minute(self) -> datetime | None:
        """Until when it can be sent; None for somebody whom only a late link lets in."""
        if self.call is None:
            return None
        return self.call.last_late_minute if self.is_late else self.call.last_minute

    @property
    def has_changes(self) -> bool:
        """Something was typed that is not sent."""
        return hasattr(self.application, "draft")

    @property
    def hears(self) -> Milestone | None:
        """The milestone at which they hear from us, while it lies ahead and has a date."""
        found = next((step.milestone for step in self.steps if step.key == "announced"), None)
        today = self.application.cycle.day(self.at)
        return found if found and found.starts_on and found.starts_on >= today else None

    @property
    def first_day_ahead(self) -> date | None:
        """The first day of the cycle, while it is not past."""
        cycle = self.application.cycle
        first = cycle.starts_on
        return first if first and first >= cycle.day(self.at) else None

    @property
    def is_over(self) -> bool:
        """The cycle has ended: no place becomes free any more."""
        cycle = self.application.cycle
        return cycle.is_over(cycle.day(self.at))

    @property
    def can_change(self) -> bool:
        return self.takes_applications and self.application.is_editable(self.at)

    @property
    def can_withdraw(self) -> bool:
        return self.application.can_be_withdrawn(self.at)

    @property
    def reason(self) -> str:
        """Why, in words for the applicant; only ever of a decision they were told."""
        if self.application.told_at is None:
            return ""
        return self.application.shown_reason or self.outcome.reason


_CONSENTS = Prefetch(
    "fulfilments",
    Fulfilment.objects.filter(
        requirement__kind=Requirement.Kind.CONSENT, asked_of__isnull=False
    ).select_related("requirement", "asked_of"),
    to_attr="consents",
)


def standings_of(cycle: Cycle, person: User, *, at: datetime) -> list[Standing]:
    """All applications of a person in a cycle, with a constant number of queries."""
    found = applications_of(cycle, person).select_related("draft").annotate(is_let_in=lets_in(at))
    applications = list(found.prefetch_related("role__calls", "moves", "offers", _CONSENTS))
    answers = answers_of([application.response for application in applications])
    outcomes = _outcomes([row for row in applications if row.told_at is not None])
    milestones = {row.kind: row for row in reversed(cycle.milestones.exclude(kind="other"))}
    last_call = cycle.calls.exclude(closes_at=None).order_by("closes_at").last()
    return [
        Standing(
            application=application,
            call=call_at(application.role, at),
            at=at,
            steps=_steps(application, last_call, milestones, at),
            answers=[row for row in answers[application.response_id] if not row.is_empty],
            history=_history(application),
            outcome=outcomes.get(application.pk, Outcome()),
            consents=application.consents,
        )
        for application in applications
    ]


def _outcomes(applications: list[Application]) -> dict[int, Outcome]:
    found: dict[int, Outcome] = {}
    for find in _outcome_sources:
        found |= find(applications)
    return found


def _history(application: Application) -> list[tuple[datetime, str]]:
    """What happened as the applicant knows it, newest first; a silent decision is not in it."""
    own = {Status.SUBMITTED, Status.WITHDRAWN}
    rows = [
        (move.at, move.to_status)
        for move in application.moves.all()
        if move.to_status in own and move.by_id == application.person_id
    ]
    if application.told_at is not None:
        rows.append((application.told_at, "told"))
    return sorted(rows, reverse=True)


def _steps(
    application: Application, last_call: Call | None, milestones: dict[str, Milestone], at: datetime
) -> list[Step]:
    """Which step is current follows from what was told, never from a decision nobody told yet: the
    organizers may read until people hear from them. Pairing begins when the last call of any role
    has closed. Of somebody who withdrew or has no pair no day lies ahead."""
    cycle = application.cycle
    submitted_on = cycle.day(application.submitted_at) if application.submitted_at else None
    closed_on = last_call.last_day if last_call is not None else None
    announced = milestones.get(Milestone.Kind.PAIRS_ANNOUNCED)
    start = milestones.get(Milestone.Kind.KICKOFF)
    current = _current(application, start, at)
    if application.role.side == Role.Side.STAFF:
        return _steps_of_staff(application, submitted_on)
    if application.shown_status == Status.NOT_ELIGIBLE:
        return _steps_to_a_no(application, submitted_on)
    if application.shown_status == Status.WITHDRAWN:
        return [Step("submitted", DONE, submitted_on)] if submitted_on else []
    heard_on = _heard_of_pairs_on(application)
    news_on = heard_on or (announced.starts_on if announced else None)
    begins_on = closed_on if closed_on and not (news_on and news_on < closed_on) else None
    has_no_pair = application.shown_status in {Status.UNPAIRED, Status.LEFT}
    rows = [
        ("submitted", submitted_on, None, None),
        ("eligibility", None, news_on, None),
        ("pairing", begins_on, news_on, None),
        ("announced", heard_on, None, None if heard_on else announced),
        ("start", cycle.starts_on, None, start),
    ]
    return [
        Step(key, _state(number, current), first, last, milestone)
        for number, (key, first, last, milestone) in enumerate(rows)
        if not (key == "start" and has_no_pair)
    ]


def _heard_of_pairs_on(application: Application) -> date | None:
    """The day on which they were told of a pair or of none; later news of it changes nothing."""
    published_at = application.cycle.pairs_published_at
    if published_at is None or application.told_at is None:
        return None
    news = {Status.PAIRED, Status.UNPAIRED, Status.MENTOR_ONLY}
    heard = [
        move.at
        for move in application.moves.all()
        if move.to_status in news and move.at >= published_at
    ]
    return application.cycle.day(min(heard)) if heard else None


def _steps_to_a_no(application: Application, submitted_on: date | None) -> list[Step]:
    """No pairing comes after it, so no day of that is shown."""
    told_on = application.cycle.day(application.told_at) if application.told_at else None
    return [Step("submitted", DONE, submitted_on), Step("eligibility", NOW, None, told_on)]


def _steps_of_staff(application: Application, submitted_on: date | None) -> list[Step]:
    """Somebody reads it and decides; no pairing comes after it."""
    begun = {Status.DRAFT, Status.WITHDRAWN}
    current = 0 if application.shown_status in begun else 1 if application.told_at is None else 2
    return [
        Step("submitted", _state(0, current), submitted_on),
        Step("eligibility", _state(1, current)),
    ]


def _current(application: Application, start: Milestone | None, at: datetime) -> int:
    """The number of the current step; of somebody out of the cycle the last one they reached."""
    status = application.shown_status
    if status == Status.DRAFT:
        return 0
    if status == Status.SUBMITTED:
        return 1
    first = (start.starts_on if start else None) or application.cycle.starts_on
    has_begun = first is not None and application.cycle.day(at) >= first
    return 4 if status == Status.PAIRED and has_begun else 3


def _state(number: int, current: int) -> str:
    return DONE if number < current else NOW if number == current else AHEAD


def others_open(applications: Iterable[Application], roles: Iterable[Role], at: datetime) -> list:
    """Roles of the cycle somebody has not applied for and could now."""
    taken = {application.role_id for application in applications}
    return [role for role in roles if role.pk not in taken and open_call(role, at)]
