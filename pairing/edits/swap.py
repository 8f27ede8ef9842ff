from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from pairing.edits._base import Alone, Draft, Edit, EditForm, Names, Written
from pairing.edits._by_hand import pair_by_hand, refuse_own_pair
from pairing.edits._two_people import eligible_two


class SwapForm(EditForm):
    first = forms.IntegerField(min_value=1, max_value=2**62)
    second = forms.IntegerField(min_value=1, max_value=2**62)


@dataclass(frozen=True)
class SwapMentors(Edit):
    """Two mentees change mentors. Both new pairs are locked; no rule may be broken."""

    first: int
    second: int

    key = "swap"
    form = SwapForm
    alone = Alone(
        history=lazy("swapped two mentors"),
        done=lazy("Swapped and locked."),
        subject=lazy("Swapping with %(other)s"),
        button=lazy("Swap and lock"),
    )

    @property
    def people(self) -> set[int]:
        return {self.first, self.second}

    @property
    def fields(self) -> dict[str, Any]:
        return {"first": self.first, "second": self.second}

    def placeholders(self, names: Names) -> dict[str, Any]:
        return {"other": names.get(self.second, "")}

    def write_alone(self, draft: Draft) -> Written:
        pairs = draft.board.proposals.filter(mentee__in=(self.first, self.second))
        rows = {row.mentee_id: row for row in pairs}
        if self.first == self.second or set(rows) != {self.first, self.second}:
            raise ValidationError(_("A swap needs two pairs."), code="not_paired")
        if any(row.is_locked for row in rows.values()):
            raise ValidationError(_("A locked pair stays. Unlock it first."), code="locked")
        first_mentor, second_mentor = rows[self.first].mentor_id, rows[self.second].mentor_id
        pairs.delete()
        added = []
        for mentee, mentor in ((self.first, second_mentor), (self.second, first_mentor)):
            one, other = eligible_two(draft.board, mentee, mentor)
            refuse_own_pair(draft, one, other)
            added.append(pair_by_hand(draft, one, other, reason=""))
            added[-1].save(force_insert=True)
        also = frozenset({first_mentor, second_mentor})
        return Written(removed=list(rows.values()), added=added, also=also)
