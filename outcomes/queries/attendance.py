"""Live attendance: of the people expected, who came."""

from collections.abc import Iterable
from dataclasses import dataclass

from events.queries.events import EventAttendance
from outcomes.queries.shares import percent


@dataclass(frozen=True)
class LiveAttendance:
    """All live events where attendance was noted; everybody is expected at each of them."""

    events: int
    present: int
    expected: int
    is_only_in_writing: bool = False  # all events are: there is nothing to wait for

    @property
    def percent(self) -> float | None:
        return percent(self.present, self.expected)


def live_attendance(attendances: Iterable[EventAttendance]) -> LiveAttendance:
    """Written events and events no attendance yet are left out: they would count as absence."""
    found = list(attendances)
    live = [one for one in found if one.is_noted and not one.event.is_async]
    return LiveAttendance(
        events=len(live),
        present=sum(one.present for one in live),
        expected=sum(one.expected for one in live),
        is_only_in_writing=bool(found) and all(one.event.is_async for one in found),
    )
