"""Who takes part in a cycle."""

from django.db.models import QuerySet

from applications.models import Participation
from people.models import User
from programs.models import Cycle


def participants_of(cycle: Cycle) -> QuerySet[User]:
    """Active people who take part and have not left, in whichever role; each once."""
    taking_part = Participation.objects.filter(cycle=cycle, state=Participation.State.ACTIVE)
    return User.objects.active().filter(pk__in=taking_part.values("person"))


def running_cycles() -> QuerySet[Cycle]:
    """Cycles whose pairs are published and that nobody has archived."""
    return Cycle.objects.filter(pairs_published_at__isnull=False, archived_at__isnull=True)
