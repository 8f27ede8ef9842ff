"""Settings of reviewing, saved as all sections of a cycle's settings are."""

from datetime import datetime
from typing import Any

from applications import programfile
from people.models import User
from programs.actions import settings
from programs.models import Cycle, Role
from programs.programfile import saving
from programs.programfile.shape import Item
from programs.programfile.store import Tally, put


def save_review(
    cycle: Cycle,
    *,
    values: dict[str, Any],
    criteria: dict[Role, list[Item]],
    base: str,
    by: User,
    at: datetime,
) -> None:
    """How applications are reviewed, and what is scored in each role."""
    with settings.changing(cycle, "review", base=base, by=by, at=at) as locked:
        saving.refuse_other_scale(locked, values["review_scale"])
        put(locked, values, Tally())
        for role, items in criteria.items():
            programfile.save_criteria(role, items, Tally())
