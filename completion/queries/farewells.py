"""What people wrote at the end, for those it was written to."""

from django.db.models import Q

from completion.models import Farewell
from completion.models.farewell import FarewellQuerySet
from people.models import User
from programs.models import Cycle


def gone_through_by(person: User) -> set[int]:
    """The pairs in which this person has done every step of the end, as `steps.steps_of` counts
    them."""
    done = Farewell.objects.filter(person=person).exclude(rhythm="").exclude(reached="", learned="")
    return set(done.values_list("pair", flat=True))


def to_organizers(cycle: Cycle, reader: User) -> FarewellQuerySet:
    """Nobody reads as an organizer what their own partner wrote."""
    own = Q(pair__mentor__person=reader) | Q(pair__mentee__person=reader)
    rows = Farewell.objects.for_organizers().filter(pair__cycle=cycle).exclude(own)
    return rows.select_related(
        "person", "pair__mentor__person", "pair__mentee__person", "pair__mentor__role"
    )
