"""What people wrote at the end, for those it was written to."""

from completion.models import Farewell
from completion.models.farewell import FarewellQuerySet
from pairs.models import Pair
from pairs.models.pair import with_pair
from people.models import User
from programs.models import Cycle


def gone_through_by(person: User) -> set[int]:
    """The pairs in which this person has done every step of the end, as `steps.steps_of` counts
    them."""
    done = Farewell.objects.filter(person=person).exclude(rhythm="").exclude(reached="", learned="")
    return set(done.values_list("pair", flat=True))


def to_organizers(cycle: Cycle, reader: User) -> FarewellQuerySet:
    """Nobody reads as an organizer what their own partner wrote."""
    rows = Farewell.objects.for_organizers().filter(pair__cycle=cycle)
    return with_pair(rows.exclude(pair__in=Pair.objects.of(reader)).select_related("person"))
