"""Several questions written as lines of text, as people paste them from a document.

A line is a question; lines that begin with a hyphen are its choices. How it is answered stands behind
it in brackets, and follows from its choices where nothing does.
"""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from surveys.models import Question
from surveys.question_kinds import KINDS

MOST_AT_ONCE = 50
_CHOICE = re.compile(r"^\s*[-*•]\s+(?P<label>.+)$")
_IN_BRACKETS = re.compile(r"^(?P<text>.*?)\s*\[(?P<said>[^\[\]]*)\]\s*$")


@dataclass
class PastedQuestion:
    text: str
    kind: str = ""
    is_required: bool = True
    choices: list[str] = field(default_factory=list)


def kinds_offered() -> dict[str, str]:
    """Kinds that ask for nothing but a text and choices: by what pages call them, their names."""
    plain = [kind for kind in KINDS.values() if not kind.settings - {"choices", "at_most"}]
    return {str(kind.label).lower(): kind.name for kind in plain}


def _also_by_name() -> dict[str, str]:
    """Program files name a kind shorter than pages do."""
    offered = kinds_offered()
    return {name.replace("_", " "): name for name in offered.values()} | offered


def parse(text: str) -> list[PastedQuestion]:
    found: list[PastedQuestion] = []
    for line in filter(str.strip, text.splitlines()):
        choice = _CHOICE.match(line)
        if choice and not found:
            raise ValidationError(_("The first line has to be a question, not a choice."))
        if choice:
            found[-1].choices.append(choice["label"].strip()[:150])
        else:
            found.append(_question(line.strip()))
    if len(found) > MOST_AT_ONCE:
        raise ValidationError(_("At most %d questions can be added at once.") % MOST_AT_ONCE)
    for one in found:
        one.kind = one.kind or ("one" if one.choices else "long_text")
    return found


def _question(line: str) -> PastedQuestion:
    """What stands in brackets, with commas between: a kind, and whether it may stay open."""
    question, bracketed = PastedQuestion(line), _IN_BRACKETS.match(line)
    if bracketed:
        question.text = bracketed["text"]
        for said in filter(None, map(str.strip, bracketed["said"].lower().split(","))):
            if said == _("optional"):
                question.is_required = False
            else:
                question.kind = _kind(said)
    if len(question.text) > (Question._meta.get_field("text").max_length or 0):
        raise ValidationError(_("“%s…” is too long for a question.") % question.text[:60])
    if not question.text:
        raise ValidationError(_("A line has brackets and no question."))
    return question


def _kind(said: str) -> str:
    named = _also_by_name()
    if said not in named:
        raise ValidationError(
            _("“%(said)s” is no way of answering. Write one of: %(known)s.")
            % {"said": said, "known": ", ".join(kinds_offered())}
        )
    return named[said]
