"""An event and its slots, in the cycle's own time zone."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from events.actions.events import SlotInput
from events.models import Event, Slot
from events.queries.events import expected_people
from people.forms.versions import KeepsBoth
from people.models import User

MOST_PLACES = 10_000


class EventForm(KeepsBoth, forms.ModelForm):
    class Meta:
        model = Event
        fields = [
            *("title", "description", "kind", "minutes", "obligation", "check_in"),
            *("link", "is_async", "writing_link", "writing_until"),
        ]
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "writing_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["minutes"].min_value = 5
        for name in ("link", "writing_link"):
            self.fields[name].assume_scheme = "https"

    def current_of(self, row):
        """The event with its slots, which the same page edits."""
        columns = ("pk", "starts_at", "link", "suits", "capacity")
        slots = list(row.slots.order_by("pk").values_list(*columns))
        return {**super().current_of(row), "slots": slots}


class SlotForm(forms.Form):
    """One sitting; a row without a start is left out."""

    number = forms.IntegerField(required=False, widget=forms.HiddenInput)
    starts_at = forms.DateTimeField(
        label=_("Start"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    link = forms.URLField(label=_("Link to join"), required=False, assume_scheme="https")
    replay_link = forms.URLField(label=_("Replay"), required=False, assume_scheme="https")
    suits = forms.CharField(
        label=_("Good for"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": _("Europe, Africa, West Asia")}),
    )
    capacity = forms.IntegerField(
        label=_("Places"), required=False, min_value=1, max_value=MOST_PLACES
    )

    def clean(self):
        super().clean()
        found = self.cleaned_data
        filled = ("link", "replay_link", "suits", "capacity", "number")
        needs_start = any(found.get(name) for name in filled)
        has_start = found.get("starts_at") or "starts_at" in self.errors
        if needs_start and not has_start and not found.get("DELETE"):
            self.add_error("starts_at", _("Say when this slot starts."))
        return found


class _SlotFormSet(forms.BaseFormSet):
    deletion_widget = forms.CheckboxInput

    def given(self) -> list[SlotInput]:
        """The filled rows."""
        return [
            SlotInput(
                starts_at=row["starts_at"],
                link=row["link"],
                replay_link=row["replay_link"],
                suits=row["suits"],
                capacity=row["capacity"],
                number=row["number"],
                is_removed=bool(row.get("DELETE")),
            )
            for row in self.cleaned_data
            if row.get("starts_at")
        ]


SlotFormSet = forms.formset_factory(
    SlotForm, formset=_SlotFormSet, extra=3, can_delete=True, max_num=60, absolute_max=80
)


def slots_initial(slots) -> list[dict]:
    return [
        {
            "number": slot.pk,
            "starts_at": slot.starts_at,
            "link": slot.link,
            "replay_link": slot.replay_link,
            "suits": slot.suits,
            "capacity": slot.capacity,
        }
        for slot in slots
    ]


class MarkForm(forms.Form):
    """A tick on the attendance list, or the tick taken away."""

    person = forms.ModelChoiceField(queryset=User.objects.none())
    slot = forms.ModelChoiceField(queryset=Slot.objects.none(), required=False)
    is_here = forms.BooleanField(required=False)

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = expected_people(event)
        self.fields["slot"].queryset = event.slots.all()


class PlaceForm(forms.Form):
    """The slot somebody chose; none gives the place up."""

    slot = forms.ModelChoiceField(queryset=Slot.objects.none(), required=False)
    give_up = forms.BooleanField(required=False)

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slot"].queryset = event.slots.all()

    def clean(self):
        super().clean()
        found = self.cleaned_data
        if found.get("give_up"):
            found["slot"] = None
        elif not found.get("slot"):
            self.add_error("slot", _("Choose a time."))
        return found


class CheckInForm(forms.Form):
    """“I am here” in a slot, or without one “I took part in writing”."""

    slot = forms.ModelChoiceField(queryset=Slot.objects.none(), required=False)
    code = forms.CharField(max_length=20, required=False)
    is_taken_back = forms.BooleanField(required=False)

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slot"].queryset = event.slots.all()


class AfterwardsForm(KeepsBoth, forms.ModelForm):
    """What stays of a slot: its replay for everybody, how it was for the organizers."""

    class Meta:
        model = Slot
        fields = ["replay_link", "room"]
        labels = {"replay_link": _("Replay"), "room": _("How did it go?")}
        help_texts = {
            "replay_link": _("Everyone in the cycle sees it, including those who missed it."),
            "room": _("For the report, organizers only."),
        }
        widgets = {"room": forms.Textarea(attrs={"rows": 2, "maxlength": 2000})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["replay_link"].assume_scheme = "https"
        self.fields["room"].max_length = 2000
        self.fields["room"].validators.append(MaxLengthValidator(2000))
