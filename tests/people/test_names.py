import pytest

from people.names import sort_key, tidy, tidy_address


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Ann\u200bLee", "AnnLee"),
        ("\ufeffAnn\u00adLee", "AnnLee"),
        ("\u202aAnn Lee\u202c\u200e", "Ann Lee"),
        ("  Ann\u00a0\u2003Lee\t\n", "Ann Lee"),
        ("\u3164", ""),
        ("A\u034fnn", "Ann"),
        ("Ann\u200dLee", "AnnLee"),  # a joiner between Latin letters shows nothing
        ("Zoe\u0308", "Zo\u00eb"),
        ("علی\u200cرضا", "علی\u200cرضا"),  # and in Persian it shapes the word
        ("Ana 👩\u200d💻", "Ana 👩\u200d💻"),
        ("D’Arcy “Dee” O’Brien", "D’Arcy “Dee” O’Brien"),
    ],
)
def test_names_keep_what_is_seen_and_nothing_else(typed, seen):
    assert tidy(typed) == seen
    assert tidy(seen) == seen


@pytest.mark.parametrize(
    "typed",
    [
        " Ann.O'Neil@Example.com ",
        "ann.o'neil@exam\u200bple.com",
        "ann.o’neil@example.com\u2060",
        "\u202aann.o'neil@example.com\u202c",
        "ａｎｎ.o'neil@example.com",
        "ann.o'neil@exa\u00admple.com",
    ],
)
def test_addresses_that_look_the_same_are_the_same(typed):
    assert tidy_address(typed) == "ann.o'neil@example.com"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("D’Arcy “Dee” O’Brien", "darcy dee obrien"),
        ('D\'Arcy "Dee" O`Brien', "darcy dee obrien"),
        ("Øyvind Łukasz Großmann", "oyvind lukasz grossmann"),
        ("Anne–Marie", "anne-marie"),
        ("Nguyễn Thị Hồng", "nguyen thi hong"),
        ("ZOE\u0308", "zoe"),
    ],
)
def test_key_folds_marks_quotes_and_dashes(name, key):
    assert sort_key(name) == key
