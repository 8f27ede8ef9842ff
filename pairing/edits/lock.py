"""Pairs that stay whatever a new run finds, and letting them go."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as lazy

from pairing.edits._base import Alone, Button, Draft, PairedAnew, Written
from pairing.edits._two_people import TwoPeople, standing_pair
from pairing.engine import changes
from pairing.models import Proposal
from pairing.runs.cohort import Entries


@dataclass(frozen=True)
class LockPair(TwoPeople):
    """Keep a pair whatever a new run finds. With the rest paired anew, two people become one first."""

    key = "lock"
    button = Button("lock-open", lazy("Lock"), key="l", is_pressed=False)
    alone = Alone(
        history=lazy("locked a pair"),
        done=lazy("Locked. Nobody moves, and it stays when you suggest again."),
    )
    paired_anew = PairedAnew(
        history=lazy("locked a pair, and paired the rest again"),
        cause=lazy("Locked %(mentor)s and %(mentee)s"),
        subject=lazy("Locking %(mentor)s and %(mentee)s"),
        button=lazy("Lock and re-pair"),
    )

    def change(self) -> changes.Change:
        return changes.Lock(*self.ids)

    def into(self, entries: Entries) -> Entries:
        lists = replace(entries.lists, locks=(*entries.lists.locks, self.ids))
        return replace(entries, lists=lists)

    def mark(self, row: Proposal) -> None:
        if self.is_pair(row):
            row.is_locked, row.origin = True, Proposal.Origin.HAND

    def write_alone(self, draft: Draft) -> Written:
        return _set_locked(self, draft, is_locked=True)


@dataclass(frozen=True)
class UnlockPair(TwoPeople):
    """Let the next run decide about a pair again."""

    key = "unlock"
    button = Button("lock", lazy("Unlock"), key="l", is_pressed=True, state=lazy("Locked"))
    alone = Alone(
        history=lazy("unlocked a pair"),
        done=lazy("Unlocked. It can change when you suggest again."),
    )

    def write_alone(self, draft: Draft) -> Written:
        return _set_locked(self, draft, is_locked=False)


def _set_locked(edit: TwoPeople, draft: Draft, *, is_locked: bool) -> Written:
    row = standing_pair(draft.board, edit)
    before = row.snapshot()
    row.is_locked = is_locked
    row.save(update_fields=["is_locked"])
    return Written(removed=[before], added=[row])
