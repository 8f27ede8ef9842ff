"""Certificates that roles ask for: whose are there, whose are missing."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from applications.models import Application, Fulfilment, Participation
from people.models import User
from programs.models import Cycle, Requirement


@dataclass(frozen=True)
class Certificate:
    """A certificate asked of somebody who takes part, and what they gave for it."""

    requirement: Requirement
    application: Application
    fulfilment: Fulfilment | None

    @property
    def is_done(self) -> bool:
        found = self.fulfilment
        return found is not None and bool(found.done_on or found.verified_at)

    @property
    def is_verified(self) -> bool:
        return self.fulfilment is not None and self.fulfilment.verified_at is not None


def certificates_of(cycle: Cycle, person: User) -> list[Certificate]:
    """One for each certificate of each role the person takes part in; three queries."""
    parts = Participation.objects.filter(
        cycle=cycle,
        person=person,
        state=Participation.State.ACTIVE,
        application__isnull=False,
    )
    applications = {
        part.role_id: part.application
        for part in parts.select_related("application")
        if part.application is not None
    }
    given = {
        (one.application_id, one.requirement_id): one
        for one in Fulfilment.objects.filter(application__in=applications.values())
    }
    asked = _asked(cycle).filter(role__in=applications)
    return [
        Certificate(row, (mine := applications[row.role_id]), given.get((mine.pk, row.pk)))
        for row in asked
        if not row.only_in_both_roles or len(applications) > 1
    ]


def certificates_with_counts(cycle: Cycle) -> QuerySet[Requirement]:
    """What roles ask for, with `people` who take part in the role and `done_count` of them."""
    active = Q(role__participations__state=Participation.State.ACTIVE)
    done = Q(fulfilments__done_on__isnull=False) | Q(fulfilments__verified_at__isnull=False)
    taking_part = Q(fulfilments__application__participation__state=Participation.State.ACTIVE)
    return (
        _asked(cycle)
        .select_related("role")
        .annotate(
            people=Count("role__participations__person", filter=active, distinct=True),
            done_count=Count(
                "fulfilments__application__person", filter=done & taking_part, distinct=True
            ),
        )
    )


def missing_certificate(requirement: Requirement) -> QuerySet[User]:
    """People who take part in the role and have given no date, nor been verified."""
    done = Fulfilment.objects.filter(requirement=requirement).filter(
        Q(done_on__isnull=False) | Q(verified_at__isnull=False)
    )
    active = Participation.objects.filter(state=Participation.State.ACTIVE)
    parts = active.filter(role=requirement.role_id)
    if requirement.only_in_both_roles:
        elsewhere = active.filter(cycle=requirement.role.cycle_id).exclude(role=requirement.role_id)
        parts = parts.filter(person__in=elsewhere.values("person"))
    found = User.objects.active().filter(pk__in=parts.values("person"))
    return found.exclude(pk__in=done.values("application__person"))


def _asked(cycle: Cycle) -> QuerySet[Requirement]:
    kind = Requirement.Kind.CERTIFICATE
    return Requirement.objects.filter(role__cycle=cycle, kind=kind).order_by(
        "role__position", "position", "pk"
    )
