"""Texts that make one sentence, which is kept beside them."""

import re

from surveys import blanks
from surveys.blanks import Blank, Piece
from surveys.question_kinds._base import Kind
from surveys.question_kinds._fields import PartsField
from surveys.values import AnswerValue


class Parts(Kind):
    is_text = is_voice = has_parts = True
    uses = frozenset({"goal_text"})

    def blanks(self, question) -> list[Blank]:
        """What it asks for, in the order it asks."""
        raise NotImplementedError

    def field(self, question, **common):
        return PartsField(blanks=self.blanks(question), longest=blanks.LONGEST_PART, **common)

    def control(self, field):
        return "surveys/controls/_parts.html"

    def rows(self, question, value):
        if not value:
            return []
        parts = tuple(value.get(blank.key, "") for blank in self.blanks(question))
        return [AnswerValue(text=blanks.compose(self.pieces(question), value), parts=parts)]

    def raw(self, answers):
        given = answers[0].parts or () if answers else ()
        return {str(place): text for place, text in enumerate(given) if text}

    def words(self, row):
        return row.text

    def sent(self, question, cell):
        """One line each, in the order the question asks for them."""
        parts = re.split(r"\s*[\n|]\s*", cell)
        return {f"-{place}": [part] for place, part in enumerate(parts)}


class Clauses(Parts):
    """Fixed parts, each a clause of the sentence with its own lead."""

    asked: tuple[Blank, ...]
    clauses: tuple[tuple[str, object], ...]

    def blanks(self, question):
        return list(self.asked)

    def pieces(self, question):
        return [Piece(f"{lead} ", key, ". ") for key, lead in self.clauses]
