from dataclasses import dataclass, replace
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from applications.models import Application
from pairing.edits._base import Alone, Draft, PairedAnew, Seats, Written
from pairing.edits._by_hand import pair_by_hand, refuse_own_pair, refuse_unless_reason
from pairing.edits._two_people import TwoPeople, TwoPeopleForm, eligible_two
from pairing.engine import changes
from pairing.models import Proposal
from pairing.runs import calculation
from pairing.runs.cohort import Entries


class PairForm(TwoPeopleForm):
    reason = forms.CharField(
        label=lazy("Why this exception is right"), max_length=500, required=False, strip=True
    )


@dataclass(frozen=True)
class PairByHand(TwoPeople):
    """Pair two people and lock the pair. Rules hold, unless a reason sets them aside.

    Alone, the mentee leaves the mentor they were proposed, and places are never exceeded. Eligibility,
    one's own self and blocks never give way. `score` is what the two would earn.
    """

    score: int = 0
    reason: str = ""

    key = "pair"
    form = PairForm
    takes_reason = True
    alone = Alone(
        history=lazy("paired two people by hand"),
        done=lazy("Paired and locked."),
        subject=lazy("Pairing only %(mentor)s and %(mentee)s"),
        button=lazy("Pair and lock"),
    )
    paired_anew = PairedAnew(
        history=lazy("made an exception to a rule for a pair, and paired the rest again"),
        cause=lazy("Paired %(mentor)s and %(mentee)s as an exception to a rule"),
        subject=lazy("Pairing %(mentor)s and %(mentee)s as an exception to the rule"),
        button=lazy("Pair and re-pair the rest"),
    )

    def change(self) -> changes.Change:
        return changes.Override(*self.ids, self.score)

    def into(self, entries: Entries) -> Entries:
        lists = replace(entries.lists, overrides=(*entries.lists.overrides, self.ids))
        return replace(entries, lists=lists)

    def seats(self) -> Seats:
        return {self.mentee: (self.mentor, self.score)}

    def checked(self, draft: Draft) -> Self:
        known = {*draft.scored.row_of, *draft.scored.column_of}
        if not set(self.ids) <= known:
            raise ValidationError(
                _("The last run cannot say this. Suggest again first."),
                code="no_state",
            )
        refuse_unless_reason(draft, self.mentee, self.mentor, self.reason)
        return replace(self, score=calculation.score_of(draft.scored, *self.ids))

    def write_beside_pairs(self, draft: Draft) -> dict[str, Any]:
        return {"reason": self.reason} if self.reason else {}

    def mark(self, row: Proposal) -> None:
        if not self.is_pair(row):
            return
        row.is_locked, row.origin = True, Proposal.Origin.HAND
        if self.reason:
            row.override_reason = self.reason
            row.flags = [*row.flags, "override"]

    def write_alone(self, draft: Draft) -> Written:
        mentee, mentor = eligible_two(draft.board, self.mentee, self.mentor)
        refuse_own_pair(draft, mentee, mentor)
        before = list(draft.board.proposals.filter(mentee=mentee))
        if any(row.is_locked for row in before):
            raise ValidationError(
                _("%(who)s is in a locked pair. Unlock it first."),
                code="locked",
                params={"who": mentee.name},
            )
        _refuse_full(draft, mentor, coming=mentee)
        row = pair_by_hand(draft, mentee, mentor, reason=self.reason.strip())
        draft.board.proposals.filter(pk__in=[old.pk for old in before]).delete()
        row.save(force_insert=True)
        return Written(
            removed=before,
            added=[row],
            also=frozenset(old.mentor_id for old in before),
            data={"reason": row.override_reason},
        )


def _refuse_full(draft: Draft, mentor: Application, *, coming: Application) -> None:
    taken = draft.board.proposals.filter(mentor=mentor).exclude(mentee=coming).count()
    if taken >= mentor.capacity:
        raise ValidationError(
            _("%(who)s has no place left. Remove a pair, swap, or give them another place."),
            code="full",
            params={"who": mentor.name},
        )
