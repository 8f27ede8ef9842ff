"""What comments speak of: the words and phrases that several people used, counted here alone.

Stop words and stems are those of Postgres; the language is the one whose stop words the comments
have most of. From ten comments on. How often each role used a word is said of anonymous comments
only where both roles have five people who did: else the word would tell whose role a comment is.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import F

from surveys import question_kinds
from surveys.models import AnonymousAnswer, Answer, Survey
from surveys.results import LEAST_FOR_NUMBERS, LEAST_FOR_TEXTS, Results

LANGUAGES = ("english", "german", "french", "spanish", "portuguese", "italian", "dutch")
LEAST_PEOPLE, MOST_SHOWN = 3, 12
_WORD = re.compile(r"[^\W\d_]{2,}(?:['’][^\W\d_]+)?")
_PIECE = re.compile(r"[.!?;:,()\n–—]+")
Comment = tuple[str, str]  # the group of who wrote it, and the words


@dataclass(frozen=True)
class Theme:
    """A word or phrase, how many people used it, and how many of each role where that may be said."""

    words: str
    people: int
    by_group: dict[str, int] = field(default_factory=dict)


def themes_of(survey: Survey, results: Results) -> dict[int, list[Theme]]:
    """By the number of the question, of those with enough comments; two queries for all of them."""
    wanted = {
        one.question.pk
        for one in results.questions
        if one.is_text and one.texts and one.text_count >= LEAST_FOR_TEXTS
    }
    if not wanted:
        return {}
    comments: dict[int, list[Comment]] = defaultdict(list)
    for question, group, text in _rows(survey, wanted):
        comments[question].append((group, text))
    said = {
        question: [(group, list(_pieces(text))) for group, text in found]
        for question, found in comments.items()
    }
    distinct = {w for found in said.values() for _g, pieces in found for p in pieces for w in p}
    counted = Counter(
        w for found in said.values() for _g, pieces in found for p in pieces for w in p
    )
    stems = _stems(distinct, counted)
    is_anonymous = survey.questionnaire.is_anonymous
    return {question: _themes(found, stems, is_anonymous) for question, found in said.items()}


def _rows(survey: Survey, questions: Iterable[int]) -> Iterator[tuple[int, str, str]]:
    rows: Any
    if survey.questionnaire.is_anonymous:
        rows = AnonymousAnswer.objects.filter(sheet__survey=survey).annotate(of=F("sheet__group"))
    else:
        rows = Answer.objects.filter(
            response__invitation__survey=survey, response__invitation__has_answered=True
        ).annotate(of=F("response__invitation__group"))
    texts = rows.filter(
        question__in=questions, question__kind__in=question_kinds.named(is_text=True)
    )
    return texts.values_list("question", "of", "text").iterator()


def _pieces(text: str) -> Iterator[list[str]]:
    """Its words between signs: a phrase does not reach over a comma."""
    for piece in _PIECE.split(text.casefold()):
        yield _WORD.findall(piece)


def _stems(words: Iterable[str], counted: Counter) -> dict[str, str]:
    """The stem of each word, empty for a stop word, in the language the comments are written in."""
    columns = ", ".join(f"ts_lexize('{language}_stem', word)" for language in LANGUAGES)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT word, {columns} FROM unnest(%s::text[]) word", [sorted(words)])  # noqa: S608 names of ours
        rows = cursor.fetchall()
    stops = [
        sum(counted[word] for word, *stems in rows if stems[place] == [])
        for place in range(len(LANGUAGES))
    ]
    place = stops.index(max(stops))
    return {word: (stems[place] or [""])[0] for word, *stems in rows}


def _themes(
    comments: list[tuple[str, list[list[str]]]], stems: dict[str, str], is_anonymous: bool
) -> list[Theme]:
    """Phrases of two words first; a word that is in a phrase as often as alone is not said twice."""
    people: dict[tuple[str, ...], Counter] = defaultdict(Counter)
    spelled: dict[tuple[str, ...], Counter] = defaultdict(Counter)
    for group, pieces in comments:
        for theme, words in _of_one(pieces, stems).items():
            people[theme][group] += 1
            spelled[theme][words] += 1
    often = {theme: n.total() for theme, n in people.items() if n.total() >= LEAST_PEOPLE}
    phrases = {theme: n for theme, n in often.items() if len(theme) > 1}
    shown = {
        theme: n
        for theme, n in often.items()
        if len(theme) > 1 or not any(theme[0] in p and n == m for p, m in phrases.items())
    }
    ordered = sorted(shown, key=lambda theme: (-shown[theme], -len(theme), theme))
    return [
        Theme(
            spelled[theme].most_common(1)[0][0],
            shown[theme],
            dict(people[theme]) if _may_split(people[theme], is_anonymous) else {},
        )
        for theme in ordered[:MOST_SHOWN]
    ]


def _of_one(pieces: list[list[str]], stems: dict[str, str]) -> dict[tuple[str, ...], str]:
    """What one comment speaks of, each once, as it spells it."""
    found: dict[tuple[str, ...], str] = {}
    for words in pieces:
        kept = [(stems[word], word) for word in words]
        for place, (stem, word) in enumerate(kept):
            if stem:
                found.setdefault((stem,), word)
                if place + 1 < len(kept) and kept[place + 1][0]:
                    after, next_word = kept[place + 1]
                    found.setdefault((stem, after), f"{word} {next_word}")
    return found


def _may_split(by_group: Counter, is_anonymous: bool) -> bool:
    if not is_anonymous:
        return len(by_group) > 1
    return len(by_group) > 1 and min(by_group.values()) >= LEAST_FOR_NUMBERS
