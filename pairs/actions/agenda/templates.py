"""The agendas a program proposes to its pairs, saved as all sections of a cycle's settings are."""

from collections.abc import Sequence
from datetime import datetime

from pairs import programfile
from people.models import User
from programs.actions import settings
from programs.models import Cycle
from programs.programfile.shape import Item
from programs.programfile.store import Tally


def save(cycle: Cycle, items: Sequence[Item], *, base: str, by: User, at: datetime) -> None:
    """The program's own agendas; at a stage without any, pairs get the usual one."""
    with settings.changing(cycle, "agendas", base=base, by=by, at=at) as locked:
        programfile.save_agendas(locked, list(items), Tally())
