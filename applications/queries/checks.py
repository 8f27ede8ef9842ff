"""Which requirements an application meets. The confirmer's question is not among them, ever."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from applications.models import Application, Fulfilment
from programs.models import Cycle, Requirement
from programs.rules.days import months_later

MET, OPEN, NOT_MET = "met", "open", "not_met"


@dataclass(frozen=True)
class Check:
    """One requirement of one application. `reached_on` is the first day a tenure is reached."""

    requirement: Requirement
    state: str
    fulfilment: Fulfilment | None = None
    reached_on: date | None = None


def requirements_of(cycle: Cycle) -> QuerySet[Requirement]:
    """What reviewers check, of all roles."""
    shown = Requirement.objects.filter(role__cycle=cycle)
    return shown.exclude(kind=Requirement.Kind.PERFORMANCE)


def checks_of(
    application: Application,
    requirements: Iterable[Requirement],
    fulfilments: Iterable[Fulfilment],
    *,
    cycle: Cycle,
    in_both_roles: bool,
) -> list[Check]:
    """Every requirement that concerns the application, with how it stands. No queries."""
    given = {one.requirement_id: one for one in fulfilments}
    return [
        _check(application, requirement, given.get(requirement.pk), cycle)
        for requirement in requirements
        if requirement.role_id == application.role_id
        and (in_both_roles or not requirement.only_in_both_roles)
    ]


def _check(
    application: Application,
    requirement: Requirement,
    fulfilment: Fulfilment | None,
    cycle: Cycle,
) -> Check:
    reached_on = None
    if requirement.kind == Requirement.Kind.TENURE and application.started_on:
        reached_on = months_later(application.started_on, requirement.months or 0)
    if fulfilment is not None and fulfilment.verified_at is not None:
        return Check(requirement, MET, fulfilment, reached_on)
    if reached_on is not None and application.submitted_at is not None:
        met = reached_on <= cycle.day(application.submitted_at)
        return Check(requirement, MET if met else NOT_MET, fulfilment, reached_on)
    if fulfilment is not None and fulfilment.refused_at is not None:
        return Check(requirement, NOT_MET, fulfilment)
    said = fulfilment is not None and fulfilment.attested_at is not None
    believed = said and requirement.check_by != Requirement.Check.VERIFIED
    return Check(requirement, MET if believed else OPEN, fulfilment, reached_on)


def known_fulfilments() -> Prefetch:
    """What anybody has said about requirements, as `known_fulfilments` of each application."""
    said = Q(attested_at__isnull=False) | Q(verified_at__isnull=False) | Q(refused_at__isnull=False)
    return Prefetch("fulfilments", Fulfilment.objects.filter(said), to_attr="known_fulfilments")
