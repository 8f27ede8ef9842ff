"""What the partner hears about sessions: planned, moved, called off, logged, denied.

Organizers list these messages too, so they never hold notes, only day and form.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events import calendars
from notifications.keys import number_in
from notifications.models import Message
from notifications.models.message import Part
from pairs.models import MentoringSession, TimeProposal
from pairs.models.pair import with_pair
from pairs.news.about import OfPair
from pairs.queries.dates import entry_of
from pairs.rules.links import SessionQuestion
from people.zones import moment_in_words

State, Confirmation = MentoringSession.State, MentoringSession.Confirmation


class _AboutSession(OfPair):
    rows = with_pair(MentoringSession.objects.all())
    wait = timedelta(minutes=5)

    def context(self, message: Message, session: MentoringSession, at: datetime) -> dict:
        partner = session.pair.partner_of(message.to).person
        zone = message.reader.time_zone
        planned = session.planned_at
        is_elsewhere = planned and _offset(planned, zone) != _offset(planned, partner.time_zone)
        return {
            **super().context(message, session, at),
            "session": session,
            "zone": zone,
            "moment": moment_in_words(planned, zone) if planned else "",
            "theirs": moment_in_words(planned, partner.time_zone)
            if planned and is_elsewhere
            else "",
        }

    def still_true(self, message: Message, session: MentoringSession, at: datetime) -> bool:
        return self.is_at_work(session) and self.is_so(session)

    def is_so(self, session: MentoringSession) -> bool:
        raise NotImplementedError


class SessionLogged(_AboutSession):
    """A link in the mail answers with one tap."""

    name = "session_logged"
    asks = True
    label = _("A session to confirm")

    def is_so(self, session: MentoringSession) -> bool:
        return session.state == State.HELD and session.confirmation == Confirmation.OPEN

    def context(self, message: Message, session: MentoringSession, at: datetime) -> dict:
        until = self.question(message).ends_at(session.created_at)
        return {**super().context(message, session, at), "until": until}

    def own_link(self, message: Message) -> str:
        return settings.BASE_URL + reverse("pairs:was_it_so", args=[self.question(message).token])

    def question(self, message: Message) -> SessionQuestion:
        return SessionQuestion(number_in(message.about, MentoringSession) or 0, message.to_id or 0)


class SessionDenied(_AboutSession):
    name = "session_denied"
    label = _("A session was denied")

    def is_so(self, session: MentoringSession) -> bool:
        return session.state == State.HELD and session.confirmation == Confirmation.DENIED


class _AboutPlan(_AboutSession):
    """Of a session that has a moment, until that moment. The mail carries it for the calendar."""

    def part(self, message: Message, session: MentoringSession, at: datetime) -> Part | None:
        return calendars.invitation(entry_of(session, message.reader), to=message.reader, at=at)

    def is_so(self, session: MentoringSession) -> bool:
        return session.state == State.PLANNED

    def ends_at(self, message: Message, session: MentoringSession) -> datetime:
        return session.planned_at or message.created_at


class SessionPlanned(_AboutPlan):
    name = "session_planned"
    label = _("A session is planned")


class TimeChosen(_AboutPlan):
    """To who proposed several times, once the partner picked one. Moved before the mail goes out, it
    may be none of them."""

    name = "time_chosen"
    label = _("One of the proposed times is chosen")

    def context(self, message: Message, session: MentoringSession, at: datetime) -> dict:
        proposed = TimeProposal.objects.filter(session=session).values_list("moments", flat=True)
        is_as_proposed = any(session.planned_at in moments for moments in proposed)
        return {**super().context(message, session, at), "is_as_proposed": is_as_proposed}


class SessionMoved(_AboutPlan):
    name = "session_moved"
    label = _("A session was moved")
    joins = ("session_planned", "time_chosen")


class SessionCancelled(_AboutPlan):
    name = "session_cancelled"
    label = _("A session was called off")
    replaces = ("session_moved",)
    undoes = ("session_planned", "time_chosen")

    def is_so(self, session: MentoringSession) -> bool:
        return session.state == State.CANCELLED


class SessionInCalendar(_AboutPlan):
    """A session that an earlier mail had put into its reader's calendar was moved or called off by
    the reader, or is off since the two met already, or are no longer a pair."""

    name = "session_in_calendar"
    label = _("A session for your own calendar")
    follows = (*_AboutPlan.follows, "pair_ended", "pair_completed")

    def context(self, message: Message, session: MentoringSession, at: datetime) -> dict:
        why = message.context.get("why", "")
        return {**super().context(message, session, at), "why": why}

    def still_true(self, message: Message, session: MentoringSession, at: datetime) -> bool:
        """What is off stays in calendars until they are told, also after the pair's end."""
        is_off = session.state == State.CANCELLED
        return is_off or super().still_true(message, session, at)


def _offset(moment: datetime, zone: str):
    return moment.astimezone(ZoneInfo(zone)).utcoffset()
