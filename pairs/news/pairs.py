"""What two people hear about their pair."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from applications.models import Participation
from notifications.keys import number_in
from notifications.kinds import News, Reminder, Sending
from notifications.models import Message
from pairs.models import Agreement, Pair
from pairs.news.about import AboutPair, Accepted, Proposed
from pairs.queries import quiet
from pairs.rules import windows
from pairs.rules.afterwards import writable_until
from pairs.rules.links import FortnightQuestion
from pairs.rules.windows import Window
from programs.models import Cycle, CycleSurvey
from programs.rules import days


def _sending_of(window: Window) -> str:
    return f"window:{window.number}/{window.last}"


class PairEnded(AboutPair):
    name = "pair_ended"
    label = _("A pair ended")

    def context(self, message: Message, pair: Pair, at: datetime) -> dict:
        own = pair.side_of(message.to)
        is_in = own.state == Participation.State.ACTIVE
        return {**super().context(message, pair, at), "is_free": is_in and not pair.is_fulfilled}

    def still_true(self, message: Message, pair: Pair, at: datetime) -> bool:
        return pair.state == Pair.State.ENDED


class PairCompleted(PairEnded):
    name = "pair_completed"
    label = _("A pair is complete")

    def context(self, message: Message, pair: Pair, at: datetime) -> dict:
        known = CycleSurvey.objects.filter(cycle=pair.cycle, kind=CycleSurvey.Kind.END)
        planned = known.select_related("survey").first()
        is_ahead = planned is not None and not planned.survey.is_over(at)
        return {
            **super().context(message, pair, at),
            "survey": planned if is_ahead else None,
            "until": writable_until(pair),
        }


class AgreementProposed(Proposed):
    name = "agreement_proposed"
    label = _("An agreement is proposed")
    proposals = Agreement


class AgreementAccepted(Accepted):
    name = "agreement_accepted"
    label = _("An agreement is accepted")
    proposals = Agreement


class SessionDue(AboutPair, Reminder):
    """To both of a pair with nothing logged or planned in a window about to end; once for it. A link
    in the mail answers with one tap."""

    name = "session_due"
    label = _("A session is due")
    counted_as = "session reminders"

    DAYS_BEFORE_THE_END = 3
    NOT_BEFORE_HOUR = 9  # in the cycle's zone: nobody is reminded at night

    def due(self, at: datetime) -> Iterator[News]:
        for cycle in quiet.cycles_with_pairs(at):
            local = at.astimezone(cycle.tzinfo)
            window = windows.current(quiet.windows_of(cycle), local.date())
            if window is None or local.hour < self.NOT_BEFORE_HOUR:
                continue
            if window.last - local.date() >= timedelta(days=self.DAYS_BEFORE_THE_END):
                continue
            yield from self._news(cycle, window, at)

    def ahead(self, scope: Cycle, at: datetime) -> Iterator[Sending]:
        if not Pair.objects.active().filter(cycle=scope, cycle__archived_at__isnull=True).exists():
            return
        for window in quiet.windows_of(scope):
            day = window.last - timedelta(days=self.DAYS_BEFORE_THE_END - 1)
            day = max(day, window.first)
            goes_at = datetime.combine(day, time(self.NOT_BEFORE_HOUR), scope.tzinfo)
            title = _("Fortnight until %(day)s") % {"day": date_format(window.last, "j F")}
            find = partial(self._news, scope, window, at)
            yield Sending(_sending_of(window), goes_at, title, find)

    def _news(self, cycle: Cycle, window: Window, at: datetime) -> list[News]:
        context = {"first": str(window.first), "last": str(window.last)}
        found = quiet.to_ask(cycle, window.first, window.last, at)
        found = found.filter(starts_on__lte=window.first).with_people()
        facts = (f"window:{window.number}", context, _sending_of(window))
        return [
            News(one.person_id, pair, cycle, *facts) for pair in found for one in pair.everybody
        ]

    def context(self, message: Message, pair: Pair, at: datetime) -> dict:
        first, last = _window_of(message)
        until = self.question(message).ends_on
        return {
            **super().context(message, pair, at),
            "first": first,
            "last": last,
            "until": until,
        }

    def own_link(self, message: Message) -> str:
        address = reverse("pairs:did_you_meet", args=[self.question(message).token])
        return settings.BASE_URL + address

    def question(self, message: Message) -> FortnightQuestion:
        number = number_in(message.about, Pair) or 0
        return FortnightQuestion(number, message.to_id or 0, *_window_of(message))

    def still_true(self, message: Message, pair: Pair, at: datetime) -> bool:
        first, last = _window_of(message)
        return quiet.to_ask(pair.cycle, first, last, at).filter(pk=pair.pk).exists()

    def ends_at(self, message: Message, pair: Pair) -> datetime:
        return days.ends(_window_of(message)[1], pair.cycle.tzinfo)


def _window_of(message: Message) -> tuple[date, date]:
    first, last = (date.fromisoformat(message.context[name]) for name in ("first", "last"))
    return first, last
