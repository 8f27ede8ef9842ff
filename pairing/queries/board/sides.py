"""Two applications beside each other, with what matched marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from applications.models import Application
from pairing.engine.scoring import text
from people.facts import COMPARED, Fact, in_words
from people.models.columns import known
from surveys.models import Question
from surveys.queries import ShownAnswer, answers_of

_COMPARED = (
    Question.Use.FOCUS,
    Question.Use.GOAL_TEXT,
    Question.Use.ASYNC,
    Question.Use.AVAILABILITY,
    Question.Use.LANGUAGES,
    Question.Use.EXPERIENCE,
    Question.Use.CAREER_TRACK,
)


@dataclass(frozen=True)
class ComparedFact:
    """What both said to one thing; `shared` is what matched, as either wrote it."""

    label: str
    mentor: str
    mentee: str
    shared: tuple[str, ...] = ()
    is_same: bool = False


def side_by_side(mentor: Application, mentee: Application) -> list[ComparedFact]:
    """Facts and the answers pairing reads, of both: two queries."""
    lines = [_fact(fact, mentor, mentee) for fact in COMPARED]
    found = answers_of([mentor.response, mentee.response])
    theirs, hers = (_by_use(found[one.response_id]) for one in (mentor, mentee))
    for use in _COMPARED:
        if use in theirs or use in hers:
            lines.append(_answer(theirs.get(use), hers.get(use)))
    return [line for line in lines if line.mentor or line.mentee]


def _fact(fact: Fact, mentor: Application, mentee: Application) -> ComparedFact:
    one, other = (in_words(getattr(row, fact.name)) for row in (mentor, mentee))
    return ComparedFact(
        str(fact.label), mentor=one, mentee=other, is_same=bool(one) and one == other
    )


def _by_use(answers: Sequence[ShownAnswer]) -> dict[str, ShownAnswer]:
    return {
        answer.question.pairing_use: answer
        for answer in answers
        if answer.question.pairing_use and not answer.is_empty
    }


def _answer(theirs: ShownAnswer | None, hers: ShownAnswer | None) -> ComparedFact:
    question = known(hers or theirs).question
    shared: tuple[str, ...] = ()
    if theirs and hers:
        shared = tuple(word for word in theirs.choices if word in hers.choices)
    if theirs and hers and not shared and question.pairing_use == Question.Use.GOAL_TEXT:
        shared = _telling(theirs.words, hers.words)
    return ComparedFact(
        question.get_pairing_use_display(),
        theirs.words if theirs else "",
        hers.words if hers else "",
        shared,
    )


def _telling(one: str, other: str) -> tuple[str, ...]:
    """The words of both texts that the engine takes for the same, in every form they have there."""
    forms = [_forms(one), _forms(other)]
    both = forms[0].keys() & forms[1].keys()
    return tuple(sorted({word for stem in both for side in forms for word in side[stem]}))


def _forms(said: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for word in text.WORD.findall(said):
        if word.casefold() not in text.COMMON:
            found.setdefault(text.stem(word.casefold()), set()).add(word)
    return found
