from django.utils.translation import gettext_lazy as _

from surveys.blanks import Blank, names_in, pieces_in, problem_of
from surveys.question_kinds.sentences._base import Parts


class Blanks(Parts):
    """A sentence of the organizers with blanks: “I care about [a value].”"""

    name, label, icon, place = "blanks", _("Sentence with blanks"), "pen-line", 13
    settings = frozenset({"sentence"})

    def blanks(self, question):
        return [Blank(str(number), name) for number, name in enumerate(names_in(question.sentence))]

    def pieces(self, question):
        return pieces_in(question.sentence)

    def problem(self, question, complain):
        if wrong := problem_of(question["sentence"]):
            complain("sentence", wrong)


KIND = Blanks()
