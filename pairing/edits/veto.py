"""Two people who are not to be paired, and taking that back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from pairing.edits._base import About, Alone, Button, Draft, PairedAnew, Seats, Written
from pairing.edits._two_people import TwoPeople, eligible_two
from pairing.engine import changes
from pairing.models import Veto
from pairing.runs.cohort import Entries


@dataclass(frozen=True)
class VetoPair(TwoPeople):
    """Never pair these two; a pair that they are is taken off."""

    key = "veto"
    asked_about = About.PAIR
    takes_away = True
    alone = Alone(
        history=lazy("vetoed a pair"),
        done=lazy("Vetoed. Suggest again to pair the two with others."),
        subject=lazy("Vetoing it and leaving both free"),
        button=lazy("Veto only"),
    )
    paired_anew = PairedAnew(
        history=lazy("vetoed a pair, and paired the rest again"),
        cause=lazy("Vetoed %(mentor)s and %(mentee)s"),
        subject=lazy("Vetoing this pair"),
        button=lazy("Veto and re-pair"),
    )

    def change(self) -> changes.Change:
        return changes.Veto(*self.ids)

    def into(self, entries: Entries) -> Entries:
        lists = entries.lists
        locks = tuple(pair for pair in lists.locks if pair != self.ids)
        lists = replace(lists, vetoes=(*lists.vetoes, self.ids), locks=locks)
        return replace(entries, lists=lists)

    def seats(self) -> Seats:
        return {self.mentee: None}

    def write_alone(self, draft: Draft) -> Written:
        eligible_two(draft.board, self.mentee, self.mentor)
        data = self.write_beside_pairs(draft)
        rows = draft.board.proposals.filter(mentee=self.mentee, mentor=self.mentor)
        removed = list(rows)
        rows.delete()
        return Written(removed=removed, data=data)

    def write_beside_pairs(self, draft: Draft) -> dict[str, Any]:
        two = {"mentee_id": self.mentee, "mentor_id": self.mentor}
        if draft.board.vetoes.filter(**two).exists():
            raise ValidationError(_("These two are vetoed already."), code="vetoed")
        Veto.objects.create(board=draft.board, by=draft.by, at=draft.at, **two)
        return {"vetoed": [[self.mentee, self.mentor]]}

    @classmethod
    def undo(cls, draft: Draft, data: Mapping[str, Any]) -> None:
        for mentee, mentor in data["vetoed"]:
            draft.board.vetoes.filter(mentee=mentee, mentor=mentor).delete()


@dataclass(frozen=True)
class AllowPair(TwoPeople):
    """Take a veto back."""

    key = "allow"
    button = Button("undo-2", lazy("Take back"))
    alone = Alone(history=lazy("took a veto back"), done=lazy("The veto is taken back."))

    def write_alone(self, draft: Draft) -> Written:
        rows = draft.board.vetoes.filter(mentee=self.mentee, mentor=self.mentor)
        gone, _rows = rows.delete()
        if not gone:
            raise ValidationError(_("These two are not vetoed."), code="not_vetoed")
        return Written(data={"allowed": [[self.mentee, self.mentor]]})

    @classmethod
    def undo(cls, draft: Draft, data: Mapping[str, Any]) -> None:
        vetoes = [
            Veto(board=draft.board, mentee_id=mentee, mentor_id=mentor)
            for mentee, mentor in data["allowed"]
        ]
        Veto.objects.bulk_create(vetoes, ignore_conflicts=True)
