"""What every kind of edit says of itself, and what it is given when it writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import cached_property
from typing import Any, ClassVar, Self

from django import forms
from django.utils.functional import Promise

from pairing.engine import changes
from pairing.engine.scoring import Cohort
from pairing.models import Board, Proposal
from pairing.runs.cohort import Entries
from pairing.runs.trial import trial_cohort
from people.models import User
from programs.models import Cycle

Words = str | Promise
Names = Mapping[int, str]  # of applications; nobody finds themselves among them
Seats = Mapping[int, tuple[int, int] | None]  # a mentee's mentor with the points of the pair


class About(Enum):
    """What a question of the board (`?ask=`) is about, and so where its answers are shown."""

    PAIR = "the chosen pair"
    MENTOR = "a mentor"
    EVERYBODY = "everybody"


@dataclass(frozen=True)
class Alone:
    """Words for an edit that leaves everybody else where they are.

    `history` is a line of the history, `done` what the page says afterwards. Where it is tried first,
    `subject` begins the sentence of what it comes to, and `button` makes it.
    """

    history: Words
    done: Words
    subject: Words = ""
    button: Words = ""


@dataclass(frozen=True)
class PairedAnew:
    """Words for an edit after which the rest is paired anew; `cause` names its run."""

    history: Words
    cause: Words
    subject: Words
    button: Words


@dataclass(frozen=True)
class Button:
    """A button that makes an edit at once, beside a pair. `state` is its label where it is pressed."""

    icon: str
    label: Words
    key: str = ""
    is_pressed: bool | None = None
    state: Words = ""


@dataclass
class Draft:
    """The locked board while an edit is written on it."""

    board: Board
    by: User
    at: datetime

    @cached_property
    def scored(self) -> Cohort:
        """Everybody as they are now, to ask about single pairs."""
        return trial_cohort(self.board.cycle, at=self.at)


@dataclass(frozen=True)
class Written:
    """What an edit has written, for the history: pairs that went and came, and what undo needs.

    `also` are applications it concerns beside those it names.
    """

    removed: Sequence[Proposal | Mapping[str, Any]] = ()
    added: Sequence[Proposal] = ()
    also: frozenset[int] = frozenset()
    data: Mapping[str, Any] = field(default_factory=dict)


class EditForm(forms.Form):
    """What every edit sends along: the version of the board that was looked at."""

    version = forms.IntegerField(min_value=0, required=False)

    def values(self) -> dict[str, Any]:
        """What the edit is made of."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class Edit:
    """One change of the board: a frozen dataclass of application numbers and what else it takes.

    A kind can be made `alone`, or with the rest `paired_anew`, or either way; each is None where it
    cannot. A subclass says both the words and the work of the ways it has.
    """

    key: ClassVar[str]  # in addresses and in the history; never changed
    form: ClassVar[type[EditForm]]
    alone: ClassVar[Alone | None] = None
    paired_anew: ClassVar[PairedAnew | None] = None
    button: ClassVar[Button | None] = None
    asked_about: ClassVar[About | None] = None
    heading: ClassVar[Words] = ""  # of a question about everybody
    controls: ClassVar[str] = ""  # the template with its form, where links do not say it all
    remark: ClassVar[Words] = ""  # under the sums of what it comes to
    takes_away: ClassVar[bool] = False  # its button warns
    takes_reason: ClassVar[bool] = False  # where a rule speaks against it

    @classmethod
    def from_form(cls, form: EditForm) -> Self:
        """The edit that a valid form of its kind asks for."""
        return cls(**form.values())

    @classmethod
    def as_now(cls, cycle: Cycle) -> dict[str, Any]:
        """What its controls show before anything is typed."""
        return {}

    @property
    def is_about_all(self) -> bool:
        """It gives everybody new points."""
        return self.asked_about is About.EVERYBODY

    @property
    def people(self) -> set[int]:
        """The applications it names; nobody may decide about their own."""
        return set()

    @property
    def fields(self) -> dict[str, Any]:
        """What a form sends to make it, beside a reason."""
        raise NotImplementedError

    def placeholders(self, names: Names) -> dict[str, Any]:
        """What its words leave open."""
        return {}

    def change(self) -> changes.Change:
        """For a solved state; not for what gives everybody new points."""
        raise NotImplementedError

    def into(self, entries: Entries) -> Entries:
        """What the engine would be given after it."""
        raise NotImplementedError

    def seats(self) -> Seats:
        """The mentees who would sit elsewhere if it was made alone."""
        return {}

    def fits_alone(self, board: Board) -> bool:
        """Whether it is offered without pairing the rest anew."""
        return True

    def checked(self, draft: Draft) -> Self:
        """Before the rest is paired anew: refuse what must not be, fill in what only the board knows."""
        return self

    def write_alone(self, draft: Draft) -> Written:
        """Make it alone."""
        raise NotImplementedError

    def write_beside_pairs(self, draft: Draft) -> dict[str, Any]:
        """Write what it decides beside the pairs, which are paired anew; returns what undo needs."""
        return {}

    def mark(self, row: Proposal) -> None:
        """Mark a pair of the new run as decided by hand, if it is."""

    def settings_of_run(self, before: dict[str, Any]) -> dict[str, Any]:
        """What the new run was made with, as `Entries.settings` says it."""
        return before

    @classmethod
    def undo(cls, draft: Draft, data: Mapping[str, Any]) -> None:
        """Take back what was written beside the pairs; these go back by themselves."""
