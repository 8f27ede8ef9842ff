import uuid
from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from pairs.actions.sessions.logs import SameTalk
from pairs.models import AgendaItem, Goal, MentoringSession
from pairs.queries.sessions.goals import goals_of

OTHER = "other"
LENGTHS = (15, 30, 45, 60)
SEG = {"data-look": "seg"}


class OrOther(forms.RadioSelect):
    """A row of short choices; the field for anything else is shown once "other" is chosen."""

    def __init__(self, shows):
        self.shows = shows
        super().__init__(attrs=SEG)

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value == OTHER:
            option["attrs"]["data-shows"] = self.shows
        return option


class NoteField(forms.CharField):
    """Words of one of the two; as many as the database takes."""

    def __init__(self, *, rows, **options):
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(max_length=20000, required=False, widget=widget, **options)


class GoalsField(forms.ModelMultipleChoiceField):
    """Goals of the two that a session was about."""

    def __init__(self):
        super().__init__(
            label=_("Which goals was it about?"),
            queryset=Goal.objects.none(),
            required=False,
            widget=forms.CheckboxSelectMultiple(attrs={"data-look": "list"}),
        )


class HeldForm(forms.Form):
    """Day, length and form of a session that took place."""

    day = forms.ChoiceField(
        label=_("When?"),
        choices=[
            ("today", _("Today")),
            ("yesterday", _("Yesterday")),
            (OTHER, _("Another day")),
        ],
        widget=OrOther("#other-day"),
    )
    held_on = forms.DateField(
        label=_("On which day?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    minutes = forms.ChoiceField(
        label=_("How many minutes?"),
        choices=[*((str(minutes), str(minutes)) for minutes in LENGTHS), (OTHER, _("Other"))],
        widget=OrOther("#other-minutes"),
    )
    other_minutes = forms.IntegerField(
        label=_("Minutes"), required=False, min_value=5, max_value=480
    )
    form = forms.ChoiceField(
        label=_("How?"),
        choices=[
            (MentoringSession.Form.LIVE, _("On a call or in person")),
            (MentoringSession.Form.ASYNC, _("In writing")),
        ],
        widget=forms.RadioSelect(attrs=SEG),
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("held_on", "other_minutes"):  # with “other” they are not “optional”
            self.fields[name].is_needed_with_another = True
        self.today = today
        self.fields["held_on"].widget.attrs["max"] = today.isoformat()

    @staticmethod
    def facts(today, *, held_on, minutes, form):
        """Initial values: the nearest choices to a day and a length."""
        days = {today: "today", today - timedelta(days=1): "yesterday"}
        is_usual = minutes in LENGTHS
        return {
            "day": days.get(held_on, OTHER),
            "held_on": held_on,
            "minutes": str(minutes) if is_usual else OTHER,
            "other_minutes": None if is_usual else minutes,
            "form": form,
        }

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        for choice, field, problem in (
            ("day", "held_on", _("Say which day.")),
            ("minutes", "other_minutes", _("Say how many minutes.")),
        ):
            if cleaned.get(choice) == OTHER and field in cleaned and not cleaned[field]:
                self.add_error(field, forms.ValidationError(problem, code="required"))
        return cleaned

    @property
    def held(self):
        """What the actions take: held_on, minutes, form."""
        data = self.cleaned_data
        days = {"today": self.today, "yesterday": self.today - timedelta(days=1)}
        is_other = data["minutes"] == OTHER
        return {
            "held_on": days.get(data["day"], data["held_on"]),
            "minutes": data["other_minutes"] if is_other else int(data["minutes"]),
            "form": data["form"],
        }


class LogForm(HeldForm):
    """Two taps: everything has a default."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    shared_note = NoteField(label=_("What you talked about"), rows=4)
    private_note = NoteField(
        label=_("Private note"),
        help_text=_("Only you can read this. It is in no report and no export."),
        rows=2,
    )
    same_talk = forms.ChoiceField(
        label=_("Is it the same talk?"),
        choices=SameTalk.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"data-look": "list"}),
    )
    talked_about = forms.ModelMultipleChoiceField(
        label=_("Points you talked about"),
        queryset=AgendaItem.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"data-look": "list"}),
    )
    goals = GoalsField()

    def __init__(self, *args, pair, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", uuid.uuid4())
        self.asks_same_talk = bool(self.data.get("same_talk"))
        self.fields["talked_about"].queryset = pair.agenda.open()
        self.fields["goals"].queryset = goals_of(pair, by)
        words = {"partner": pair.partner_of(by).person.get_short_name()}
        seen = _("You and %(partner)s both see this. Organizers do not.")
        self.fields["shared_note"].help_text = seen % words


class AboutForm(forms.Form):
    """Which goals a session that is logged was about."""

    goals = GoalsField()

    def __init__(self, *args, pair, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["goals"].queryset = goals_of(pair, by)


class NoteForm(forms.Form):
    text = NoteField(rows=5)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_seen(self):
        """When the version this person began with was saved; empty while there was none."""
        if not self.cleaned_data["seen"]:
            return None
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            raise forms.ValidationError(_("Open the page again."), code="invalid") from None
