"""What a kind of question says of itself, and how its answers become rows, words and totals."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Protocol

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from surveys.blanks import Piece
from surveys.question_kinds.totals import Totals
from surveys.values import AnswerValue

Complain = Callable[[str, str], None]


class Question(Protocol):
    """What kinds read of a row of `surveys.models.Question`, which stands above them."""

    key: str
    low: int | None
    high: int | None
    at_most: int | None
    sentence: str
    choices: Any


class Kind(ABC):
    """One kind of question. `place` orders the kinds where somebody chooses one."""

    name: ClassVar[str]
    label: ClassVar[str | Promise]
    icon: ClassVar[str]
    place: ClassVar[int]
    # Which of the question's own settings mean something: choices, at_most, low, high, sentence.
    settings: ClassVar[frozenset[str]] = frozenset()
    # What pairing may read the answers as (`Question.Use`).
    uses: ClassVar[frozenset[str]] = frozenset()
    # The answer in fixed words: (value, label, the number that is kept).
    fixed: ClassVar[Sequence[tuple[str, str | Promise, int]]] = ()
    # Free words: listed as they are instead of counted.
    is_text: ClassVar[bool] = False
    # In somebody’s own voice, and printed as such.
    is_voice: ClassVar[bool] = False
    has_parts: ClassVar[bool] = False
    # A file holds the day or the number itself, not words for it.
    is_plain_value: ClassVar[bool] = False
    # Numbers from low to high, shown as a mean and a bar.
    has_steps: ClassVar[bool] = False
    # The answer as a whole would tell who gave it, so anonymous surveys do not ask it.
    reveals_person: ClassVar[bool] = False
    hint: ClassVar[str | Promise] = ""
    missing: ClassVar[str | Promise] = _("This needs an answer")

    @abstractmethod
    def field(self, question: Question, **common: Any) -> forms.Field:
        """The field of a form that asks it."""

    @abstractmethod
    def rows(self, question: Question, value: Any) -> list[AnswerValue]:
        """The field's cleaned value as rows; none for an open question."""

    @abstractmethod
    def raw(self, answers: Sequence[Any]) -> Any:
        """Rows as what the form shows."""

    @abstractmethod
    def words(self, row: Any) -> str:
        """One row in words; rows with a choice or with slots are worded by their own."""

    def pieces(self, question: Question) -> list[Piece]:
        """The sentence that the answer's parts make, as it is put together."""
        return []

    def totals(self, question: Question, counts: Counter, answered: int) -> Totals:
        """What a group answered; `counts` by (choice, number, rank). Texts are not counted."""
        return Totals(answered, [])

    def control(self, field: forms.Field) -> str:
        """The template of its control; empty: what every form uses."""
        return ""

    @property
    def has_choices(self) -> bool:
        return "choices" in self.settings

    @property
    def is_fixed(self) -> bool:
        return bool(self.fixed)

    @property
    def can_lead(self) -> bool:
        """Another question may be asked after some of its answers only."""
        return self.has_choices or self.is_fixed or self.has_steps

    def low_and_high(self, question: Question) -> tuple[int, int]:
        """The ends of its steps."""
        low = 1 if question.low is None else question.low
        return low, low + 4 if question.high is None else question.high

    def lead_values(self, question: Mapping[str, Any]) -> list[str]:
        """The answers of the kind's own that a condition can name; choices have their values."""
        return [value for value, _label, _number in self.fixed]

    def numbers_of(self, values: Sequence[str]) -> list[int]:
        """What is kept for these fixed values."""
        return [number for value, _label, number in self.fixed if value in values]

    def problem(  # noqa: B027 - most kinds fit whatever their settings are
        self, question: Mapping[str, Any], complain: Complain
    ) -> None:
        """Complain about settings that do not fit this kind, by key and text."""

    def sent(self, question: Question, cell: str) -> dict[str, list[str]]:
        """A cell of a spreadsheet as the form would have sent it, by the end of the field's name.

        What cannot be read stays as it is, for the form to refuse; where a cell stands for
        something else, such as a choice by its label, a ValidationError names what it is not.
        """
        return {"": [cell]}
