from django import forms
from django.utils.translation import gettext_lazy as _

from programs.forms.settings import day_input


class PlaceForm(forms.Form):
    place = forms.IntegerField(min_value=1, max_value=100_000)


class OfferForm(forms.Form):
    answer_on = forms.DateField(
        label=_("Last day to answer"),
        widget=day_input(),
        error_messages={"required": _("Choose the last day to answer.")},
    )


class AnswerForm(forms.Form):
    ACCEPT, DECLINE = "accept", "decline"
    answer = forms.ChoiceField(choices=[(ACCEPT, ACCEPT), (DECLINE, DECLINE)])
