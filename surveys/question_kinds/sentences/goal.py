from django.utils.translation import gettext_lazy as _

from surveys.blanks import Blank
from surveys.question_kinds.sentences._base import Clauses

# The order in which the matrix is asked; the sentence has its own.
_MATRIX = (
    Blank("0", _("Time-bound"), _("When will it be complete?")),
    Blank("1", _("Certain"), _("Is it within your control?")),
    Blank("2", _("Specific"), _("What is the desired outcome?")),
    Blank("3", _("Positive"), _("What good will it do?")),
    Blank("4", _("Measurable"), _("How will you measure it?")),
    Blank("5", _("Personal"), _("Why does it matter to you?")),
)
_MATRIX_SENTENCE = (
    ("2", _("What I want:")),
    ("0", _("When:")),
    ("4", _("How I measure it:")),
    ("1", _("Within my control:")),
    ("3", _("What good it does:")),
    ("5", _("Why it matters to me:")),
)


class Goal(Clauses):
    """The seed's matrix: time-bound, certain, specific, positive, measurable, personal."""

    name, label, icon, place = "goal", _("Goal in six parts"), "target", 11
    asked, clauses = _MATRIX, _MATRIX_SENTENCE


KIND = Goal()
