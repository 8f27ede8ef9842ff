from django import forms
from django.utils.translation import gettext_lazy as _

from completion.models import Farewell
from people.forms.versions import KeepsBoth

SEG = {"data-look": "seg"}


class ReachedForm(KeepsBoth, forms.ModelForm):
    reached = forms.ChoiceField(
        label=_("How far did you get?"),
        choices=Farewell.Reached,
        required=False,
        widget=forms.RadioSelect(attrs=SEG),
    )

    class Meta:
        model = Farewell
        fields = ("reached", "learned")
        widgets = {"learned": forms.Textarea(attrs={"rows": 3})}


class OrganizersForm(KeepsBoth, forms.ModelForm):
    class Meta:
        model = Farewell
        fields = ("to_organizers", "wants_another", "wants_again")
        widgets = {"to_organizers": forms.Textarea(attrs={"rows": 4})}
        labels = {
            "wants_another": _("I would like another partner, if somebody is free"),
            "wants_again": _("I would like to take part in the next cycle"),
        }


class RhythmForm(KeepsBoth, forms.ModelForm):
    rhythm = forms.ChoiceField(label=_("How?"), choices=Farewell.Rhythm, widget=forms.RadioSelect)

    class Meta:
        model = Farewell
        fields = ("rhythm",)
