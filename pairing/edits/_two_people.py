"""Edits about a mentee and a mentor."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from applications.models import Application
from pairing.edits._base import Edit, EditForm, Names
from pairing.models import Board, Proposal
from programs.models import Role


class TwoPeopleForm(EditForm):
    """A mentee and a mentor: "12-34", the numbers of their applications."""

    two = forms.RegexField(r"^[1-9]\d{0,17}-[1-9]\d{0,17}$")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if pair := given.pop("two", ""):
            given["mentee"], given["mentor"] = (int(number) for number in pair.split("-"))
        return given


@dataclass(frozen=True)
class TwoPeople(Edit):
    mentee: int
    mentor: int

    form: ClassVar[type[EditForm]] = TwoPeopleForm

    @property
    def people(self) -> set[int]:
        return {self.mentee, self.mentor}

    @property
    def ids(self) -> tuple[str, str]:
        """Mentee and mentor as the engine names them."""
        return str(self.mentee), str(self.mentor)

    @property
    def fields(self) -> dict[str, Any]:
        return {"two": f"{self.mentee}-{self.mentor}"}

    def placeholders(self, names: Names) -> dict[str, Any]:
        return {"mentor": names.get(self.mentor, ""), "mentee": names.get(self.mentee, "")}

    def is_pair(self, row: Proposal) -> bool:
        return (row.mentee_id, row.mentor_id) == (self.mentee, self.mentor)


def standing_pair(board: Board, edit: TwoPeople) -> Proposal:
    row = board.proposals.filter(mentee=edit.mentee, mentor=edit.mentor).first()
    if row is None:
        raise ValidationError(_("These two are not a pair on the board any more."), code="changed")
    return row


def eligible_two(board: Board, mentee: int, mentor: int) -> tuple[Application, Application]:
    """The two applications, if both are eligible in this cycle and stand on the right sides."""
    eligible = Application.objects.eligible().filter(cycle=board.cycle_id).select_related("role")
    one = eligible.filter(pk=mentee, role__side=Role.Side.MENTEE).first()
    other = eligible.filter(pk=mentor, role__side=Role.Side.MENTOR).first()
    if one is None or other is None:
        raise ValidationError(
            _("Both need an application that is eligible in this cycle."), code="not_eligible"
        )
    return one, other
