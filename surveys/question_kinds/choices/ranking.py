from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.question_kinds.choices._base import Choices
from surveys.question_kinds.fields import RankingField
from surveys.question_kinds.totals import Totals, bars
from surveys.values import AnswerValue


class Ranking(Choices):
    name, label, icon, place = "ranking", gettext_lazy("Ranking"), "arrow-up-down", 9
    uses = frozenset({"focus"})
    hint = gettext_lazy("Rank each one, 1 for what matters most.")

    def field(self, question, *, chosen=(), **common):
        return RankingField(
            choices=self.offered(question, chosen), at_most=question.at_most, **common
        )

    def control(self, field):
        return "surveys/controls/_ranking.html"

    def rows(self, question, value):
        known = self.ids(question)
        return [
            AnswerValue(choice_id=known[item], rank=place)
            for place, item in enumerate(value, start=1)
            if item in known
        ]

    def raw(self, answers):
        return {answer.choice.value: str(answer.rank) for answer in answers if answer.choice}

    def totals(self, question, counts, answered):
        counted = [
            (_("%(choice)s first") % {"choice": choice.label}, counts[choice.pk, None, 1])
            for choice in question.choices.all()
        ]
        return Totals(answered, bars(counted, answered))

    def sent(self, question, cell):
        places = enumerate(self.chosen_in(question, cell), start=1)
        return {f"-{value}": [str(place)] for place, value in places}


KIND = Ranking()
