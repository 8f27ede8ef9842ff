"""What the partner hears when one of the two proposes several times for a session."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.keys import number_in
from notifications.models import Message
from pairs.models import TimeProposal
from pairs.models.pair import with_pair
from pairs.news.about import OfPair
from pairs.rules.links import TimesQuestion
from people.zones import moment_in_words


class _OfTimes(OfPair):
    rows = with_pair(TimeProposal.objects.all())
    wait = timedelta(minutes=5)


class TimesProposed(_OfTimes):
    """Those that can still be picked when the words are made. A link in the mail picks one."""

    name = "times_proposed"
    asks = True
    label = _("Times for a session are proposed")

    def context(self, message: Message, proposal: TimeProposal, at: datetime) -> dict:
        zone = message.reader.time_zone
        return {
            **super().context(message, proposal, at),
            "proposal": proposal,
            "moments": [moment_in_words(moment, zone) for moment in proposal.ahead(at)],
            "is_counter": message.context.get("is_counter", False),
        }

    def still_true(self, message: Message, proposal: TimeProposal, at: datetime) -> bool:
        is_open = proposal.closed_at is None and bool(proposal.ahead(at))
        return is_open and self.is_at_work(proposal)

    def ends_at(self, message: Message, proposal: TimeProposal) -> datetime:
        return max(proposal.moments)

    def own_link(self, message: Message) -> str:
        number = number_in(message.about, TimeProposal) or 0
        token = TimesQuestion(number, message.to_id or 0).token
        return settings.BASE_URL + reverse("pairs:pick_a_time", args=[token])


class TimesTakenBack(_OfTimes):
    """Only to somebody who has read of them, and while no others are proposed and none is planned
    from them."""

    name = "times_taken_back"
    label = _("Proposed times are taken back")

    def still_true(self, message: Message, proposal: TimeProposal, at: datetime) -> bool:
        others = TimeProposal.objects.filter(pair=proposal.pair_id, pk__gt=proposal.pk)
        is_off = proposal.closed_at is not None and proposal.session_id is None
        return is_off and not others.exists() and self.is_at_work(proposal)
