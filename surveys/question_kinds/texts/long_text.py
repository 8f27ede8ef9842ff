from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.question_kinds.texts._base import Words


class LongText(Words):
    name, label, icon, place = "long_text", _("Long text"), "align-left", 2
    longest = 5000
    widget = forms.Textarea
    widget_attrs = {"rows": 4}


KIND = LongText()
