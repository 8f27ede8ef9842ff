"""A program file that is not YAML: the line, what is wrong with it, and how it should read."""

import pytest

from programs.programfile import ProgramFileError, reading

NOT_YAML = {
    "a colon in a text": (
        "program:\n  lead: Why: because it helps\n",
        "Line 2",
        '  lead: "Why: because it helps"',
    ),
    "a colon at the end": ("faq:\n  - question: Really:\n", "Line 2", '  - question: "Really:"'),
    "a tab": ("program:\n\tslug: women\n", "Line 2", "  slug: women"),
    "a tab further down": ("program:\n  slug: women\n\tname: Women\n", "Line 3", "  name: Women"),
    "too deep": (
        "roles:\n  - slug: mentor\n    name: Mentor\n     side: mentor\n",
        "Line 4",
        "    side: mentor",
    ),
    "deeper than the key above": (
        "program:\n  slug: women\n    name: Women\n",
        "Line 3",
        "  name: Women",
    ),
    "not deep enough": (
        "roles:\n  - slug: mentor\n   name: Mentor\n",
        "Line 3",
        "    name: Mentor",
    ),
    "a list entry beside the others": (
        "faq:\n  - question: A\n    answer: B\n - question: C\n",
        "Line 4",
        "  - question: C",
    ),
    "a question mark within braces": (
        "questions:\n  - {text: Why?}\n",
        "Line 2",
        '  - {text: "Why?"}',
    ),
    "a comma and a question mark within braces": (
        "questions:\n  - {key: why, text: Why, then?, kind: text}\n",
        "Line 2",
        '  - {key: why, text: "Why, then?", kind: text}',
    ),
    "a colon within braces": (
        "questions:\n  - {key: why, text: Why: then}\n",
        "Line 2",
        '  - {key: why, text: "Why: then"}',
    ),
    "an open brace": ("questions:\n  - {text: Why\nfaq: x\n", "Line 2", "  - {text: Why}"),
    "a quotation mark without its partner": (
        'program:\n  lead: "Why\n  name: x\n',
        "Line 2",
        '  lead: "Why"',
    ),
    "an apostrophe between apostrophes": (
        "program:\n  lead: 'It's you'\n",
        "Line 2",
        '  lead: "It\'s you"',
    ),
    "a text that begins with a star": (
        "program:\n  lead: **Bold** words\n",
        "Line 2",
        '  lead: "**Bold** words"',
    ),
    "a text that begins with a place to fill in": (
        "messages:\n  - body: {standard} and more\n",
        "Line 2",
        '  - body: "{standard} and more"',
    ),
    "no space after a colon": ("program:\n  slug: a\n  name:Women\n", "Line 3", "  name: Women"),
}


def refused(text):
    with pytest.raises(ProgramFileError) as error:
        reading.read(text)
    return error.value.messages


@pytest.mark.parametrize("case", NOT_YAML)
def test_says_the_line_and_how_to_write_it(case):
    text, line, better = NOT_YAML[case]
    [said] = refused(text)
    assert said.startswith(f"{line}: ")
    assert said.endswith(f"Write: {better}")


@pytest.mark.parametrize("case", NOT_YAML)
def test_the_line_it_suggests_is_one_the_parser_takes(case):
    text, line, better = NOT_YAML[case]
    lines = text.split("\n")
    lines[int(line.removeprefix("Line ")) - 1] = better
    assert not [said for said in refused("\n".join(lines)) if "Write: " in said]


def test_a_line_without_a_key_is_said():
    [said] = refused("program:\n  lead: |\n    One.\n   Two.\n  name: x\n")
    assert said.startswith("Line 4: This line has no key")


def test_nothing_of_the_parsers_words_is_left():
    for text, _line, _better in NOT_YAML.values():
        said = " ".join(refused(text))
        for jargon in ("mapping", "scalar", "token", "block end", "scanning", "parsing"):
            assert jargon not in said


def test_a_comma_that_ends_a_text_within_braces_is_explained():
    said = " ".join(refused("faq:\n  - {question: Why, then, answer: So}\n"))
    assert "Line 2, faq[1].then" in said
    assert "ends at a comma" in said


def test_a_key_glued_to_its_value_is_explained():
    said = " ".join(refused("program:\n  slug:women\n"))
    assert "Write: slug: women" in said
