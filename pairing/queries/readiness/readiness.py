"""What to know before pairing: who is there, on which side, and whether places suffice."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum

from applications.models import Application
from programs.models import Cycle, Role

Status = Application.Status


@dataclass(frozen=True)
class Readiness:
    mentors: int = 0
    places: int = 0
    mentees: int = 0
    both_roles: int = 0
    late: int = 0
    undecided_mentors: int = 0
    undecided_mentees: int = 0
    waitlisted: int = 0

    @property
    def is_ready(self) -> bool:
        return bool(self.mentors and self.mentees)

    @property
    def is_worth_working_out(self) -> bool:
        """Also before anybody is decided about."""
        mentors = self.mentors + self.undecided_mentors
        return bool(mentors and self.mentees + self.undecided_mentees)

    @property
    def undecided(self) -> int:
        return self.undecided_mentors + self.undecided_mentees

    @property
    def missing(self) -> int:
        """Mentees for whom there is no place, whatever the rules."""
        return max(0, self.mentees - self.places)


def readiness(cycle: Cycle) -> Readiness:
    """Two queries, however many applied. What the rules allow is worked out elsewhere."""
    mentor = Q(role__side=Role.Side.MENTOR, status=Status.ELIGIBLE)
    mentee = Q(role__side=Role.Side.MENTEE, status=Status.ELIGIBLE)
    waiting = Q(status=Status.SUBMITTED)
    found: dict[str, Any] = cycle.applications.for_pairs().aggregate(
        mentors=Count("pk", filter=mentor),
        places=Sum("capacity", filter=mentor, default=0),
        mentees=Count("pk", filter=mentee),
        late=Count("pk", filter=Q(status=Status.ELIGIBLE, is_late=True)),
        undecided_mentors=Count("pk", filter=waiting & Q(role__side=Role.Side.MENTOR)),
        undecided_mentees=Count("pk", filter=waiting & Q(role__side=Role.Side.MENTEE)),
        waitlisted=Count("pk", filter=Q(status=Status.WAITLISTED)),
    )
    mentors = cycle.applications.filter(mentor).values("person")
    both = cycle.applications.filter(mentee, person__in=mentors).count()
    return Readiness(**found, both_roles=both)
