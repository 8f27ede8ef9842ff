"""Markdown that organizers wrote: as HTML that is safe for everybody's browser, as text for mails."""

from functools import lru_cache
from textwrap import indent

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

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


def to_text(text: str) -> str:
    """As a person would type it into a plain mail: no marks, addresses behind their words."""
    return _blocks(SyntaxTreeNode(_markdown.parse(text)))


def _blocks(parent: SyntaxTreeNode, between: str = "\n\n") -> str:
    return between.join(filter(None, (_block(node) for node in parent.children)))


def _block(node: SyntaxTreeNode) -> str:
    if node.type in {"paragraph", "heading"}:
        return _inline(node)
    if node.type in {"bullet_list", "ordered_list"}:
        return _list(node)
    if node.type in {"table", "thead", "tbody"}:
        return _blocks(node, "\n")
    if node.type == "tr":
        return " | ".join(_inline(cell) for cell in node.children)
    # Quotes hold blocks; code and rules are themselves all there is.
    return _blocks(node) if node.children else (node.content.rstrip("\n") or node.markup)


def _list(node: SyntaxTreeNode) -> str:
    first = int(node.attrs.get("start", 1))
    lines = []
    for number, item in enumerate(node.children, start=first):
        mark = f"{number}. " if node.type == "ordered_list" else "- "
        # Within an item only what is a list itself stands on lines of its own.
        lines.append(mark + indent(_blocks(item, "\n"), " " * len(mark)).strip())
    return "\n".join(lines)


def _inline(node: SyntaxTreeNode) -> str:
    """The words of a paragraph; a link shows its address unless that is its words."""
    if node.type in {"softbreak", "hardbreak"}:
        return "\n"
    if node.type == "image":
        return node.content
    if not node.children:
        return node.content
    words = "".join(_inline(child) for child in node.children)
    address = str(node.attrs.get("href", words)).removeprefix("mailto:")
    return words if words == address else f"{words} ({address})"
