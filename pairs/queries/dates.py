"""The sessions of pairs, as entries of a calendar. What they talk about is not in it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.calendars import Entry
from pairs.models import MentoringSession, Pair
from pairs.models.pair import with_pair
from people.models import User
from programs.models import Cycle

_State = MentoringSession.State
_TITLE = gettext_lazy("Session with %(name)s")
_COFFEE_TITLE = gettext_lazy("Coffee chat with %(name)s")
ALARM = timedelta(minutes=10)


def sessions_of(cycle: Cycle, person: User, at: datetime) -> list[Entry]:
    """Sessions ahead of all pairs of a person in a cycle."""
    return _entries(Pair.objects.of(person).filter(cycle=cycle), person, at)


def sessions_of_pair(pair: Pair, person: User, at: datetime) -> list[Entry]:
    return _entries(Pair.objects.filter(pk=pair.pk), person, at)


def _entries(pairs: QuerySet[Pair], person: User, at: datetime) -> list[Entry]:
    """Sessions ahead, and those called off, also by the pair's end: a calendar takes them out."""
    rows = MentoringSession.objects.filter(
        pair__in=pairs,
        state__in=[_State.PLANNED, _State.CANCELLED],
        planned_at__gte=at - timedelta(days=1),
    )
    return [entry_of(row, person) for row in with_pair(rows).order_by("planned_at", "pk")]


def entry_of(session: MentoringSession, person: User) -> Entry:
    """A session that has a time, as it stands in the calendar of one of the two."""
    pair, starts = session.pair, session.planned_at or session.created_at
    cycle, partner = pair.cycle, pair.partner_of(person).person
    link = pair.video_link
    return Entry(
        key=f"session-{session.pk}",
        title=(_COFFEE_TITLE if session.is_coffee_chat else _TITLE) % {"name": partner},
        starts=starts,
        ends=starts + timedelta(minutes=session.minutes),
        description=_("Join: %s") % link if link else "",
        url=settings.BASE_URL + reverse("pairs:pair_detail", args=[pair.pk]),
        organizer=str(cycle.program),
        reply_address=cycle.reply_address,
        sequence=session.revision,
        is_canceled=session.state == _State.CANCELLED,
        alarm=ALARM,
    )
