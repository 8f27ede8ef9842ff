from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications import kinds
from notifications.models import QuietHours, SwitchedOff
from people.models import User


class ChoicesForm(forms.Form):
    """What mail somebody wants, and when."""

    wanted = forms.MultipleChoiceField(
        label=gettext_lazy("Send me"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Switched off, the same things still stand on your pages."),
    )
    starts = forms.TimeField(
        label=gettext_lazy("No mail from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    ends = forms.TimeField(
        label=gettext_lazy("until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def __init__(self, data, *, person: User):
        off = set(SwitchedOff.objects.filter(person=person).values_list("kind", flat=True))
        quiet = QuietHours.objects.filter(person=person).first()
        found = sorted(kinds.offered_to(person), key=lambda kind: str(kind.label))
        wanted = [kind.name for kind in found if kind.name not in off]
        initial: dict[str, object] = {"wanted": wanted}
        if quiet:
            initial |= {"starts": quiet.starts, "ends": quiet.ends}
        super().__init__(data, initial=initial)
        self.fields["wanted"].choices = [(kind.name, kind.label) for kind in found]

    def clean(self):
        super().clean()
        found = self.cleaned_data
        starts, ends = found.get("starts"), found.get("ends")
        if (starts is None) != (ends is None) and not {"starts", "ends"} & set(self.errors):
            self.add_error("starts" if starts is None else "ends", _("Give both times, or none."))
        elif starts is not None and starts == ends:
            self.add_error("ends", _("Choose two different times."))
        return found
