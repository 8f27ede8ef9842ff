from dataclasses import replace

from django.utils.translation import gettext_lazy

from surveys.question_kinds.numbers._steps import Steps

PROMOTERS_FROM, DETRACTORS_TO = 9, 6


class Recommend(Steps):
    """How likely somebody is to recommend it, from 0 to 10: the net promoter score."""

    name, label, icon, place = "recommend", gettext_lazy("Recommendation, 0 to 10"), "megaphone", 15
    settings = frozenset()
    uses = frozenset()

    def low_and_high(self, question):
        return 0, 10

    def control(self, field):
        return "surveys/controls/_scale.html"

    def totals(self, question, counts, answered):
        """The score is the share of promoters (9, 10) less that of detractors (0 to 6)."""
        totals = super().totals(question, counts, answered)
        numbers = [(number, n) for (_c, number, _r), n in counts.items() if number is not None]
        promoters = sum(n for number, n in numbers if number >= PROMOTERS_FROM)
        detractors = sum(n for number, n in numbers if number <= DETRACTORS_TO)
        score = round(100 * (promoters - detractors) / answered) if answered else None
        return replace(totals, score=score)


KIND = Recommend()
