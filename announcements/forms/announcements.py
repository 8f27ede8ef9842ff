"""An announcement as it is written."""

from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from announcements import rules
from announcements.models import Announcement
from announcements.queries import asks
from announcements.queries.audiences import Counted
from people.forms.versions import KeepsBoth


def refuse_unknown(form: forms.ModelForm, found: dict) -> None:
    """Placeholders that mean nothing."""
    for name in ("subject", "text"):
        for wrong in rules.unknown(found.get(name) or ""):
            form.add_error(name, _("%s means nothing here.") % wrong)


class AnnouncementForm(KeepsBoth, forms.ModelForm):
    """Groups without anybody are left out, unless they were chosen when they had somebody."""

    audiences = forms.MultipleChoiceField(
        label=gettext_lazy("To"), required=False, widget=forms.CheckboxSelectMultiple
    )

    feed_as = forms.ChoiceField(
        label=gettext_lazy("On the feed of the program, too?"),
        required=False,
        choices=[("", gettext_lazy("No, by mail alone")), *Announcement.Feed.choices],
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Recipients also find it on the feed. People who muted the feed get no mail."
        ),
    )

    asks = forms.ChoiceField(
        label=gettext_lazy("Button on the feed"),
        required=False,
        help_text=gettext_lazy("You see there how many of those who take part have done it."),
    )

    class Meta:
        model = Announcement
        fields = ["audiences", "subject", "text", "feed_as"]
        widgets = {"text": forms.Textarea(attrs={"rows": 10})}

    def __init__(self, *args, offered: list[Counted], **kwargs):
        super().__init__(*args, **kwargs)
        ticked = self.instance.audiences
        self.offered = [one for one in offered if one.count or one.audience.key in ticked]
        for name in ("subject", "text"):
            self.fields[name].required = True
        self.fields["audiences"].choices = [
            (one.audience.key, one.audience.label) for one in offered
        ]
        self.buttons = list(asks.choices(self.instance.cycle))
        self.fields["asks"].choices = [("", _("None")), *self.buttons]
        self.initial["asks"] = self.instance.asks

    def current_of(self, row: Announcement) -> dict[str, Any]:
        """With the button, which is kept in two columns."""
        return super().current_of(row) | {"asks": row.asks}

    def groups(self) -> list[tuple[str, list[tuple[Counted, bool]]]]:
        """The groups of people under their headings, each with its size and whether it is ticked."""
        ticked = set(self["audiences"].value() or [])
        order = list(dict.fromkeys(one.audience.group for one in self.offered))
        rows = sorted(self.offered, key=lambda one: order.index(one.audience.group))
        return [
            (str(group), [(one, one.audience.key in ticked) for one in found])
            for group, found in groupby(rows, key=lambda one: one.audience.group)
        ]

    def clean(self):
        found = super().clean() or {}
        refuse_unknown(self, found)
        kind, _colon, number = found.pop("asks", "").partition(":")
        if kind and not found.get("feed_as"):
            self.add_error(
                "asks", _("A button is on the feed alone. Choose above what it is there.")
            )
        for name in ("event", "training"):
            found[f"asks_{name}_id"] = int(number) if kind == name else None
        return found


class ReminderForm(forms.ModelForm):
    """Ready words, which can be changed before they go."""

    class Meta:
        model = Announcement
        fields = ["subject", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True

    def clean(self):
        found = super().clean() or {}
        refuse_unknown(self, found)
        return found


class PlanForm(forms.Form):
    """When it goes: now, or at a moment typed in the cycle's zone. `seen` is the version that was
    read before it was sent."""

    goes_at = forms.DateTimeField(
        label=gettext_lazy("Send at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def unchanged(self, draft: Announcement) -> None:
        """For the action, once the row is locked."""
        if self.cleaned_data["seen"] not in {"", draft.version}:
            raise ValidationError(
                _("The draft was changed meanwhile. Read it as it is now, then send it."),
                code="changed_meanwhile",
            )
