from dataclasses import dataclass

from django.utils.translation import gettext_lazy as lazy

from pairing.edits._base import About, Alone, Draft, Seats, Written
from pairing.edits._two_people import TwoPeople, standing_pair


@dataclass(frozen=True)
class TakePairOff(TwoPeople):
    """Take a pair off the draft. A new run may propose it again."""

    key = "unpair"
    asked_about = About.PAIR
    takes_away = True
    alone = Alone(
        history=lazy("took a pair off the board"),
        done=lazy("Taken off the board."),
        subject=lazy("Taking this pair off the board"),
        button=lazy("Take off the board"),
    )

    def seats(self) -> Seats:
        return {self.mentee: None}

    def write_alone(self, draft: Draft) -> Written:
        row = standing_pair(draft.board, self)
        draft.board.proposals.filter(pk=row.pk).delete()
        return Written(removed=[row])
