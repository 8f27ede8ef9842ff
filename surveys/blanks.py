"""Questions answered in parts that make one sentence: the goal matrix, goals of learning a tool,
and sentences with blanks that organizers write themselves.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.models import Question

LONGEST_PART = 500
MOST_BLANKS = 8
_BLANK = re.compile(r"\[\s*([^\[\]\s][^\[\]]{0,79})\]")


@dataclass(frozen=True)
class Blank:
    """One part somebody fills in; its key is its place."""

    key: str
    label: str | Promise
    hint: str | Promise = ""


@dataclass(frozen=True)
class Piece:
    """A stretch of the sentence: what stands before a blank, the blank's key, what follows it.

    An optional piece is left out while its blank is empty.
    """

    before: str
    key: str = ""
    after: str = ""
    is_optional: bool = True

    @property
    def begins(self) -> bool:
        """The blank is the first word of a sentence."""
        return bool(self.key) and (not self.before.strip() or self.before.rstrip()[-1] in ".!?")

    def filled(self, text: str) -> str:
        return text[:1].upper() + text[1:] if self.begins else text


# The order in which the matrix is asked; the sentence has its own.
_MATRIX = (
    Blank("0", gettext_lazy("Time-bound"), gettext_lazy("When will it be complete?")),
    Blank("1", gettext_lazy("Certain"), gettext_lazy("Is it within your control?")),
    Blank("2", gettext_lazy("Specific"), gettext_lazy("What is the desired outcome?")),
    Blank("3", gettext_lazy("Positive"), gettext_lazy("What good will it do?")),
    Blank("4", gettext_lazy("Measurable"), gettext_lazy("How will you measure it?")),
    Blank("5", gettext_lazy("Personal"), gettext_lazy("Why does it matter to you?")),
)
_MATRIX_SENTENCE = (
    ("2", gettext_lazy("What I want:")),
    ("0", gettext_lazy("When:")),
    ("4", gettext_lazy("How I measure it:")),
    ("1", gettext_lazy("Within my control:")),
    ("3", gettext_lazy("What good it does:")),
    ("5", gettext_lazy("Why it matters to me:")),
)
_TOOL = (
    Blank("0", gettext_lazy("What will you do to understand it better?")),
    Blank("1", gettext_lazy("How will you show that you understand it?")),
)
_TOOL_SENTENCE = (
    ("0", gettext_lazy("To understand it better:")),
    ("1", gettext_lazy("How I show it:")),
)
SENTENCES = {
    Question.Kind.GOAL: (_MATRIX, _MATRIX_SENTENCE),
    Question.Kind.TOOL_GOAL: (_TOOL, _TOOL_SENTENCE),
}


def blanks_of(question: Question) -> list[Blank]:
    """What the question asks for, in the order it asks."""
    if question.kind in SENTENCES:
        return list(SENTENCES[Question.Kind(question.kind)][0])
    return [Blank(str(number), name) for number, name in enumerate(names_in(question.sentence))]


def names_in(sentence: str) -> list[str]:
    """The blanks of a sentence, each once, in order: "I care about [a value]. [a value] ..."."""
    return list(dict.fromkeys(name.strip() for name in _BLANK.findall(sentence)))


def pieces_of(question: Question) -> list[Piece]:
    """The sentence as it is put together; the page shows the same pieces while somebody types."""
    if question.kind in SENTENCES:
        clauses = SENTENCES[Question.Kind(question.kind)][1]
        return [Piece(f"{lead} ", key, ". ") for key, lead in clauses]
    numbers = {name: str(place) for place, name in enumerate(names_in(question.sentence))}
    parts = _BLANK.split(question.sentence)
    texts, found = parts[0::2], parts[1::2]
    pieces = [
        Piece(text, numbers[name.strip()], "", False)
        for text, name in zip(texts, found, strict=False)
    ]
    return [*pieces, Piece(texts[-1], is_optional=False)]


def compose(question: Question, given: Mapping[str, str]) -> str:
    """The sentence from what was filled in; empty as long as nothing is."""
    if not any(tidy(text) for text in given.values()):
        return ""
    words = []
    for piece in pieces_of(question):
        text = tidy(given.get(piece.key, ""))
        if text or not piece.is_optional:
            shown = piece.filled(text) or ("…" if piece.key else "")
            words.append(f"{piece.before}{shown}{piece.after}")
    return "".join(words).strip()


def tidy(text: str) -> str:
    """On one line, and without the full stop that the sentence brings itself."""
    return " ".join(text.split()).rstrip(".").rstrip()


def problem_of(sentence: str) -> str:
    """Why a sentence cannot be asked; empty when it can."""
    names = names_in(sentence)
    if not names:
        return _("Write the sentence with each blank in brackets: I care about [a value].")
    if len(names) > MOST_BLANKS:
        return _("A sentence has at most %s blanks.") % MOST_BLANKS
    return ""
