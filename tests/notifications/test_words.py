"""What holds for the words of every message."""

import re

import pytest

from mentorship.embedded.places import ROOT

BODIES = sorted((ROOT / "templates").glob("*/messages/*.body.txt"))
WORDS = sorted((ROOT / "templates").glob("*/messages/*.txt"))
# What people write as Markdown, by the name templates read it by.
MARKDOWN = [
    "start_message",
    "contact",
    "resource.text",
    "question.answer",
    "shown_reason",
    "description",
]


def names(files):
    return [pytest.param(file, id=f"{file.parts[-3]}/{file.name}") for file in files]


@pytest.mark.parametrize("file", names(BODIES))
def test_the_first_sentence_after_the_greeting_begins_with_a_capital(file):
    text = file.read_text()
    greeting = re.search(r'"mail/hello.txt" %}|Hello {{ name }},{% endblocktranslate %}', text)
    assert greeting, "a message begins with Hello"
    sentence = re.sub(r"{%.*?%}", "", text[greeting.end() :]).strip()
    assert not sentence[:1].islower()


@pytest.mark.parametrize("file", names(WORDS))
def test_what_people_write_as_markdown_is_sent_as_plain_text(file):
    for shown in re.findall(r"{{\s*([\w.|\" :]+?)\s*}}", file.read_text()):
        if any(name in shown.split("|")[0] for name in MARKDOWN):
            assert shown.endswith("|markdown_text")
