"""What the pages of an applicant need."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application, Fulfilment, Participation
from applications.queries.late_entries import open_call_for
from applications.queries.prefill import earlier_answers
from applications.rules import tenure
from people.models import User
from programs.models import Call, Cycle, Requirement, Role
from programs.queries.calls import call_at
from programs.rules import days
from surveys.models import Answer, Question
from surveys.queries import answers_for_form, questions_of

DAYS_OF_A_MONTH = 28  # a program counts a month as four weeks: every other week is twice


@dataclass(frozen=True)
class Setting:
    """Everything the application form of one person for one role is made from."""

    role: Role
    person: User
    at: datetime
    application: Application | None
    questions: list[Question]
    answers: list[Answer]
    filled_from: Cycle | None  # the earlier cycle the answers come from, before anything is saved
    requirements: list[Requirement]
    fulfilments: list[Fulfilment]
    in_both_roles: bool
    has_other_side: bool

    @property
    def cycle(self) -> Cycle:
        return self.role.cycle

    @cached_property
    def call(self) -> Call | None:
        return call_at(self.role, self.at)

    @cached_property
    def takes_applications(self) -> bool:
        return open_call_for(self.role, self.person, self.at) is not None

    @property
    def is_late(self) -> bool:
        """Sent now, it would be late."""
        return self.takes_applications and self.call is not None and self.call.is_late(self.at)

    @property
    def call_state(self) -> str:
        return self.call.state(self.at) if self.call is not None else Call.State.UNDECIDED

    @property
    def places(self) -> int:
        """How many pairs at once the role means."""
        return self.role.capacity if self.role.side == Role.Side.MENTOR else 1

    @property
    def tenure_months(self) -> int:
        return tenure.required_months(self.requirements)

    @property
    def first_possible_day(self) -> date | None:
        """The first day of the required tenure, while it still lies ahead."""
        if not self.tenure_months or self.person.started_on is None:
            return None
        first = days.months_later(self.person.started_on, self.tenure_months)
        return first if self.cycle.day(self.at) < first else None

    @property
    def is_out_of_reach(self) -> bool:
        """Too new at the company for as long as the role takes applications."""
        first = self.first_possible_day
        calls = self.role.calls.all()
        return first is not None and tenure.is_out_of_reach(first, calls, self.cycle.tzinfo)


def setting_of(role: Role, person: User, *, at: datetime) -> Setting:
    """Constant queries; `role` comes with its cycle and calls."""
    mine = {
        application.role_id: application
        for application in applications_of(role.cycle, person).select_related("draft")
    }
    application = mine.get(role.pk)
    sides = {row.role.side for row in mine.values() if row.status != Application.Status.WITHDRAWN}
    in_both_roles = bool(sides - {role.side, Role.Side.STAFF}) and role.side != Role.Side.STAFF
    questions = questions_of(role.questionnaire_id)
    earlier = None if application else earlier_answers(role, person, questions)
    answers = answers_for_form(application.response) if application else []
    return Setting(
        role=role,
        person=person,
        at=at,
        application=application,
        questions=questions,
        answers=earlier.answers if earlier else answers,
        filled_from=earlier.application.cycle if earlier else None,
        requirements=[
            requirement
            for requirement in role.requirements.all()
            if requirement.kind != Requirement.Kind.PERFORMANCE  # the confirmer's business alone
            and (in_both_roles or not requirement.only_in_both_roles)
        ],
        fulfilments=_fulfilments(application),
        in_both_roles=in_both_roles,
        has_other_side=role.side != Role.Side.STAFF
        and role.cycle.roles.exclude(side__in=[role.side, Role.Side.STAFF]).exists(),
    )


def applications_of(cycle: Cycle, person: User) -> QuerySet[Application]:
    """A person's own applications in a cycle, with what their pages print."""
    own = Application.objects.filter(cycle=cycle, person=person)
    return own.select_related("role__cycle__program", "response", "cycle__program").order_by(
        "role__position", "pk"
    )


def _fulfilments(application: Application | None) -> list[Fulfilment]:
    if application is None:
        return []
    return list(application.fulfilments.select_related("requirement"))


def monthly_minutes(cycle: Cycle, *, pairs: int = 1) -> int:
    """How much time a month of sessions takes; a month is four weeks."""
    return round(pairs * cycle.session_minutes * DAYS_OF_A_MONTH / cycle.cadence_days)


def monthly_hours(cycle: Cycle, *, pairs: int = 1) -> str:
    """The same in words: "2 hours per month"."""
    minutes = monthly_minutes(cycle, pairs=pairs)
    if minutes < 60:
        return _("%(n)s minutes per month") % {"n": minutes}
    hours = Decimal(minutes) / 60
    shown = f"{hours:.1f}".removesuffix(".0")
    return ngettext("%(n)s hour per month", "%(n)s hours per month", 1 if shown == "1" else 2) % {
        "n": shown
    }


def concerned_by_dates(cycle: Cycle) -> QuerySet[User]:
    """People who take part, and people with an application that is still in the running as far as
    they know: drafts too, and those who were found not eligible but are not told, so that no
    silence tells them."""
    running = (
        Application.objects.filter(cycle=cycle)
        .exclude(status__in=[Application.Status.WITHDRAWN, Application.Status.LEFT])
        .exclude(status=Application.Status.NOT_ELIGIBLE, told_at__isnull=False)
    )
    taking_part = Participation.objects.filter(cycle=cycle, state=Participation.State.ACTIVE)
    return User.objects.filter(
        Q(pk__in=running.values("person")) | Q(pk__in=taking_part.values("person"))
    )


def own_applications(cycle: Cycle, person: User) -> QuerySet[Application]:
    return Application.objects.filter(cycle=cycle, person=person)
