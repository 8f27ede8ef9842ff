"""Which words of a goal tell most: tf-idf over words and word stems."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

WORD = re.compile(r"[^\W\d_]{3,}")
MOST_FEATURES = 12
WORD_WEIGHT = 0.5
SHORTEST_STEM = 3
ENDINGS = (
    "ational", "fulness", "iveness", "ization", "isation", "ically", "ations", "ation", "ating",
    "ators", "ments", "ated", "ates", "ator", "ical", "ment", "ingly", "ities", "ness", "ings", "ions",
    "able", "ible", "ance", "ence", "ally", "ship", "ate", "ing", "ion", "ity", "ers", "ors", "ive",
    "ies", "ied", "ful", "est", "ed", "er", "or", "al", "ly", "es", "ic", "e", "s", "y",
)  # fmt: skip
COMMON = frozenset(
    """
    the and for with that this from have has had was were are but not you your our their
    them they his her she him its who what when where which how why all any can could
    will would should may might must into onto over under about more most some such only
    own than then too very also been being because want wants wanted like help helps
    need needs get got make makes made know year years work working month months one two
    new good better really just someone something learn learning others other people
    team mentor mentors mentee mentees mentoring
    """.split()  # noqa: SIM905 - a list of 130 quoted words is harder to read
)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The word without its most common English ending: manager, managing, management -> manag."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            root = word[: -len(ending)]
            doubled = root[-1] == root[-2] and root[-1] not in "aeiouls"
            bare = doubled or (root[-1] == "e" and len(root) > SHORTEST_STEM)
            return root[:-1] if bare else root
    return word


@lru_cache(maxsize=50_000)
def features(text: str) -> dict[str, float]:
    """Words and stems ("manag*") of a text with how often they occur, dampened (1 + ln)."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    counts: Counter[str] = Counter()
    for word in WORD.findall(plain):
        if word not in COMMON:
            counts[word] += 1
            counts[stem(word) + "*"] += 1
    return {feature: 1 + math.log(count) for feature, count in counts.items()}


def rarity(texts: Iterable[dict[str, float]]) -> dict[str, float]:
    """Inverse document frequency, smoothed as ln((1 + N) / (1 + n)) + 1 (Manning et al. 2008, 6.2)."""
    seen: Counter[str] = Counter()
    total = 0
    for text in texts:
        total += 1
        seen.update(text.keys())
    return {feature: math.log((1 + total) / (1 + count)) + 1 for feature, count in seen.items()}


def telling(
    text: dict[str, float], rare: dict[str, float], held: frozenset[str]
) -> list[tuple[str, float]]:
    """The features of a goal that at least one mentor has, with weights, most telling first."""
    weighed = [
        (feature, often * rare[feature] * (1 if feature.endswith("*") else WORD_WEIGHT))
        for feature, often in text.items()
        if feature in held
    ]
    return sorted(weighed, key=lambda entry: (-entry[1], entry[0]))[:MOST_FEATURES]


def named(features_in_common: Sequence[str]) -> list[str]:
    """Words a person can read: the whole word where there is one, else the stem with a hyphen."""
    words = [feature for feature in features_in_common if not feature.endswith("*")]
    covered = {stem(word) for word in words}
    stems = [feature[:-1] for feature in features_in_common if feature.endswith("*")]
    return words + [one + "-" for one in stems if one not in covered]
