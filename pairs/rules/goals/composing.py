"""A goal put together from its answers: one sentence of when, what and why, as somebody would say it.

The other answers stand beside it. Where what or when says too little for that, every answer is
named, by the same sentences as in the questions of an application.
"""

import re

from django.utils.translation import gettext as _

from pairs.models import Goal
from surveys import blanks
from surveys.models import Question
from surveys.question_kinds import KINDS

_QUESTION = {Goal.Kind.SIX: "goal", Goal.Kind.TOOL: "tool_goal"}
# Words that can begin the middle of a sentence, and are written small there.
_SMALL = re.compile(
    r"(a|an|the|my|our|your|their|his|her|its|it|he|she|we|you|they|this|that|these|those|there"
    r"|nobody|no one|somebody|someone|everybody|everyone|people|so|with|without|then)\b",
    re.IGNORECASE,
)
_A_CLAUSE = re.compile(rf"(i|i['’]\w+)\b|{_SMALL.pattern}", re.IGNORECASE)
# A bare day, which wants the word “by”: “24 September”, “September”, “the end of the cycle”, “Q3”.
_A_DAY = re.compile(
    r"\d|q[1-4]\b|(the )?(end|start|middle|close|beginning)\b"
    r"|(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?"
    r"|nov(ember)?|dec(ember)?)\b"
    r"|(mon|tues|wednes|thurs|fri|satur|sun)day\b",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"^(the|end|start|middle|close|beginning)\b", re.IGNORECASE)
_WHEN = re.compile(
    r"(by|until|till|before|at|in|on|within|during|from|after|no later than)\b", re.IGNORECASE
)


def compose(goal: Goal) -> str:
    """Empty as long as nothing is answered."""
    return _said(goal) or _named(goal)


def is_composed(goal: Goal) -> bool:
    """Whether its words are made of its answers, as they are now or were in earlier versions."""
    return goal.text in {compose(goal), _named(goal)}


def _said(goal: Goal) -> str:
    """Nothing without an outcome, and for a tool, which is asked for two other things."""
    what = blanks.tidy(goal.specific)
    if goal.kind != Goal.Kind.SIX or not what:
        return ""
    begun = _begun(blanks.tidy(goal.time_bound), what)
    return _with_reason(begun, blanks.tidy(goal.personal))


def _begun(when: str, what: str) -> str:
    if not when:
        return _capital(what)
    if _A_DAY.match(when):
        when = _("by %(day)s") % {"day": _PLAIN.sub(lambda found: found[0].lower(), when)}
    elif not _WHEN.match(when):
        return f"{_capital(when)}: {what}"
    if _A_CLAUSE.match(what):
        return _("%(when)s, %(what)s") % {"when": _capital(when), "what": _small(what)}
    return f"{_capital(when)}: {what}"


def _with_reason(begun: str, why: str) -> str:
    why = re.sub(r"because\s+", "", why, count=1, flags=re.IGNORECASE)
    if not why:
        return f"{begun}."
    if _A_CLAUSE.match(why):
        return _("%(goal)s, because %(why)s.") % {"goal": begun, "why": _small(why)}
    return _("%(goal)s. Why it matters to me: %(why)s.") % {"goal": begun, "why": why}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:] if _SMALL.match(text) else text


def _named(goal: Goal) -> str:
    given = {str(place): getattr(goal, name) for place, name in enumerate(goal.asked)}
    return blanks.compose(KINDS[_QUESTION[Goal.Kind(goal.kind)]].pieces(Question()), given)
