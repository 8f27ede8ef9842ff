"""Everything that stands in one person's subscribed calendar."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.models import Participation
from events.calendars import Entry
from events.queries import dates
from people.models import User
from programs.models import Cycle
from programs.queries.survey_invitations import still_asked
from surveys.models import Invitation

KEPT_FOR = timedelta(days=60)  # a cycle stays in the calendar so long after its last day


def entries(person: User, *, at: datetime) -> list[Entry]:
    """Events, trainings, days and sessions of the cycles a person is in, and the last days of what is
    asked of them. No notes, goals or agendas: they are in no date."""
    found = [
        entry for cycle in _cycles(person, at) for entry in dates.dates_of(cycle, person, at=at)
    ]
    # What a higher app says of the person and not of the cycle comes with each of them.
    by_key = {entry.key: entry for entry in found + _surveys(person, at)}
    return list(by_key.values())


def _cycles(person: User, at: datetime) -> list[Cycle]:
    mine = Participation.objects.filter(person=person, state=Participation.State.ACTIVE)
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=(at - KEPT_FOR).date())
    cycles = Cycle.objects.filter(lasting, pk__in=mine.values("cycle"), archived_at__isnull=True)
    return list(cycles.select_related("program").order_by("pk"))


def _surveys(person: User, at: datetime) -> list[Entry]:
    waiting = still_asked(Invitation.objects.all()).filter(
        person=person, has_answered=False, survey__opens_at__lte=at, survey__closes_at__gt=at
    )
    return [
        Entry(
            key=f"invitation-{one.pk}",
            title=_("Until today: %(title)s") % {"title": one.survey.title},
            starts=timezone.localtime(one.survey.last_minute).date(),
            url=settings.BASE_URL + reverse("surveys:answer", args=[one.pk]),
        )
        for one in waiting.select_related("survey").order_by("survey__closes_at", "pk")
    ]
