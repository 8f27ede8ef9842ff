import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.tables.texts import SHOWN
from surveys.question_kinds.base import Kind
from surveys.question_kinds.fields import WeekField
from surveys.values import SLOTS, AnswerValue
from surveys.week import Reader, in_words, slot_label


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
        return "; ".join(in_words(row.slots or ()))

    def sent(self, question, cell):
        """Each as "mon-1", or in the words that our own pages and files use."""
        reader = Reader()
        parts = [part for part in re.split(r"[;\n|]", cell) if part.strip()]
        if any(reader.slots(part) is None for part in parts):
            parts = re.split(r"[,;\s|]+", cell.strip())
        found = [(part, reader.slots(part)) for part in parts]
        unknown = next((part for part, slots in found if slots is None), None)
        if unknown is not None:
            message = _("“%(value)s” is not a time of the week like “%(example)s”.")
            words = {"value": unknown[:SHOWN], "example": slot_label("mon-0")}
            raise ValidationError(message % words, code="unknown_time")
        return {"": [slot for _part, slots in found for slot in slots or ()]}


KIND = Week()
