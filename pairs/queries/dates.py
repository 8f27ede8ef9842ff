"""The sessions of pairs, as entries of a calendar. What they talk about is not in it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from events.calendars import Entry
from pairs.models import MentoringSession, Pair
from people.models import User
from programs.models import Cycle

_State = MentoringSession.State


def sessions_of(cycle: Cycle, person: User, at: datetime) -> list[Entry]:
    """Sessions ahead of all pairs of a person in a cycle."""
    pairs = Pair.objects.active().of(person).filter(cycle=cycle)
    return _entries(pairs, person, at, states=[_State.PLANNED])


def sessions_of_pair(pair: Pair, person: User, at: datetime) -> list[Entry]:
    """Sessions ahead, and those called off, so that a calendar takes them out."""
    pairs = Pair.objects.filter(pk=pair.pk)
    return _entries(pairs, person, at, states=[_State.PLANNED, _State.CANCELLED])


def _entries(
    pairs: Iterable[Pair], person: User, at: datetime, *, states: list[str]
) -> list[Entry]:
    rows = MentoringSession.objects.filter(
        pair__in=pairs, state__in=states, planned_at__gte=at - timedelta(days=1)
    ).select_related("pair__cycle__program", "pair__mentor__person", "pair__mentee__person")
    return [_entry(row, person, at) for row in rows.order_by("planned_at", "pk") if row.planned_at]


def _entry(session: MentoringSession, person: User, at: datetime) -> Entry:
    pair, starts = session.pair, session.planned_at or at
    partner = pair.partner_of(person).person
    link = pair.video_link
    return Entry(
        key=f"session-{session.pk}",
        title=_("Session with %(name)s") % {"name": partner},
        starts=starts,
        ends=starts + timedelta(minutes=session.minutes),
        description=_("Join: %s") % link if link else "",
        url=settings.BASE_URL + reverse("pairs:pair_detail", args=[pair.pk]),
        organizer=str(pair.cycle.program),
        # A file fetched later always knows better than one fetched before.
        sequence=max(0, int((at - session.created_at).total_seconds())),
        is_canceled=session.state == _State.CANCELLED,
    )
