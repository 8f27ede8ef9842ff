"""Which requirements an application meets. The confirmer's question is not among them, ever."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

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


def given_fulfilments() -> ArraySubquery:
    """What is fulfilled, as a column of an application's own row; see `fulfilments_in`."""
    rows = Fulfilment.objects.filter(
        Q(attested_at__isnull=False) | Q(verified_at__isnull=False) | Q(refused_at__isnull=False),
        application=OuterRef("pk"),
    )
    return ArraySubquery(
        rows.values(
            given=JSONObject(
                requirement_id="requirement_id",
                attested_at="attested_at",
                done_on="done_on",
                proof_link="proof_link",
                verified_at="verified_at",
                refused_at="refused_at",
            )
        )
    )


def fulfilments_in(column: list[dict]) -> list[Fulfilment]:
    """Unsaved rows; moments stay text, since only whether there are any is asked."""
    return [Fulfilment(**given) for given in column]


def given_requirements() -> ArraySubquery:
    """What the application's role asks, as a column of its own row; see `requirements_in`.

    The confirmer's question is among them, as a kind and no more.
    """
    rows = Requirement.objects.filter(role=OuterRef("role")).order_by("position", "pk")
    return ArraySubquery(
        rows.values(
            given=JSONObject(
                id="pk",
                role_id="role_id",
                kind="kind",
                check_by="check_by",
                text="text",
                months="months",
                due_on="due_on",
                obligation="obligation",
                only_in_both_roles="only_in_both_roles",
            )
        )
    )


def requirements_in(column: list[dict]) -> list[Requirement]:
    """Unsaved rows, with days as days."""
    return [
        Requirement(
            **given | {"due_on": date.fromisoformat(given["due_on"]) if given["due_on"] else None}
        )
        for given in column
    ]
