"""The steps of the end, as one of the two has gone through them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from completion.models import Farewell, ThankYou
from pairs.models import Pair
from people.models import User

THANKS = "thanks"
NAMES = {
    "reached": gettext_lazy("What you reached"),
    THANKS: gettext_lazy("Thanks"),
    "organizers": gettext_lazy("For the organizers"),
    "next": gettext_lazy("Going on"),
}


@dataclass(frozen=True)
class Step:
    key: str
    name: str
    is_done: bool


def steps_of(pair: Pair, person: User, own: Farewell | None) -> list[Step]:
    """Outside of programs there are no organizers to write to, and nobody thanks somebody who left.
    To have had nothing to say and gone on is to have done these steps, too."""
    row = own or Farewell()
    told_organizers = bool(row.to_organizers or row.wants_another or row.wants_again or row.rhythm)
    has_thanked = ThankYou.objects.filter(pair=pair, giver=person).exists()
    done = {
        "reached": bool(row.reached or row.learned),
        THANKS: has_thanked or told_organizers,
        "organizers": told_organizers,
        "next": bool(row.rhythm),
    }
    left_out = {"organizers"} if pair.cycle.program.is_independent else set()
    if not pair.partner_of(person).person.is_active:
        left_out.add(THANKS)
    return [Step(key, str(name), done[key]) for key, name in NAMES.items() if key not in left_out]
