"""What the board and the pages of an opportunity show."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.calendars import Entry
from growth.binder.models import BinderItem
from growth.binder.queries import Candidate
from growth.opportunities.models import (
    Opportunity,
    OpportunityApplication,
    OpportunityDate,
    OpportunityMove,
    OpportunityOwner,
    OpportunityWatch,
)
from growth.opportunities.rules import Fact, Standing, standing
from growth.plans.models import PlanGoal
from people.models import User
from programs.models import Cycle
from programs.rules import days
from surveys.queries import ShownAnswer, answers_of

State, Cover = OpportunityApplication.State, OpportunityApplication.Cover
SHOWN = ("open", "fits", "mine")
KEPT_FOR = timedelta(days=1)  # so long after it would have begun a calendar hears that it is off
PLURALS = (
    (Opportunity.Kind.SHADOW, _("Shadow programs")),
    (Opportunity.Kind.INTERNSHIP, _("Internships")),
    (Opportunity.Kind.PROGRAM, _("Programs")),
    (Opportunity.Kind.VOLUNTEER, _("Volunteering")),
)


@dataclass(frozen=True)
class Card:
    """An opportunity as one person meets it at a moment."""

    opportunity: Opportunity
    person: User
    at: datetime
    dates: list[OpportunityDate]
    owners: list[User]
    application: OpportunityApplication | None
    standing: Standing
    is_watched: bool = False

    @property
    def window(self) -> str:
        return self.opportunity.window(self.at)

    @property
    def is_open(self) -> bool:
        """Somebody has to be there who reads the applications."""
        return self.opportunity.is_open(self.at) and bool(self.owners)

    @property
    def runs_it(self) -> bool:
        return self.person in self.owners

    @property
    def may_apply(self) -> bool:
        has_one = self.application is not None and self.application.is_standing
        fits = self.standing.fits is not False
        return self.is_open and fits and not has_one and not self.runs_it

    @property
    def may_change(self) -> bool:
        """What was sent can be changed until the last day, while nobody has decided."""
        return self.is_open and self.application is not None and self.application.is_undecided

    @property
    def days_left(self) -> int | None:
        last = self.opportunity.apply_until
        zone = ZoneInfo(self.opportunity.zone)
        return days.left(days.ends(last, zone), self.at, zone) if last else None

    @property
    def is_elsewhere(self) -> bool:
        """Its days are those of another zone than the reader's."""
        return self.opportunity.zone != self.person.time_zone

    @property
    def has_dates(self) -> bool:
        return bool(self.dates)

    @property
    def dates_ahead(self) -> list[OpportunityDate]:
        today = self.opportunity.day(self.at)
        return [row for row in self.dates if row.starts_on > today]

    @property
    def choices(self) -> list[tuple[OpportunityDate, Fact | None]]:
        """Dates that lie ahead, each with what speaks against this person taking them."""
        today = self.opportunity.day(self.at)
        return [
            (
                row,
                standing(
                    self.opportunity, self.person, today=today, starts=[row.starts_on]
                ).missing,
            )
            for row in self.dates_ahead
        ]

    @property
    def free(self) -> int | None:
        """Free places now; None where nobody counts them."""
        if self.has_dates:
            return sum(row.free for row in self.dates_ahead)
        if self.opportunity.places is None:
            return None
        return max(self.opportunity.places - self.opportunity.taken, 0)


@dataclass(frozen=True)
class Board:
    """All that this person finds, and what of it they asked for."""

    cards: list[Card]
    kind: str
    show: str

    @property
    def shown(self) -> list[Card]:
        return [card for card in self.cards if self._is_asked_for(card)]

    @property
    def kinds(self) -> list[tuple[str, Promise, int]]:
        """Kinds there are any of, with how many."""
        count = Counter(card.opportunity.kind for card in self.cards)
        return [(value, label, count[value]) for value, label in PLURALS if count[value]]

    def _is_asked_for(self, card: Card) -> bool:
        if self.kind and card.opportunity.kind != self.kind:
            return False
        return {
            "open": card.is_open,
            "fits": card.may_apply,
            "mine": card.application is not None or card.runs_it,
        }.get(self.show, True)


def board(
    rows: QuerySet[Opportunity], person: User, at: datetime, *, kind: str, show: str
) -> Board:
    """Open ones first, by title; a constant number of queries."""
    found = [_card(row, person, at) for row in _filled(rows, person)]
    found.sort(key=lambda card: (not card.is_open, card.opportunity.title.casefold()))
    known = kind if kind in Opportunity.Kind.values else ""
    return Board(found, known, show if show in SHOWN else "")


def card(opportunity: Opportunity, person: User, at: datetime) -> Card:
    rows = Opportunity.objects.filter(pk=opportunity.pk)
    return _card(_filled(rows, person).get(), person, at)


def places_taken() -> Count:
    """Where there are no dates: a place is free again when what somebody did is over."""
    now = Q(applications__state=State.PLACED, applications__date__isnull=True)
    return Count("applications", filter=now)


def _filled(rows: QuerySet[Opportunity], person: User) -> QuerySet[Opportunity]:
    own = OpportunityApplication.objects.filter(person=person)
    owners = OpportunityOwner.objects.filter(person__is_active=True).select_related("person")
    return (
        rows.annotate(taken=places_taken())
        .select_related("questionnaire")
        .prefetch_related(
            Prefetch("dates", OpportunityDate.objects.with_taken(), to_attr="all_dates"),
            Prefetch("owner_rows", owners, to_attr="active_owners"),
            Prefetch(
                "applications",
                own.select_related("date").order_by("-pk"),
                to_attr="own_applications",
            ),
            Prefetch(
                "watches", OpportunityWatch.objects.filter(person=person), to_attr="own_watches"
            ),
        )
    )


def _card(row: Opportunity, person: User, at: datetime) -> Card:
    own, dates = row.own_applications, row.all_dates
    today = row.day(at)
    return Card(
        opportunity=row,
        person=person,
        at=at,
        dates=dates,
        owners=[owner.person for owner in row.active_owners],
        application=own[0] if own else None,
        standing=standing(
            row,
            person,
            today=today,
            starts=[date.starts_on for date in dates if date.starts_on > today],
        ),
        is_watched=bool(row.own_watches),
    )


def goal_of(person: User, opportunity: Opportunity) -> PlanGoal | None:
    """The goal it became in the plan that is worked on, for the one who applied."""
    goals = PlanGoal.objects.filter(
        revision__plan__person=person,
        revision__closed_at__isnull=True,
        opportunity_application__opportunity=opportunity,
    )
    return goals.order_by("-pk").first()


@dataclass(frozen=True)
class Applicants:
    """The applications to one opportunity: those to answer, those with a place, the rest."""

    undecided: list[OpportunityApplication]
    placed: list[OpportunityApplication]
    others: list[OpportunityApplication]


def applicants(rows: QuerySet[OpportunityApplication]) -> Applicants:
    found = list(rows.select_related("person", "date"))
    return Applicants(
        undecided=[row for row in found if row.is_undecided],
        placed=[row for row in found if row.state == State.PLACED],
        others=[row for row in found if not row.is_standing],
    )


def answers(application: OpportunityApplication) -> list[ShownAnswer]:
    if application.response is None:
        return []
    return answers_of([application.response])[application.response.pk]


@dataclass(frozen=True)
class Run:
    """An opportunity that somebody runs, and how many wait for their answer."""

    opportunity: Opportunity
    waiting: int


def runs(person: User) -> list[Run]:
    """Those with somebody to answer. Who waits for the manager is not counted yet."""
    to_answer = Q(applications__state=State.APPLIED) & ~Q(
        applications__cover__in=[Cover.ASKED, Cover.OTHER_DATES]
    )
    rows = Opportunity.objects.run_by(person).annotate(
        waiting=Count("applications", filter=to_answer, distinct=True)
    )
    return [Run(row, row.waiting) for row in rows.filter(waiting__gt=0)]


def begins_next(person: User, today: date) -> tuple[date, OpportunityApplication] | None:
    """The place of this person whose first day comes next, with that day."""
    rows = OpportunityApplication.objects.filter(person=person, state=State.PLACED)
    ahead = [
        (row.first_day, row)
        for row in rows.select_related("opportunity", "date")
        if row.first_day is not None and row.first_day >= today
    ]
    return min(ahead, key=lambda one: one[0], default=None)


def finished(person: User) -> QuerySet[OpportunityApplication]:
    """What somebody took part in to the end."""
    rows = OpportunityApplication.objects.filter(person=person, state=State.DONE)
    return rows.select_related("opportunity").order_by("-done_on", "-pk")


def as_evidence(application: OpportunityApplication, _person: User) -> Candidate:
    """For the binder; what it shows only the person can say."""
    return Candidate(
        BinderItem.Source.OPPORTUNITY,
        application,
        application.opportunity.title,
        happened_on=application.done_on,
    )


def dates_for_calendar(_cycle: Cycle, person: User, at: datetime) -> list[Entry]:
    """Of every opportunity with a place: they belong to no cycle, so each cycle's file has them."""
    return calendar_entries(OpportunityApplication.objects.filter(person=person), at)


def calendar_entries(rows: QuerySet[OpportunityApplication], at: datetime) -> list[Entry]:
    """Whole days from the first to the last; a place that was given back is told as canceled."""
    had_a_place = OpportunityMove.objects.filter(to_state=State.PLACED).values("application")
    held = rows.filter(pk__in=had_a_place).annotate(moved=Count("moves"))
    ended = (at - KEPT_FOR).date()
    return [
        _entry(row, row.first_day, sequence=row.moved)
        for row in held.select_related("opportunity", "date").order_by("pk")
        if row.first_day is not None and (row.holds_place or row.first_day >= ended)
    ]


def _entry(application: OpportunityApplication, first_day: date, *, sequence: int) -> Entry:
    opportunity = application.opportunity
    return Entry(
        key=f"opportunity-{application.pk}",
        title=opportunity.title,
        starts=first_day,
        ends=application.last_day,
        description=opportunity.place,
        url=settings.BASE_URL + reverse("growth:opportunity", args=[opportunity.slug]),
        sequence=sequence,
        is_canceled=not application.holds_place,
    )


def editable(rows: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    """For the list of those who look after growth: who runs each, whatever its state."""
    owners = OpportunityOwner.objects.select_related("person")
    return rows.prefetch_related(Prefetch("owner_rows", owners)).order_by("title", "pk")
