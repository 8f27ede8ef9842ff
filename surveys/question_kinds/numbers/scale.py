from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.question_kinds.numbers._steps import Steps
from surveys.question_kinds.numbers.number import KIND as NUMBER

MOST_STEPS = 10  # beyond that a number is typed


class Scale(Steps):
    name, label, icon, place = "scale", gettext_lazy("Scale"), "sliders-horizontal", 5

    def field(self, question, **common):
        low, high = self.low_and_high(question)
        if high - low > MOST_STEPS:
            return NUMBER.field(question, **common)
        return super().field(question, **common)

    def control(self, field):
        return "surveys/controls/_scale.html" if field.widget.use_fieldset else ""

    def problem(self, question, complain):
        low, high = question["low"], question["high"]
        if low is None or high is None:
            complain("low", _("A scale needs its smallest and its largest number."))
            return
        super().problem(question, complain)
        if high - low > MOST_STEPS:
            complain("high", _("A scale has at most 11 points."))


KIND = Scale()
