"""What the two people of a pair see: their page, and their cards on the home page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Prefetch, Q

from applications.models import Participation
from pairs.models import (
    AgendaItem,
    Agreement,
    Extension,
    Goal,
    MentoringSession,
    Pair,
    SessionNote,
    TimeProposal,
)
from pairs.models.pair import PairQuerySet
from pairs.models.session import OWN_FOR
from pairs.queries.goals import shown as goals
from pairs.queries.sessions.shown import ShownSession
from pairs.queries.sessions.times import Kept, ProposedTime, are_apart, kept, usual
from pairs.queries.strips import Strip, strip_of
from pairs.rules.afterwards import may_write, writable_until
from pairs.rules.extending import is_last_stretch, last_day, latest_day
from people.models import User

_Session = MentoringSession
_OUT = {_Session.State.REMOVED, _Session.State.CANCELLED, *_Session.WORDS}
DONE_SHOWN = 20
SHORTLY = timedelta(minutes=30)


@dataclass(frozen=True)
class Card:
    """A pair as one of the two sees it at a moment."""

    pair: Pair
    user: User
    at: datetime

    @cached_property
    def role(self) -> str:
        return self.pair.role_of(self.user)

    @cached_property
    def partner(self) -> User:
        return self.pair.partner_of(self.user).person

    @cached_property
    def is_apart(self) -> bool:
        """Whether the clocks of the two show another time."""
        return are_apart(self.user, self.partner, self.at)

    @property
    def partner_role(self) -> str:
        return "mentee" if self.role == "mentor" else "mentor"

    @property
    def partner_role_name(self) -> str:
        """What the cycle calls them: “your mentor”, “your Captain”."""
        return self.pair.partner_of(self.user).role.in_a_sentence

    @property
    def is_active(self) -> bool:
        return self.pair.state == Pair.State.ACTIVE

    @cached_property
    def held(self) -> list[ShownSession]:
        """Sessions that were held, newest first; denied ones and coffee chats too, they say so."""
        rows = [s for s in self.pair.log if s.state == _Session.State.HELD]
        return [self._shown(session) for session in rows]

    @cached_property
    def counted(self) -> list[MentoringSession]:
        return [shown.session for shown in self.held if shown.session.counts]

    @cached_property
    def planned(self) -> list[MentoringSession]:
        rows = [s for s in self.pair.log if s.state == _Session.State.PLANNED]
        return sorted(rows, key=_moment)

    @cached_property
    def next_session(self) -> MentoringSession | None:
        """The next one; it stays until half a day after its time, so that it can be logged."""
        recent = self.at - timedelta(hours=12)
        return next((s for s in self.planned if _moment(s) >= recent), None)

    @cached_property
    def later(self) -> list[MentoringSession]:
        """Planned after the next one."""
        return [
            one
            for one in self.planned
            if self.next_session
            and one != self.next_session
            and _moment(one) >= _moment(self.next_session)
        ]

    @cached_property
    def usual_time(self) -> ProposedTime | None:
        """One tap plans it: the time of the latest session, in the rhythm of the pair."""
        return usual(self.pair, self.pair.log, self.user, self.at)

    @cached_property
    def next_kept(self) -> Kept | None:
        """The next session is alone, and its time can be kept."""
        session = self.next_session
        if session is None or session.kind == _Session.Kind.COFFEE or self.later:
            return None
        return kept(
            self.pair,
            self.pair.log,
            self.user,
            self.at,
            first=_moment(session),
            minutes=session.minutes,
        )

    @cached_property
    def taken_out(self) -> list[ShownSession]:
        """What was removed, called off or did not take place, as far as this person has something
        to do with it: a way back, or a private note on it."""
        out = [s for s in self.pair.log if s.state in _OUT]
        shown = [self._shown(session) for session in out]
        return [one for one in shown if one.can_be_restored or one.private]

    @cached_property
    def is_next_over(self) -> bool:
        """Only once its time is up: who comes late still finds the way into the call."""
        upcoming = self.next_session
        if upcoming is None:
            return False
        return _moment(upcoming) + timedelta(minutes=upcoming.minutes) <= self.at

    @property
    def is_next_now(self) -> bool:
        upcoming = self.next_session
        return upcoming is not None and _moment(upcoming) <= self.at and not self.is_next_over

    @property
    def is_time_to_talk(self) -> bool:
        """From shortly before the next session until its planned end."""
        upcoming = self.next_session
        if upcoming is None or self.is_next_over:
            return False
        return _moment(upcoming) - SHORTLY <= self.at

    @cached_property
    def forgotten(self) -> list[MentoringSession]:
        """Planned sessions whose time has passed without a word."""
        recent = self.at - timedelta(hours=12)
        return [session for session in self.planned if _moment(session) < recent]

    @cached_property
    def to_confirm(self) -> list[ShownSession]:
        return [shown for shown in self.held if shown.waits_for_me]

    @cached_property
    def strip(self) -> Strip:
        return strip_of(self.pair, self.pair.log, self.at)

    @property
    def met_days(self) -> list[date]:
        """Of each fortnight with a session: the day of the first one."""
        days = sorted(session.held_on for session in self.counted if session.held_on)
        return [
            next((day for day in days if window.holds(day)), window.first)
            for window in self.strip.met_windows
        ]

    @cached_property
    def total_minutes(self) -> int:
        return sum(session.minutes for session in self.counted)

    @cached_property
    def open_agenda(self) -> list[AgendaItem]:
        return [item for item in self.pair.whole_agenda if not (item.done_at or item.dropped_at)]

    @cached_property
    def done_agenda(self) -> list[AgendaItem]:
        """What was ticked, and one's own dropped points: the latest first, each with a way back."""
        rows = [
            item
            for item in self.pair.whole_agenda
            if item.done_at or (item.dropped_at and item.added_by_id in {self.user.pk, None})
        ]
        return sorted(rows, key=lambda one: one.done_at or one.dropped_at, reverse=True)[
            :DONE_SHOWN
        ]

    @cached_property
    def last_held(self) -> MentoringSession | None:
        return self.held[0].session if self.held else None

    @cached_property
    def carried_over(self) -> list[AgendaItem]:
        """Open points from before the last session."""
        if self.last_held is None:
            return []
        return [item for item in self.open_agenda if item.created_at < self.last_held.created_at]

    @cached_property
    def new_points(self) -> list[AgendaItem]:
        return [item for item in self.open_agenda if item not in self.carried_over]

    @cached_property
    def mentee_goals(self) -> list[Goal]:
        return self._goals(self.pair.mentee)

    @cached_property
    def mentor_goals(self) -> list[Goal]:
        return self._goals(self.pair.mentor)

    @cached_property
    def agreement(self) -> Agreement | None:
        """What the two have agreed on."""
        return next((one for one in self.pair.current_agreements if one.accepted_at), None)

    @cached_property
    def proposal(self) -> Agreement | None:
        """What one of them has proposed, and the other not answered yet."""
        return next((one for one in self.pair.current_agreements if not one.accepted_at), None)

    @cached_property
    def extension(self) -> Extension | None:
        """Going on longer, as one of them asked and the other has not answered yet."""
        return next(iter(self.pair.open_extensions), None)

    @property
    def is_own_extension(self) -> bool:
        return self.extension is not None and self.extension.proposed_by_id == self.user.pk

    @cached_property
    def proposed_times(self) -> TimeProposal | None:
        """Times of which one of the two is to pick one, as long as one is still ahead."""
        row = next(iter(self.pair.open_times), None)
        return row if row is not None and self.is_active and row.ahead(self.at) else None

    @property
    def times_to_pick(self) -> list[datetime]:
        """Those that the partner proposed."""
        row = self.proposed_times
        return [] if row is None or row.proposed_by_id == self.user.pk else row.ahead(self.at)

    @property
    def times_i_proposed(self) -> list[datetime]:
        row = self.proposed_times
        return [] if row is None or row.proposed_by_id != self.user.pk else row.ahead(self.at)

    @property
    def waits_for_me(self) -> bool:
        """Whether the partner, or the pair itself, waits for something of this person."""
        mine = (
            self.proposal and not self.is_own_proposal,
            self.extension and not self.is_own_extension,
            self.times_to_pick,
            self.to_confirm,
            self.forgotten,
            self.is_last_stretch,
            self.strip.missed_last,
        )
        return self.is_active and any(mine)

    @property
    def may_extend_until(self) -> date | None:
        return latest_day(self.pair) if self.is_active else None

    @property
    def last_day(self) -> date | None:
        return last_day(self.pair)

    @property
    def is_last_stretch(self) -> bool:
        return is_last_stretch(self.pair, self.at)

    @property
    def writable_until(self) -> date | None:
        """Up to which day goals can still be written after the end; None once that is over."""
        return writable_until(self.pair) if may_write(self.pair, self.at) else None

    @property
    def is_own_proposal(self) -> bool:
        return self.proposal is not None and self.proposal.proposed_by_id == self.user.pk

    @property
    def goal(self) -> Goal | None:
        return next((goal for goal in self.mentee_goals if goal.state == Goal.State.OPEN), None)

    @cached_property
    def own_goals(self) -> list[Goal]:
        return self.mentor_goals if self.role == "mentor" else self.mentee_goals

    @cached_property
    def partner_goals(self) -> list[Goal]:
        return self.mentee_goals if self.role == "mentor" else self.mentor_goals

    @property
    def own_side(self) -> Participation:
        return self.pair.side_of(self.user)

    @property
    def has_open_goal(self) -> bool:
        """Of one's own."""
        return any(not goal.is_finished for goal in self.own_goals)

    @property
    def finished_goals(self) -> list[Goal]:
        return [goal for goal in [*self.own_goals, *self.partner_goals] if goal.is_finished]

    @cached_property
    def goals_to_look_at(self) -> list[Goal]:
        """Own goals that it is time to look at again, while the two work on them."""
        if not self.is_active:
            return []
        every = self.pair.cycle.goal_check_sessions
        return goals.to_look_at_again(self.own_goals, self.counted, every)

    def _goals(self, participation: Participation) -> list[Goal]:
        return goals.open_first(goals.visible(participation, self.pair, self.user))

    def _can_be_restored(self, session: MentoringSession) -> bool:
        return session.can_be_restored(self.pair, self.user.pk, self.at)

    def _shown(self, session: MentoringSession) -> ShownSession:
        notes = list(session.notes.all())
        is_own = session.logged_by_id == self.user.pk
        return ShownSession(
            session=session,
            shared=next((note for note in notes if note.is_shared), None),
            private=next((note for note in notes if not note.is_shared), None),
            is_own=is_own,
            can_change=is_own and self.at - session.created_at <= OWN_FOR,
            can_be_restored=self._can_be_restored(session),
        )


def card(pair: Pair, user: User, at: datetime) -> Card:
    """One pair with everything on its page; `pair` was fetched for this user."""
    return Card(_filled(Pair.objects.filter(pk=pair.pk), user).get(), user, at)


def cards(user: User, at: datetime) -> list[Card]:
    """The active pairs of a person, the one with the earliest date first."""
    pairs = _filled(Pair.objects.active().of(user), user)
    found = [Card(pair, user, at) for pair in pairs]
    far = at + timedelta(days=3650)
    return sorted(
        found, key=lambda c: (_moment(c.next_session) if c.next_session else far, c.pair.pk)
    )


def ended_pairs(user: User) -> PairQuerySet:
    """Pairs of before, the latest first: what was shared stays with both."""
    return Pair.objects.of(user).filter(state=Pair.State.ENDED).with_people().order_by("-ended_at")


def _moment(session: MentoringSession) -> datetime:
    """When a planned session is; the database makes sure that it has a moment."""
    return session.planned_at or session.created_at


def _filled(pairs: PairQuerySet, user: User) -> PairQuerySet:
    """Everything a card reads, in one statement for each table; private notes of this user only."""
    notes = SessionNote.objects.filter(Q(is_shared=True) | Q(author=user))
    sessions = _Session.objects.order_by("-held_on", "-pk").prefetch_related(
        Prefetch("notes", notes)
    )
    agenda = AgendaItem.objects.select_related("added_by")
    agreements = Agreement.objects.filter(replaced_at__isnull=True)
    return pairs.with_people().prefetch_related(
        Prefetch("agreements", agreements, to_attr="current_agreements"),
        Prefetch("extensions", Extension.objects.proposed(), to_attr="open_extensions"),
        Prefetch("time_proposals", TimeProposal.objects.open(), to_attr="open_times"),
        Prefetch("sessions", sessions, to_attr="log"),
        Prefetch("agenda", agenda, to_attr="whole_agenda"),
        "members__participation__goals__steps",
    )
