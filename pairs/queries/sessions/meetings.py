"""The meeting view: what is talked about now, what comes, and the words of each."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Q

from pairs.models import AgendaItem, MeetingNote, MentoringSession, Pair
from pairs.queries.agenda.beside import Beside, ProposedAgenda
from pairs.queries.pairs import Card
from people.models import User


@dataclass(frozen=True)
class Meeting:
    """A pair's talk as one of the two has it before them."""

    card: Card
    at: datetime

    @cached_property
    def talked_about(self) -> list[AgendaItem]:
        """Ticked since the last session: the talk of now."""
        rows = [one for one in self.card.pair.whole_agenda if one.done_at and not one.done_in_id]
        return sorted(rows, key=lambda one: one.done_at or self.at)

    @property
    def current(self) -> AgendaItem | None:
        return next(iter(self.card.open_agenda), None)

    @cached_property
    def agendas(self) -> list[ProposedAgenda]:
        """To begin with where there is no point at all: the pair's own, and those for where it is."""
        if self.total:
            return []
        return [one for one in Beside(self.card).agendas if one.own or one.is_now]

    @property
    def coming(self) -> list[AgendaItem]:
        return self.card.open_agenda[1:]

    @property
    def number(self) -> int:
        return len(self.talked_about) + 1

    @property
    def total(self) -> int:
        return len(self.talked_about) + len(self.card.open_agenda)

    @property
    def session(self) -> MentoringSession | None:
        """The planned one that the two are in: of today, not one of a day to come."""
        upcoming = self.card.next_session
        if upcoming is None or not upcoming.is_of_a_day_begun(self.at, self.card.user.time_zone):
            return None
        return upcoming

    @property
    def minutes(self) -> int:
        """Of the session that is on, else what the pair agreed on."""
        return self.session.minutes if self.session else self.card.pair.session_minutes

    @cached_property
    def _notes(self) -> list[MeetingNote]:
        return list(self.card.pair.meeting_notes.filter(session__isnull=True))

    @property
    def shared(self) -> str:
        return self._own(is_shared=True)

    @property
    def private(self) -> str:
        return self._own(is_shared=False)

    @property
    def partners(self) -> str:
        """What the partner has typed into their shared box."""
        theirs = (n for n in self._notes if n.is_shared and n.author_id != self.card.user.pk)
        return next((note.text for note in theirs), "")

    def _own(self, *, is_shared: bool) -> str:
        mine = (
            note
            for note in self._notes
            if note.author_id == self.card.user.pk and note.is_shared == is_shared
        )
        return next((note.text for note in mine), "")


def typed_in_meeting(pair: Pair, person: User) -> list[MeetingNote]:
    """What waits for the session to be logged, as far as this person reads it."""
    mine_or_shared = Q(author=person) | Q(is_shared=True)
    waiting = pair.meeting_notes.filter(mine_or_shared, session__isnull=True).exclude(text="")
    return list(waiting.order_by("-is_shared", "pk"))
