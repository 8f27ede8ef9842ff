from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import Availability, Mark, Seeking
from directory.models.request import LEAST_MONTHS, MOST_MONTHS
from directory.queries.listing import Filters
from directory.rules.dates import months_later
from people.forms.fields import AddressField
from people.forms.profile import CommaList
from people.forms.versions import KeepsBoth
from people.models import User
from surveys.question_kinds.fields import WeekField

MENTOR, MENTEE = "mentor", "mentee"
MOST_MONTHS_AHEAD = 24


class Day(forms.DateInput):
    def __init__(self):
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class OfferForm(KeepsBoth, forms.ModelForm):
    """What somebody offers as a mentor; languages are those of their profile."""

    topics = CommaList(
        word_length=60,
        label=_("Topics you can help with"),
        help_text=_("Separate them with commas, up to ten. People filter by these words."),
    )
    languages = CommaList(
        word_length=40,
        label=_("Languages"),
        help_text=_("Separate them with commas, for example: English, Deutsch."),
    )
    slots = WeekField(label=_("Times that usually work"), required=False)

    class Meta:
        model = Availability
        fields = [
            "topics",
            "places",
            "helps_with",
            "how_i_work",
            "not_doing",
            "takes_writing",
            "from_on",
            "away_from",
            "away_until",
            "slots",
        ]
        labels = {
            "places": _("For how many people do you have time?"),
            "helps_with": _("What I help with"),
            "how_i_work": _("How I work"),
            "not_doing": _("What I do not do"),
            "takes_writing": _("In writing is fine, too"),
            "from_on": _("From"),
            "away_from": _("Away from"),
            "away_until": _("Away until"),
        }
        help_texts = {
            "places": _("Your mentees in programs count, too."),
            "from_on": _("Left empty, you have time now."),
            "away_until": _("While you are away, nobody can ask you."),
        }
        widgets = {
            "helps_with": forms.Textarea(attrs={"rows": 3}),
            "how_i_work": forms.Textarea(attrs={"rows": 2}),
            "not_doing": forms.Textarea(attrs={"rows": 2}),
            "from_on": Day(),
            "away_from": Day(),
            "away_until": Day(),
        }

    def current_of(self, row):
        return super().current_of(row) | {"languages": row.person.languages}

    def clean_from_on(self):
        """A year typed wrong would keep everybody from asking, and a yes from becoming a pair."""
        day = self.cleaned_data["from_on"]
        if day and day > months_later(timezone.localdate(), MOST_MONTHS_AHEAD):
            raise forms.ValidationError(_("Choose a day within the next two years."), code="far")
        return day

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("away_from"), cleaned.get("away_until")
        if bool(first) != bool(last) and not {"away_from", "away_until"} & set(self.errors):
            self.add_error("away_until" if first else "away_from", _("Give both days, or neither."))
        elif first and last and last < first:
            self.add_error("away_until", _("This day is before the first one."))
        return cleaned


class SeekingForm(KeepsBoth):
    topics = CommaList(
        word_length=60,
        label=_("Topics"),
        help_text=_("What you would like to learn, separated by commas, up to ten."),
    )
    slots = WeekField(label=_("Times that usually work"), required=False)
    wants_word = forms.BooleanField(
        label=_("Tell me when somebody fits"),
        required=False,
        help_text=_("One mail, as soon as a mentor for one of your topics has a free place."),
    )

    def __init__(self, *args, known: Seeking | None, **kwargs):
        self.known = known
        super().__init__(*args, **kwargs)

    def current(self):
        return {} if self.known is None else self.current_of(self.known)

    def current_of(self, row):
        return {"topics": row.topics, "slots": row.slots, "wants_word": row.wants_word}


class RegisterForm(forms.Form):
    """A pair that exists already: with whom, who mentors whom, and until when."""

    email = AddressField(
        label=_("Who do you work with?"), help_text=_("Their e-mail address here.")
    )
    role = forms.ChoiceField(
        label=_("Who is the mentor?"),
        choices=[(MENTOR, _("The other person")), (MENTEE, _("I am"))],
        widget=forms.RadioSelect(attrs={"data-look": "seg"}),
        initial=MENTOR,
    )
    ends_on = forms.DateField(label=_("Until when?"), widget=Day())
    is_sure = forms.BooleanField(
        label=_("We want this date anyway"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["ends_on"].initial = months_later(today, LEAST_MONTHS)
        self.fields["ends_on"].help_text = _("Three to six months are a good length.")
        if self.is_bound:
            self.fields["is_sure"].widget = forms.CheckboxInput()

    def clean_email(self) -> User:
        people = User.objects.active().filter(is_guest=False)
        person = people.by_email(self.cleaned_data["email"]).first()
        if person is None:
            raise forms.ValidationError(_("Nobody here has this address."), code="unknown")
        return person

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.get("ends_on")
        if day is None or cleaned.get("is_sure") or day <= self.today:
            return cleaned
        first, last = months_later(self.today, LEAST_MONTHS), months_later(self.today, MOST_MONTHS)
        if not first <= day <= last:
            message = _("That is not three to six months. Tick below if you want it anyway.")
            self.add_error("ends_on", message)
        return cleaned


class FilterForm(forms.Form):
    """The filters in the address of the list. What is wrong in it filters nothing."""

    q = forms.CharField(required=False, max_length=100)
    topic = forms.CharField(required=False)
    hours = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, choices=[(1, ""), (2, ""), (4, "")]
    )
    near = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, choices=[(n, "") for n in (0, 2, 4)]
    )
    above = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, choices=[(n, "") for n in (1, 2)]
    )
    time = forms.ChoiceField(required=False, choices=[("now", "")])
    show = forms.ChoiceField(required=False, choices=Mark.Kind.choices)

    def filters(self) -> Filters:
        self.is_valid()
        known = self.cleaned_data
        return Filters(
            words=known.get("q", ""),
            topics=self._several("topic"),
            divisions=self._several("division"),
            languages=self._several("language"),
            hours=known.get("hours") or 0,
            near=known.get("near"),
            above=known.get("above"),
            has_time=known.get("time") == "now",
            marked=known.get("show", ""),
        )

    def _several(self, name: str) -> tuple[str, ...]:
        """The same word may come several times in the address, each with a value of its own."""
        values = self.data.getlist(name)
        return tuple(dict.fromkeys(value[:120] for value in values[:20] if value))
