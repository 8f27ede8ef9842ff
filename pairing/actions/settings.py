"""Settings of pairing, saved as all sections of a cycle's settings are."""

from datetime import datetime

from pairing import programfile
from people.models import User
from programs.actions import settings
from programs.models import Cycle
from programs.programfile.shape import Item
from programs.programfile.store import Tally, put, values_of


def save_pairing(cycle: Cycle, item: Item, *, base: str, by: User, at: datetime) -> None:
    """Rules, weights and aims. Runs made before keep what they were made with."""
    with settings.changing(cycle, "pairing", base=base, by=by, at=at) as locked:
        put(locked, values_of(item, programfile.PAIRING), Tally())
        programfile.save_rules_and_weights(locked, item, Tally())
