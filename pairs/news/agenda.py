"""What is told of a session ahead whose agenda is still empty."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.kinds import News, Reminder
from notifications.models import Message
from pairs.models import AgendaItem, MentoringSession
from pairs.models.pair import with_pair
from pairs.news.about import OfPair
from pairs.queries.agenda.empty import (
    ASKED,
    LEAST,
    REMINDED,
    bring_questions,
    occasion_of,
    to_prepare,
)
from people.zones import moment_in_words


class _OfAgenda(OfPair):
    """Its occasion is the time the session is planned for."""

    rows = with_pair(MentoringSession.objects.all())

    def context(self, message: Message, session: MentoringSession, at: datetime) -> dict:
        return {
            **super().context(message, session, at),
            "session": session,
            "moment": moment_in_words(session.planned_at, message.reader.time_zone)
            if session.planned_at
            else "",
            "address": reverse("pairs:pair_detail", args=[session.pair_id]) + "#agenda",
        }


class AgendaAsked(_OfAgenda):
    """A mentor asks for points before the two talk."""

    name = ASKED
    label = _("Your mentor asks what you would like to talk about")
    asks = True

    def still_true(self, message: Message, session: MentoringSession, at: datetime) -> bool:
        is_planned = session.state == MentoringSession.State.PLANNED and self.is_at_work(session)
        is_same = message.occasion == occasion_of(session)
        points = AgendaItem.objects.open().filter(pair=session.pair_id)
        return is_planned and is_same and not points.exists()

    def ends_at(self, message: Message, session: MentoringSession) -> datetime:
        return session.planned_at or message.created_at


class AgendaEmpty(_OfAgenda, Reminder):
    """To who brings the questions, once for each time a session is planned for."""

    name = REMINDED
    label = _("Agenda still empty before a session")
    counted_as = "reminders of empty agendas"
    joins = (ASKED,)

    def due(self, at: datetime) -> Iterator[News]:
        for session in to_prepare(at):
            pair = session.pair
            for person in bring_questions(pair):
                yield News(person, session, pair.cycle, occasion=occasion_of(session))

    def still_true(self, message: Message, session: MentoringSession, at: datetime) -> bool:
        is_due = to_prepare(at).filter(pk=session.pk).exists()
        return is_due and message.occasion == occasion_of(session)

    def ends_at(self, message: Message, session: MentoringSession) -> datetime:
        """A session that is not planned any more is none to be late for."""
        return session.planned_at - LEAST if session.planned_at else message.created_at + LEAST
