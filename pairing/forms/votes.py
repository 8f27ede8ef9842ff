from django import forms
from django.utils.translation import gettext_lazy as _

from pairing.models import Ballot


class RoundForm(forms.Form):
    most_cost = forms.IntegerField(
        label=_("Points a tie may cost"),
        min_value=0,
        max_value=5,
        initial=1,
        help_text=_("0 asks only where the engine finds both equally good."),
    )
    voters = forms.IntegerField(
        label=_("Members who vote on each"), min_value=1, max_value=9, initial=2
    )


class VoteForm(forms.Form):
    """Buttons carry the number of a mentor, so that the page does not tell whom the run chose."""

    choice = forms.ChoiceField()

    def __init__(self, *args, tie, **kwargs):
        super().__init__(*args, **kwargs)
        self.meaning = {
            str(tie.first_id): Ballot.Choice.FIRST,
            str(tie.second_id): Ballot.Choice.SECOND,
            Ballot.Choice.EITHER.value: Ballot.Choice.EITHER,
        }
        self.fields["choice"].choices = [(one, one) for one in self.meaning]

    def clean_choice(self):
        return self.meaning[self.cleaned_data["choice"]]
