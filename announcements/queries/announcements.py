"""Announcements of a cycle, with how far each has got."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from announcements import rules
from announcements.models import Announcement
from announcements.queries.audiences import recipients_of
from notifications import kinds
from notifications.keys import key_of
from notifications.models import Message
from notifications.queries import Planned
from people.models import User
from programs.addresses import of_cycle
from programs.models import Cycle
from programs.permissions import people_in_conflict

_Status = Message.Status
_WAITING = {_Status.HELD, _Status.QUEUED, _Status.SENDING}
_TROUBLE = {_Status.FAILED, _Status.UNCERTAIN}
SAMPLES = 5
KINDS = ("announcement", "feed_post")


@dataclass(frozen=True)
class Progress:
    """Messages of one announcement by what became of them."""

    sent: int
    waiting: int
    trouble: int
    not_sent: int

    @property
    def every(self) -> int:
        return self.sent + self.waiting + self.trouble + self.not_sent

    @property
    def percent(self) -> int:
        return 100 * self.sent // self.every if self.every else 0


@dataclass(frozen=True)
class Line:
    announcement: Announcement
    progress: Progress


@dataclass(frozen=True)
class Reading:
    """An announcement as one of its readers gets it."""

    to: User | None
    subject: str
    text: str


def planned_of(cycle: Cycle, at: datetime) -> list[Planned]:
    """Announcements with a moment, for the list of what goes out by itself."""
    found = cycle.announcements.filter(state=Announcement.State.PLANNED, goes_at__gt=at)
    return [
        Planned(
            row.goes_at or at,
            _("Announcement"),
            row.subject,
            of_cycle("announcements:announcement_detail", cycle, pk=row.pk),
        )
        for row in found
    ]


def announcements_of(cycle: Cycle) -> list[Line]:
    """All of a cycle, the newest first; two queries."""
    rows = list(cycle.announcements.select_related("written_by"))
    counts = _counts(rows)
    return [Line(row, counts[key_of(row)]) for row in rows]


def progress_of(announcement: Announcement) -> Progress:
    return _counts([announcement])[key_of(announcement)]


def readings_of(announcement: Announcement, viewer: User) -> list[Reading]:
    """How a few of those it reaches would read it. Who is in a group such as "has not met" is not
    shown of people the viewer may not judge. Three queries."""
    people = recipients_of(announcement).people.exclude(pk__in=people_in_conflict(viewer))
    return [reading(announcement, person) for person in people.order_by("sort_name")[:SAMPLES]]


def reading(announcement: Announcement, to: User | None) -> Reading:
    """The mail itself, as it would go out now."""
    cycle = announcement.cycle
    words = rules.words(announcement.subject, announcement.text, cycle, to)
    mail = Message(kind="announcement", to=to)
    return Reading(to, *kinds.render_with(mail, {"cycle": cycle, **words}))


def _counts(rows: list[Announcement]) -> dict[str, Progress]:
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    messages = Message.objects.filter(kind__in=KINDS, about__in=[key_of(row) for row in rows])
    counted = messages.order_by().values_list("about", "status").annotate(Count("pk"))
    for about, status, count in counted:
        found[about][_column(status)] += count
    names = ("sent", "waiting", "trouble", "not_sent")
    return {
        key_of(row): Progress(**{name: found[key_of(row)][name] for name in names}) for row in rows
    }


def _column(status: str) -> str:
    if status == _Status.SENT:
        return "sent"
    if status in _WAITING:
        return "waiting"
    return "trouble" if status in _TROUBLE else "not_sent"
