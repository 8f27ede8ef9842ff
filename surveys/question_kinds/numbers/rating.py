from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from surveys.question_kinds.numbers._steps import Steps

MOST_STARS = 5


class Rating(Steps):
    """One to five stars: radio buttons for the keyboard and for screen readers."""

    name, label, icon, place = "rating", gettext_lazy("Rating in stars"), "star", 14
    settings = frozenset()
    uses = frozenset()

    def low_and_high(self, question):
        return 1, MOST_STARS

    def step_label(self, step):
        return ngettext("%(n)s star", "%(n)s stars", step) % {"n": step}

    def control(self, field):
        return "surveys/controls/_stars.html"

    def words(self, row):
        return _("%(n)s of %(most)s stars") % {"n": row.number, "most": MOST_STARS}


KIND = Rating()
