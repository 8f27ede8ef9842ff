"""How far a cycle is from what it set itself: the same on its overview and in its report."""

from outcomes.queries.attendance import LiveAttendance
from outcomes.queries.meetings import Meetings
from outcomes.queries.shares import missing
from programs.models import Cycle


class AgainstTargets:
    cycle: Cycle
    meetings: Meetings
    live: LiveAttendance

    @property
    def completion(self) -> float | None:
        return self.meetings.completion

    @property
    def pairs_missing(self) -> int:
        meetings = self.meetings
        return missing(meetings.consistent, meetings.counted, self.cycle.meeting_target)

    @property
    def sessions_missing(self) -> int | None:
        return self.meetings.sessions_to(self.cycle.meeting_target)

    @property
    def people_missing(self) -> int:
        return missing(self.live.present, self.live.expected, self.cycle.attendance_target)
