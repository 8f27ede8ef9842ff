"""A reminder before a session whose agenda is still empty."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.kinds import News, Reminder
from notifications.models import Message
from pairs.models import MentoringSession
from pairs.news.about import PAIR_AND_PEOPLE, OfPair
from pairs.queries.agenda.empty import LEAST, to_prepare
from people.zones import moment_in_words


class AgendaEmpty(OfPair, Reminder):
    """To who brings the questions, once for each time a session is planned for."""

    name = "agenda_empty"
    label = _("Agenda still empty before a session")
    counted_as = "reminders of empty agendas"
    rows = MentoringSession.objects.select_related(*PAIR_AND_PEOPLE)

    def due(self, at: datetime) -> Iterator[News]:
        for session in to_prepare(at):
            pair = session.pair
            yield News(pair.mentee.person, session, pair.cycle, occasion=_occasion(session))

    def context(self, message: Message, session: MentoringSession, at: datetime) -> dict:
        return {
            **super().context(message, session, at),
            "session": session,
            "moment": moment_in_words(session.planned_at, message.reader.time_zone)
            if session.planned_at
            else "",
            "address": reverse("pairs:pair_detail", args=[session.pair_id]) + "#agenda",
        }

    def still_true(self, message: Message, session: MentoringSession, at: datetime) -> bool:
        is_due = to_prepare(at).filter(pk=session.pk).exists()
        return is_due and message.occasion == _occasion(session)

    def ends_at(self, message: Message, session: MentoringSession) -> datetime:
        """A session that is not planned any more is none to be late for."""
        return session.planned_at - LEAST if session.planned_at else message.created_at + LEAST


def _occasion(session: MentoringSession) -> str:
    return f"{session.planned_at:%Y%m%dT%H%M}" if session.planned_at else ""
