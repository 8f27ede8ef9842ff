"""Whom somebody can ask now, as far as it hangs on what they have asked and have already."""

from dataclasses import dataclass
from datetime import date, datetime

from directory.models import MentoringRequest
from directory.permissions import Refusal, why_ask_nobody
from directory.queries import candidates
from directory.rules.fit import Candidate
from people.models import User


@dataclass(frozen=True)
class Asking:
    refusal: Refusal | None  # why they can ask nobody
    before: dict[int, MentoringRequest]  # by mentor: the request that is in the way of another
    partners: set[int]  # whom they work with already

    def can_ask(self, mentor: Candidate, day: date) -> bool:
        """Whether a press on "Ask" would lead to the form and not to a refusal."""
        is_new = mentor.pk not in self.before and mentor.pk not in self.partners
        return self.refusal is None and is_new and mentor.free > 0 and not mentor.is_away(day)

    def is_settled(self, mentor: Candidate) -> bool:
        """Nothing is to be done about this mentor for now: they have answered, or work with them."""
        before = self.before.get(mentor.pk)
        return mentor.pk in self.partners or (before is not None and not before.is_open)


def asking(user: User, at: datetime) -> Asking:
    newest_last = user.requests_made.in_the_way(at).order_by("created_at", "pk")
    return Asking(
        refusal=why_ask_nobody(user),
        before={row.mentor_id: row for row in newest_last},
        partners=candidates.partners_of(user),
    )
