"""What the partner hears when several sessions are planned, moved or called off in one go."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from events import calendars
from notifications.models import Message
from notifications.models.message import Part
from pairs.models import MentoringSession, SessionSeries
from pairs.models.pair import with_pair
from pairs.news.about import OfPair
from pairs.queries.dates import entry_of
from people.models.columns import known
from people.zones import moment_in_words

State = MentoringSession.State


class _AboutSeries(OfPair):
    """Of the sessions that are as it says and still ahead when the words are made."""

    rows = with_pair(SessionSeries.objects.all())
    wait = timedelta(minutes=5)
    state = State.PLANNED

    def context(self, message: Message, series: SessionSeries, at: datetime) -> dict:
        sessions, zone = self._sessions(message, series, at), message.reader.time_zone
        return {
            **super().context(message, series, at),
            "series": series,
            "moments": [moment_in_words(known(one.planned_at), zone) for one in sessions],
            "minutes": sessions[0].minutes if sessions else series.pair.session_minutes,
            "why": message.context.get("why", ""),
        }

    def part(self, message: Message, series: SessionSeries, at: datetime) -> Part | None:
        """All of them in one file: an invitation may speak of one thing alone (RFC 5546)."""
        rows = self._sessions(message, series, at)
        for row in rows:
            row.pair = series.pair
        return calendars.published([entry_of(row, message.reader) for row in rows], at=at)

    def still_true(self, message: Message, series: SessionSeries, at: datetime) -> bool:
        return self.is_at_work(series) and bool(self._sessions(message, series, at))

    def _sessions(
        self, message: Message, series: SessionSeries, at: datetime
    ) -> list[MentoringSession]:
        rows = series.sessions.filter(state=self.state, planned_at__gt=at)
        concerned = message.context.get("sessions")
        if concerned is not None:
            rows = rows.filter(pk__in=concerned)
        return list(rows.order_by("planned_at", "pk"))


class SeriesPlanned(_AboutSeries):
    name = "series_planned"
    label = _("Several sessions are planned")


class SeriesMoved(_AboutSeries):
    name = "series_moved"
    label = _("Several sessions were moved")
    joins = ("series_planned",)


class SeriesCancelled(_AboutSeries):
    name = "series_cancelled"
    label = _("Several sessions were called off")
    joins = ("series_planned",)
    state = State.CANCELLED

    def still_true(self, message: Message, series: SessionSeries, at: datetime) -> bool:
        """What is off stays in calendars until they are told, also after the pair's end."""
        return bool(self._sessions(message, series, at))
