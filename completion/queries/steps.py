"""The steps of the end, as one of the two has gone through them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from completion.models import Farewell
from pairs.models import Pair

NAMES = {
    "reached": gettext_lazy("What you reached"),
    "organizers": gettext_lazy("For the organizers"),
    "next": gettext_lazy("Going on"),
}


@dataclass(frozen=True)
class Step:
    key: str
    name: str
    is_done: bool


def steps_of(pair: Pair, own: Farewell | None) -> list[Step]:
    """Outside of programs there are no organizers to write to. Who had nothing to say to them and
    went on has done that step, too."""
    row = own or Farewell()
    done = {
        "reached": bool(row.reached or row.learned),
        "organizers": bool(row.to_organizers or row.wants_another or row.wants_again or row.rhythm),
        "next": bool(row.rhythm),
    }
    is_independent = pair.cycle.program.is_independent
    return [
        Step(key, str(name), done[key])
        for key, name in NAMES.items()
        if not (is_independent and key == "organizers")
    ]
