"""Whether growth is on, asked by every page that shows the navigation."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import QuerySet

from growth.setup.models import GrowthOrganizer, GrowthSetup
from people.models import User

KEY = "growth:setup"
KEPT_FOR = 60  # seconds; changing the setup forgets it at once, this bounds a lost race


@dataclass(frozen=True)
class Switch:
    """The three states of growth, small enough for the cache."""

    state: str = GrowthSetup.State.OFF
    divisions: tuple[str, ...] = ()
    organizers: frozenset[int] = frozenset()  # a handful, for the menu of every page

    @property
    def is_off(self) -> bool:
        return self.state == GrowthSetup.State.OFF

    def is_on_for(self, person: User) -> bool:
        if self.state == GrowthSetup.State.SOME:
            return person.division in self.divisions
        return self.state == GrowthSetup.State.ON


def switch() -> Switch:
    """From the cache; an empty one costs a query, a broken one too."""
    known = cache.get(KEY)
    if isinstance(known, Switch):
        return known
    row = GrowthSetup.objects.first()
    organizers = frozenset(GrowthOrganizer.objects.values_list("person_id", flat=True))
    found = (
        Switch(row.state, tuple(row.divisions), organizers)
        if row
        else Switch(organizers=organizers)
    )
    cache.set(KEY, found, KEPT_FOR)
    return found


def setup() -> GrowthSetup:
    """The row itself, with defaults where nobody has set anything up yet."""
    return GrowthSetup.objects.first() or GrowthSetup()


def organizers() -> QuerySet[GrowthOrganizer]:
    return GrowthOrganizer.objects.select_related("person", "added_by")


def divisions() -> list[str]:
    """Of the people who work here, for a choice of some."""
    rows = User.objects.active().exclude(division="").order_by("division")
    return list(rows.values_list("division", flat=True).distinct())
