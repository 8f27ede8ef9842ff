"""Text answers of a survey as those who run it read and mark them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from programs.queries.surveys import NamedAnswers
from surveys.models import AnswerMark, Survey
from surveys.queries import ShownAnswer, marks_of
from surveys.results import Results


@dataclass(frozen=True)
class Filter:
    """One mark with how many of the answers that are shown have it."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class Marks:
    """`wanted` narrows what is shown to answers with this mark; empty shows all."""

    by_answer: Mapping[str, list[AnswerMark]]
    readable: frozenset[str]
    wanted: str

    def of(self, answer: ShownAnswer) -> list[AnswerMark]:
        return self.by_answer.get(answer.key, [])

    def narrowed(self, answers: Iterable[ShownAnswer]) -> list[ShownAnswer]:
        return [
            answer
            for answer in answers
            if not self.wanted or any(mark.key == self.wanted for mark in self.of(answer))
        ]

    @property
    def filters(self) -> list[Filter]:
        """The kinds first, then themes by their words."""
        counts = Counter(
            (mark.kind == AnswerMark.Kind.THEME, str(mark), mark.key) for mark in self._seen
        )
        return [Filter(key, words, n) for (_is_theme, words, key), n in sorted(counts.items())]

    @property
    def themes(self) -> list[str]:
        """To choose from: of answers this reader is shown, since a theme tells what one says."""
        return sorted({mark.theme for mark in self._seen} - {""})

    @property
    def _seen(self) -> list[AnswerMark]:
        return [mark for key in self.readable for mark in self.by_answer.get(key, [])]


def marks_for(
    survey: Survey, results: Results, people: Iterable[NamedAnswers], *, wanted: str = ""
) -> Marks:
    """Only what the reader is shown can be marked: of anonymous surveys the comments of closed ones,
    from ten on; of named ones the answers of people the reader may judge. One query."""
    if survey.questionnaire.is_anonymous:
        shown = {one.key for result in results.questions for one in result.comments}
    else:
        shown = {
            answer.key
            for person in people
            for answer in person.answers
            if answer.question.as_kind.is_text
        }
    return Marks(marks_of(survey), frozenset(shown - {""}), wanted)
