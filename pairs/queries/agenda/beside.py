"""What goes with a pair's agenda: the stage it is at, points to start from, and resources."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from pairs.models import Pair
from pairs.models.agenda_template import USUAL
from pairs.queries.agenda.empty import Empty, empty_of
from pairs.queries.agenda.resources import ShownResource, resources_for
from pairs.queries.pairs import Card
from pairs.rules.extending import is_last_stretch
from programs.models.details import Stage


@dataclass(frozen=True)
class ProposedAgenda:
    """`key` is what starting from it is asked by; `is_now`: the pair is at its stage. One that the
    pair keeps has its number as `own`, and is for any stage."""

    key: str
    name: str
    points: list[str]
    stage: str = ""
    is_now: bool = False
    own: int | None = None


@dataclass(frozen=True)
class Beside:
    card: Card

    @cached_property
    def agendas(self) -> list[ProposedAgenda]:
        """Those to start from: the pair's own, then of the stage it is at. Two queries."""
        now = self.stage
        own = list(self.card.pair.cycle.agenda_templates.all())
        found = [
            ProposedAgenda(one.key, one.name, one.lines, own=one.pk)
            for one in self.card.pair.own_agendas.all()
        ]
        for stage in sorted(Stage, key=lambda one: one != now):
            facts: Any = {"is_now": stage == now, "stage": str(stage.label)}
            of_program = [
                ProposedAgenda(str(one.pk), str(one), one.lines, **facts)
                for one in own
                if one.stage == stage
            ]
            usual = [str(point) for point in USUAL[stage]]
            found += of_program or [ProposedAgenda(stage.value, str(stage.label), usual, **facts)]
        return found

    @cached_property
    def resources(self) -> list[ShownResource]:
        return resources_for(self.card.pair, self.card.user, self.stage, self.card.at)

    @cached_property
    def empty(self) -> Empty | None:
        """That nothing is on the agenda of the next session, and who was told so."""
        return empty_of(self.card)

    @cached_property
    def stage(self) -> Stage:
        return stage_of(self.card.pair, self.card.at, has_met=bool(self.card.counted))


def stage_of(pair: Pair, at: datetime, *, has_met: bool) -> Stage:
    """First until the pair has held a session, final in its last stretch, ongoing in between."""
    if not has_met:
        return Stage.FIRST
    return Stage.FINAL if is_last_stretch(pair, at) else Stage.ONGOING
