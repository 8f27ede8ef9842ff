"""Months at the company that a role requires."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from programs.models import Call, Obligation, Requirement
from programs.rules import days


def is_out_of_reach(first: date, calls: Iterable[Call], zone: ZoneInfo) -> bool:
    """Whether every call has ended, late entry too, before the first day a tenure allows. A call
    without a last day may still reach it."""
    moment = days.begins(first, zone)
    return all(call.closes_at and (call.late_until or call.closes_at) <= moment for call in calls)


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
