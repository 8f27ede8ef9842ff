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
        ("Write to <olga@example.org> or <https://example.org/>.",
         "Write to olga@example.org or https://example.org/."),
        ("First line\nsecond line\\\nthird", "First line\nsecond line\nthird"),
        ("* one\n* two\n  * deep\n\n3. three\n4. four",
         "- one\n- two\n  - deep\n\n3. three\n4. four"),
        ("> Said **so**.\n\n`code` ~~old~~ 5 \\* 3", "Said so.\n\ncode old 5 * 3"),
        ("| Day | What |\n|---|---|\n| Mon | **Tea** |", "Day | What\nMon | Tea"),
        ("![a map](https://example.org/map.png)", "a map"),
        ("a & b < c", "a & b < c"),
        ("Dear {name},\n\n{standard}\n\nOlga", "Dear {name},\n\n{standard}\n\nOlga"),
        ("", ""),
    ],
)  # fmt: skip
def test_markdown_reads_as_plain_text(written, read):
    assert to_text(written) == read
