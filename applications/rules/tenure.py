"""Months at the company that a role requires."""

from collections.abc import Iterable

from programs.models import Obligation, Requirement


def required_months(requirements: Iterable[Requirement]) -> int:
    """The tenure without which nobody may apply; 0 if none is required."""
    return max(
        (
            requirement.months or 0
            for requirement in requirements
            if requirement.kind == Requirement.Kind.TENURE
            and requirement.obligation == Obligation.REQUIRED
        ),
        default=0,
    )
