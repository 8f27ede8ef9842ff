from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Kind
from notifications.models import Message
from pairing.actions.signatures import KIND, version_of
from pairing.models import Board
from pairing.queries.publishing import signatures


class SignatureWanted(Kind):
    name = KIND
    asks = True
    label = _("A draft waits for a signature")
    rows = Board.objects.select_related("cycle__program")
    lasts = timedelta(days=14)
    wait = timedelta(minutes=5)

    def context(self, message: Message, board: Board, at: datetime) -> dict:
        cycle = board.cycle
        return {
            "cycle": cycle,
            "signers": [row.by.get_full_name() for row in signatures.valid(board) if row.by],
            "address": reverse("pairing:publish", args=[cycle.program.slug, cycle.slug]),
        }

    def still_true(self, message: Message, board: Board, at: datetime) -> bool:
        is_same = board.published_at is None and message.occasion == version_of(board)
        is_begun = signatures.valid(board).exists()
        return is_same and is_begun and message.to in signatures.waited_for(board)
