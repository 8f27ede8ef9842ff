"""What a promotion document comes to in words: its text as Markdown, and goals made of gaps."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from growth.binder.models import BinderItem
from growth.plans.models import PlanGoal
from growth.promotion.models import Claim, RoundAnswer

LONGEST_GOAL = PlanGoal._meta.get_field("text").max_length or 0
_SIGNS = re.compile(r"([\\`*_\[\]<>#|])")


@dataclass(frozen=True)
class Part:
    """One pillar of a document as somebody reads it: what is claimed, and what shows it."""

    claim: Claim
    text: str
    items: Sequence[BinderItem]

    @property
    def shown(self) -> int:
        """Examples that others may read."""
        return sum(item.is_showable for item in self.items)

    @property
    def dots(self) -> list[bool]:
        """One for each example that is wanted, on for each that is there."""
        return [number < self.shown for number in range(max(self.claim.wanted, self.shown))]


def gap_text(answer: RoundAnswer) -> str:
    """The goal that a gap a manager named becomes; the person changes its words as they like."""
    return _short(f"{answer.claim.title}: {answer.words}")


def own_gap_text(claim: Claim) -> str:
    """The goal of a pillar under which the person sees for themselves that something is missing."""
    return _short(f"{claim.title}: {claim.question}")


def markdown(title: str, about: str, summary: str, parts: Iterable[Part], *, today: date) -> str:
    """The document as a text file. What may not be shown to others is not in it."""
    day = formats.date_format(today, "j F Y")
    lines = [f"# {_escaped(title)}", "", _escaped(about), "", _("As of %(day)s") % {"day": day}, ""]
    if summary:
        lines += [summary.strip(), ""]
    for part in parts:
        lines += [f"## {_escaped(part.claim.title)}", "", f"*{_escaped(part.claim.question)}*", ""]
        if part.text:
            lines += [part.text.strip(), ""]
        shown = [_item(item) for item in part.items if item.is_showable]
        lines += [*shown, ""] if shown else []
    return "\n".join(lines).rstrip() + "\n"


def _item(item: BinderItem) -> str:
    title = _escaped(item.title)
    said = f"- [{title}](<{item.url}>)" if item.url else f"- {title}"
    if item.happened_on:
        said += f" ({formats.date_format(item.happened_on, 'j F Y')})"
    if not item.words:
        return said
    words = [f"  {line}".rstrip() for line in item.words.strip().splitlines()]
    return "\n".join([said, "", *words])


def _escaped(text: str) -> str:
    """On one line, with nothing in it that Markdown would read as a sign."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


def _short(text: str) -> str:
    """As much as a goal's sentence takes."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_GOAL else f"{text[: LONGEST_GOAL - 1].rstrip()}…"
