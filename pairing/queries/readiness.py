"""What to know before pairing: who is there, whether places suffice, and whom no rule lets through."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import Count, Q, Sum

from pairing import reasons, solving
from pairing.engine import BadInput, Instance, solve
from pairing.models import Unpaired
from pairing.queries import cohort
from programs.models import Application, Cycle, Role

MOST_CELLS = 1_000_000  # pairs a page may score while somebody waits
MOST_NAMED = 10
Status = Application.Status


@dataclass(frozen=True)
class Stuck:
    """Somebody whom the rules allow no partner at all."""

    application: Application
    seen: reasons.Seen


@dataclass(frozen=True)
class Readiness:
    mentors: int = 0
    places: int = 0
    mentees: int = 0
    both_roles: int = 0
    late: int = 0
    undecided: int = 0
    waitlisted: int = 0
    possible: int | None = None
    mentors_only: int = 0
    stuck: list[Stuck] = field(default_factory=list)
    stuck_count: int = 0
    problem: str = ""

    @property
    def is_ready(self) -> bool:
        return bool(self.mentors and self.mentees)

    @property
    def missing(self) -> int:
        """Mentees for whom there is no place, whatever the rules."""
        return max(0, self.mentees - self.places)


def readiness(cycle: Cycle, *, at: datetime) -> Readiness:
    counts = _counts(cycle)
    if not counts["mentors"] or not counts["mentees"]:
        return Readiness(**counts)
    if counts["mentors"] * counts["mentees"] > MOST_CELLS:
        return Readiness(**counts)
    return _with_rules(cycle, counts, at)


def _counts(cycle: Cycle) -> dict[str, Any]:
    mentor = Q(role__side=Role.Side.MENTOR, status=Status.ELIGIBLE)
    mentee = Q(role__side=Role.Side.MENTEE, status=Status.ELIGIBLE)
    found = cycle.applications.aggregate(
        mentors=Count("pk", filter=mentor),
        places=Sum("capacity", filter=mentor, default=0),
        mentees=Count("pk", filter=mentee),
        late=Count("pk", filter=Q(status=Status.ELIGIBLE, is_late=True)),
        undecided=Count("pk", filter=Q(status=Status.SUBMITTED)),
        waitlisted=Count("pk", filter=Q(status=Status.WAITLISTED)),
    )
    mentors = cycle.applications.filter(mentor).values("person")
    both = cycle.applications.filter(mentee, person__in=mentors).count()
    return {**found, "both_roles": both}


def _with_rules(cycle: Cycle, counts: dict[str, Any], at: datetime) -> Readiness:
    try:
        scored = solving.cohort_of(
            cohort.entries(cycle, at=at),
            week=cohort.week_of(cycle, at),
            seed=cycle.pairing_seed,
        )
    except BadInput as error:
        return Readiness(**counts, problem=str(error))
    mentees = {scored.instance.mentees[row] for row in _nobody(scored.instance, 1)}
    mentors = {scored.instance.mentors[column] for column in _nobody(scored.instance, 0)}
    return Readiness(
        **counts,
        possible=len(solve(scored.instance).pairs),
        mentors_only=len(scored.shortage.mentors_only),
        stuck=_stuck(scored, mentees, mentors),
        stuck_count=len(mentees) + len(mentors),
    )


def _nobody(instance: Instance, axis: int) -> list[int]:
    """Rows (axis 1) or columns (axis 0) without a single allowed pair."""
    free: list[bool] = np.any(instance.allowed >= 0, axis=axis).tolist()
    return [place for place, is_free in enumerate(free) if not is_free]


def _stuck(scored: solving.Cohort, mentees: set[str], mentors: set[str]) -> list[Stuck]:
    ids = sorted(map(int, (*mentees, *mentors)))[:MOST_NAMED]
    rows = Application.objects.filter(pk__in=ids).select_related("role")
    found = []
    for row in rows.order_by("sort_name"):
        details = solving.details_of(scored, str(row.pk), 0) if str(row.pk) in mentees else {}
        reason = Unpaired(reason=Unpaired.Reason.RULES, details=details)
        side = row.role.side
        found.append(Stuck(row, reasons.for_organizer(reason, side=side, is_late=row.is_late)))
    return found
