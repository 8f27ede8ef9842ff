"""How the people of the open call heard of it."""

from datetime import datetime

from applications.actions import links
from applications.models import Application, InvitationLink
from people.models import User
from programs.models import Cycle

VISITS_PER_APPLICATION = 4


def play(cycle: Cycle, organizer: User, *, at: datetime) -> None:
    """A link for every channel; most applications came by one of them, some by none."""
    links.add_usual(cycle, by=organizer, at=at)
    ways = [*cycle.links.all(), None]
    numbers = list(cycle.applications.order_by("pk").values_list("pk", flat=True))
    for place, link in enumerate(ways):
        came = numbers[place :: len(ways)]
        if link is not None:
            Application.objects.filter(pk__in=came).update(source=link)
            visits = VISITS_PER_APPLICATION * len(came) + place
            InvitationLink.objects.filter(pk=link.pk).update(visits=visits)
