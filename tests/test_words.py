"""What people read is plain English: phrases that were once on a page or in a mail do not come back."""

import ast
import re

from mentorship.embedded.places import ROOT

SAID_BY_TAGS = re.compile(
    r"""{%\s*blocktranslate[^%]*%}(?P<block>.*?){%\s*endblocktranslate"""
    r"""|{%[^%]*?\btranslate\s+(?P<quote>["'])(?P<tag>.*?)(?P=quote)"""
    r"""|\b_\((?P<around>["'])(?P<argument>.*?)(?P=around)\)""",
    re.DOTALL,
)
TRANSLATES = re.compile(r"_|n?p?gettext(_lazy)?|lazy")
FACTS = re.compile(r"{{.*?}}|{%.*?%}|%\(\w+\)[sd]|<[^>]*>", re.DOTALL)

OLD_PHRASES = (
    # Translated word by word: nobody says it like that.
    r"you are looked at",
    r"make it true",
    r"put (the cycle )?away",
    r"what is fine",
    r"name of several",
    r"how binding",
    r"how it is known",
    r"may be fulfilled",
    r"people in both roles",
    r"however one",
    r"why not everybody",
    r"whom to look for",
    r"would rather have each other",
    r"notice nothing",
    r"i have seen that",
    r"hears? nothing",
    r"telling word",
    r"in both roles it is",
    r"when both roles have as many",
    r"nobody noted",
    r"is noted\b",
    r"^noted\b",
    r"also who was not",
    r"how was the room",
    r"that it was otherwise",
    r"beside each other",
    r"pairs of before",
    r"look at (it|them|both|the)\b",
    r"nothing waits",
    r"waits for you\b.*\bby itself",
    r"standard text is back",
    r"nobody is told now",
    r"all the same[.,]",
    r"once more\b.*\bnoted",
    r"on (their|your) (own )?clock",
    r"\ba? ?sittings?\b",
    r"\banew\b",
    # A sentence does not begin with "Who" or "Whoever" unless it asks.
    r"(?:^|[.!:;] )(who|whoever) (?!(is|are|can|sees|reads|answers|took|runs|we are)\b)[^?]*[.]$",
    r"whoever\b",
    # Days and things do not lie or stand.
    r"\bl(ies|ie|ying) (ahead|in the future|too far|in your|before|between)",
    r"\bhow it stands\b|\bwhere it stands\b|\bstands? (beside|here|there|now|on top|in the)\b",
    # One word for one thing.
    r"\bemails?\b",
    r"\bcanceled\b",
    r"\bjudgement\b",
    r"\bfor everybody\b",
)


def said():
    """Every text that can be translated, with the file it is in and without the facts it carries."""
    for file in sorted((ROOT / "templates").rglob("*.*")):
        for found in SAID_BY_TAGS.finditer(file.read_text()):
            yield _of(file, found["block"] or found["tag"] or found["argument"] or "")
    for folder in sorted(ROOT.iterdir()):
        if folder.is_dir() and (folder / "apps.py").exists():
            for file in sorted(folder.rglob("*.py")):
                if "migrations" not in file.parts:
                    yield from (_of(file, words) for words in _said_in(file))


def _of(file, words):
    return str(file.relative_to(ROOT)), " ".join(FACTS.sub("", words).split())


def _said_in(file):
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if TRANSLATES.fullmatch(name):
                for given in node.args:
                    if isinstance(given, ast.Constant) and isinstance(given.value, str):
                        yield given.value


def test_no_old_phrase_comes_back():
    texts = list(said())
    assert len(texts) > 6000
    old = re.compile("|".join(OLD_PHRASES), re.IGNORECASE)
    assert [one for one in texts if old.search(one[1])] == []


def test_the_stretch_in_which_a_pair_meets_is_a_fortnight_to_everybody():
    of_pairs = [one for one in said() if re.match(r"(templates/)?(pairs|outcomes)/", one[0])]
    assert len(of_pairs) > 500
    assert [one for one in of_pairs if re.search(r"\bwindows?\b", one[1], re.I)] == []
