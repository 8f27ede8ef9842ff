"""The agendas a program proposes to its pairs, saved as all sections of a cycle's settings are."""

from datetime import datetime

from pairs import programfile
from people.models import User
from programs.actions import settings
from programs.models import Cycle
from programs.models.details import Stage
from programs.programfile.shape import make
from programs.programfile.store import Tally


def save(cycle: Cycle, points: dict[str, str], *, base: str, by: User, at: datetime) -> None:
    """The program's own points of each stage; without any, pairs get the usual ones."""
    items = [
        make(programfile.AGENDA, {"stage": stage, "points": points[stage]})
        for stage in Stage.values
        if points.get(stage)
    ]
    with settings.changing(cycle, "agendas", base=base, by=by, at=at) as locked:
        programfile.save_agendas(locked, items, Tally())
