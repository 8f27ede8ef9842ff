"""Free words, short or long."""

from django import forms

from surveys.question_kinds.base import Kind
from surveys.values import AnswerValue


class Words(Kind):
    longest: int
    widget: type[forms.Widget] = forms.TextInput
    widget_attrs: dict[str, int] = {}
    is_text = is_voice = True
    uses = frozenset({"goal_text"})

    def field(self, question, **common):
        widget = self.widget(attrs=self.widget_attrs)
        field = forms.CharField(max_length=self.longest, widget=widget, **common)
        del field.widget.attrs["maxlength"]  # a browser would cut what is pasted, unseen
        return field

    def rows(self, question, value):
        return [AnswerValue(text=value)] if value else []

    def raw(self, answers):
        return answers[0].text if answers else ""

    def words(self, row):
        return row.text
