import pytest

from programs.rules.prose import to_text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Ask in **#women** or __here__.", "Ask in #women or here."),
        ("See [this page](https://example.org/a_b) today.", "See this page (https://example.org/a_b) today."),
        ("An *important* and _kind_ word, a snake_case_name, 2 * 3 * 4.",
         "An important and kind word, a snake_case_name, 2 * 3 * 4."),
        ("## Heading\n\n- one\n- two", "Heading\n\n- one\n- two"),
        ("", ""),
    ],
)  # fmt: skip
def test_markdown_reads_as_plain_text(written, read):
    assert to_text(written) == read
