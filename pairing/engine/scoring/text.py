"""Which words of a goal tell most: tf-idf over words and word stems."""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np

from pairing.engine.scoring.layers import Lists

WORD = re.compile(r"[^\W\d_]{3,}")
# The same for a text in small ASCII letters, twice as fast.
ASCII_WORD = re.compile(r"[a-z]{3,}")
MOST_FEATURES = 12
WORD_WEIGHT = 0.5
SHORTEST_STEM = 3
BLOCK_CELLS = 500_000
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


def words(text: str) -> list[str]:
    """The words of a text that may tell something: in small letters, accents off, none common."""
    plain = text.casefold()
    if plain.isascii():
        return [word for word in ASCII_WORD.findall(plain) if word not in COMMON]
    plain = unicodedata.normalize("NFKD", plain)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return [word for word in WORD.findall(plain) if word not in COMMON]


@lru_cache(maxsize=10_000)
def features(text: str) -> frozenset[str]:
    """Words and stems ("manag*") of a text."""
    telling = words(text)
    return frozenset((*telling, *(stem(word) + "*" for word in telling)))


@dataclass(frozen=True)
class Corpus:
    """Texts in numbers: `names` of all features in the order of the alphabet, `features` those
    of each text in rising order, and how `often` each occurs there."""

    names: list[str]
    features: Lists
    often: np.ndarray


def read(texts: Sequence[str]) -> Corpus:
    """Python looks at each distinct word once; counting and sorting are numpy's."""
    spoken = [words(text) for text in texts]
    flat = list(chain.from_iterable(spoken))
    distinct = {word: place for place, word in enumerate(dict.fromkeys(flat))}
    names = sorted({*distinct, *(stem(word) + "*" for word in distinct)})
    number = {name: place for place, name in enumerate(names)}
    two = [(number[word], number[stem(word) + "*"]) for word in distinct]
    both = np.array(two, dtype=np.int64).reshape(-1, 2)
    places = np.fromiter(map(distinct.__getitem__, flat), np.int64, len(flat))
    owners = np.repeat(np.arange(len(texts)), [len(telling) for telling in spoken])
    keys = owners[:, None] * len(names) + both[places]
    keys, often = np.unique(keys, return_counts=True)
    owners, numbers = np.divmod(keys, max(1, len(names)))
    return Corpus(names, Lists.of_owners(owners, numbers, len(texts)), often)


def rarity(corpus: Corpus) -> np.ndarray:
    """Inverse document frequency, smoothed as ln((1 + N) / (1 + n)) + 1 (Manning et al. 2008, 6.2)."""
    total = len(corpus.features.start) - 1
    seen = np.bincount(corpus.features.values, minlength=len(corpus.names)).tolist()
    return np.array([math.log((1 + total) / (1 + count)) + 1 for count in seen])


def telling(corpus: Corpus, goals: int) -> tuple[np.ndarray, np.ndarray]:
    """Of the first `goals` texts the features that at least one other text has, with their weights.

    Both (goals, MOST_FEATURES), most telling first, filled up with weights of 0. How often a word
    occurs is dampened (1 + ln), whole words weigh half of stems.
    """
    features, ends = corpus.features, corpus.features.start[goals]
    held = np.zeros(len(corpus.names), dtype=bool)
    held[features.values[ends:]] = True
    kind = [1.0 if name.endswith("*") else WORD_WEIGHT for name in corpus.names]
    highest = int(corpus.often.max(initial=0))
    dampened = np.array([0.0, *(1 + math.log(count) for count in range(1, highest + 1))])
    own = features.values[:ends]
    weights = dampened[corpus.often[:ends]] * rarity(corpus)[own] * np.array(kind)[own]
    useful = held[own]
    lists = Lists.of_owners(features.owners[:ends][useful], own[useful], goals)
    return _first_of_each(lists, weights[useful])


def _first_of_each(lists: Lists, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The heaviest of each list; of equal ones the first. A block of lists at a time, since filling
    all up to the length of the longest could take any amount of memory."""
    people, sizes = len(lists.start) - 1, np.diff(lists.start)
    longest = max(MOST_FEATURES, int(sizes.max(initial=0)))
    features = np.zeros((people, MOST_FEATURES), dtype=np.int64)
    best = np.zeros((people, MOST_FEATURES))
    step = max(1, BLOCK_CELLS // longest)
    for low in range(0, people, step):
        block = slice(low, low + step)
        cells = slice(lists.start[low], lists.start[min(low + step, people)])
        filled = np.arange(longest) < sizes[block, None]
        number, weight = np.zeros(filled.shape, dtype=np.int64), np.zeros(filled.shape)
        number[filled], weight[filled] = lists.values[cells], weights[cells]
        order = np.argsort(-weight, axis=1, kind="stable")[:, :MOST_FEATURES]
        features[block] = np.take_along_axis(number, order, axis=1)
        best[block] = np.take_along_axis(weight, order, axis=1)
    return features, best


def in_common(first: str, second: str) -> list[str]:
    """The words as they were written, of both texts, that share a stem; those of one stem together."""
    by_stem: dict[str, tuple[set[str], set[str]]] = {}
    for side, text in enumerate((first, second)):
        for word in words(text):
            by_stem.setdefault(stem(word), (set(), set()))[side].add(word)
    shared = (here | there for here, there in by_stem.values() if here and there)
    return [word for family in sorted(map(sorted, shared)) for word in family]
