import re

from django.utils.translation import gettext_lazy as _

from surveys.question_kinds._base import Kind
from surveys.question_kinds._fields import WeekField
from surveys.values import SLOTS, AnswerValue
from surveys.week import slot_label


class Week(Kind):
    name, label, icon, place = "week", _("Weekly availability"), "calendar-days", 10
    uses = frozenset({"availability"})
    reveals_person = True
    missing = _("Choose at least one time that usually works")

    def field(self, question, **common):
        return WeekField(**common)

    def control(self, field):
        return "surveys/controls/_week.html"

    def rows(self, question, value):
        slots = tuple(slot for slot in SLOTS if slot in set(value))
        return [AnswerValue(slots=slots)] if slots else []

    def raw(self, answers):
        return list(answers[0].slots or ()) if answers else []

    def words(self, row):
        return "; ".join(slot_label(slot) for slot in row.slots or ())

    def sent(self, question, cell):
        parts = [part for part in re.split(r"[,;\s]+", cell.casefold()) if part in SLOTS]
        return {"": parts or [cell]}


KIND = Week()
