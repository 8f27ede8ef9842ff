from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Kind
from notifications.models import Message
from pairing.models import Ballot, VoteRound


class VotesOpened(Kind):
    name = "votes_opened"
    asks = True
    label = _("The committee votes")
    rows = VoteRound.objects.select_related("cycle__program").prefetch_related("cycle__roles")
    lasts = timedelta(days=14)

    def context(self, message: Message, votes: VoteRound, at: datetime) -> dict:
        cycle = votes.cycle
        address = reverse("pairing:votes", args=[cycle.program.slug, cycle.slug])
        return {"cycle": cycle, "link": settings.BASE_URL + address, **cycle.called.words}

    def still_true(self, message: Message, votes: VoteRound, at: datetime) -> bool:
        mine = Ballot.objects.filter(tie__round=votes, member=message.to_id)
        return votes.closed_at is None and mine.filter(voted_at__isnull=True).exists()
