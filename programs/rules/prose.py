"""Markdown that organizers wrote: as HTML that is safe for everybody's browser, as text for mails."""

import re
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {
    "a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
HEADINGS_BELOW = 2  # a page has its own h1 and h2

_markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


@lru_cache(maxsize=2048)
def to_html(text: str) -> SafeString:
    """Rendered first, then cleaned: what is not on the list does not come through."""
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + HEADINGS_BELOW, 6)}"
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener noreferrer",
    )
    return mark_safe(cleaned)  # noqa: S308 -- cleaned by nh3 in the line above


MARKS = (
    (re.compile(r"\[([^\]]+)\]\((\S+?)(?:\s[^)]*)?\)"), r"\1 (\2)"),
    (re.compile(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*_])([*_])(?=\S)(.+?)(?<=\S)\1(?![\w*_])"), r"\2"),
    (re.compile(r"^#{1,6}\s+", re.M), ""),
)


def to_text(text: str) -> str:
    """As a person would type it into a plain mail: no marks, addresses behind their words."""
    for mark, plain in MARKS:
        text = mark.sub(plain, text)
    return text
