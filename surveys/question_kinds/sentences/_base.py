"""Texts that make one sentence, which is kept beside them."""

import re
from abc import abstractmethod

from surveys import blanks
from surveys.blanks import Blank, Piece
from surveys.question_kinds.base import Kind
from surveys.question_kinds.fields import PartsField
from surveys.values import AnswerValue


class Parts(Kind):
    is_text = is_voice = has_parts = True
    uses = frozenset({"goal_text"})

    @abstractmethod
    def blanks(self, question) -> list[Blank]:
        """What it asks for, in the order it asks."""

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
        """One line each, in the order the question asks for them; or the whole sentence, as our
        own files have it."""
        parts = re.split(r"\s*[\n|]\s*", cell)
        if len(parts) == 1:
            parts = self._taken_apart(question, cell) or parts
        return {f"-{place}": [part] for place, part in enumerate(parts)}

    def _taken_apart(self, question, sentence: str) -> list[str]:
        """What stands in the blanks of a sentence; nothing when it is another one."""
        pattern, seen = "", set()
        for piece in self.pieces(question):
            blank = f"(?P<b{piece.key}>.*?)" if piece.key not in seen else ".*?"
            words = re.escape(piece.before.strip()) + r"\s*" + (blank if piece.key else "")
            words += r"\s*" + re.escape(piece.after.strip()) + r"\s*"
            pattern += f"(?:{words})?" if piece.is_optional else words
            seen.add(piece.key)
        match = re.fullmatch(pattern, sentence.strip(), re.DOTALL)
        found = match.groupdict() if match else {}
        given = [(found.get(f"b{blank.key}") or "").strip("…") for blank in self.blanks(question)]
        return given if any(given) else []


class Clauses(Parts):
    """Fixed parts, each a clause of the sentence with its own lead."""

    asked: tuple[Blank, ...]
    clauses: tuple[tuple[str, object], ...]

    def blanks(self, question):
        return list(self.asked)

    def pieces(self, question):
        return [Piece(f"{lead} ", key, ". ") for key, lead in self.clauses]
