import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from pairs.models.session import LONGEST, SHORTEST
from pairs.rules.sessions.series import FEWEST, MOST, RHYTHMS
from people.forms.versions import KeepsBoth


class _TimeForm(forms.Form):
    """A moment in the person's own zone; the middleware has made it the current one."""

    planned_at = forms.DateTimeField(
        label=_("When?"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    minutes = forms.IntegerField(
        label=_("How many minutes?"), min_value=SHORTEST, max_value=LONGEST
    )


class PlanForm(_TimeForm):
    """One session, or several in one go."""

    ONCE = ""

    weeks = forms.ChoiceField(
        label=_("How often?"),
        choices=[(ONCE, _("Just once")), *((str(weeks), said) for weeks, said in RHYTHMS.items())],
        required=False,
    )
    times = forms.IntegerField(
        label=_("How many sessions, if more than one?"),
        required=False,
        min_value=FEWEST,
        max_value=MOST,
        help_text=_("They keep this hour in your time zone, even when clocks change."),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", uuid.uuid4())

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("weeks") and "times" in cleaned and not cleaned["times"]:
            self.add_error("times", forms.ValidationError(_("Say how many."), code="required"))
        return cleaned

    @property
    def is_series(self) -> bool:
        return bool(self.cleaned_data["weeks"])

    @property
    def one(self) -> dict:
        """What planning one session takes."""
        return {name: self.cleaned_data[name] for name in ("planned_at", "minutes", "form_key")}

    @property
    def several(self) -> dict:
        data = self.cleaned_data
        return {**self.one, "weeks": int(data["weeks"]), "times": data["times"]}


class MoveForm(KeepsBoth, _TimeForm):
    following = forms.BooleanField(
        label=_("Move the sessions of this series that come after it as well"), required=False
    )

    def __init__(self, *args, is_in_series, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_in_series:
            del self.fields["following"]

    def current(self):
        return dict(self.initial)

    def current_of(self, row):
        return {"planned_at": row.planned_at, "minutes": row.minutes}

    @property
    def time(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("planned_at", "minutes")}
