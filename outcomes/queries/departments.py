"""Who takes part: people, and the departments they come from."""

from dataclasses import dataclass

from django.db.models import Count

from applications.models import Participation
from programs.models import Cycle, Role


@dataclass(frozen=True)
class Department:
    name: str
    mentors: int
    mentees: int

    @property
    def total(self) -> int:
        return self.mentors + self.mentees


@dataclass(frozen=True)
class Participants:
    """Everybody paired or registered in a cycle; a person in two roles counts once as a person."""

    people: int
    departments: list[Department]

    def of_side(self, side: str) -> list[str]:
        """Names of the departments that mentors, or mentees, come from."""
        return [one.name for one in self.departments if getattr(one, f"{side}s")]


def participants_of(cycle: Cycle) -> Participants:
    """Two queries. People without a known department count as people only."""
    taking_part = Participation.objects.filter(cycle=cycle).exclude(role__side=Role.Side.STAFF)
    rows = (
        taking_part.exclude(department="")
        .order_by()
        .values_list("department", "role__side")
        .annotate(people=Count("person", distinct=True))
    )
    sides: dict[str, dict[str, int]] = {}
    for department, side, people in rows:
        sides.setdefault(department, {})[side] = people
    departments = [
        Department(name, counts.get("mentor", 0), counts.get("mentee", 0))
        for name, counts in sides.items()
    ]
    departments.sort(key=lambda one: (-one.total, one.name))
    people = taking_part.aggregate(people=Count("person", distinct=True))["people"]
    return Participants(people=people, departments=departments)
