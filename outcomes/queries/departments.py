"""Who takes part: people, and the departments they come from."""

from collections.abc import Iterable
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
    return participants_of_each([cycle])[cycle.pk]


def participants_of_each(cycles: Iterable[Cycle]) -> dict[int, Participants]:
    """The same for each of many cycles, by its number: two queries for any number of them."""
    numbers = [cycle.pk for cycle in cycles]
    taking_part = Participation.objects.filter(cycle__in=numbers)
    taking_part = taking_part.exclude(role__side=Role.Side.STAFF).order_by()
    how_many = Count("person", distinct=True)
    rows = (
        taking_part.exclude(department="")
        .values_list("cycle", "department", "role__side")
        .annotate(people=how_many)
    )
    sides: dict[int, dict[str, dict[str, int]]] = {number: {} for number in numbers}
    for number, department, side, people in rows:
        sides[number].setdefault(department, {})[side] = people
    totals = dict(taking_part.values_list("cycle").annotate(people=how_many))
    return {
        number: Participants(people=totals.get(number, 0), departments=_departments(found))
        for number, found in sides.items()
    }


def _departments(sides: dict[str, dict[str, int]]) -> list[Department]:
    """The largest first."""
    departments = [
        Department(name, counts.get("mentor", 0), counts.get("mentee", 0))
        for name, counts in sides.items()
    ]
    return sorted(departments, key=lambda one: (-one.total, one.name))
