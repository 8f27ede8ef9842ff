from django.utils.translation import gettext_lazy as _

from surveys.blanks import Blank
from surveys.question_kinds.sentences._base import Clauses

_TOOL = (
    Blank("0", _("What will you do to understand it better?")),
    Blank("1", _("How will you show that you understand it?")),
)
_TOOL_SENTENCE = (
    ("0", _("To understand it better:")),
    ("1", _("How I show it:")),
)


class ToolGoal(Clauses):
    name, label, icon, place = "tool_goal", _("Goal of learning a tool, in two parts"), "target", 12
    asked, clauses = _TOOL, _TOOL_SENTENCE


KIND = ToolGoal()
