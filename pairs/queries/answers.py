"""What the two of a pair have said about one fortnight."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from pairs.models import MentoringSession, Pair
from pairs.models.session import OWN_FOR
from pairs.rules.windows import Window
from people.models import User

_State = MentoringSession.State


@dataclass(frozen=True)
class Recorded:
    """The row that says how the fortnight went, as one of the two may look at it."""

    session: MentoringSession
    user: User
    at: datetime

    @property
    def is_held(self) -> bool:
        return self.session.state == _State.HELD

    @property
    def is_skipped(self) -> bool:
        return self.session.state == _State.SKIPPED

    @property
    def is_own(self) -> bool:
        return self.session.logged_by_id == self.user.pk

    @property
    def waits_for_me(self) -> bool:
        is_open = self.session.confirmation == MentoringSession.Confirmation.OPEN
        return self.is_held and is_open and not self.is_own

    @property
    def can_change(self) -> bool:
        """Day and length of one's own session, while it is new."""
        return self.is_held and self.is_own and self.at - self.session.created_at <= OWN_FOR

    @property
    def can_take_back(self) -> bool:
        """A word that there was none is either's to take back; a session its writer's."""
        return not self.is_held or self.can_change


def words_of(pair: Pair, window: Window) -> QuerySet[MentoringSession]:
    """Answers that there was no session. A planned one that did not take place is none: the two may
    have met on another day."""
    days = (window.first, window.last)
    return pair.sessions.words().filter(planned_at__isnull=True, held_on__range=days)


def recorded(pair: Pair, window: Window) -> MentoringSession | None:
    """A session that counts, else the latest answer; None while nothing is known."""
    held = pair.sessions.held().filter(held_on__range=(window.first, window.last))
    return held.first() or words_of(pair, window).order_by("-created_at", "-pk").first()


def next_planned(pair: Pair, at: datetime) -> MentoringSession | None:
    return pair.sessions.planned().filter(planned_at__gt=at).order_by("planned_at").first()
