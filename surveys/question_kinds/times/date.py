from datetime import date

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from surveys.question_kinds.base import Kind
from surveys.values import AnswerValue


class Day(Kind):
    is_plain_value = True
    name, label, icon, place = "date", _("Date"), "calendar", 7
    is_text = True

    def field(self, question, **common):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(widget=widget, **common)

    def rows(self, question, value):
        return [AnswerValue(day=value)] if isinstance(value, date) else []

    def raw(self, answers):
        return answers[0].day.isoformat() if answers and answers[0].day is not None else ""

    def words(self, row):
        return date_format(row.day, "j F Y")


KIND = Day()
