"""The part "About you" of an application: what the organization knows, and what it does not."""

from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from applications.actions.facts import HR_FACTS, is_known
from people.models import User
from people.names import sort_key

PREFIX = "f_"
_REGIONS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe",
    "Indian", "Pacific",
)  # fmt: skip
LANGUAGES_AT_MOST = 20


@lru_cache
def zone_names() -> list[str]:
    return ["UTC", *sorted(z for z in available_timezones() if z.partition("/")[0] in _REGIONS)]


def zone_choices(at):
    """Zones with their distance to UTC at the moment, as people look for them."""
    for name in zone_names():
        offset = at.astimezone(ZoneInfo(name)).strftime("%z")
        yield name, f"{name.replace('_', ' ')} (UTC{offset[:3]}:{offset[3:5]})"


class Languages(forms.CharField):
    """Languages with commas between them; cleans to a list."""

    def clean(self, value):
        words = [word.strip() for word in super().clean(value).split(",")]
        named = list(dict.fromkeys(word for word in words if word))
        if len(named) > LANGUAGES_AT_MOST or any(len(word) > 40 for word in named):
            raise ValidationError(
                _("Name up to 20 languages, with commas between them."), code="too_many"
            )
        return named


class Manager(forms.CharField):
    """A colleague by name. Names are what everybody signed in may see; addresses are not."""

    def __init__(self, *, person, **kwargs):
        super().__init__(**kwargs)
        self.person = person

    def clean(self, value):
        name = super().clean(value)
        if not name:
            return None
        found = User.objects.active().filter(sort_name=sort_key(name)).exclude(pk=self.person.pk)
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(
                _("Several people have this name. Leave it open; the organizers will ask you."),
                code="several",
            )
        raise ValidationError(
            _("We find nobody else with this name. Check the spelling, or leave it open."),
            code="unknown",
        )


def _hr_field(fact, person, *, needs_start, needs_manager):
    today = {"type": "date"}
    return {
        "job_title": lambda: forms.CharField(label=_("Your job title"), max_length=120),
        "level": lambda: forms.IntegerField(
            label=_("Your level"),
            help_text=_("A number, if your organization uses levels."),
            min_value=0,
            max_value=99,
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        ),
        "department": lambda: forms.CharField(label=_("Department"), max_length=120),
        "division": lambda: forms.CharField(
            label=_("Division"), help_text=_("The larger part your department belongs to."),
            max_length=120,
        ),
        "manager": lambda: Manager(
            person=person, label=_("Your manager"), help_text=_("First and last name."),
            max_length=150, required=needs_manager,
        ),
        "started_on": lambda: forms.DateField(
            label=_("Day you joined"),
            widget=forms.DateInput(attrs=today, format="%Y-%m-%d"),
            required=needs_start,
        ),
    }[fact]()  # fmt: skip


def fact_fields(person, *, at, needs_start, needs_manager=False):
    """Fields for the person's own facts, and for those of the organization that nobody knows."""
    fields = {
        PREFIX + fact: _hr_field(fact, person, needs_start=needs_start, needs_manager=needs_manager)
        for fact in HR_FACTS
        if not is_known(person, fact)
    }
    fields["f_location"] = forms.CharField(
        label=_("Where you work"), max_length=120, required=False
    )
    fields["f_time_zone"] = forms.ChoiceField(label=_("Time zone"), choices=list(zone_choices(at)))
    fields["f_languages"] = Languages(
        label=_("Languages you speak"),
        help_text=_("With commas between them."),
        max_length=900,
        required=False,
    )
    for field in fields.values():
        field.error_messages["required"] = _("This needs an answer")
    return fields


def fact_values(source, person):
    """What the fields show at first: from the application once submitted, else from the person."""
    zone = source.time_zone
    return {
        "f_location": source.location,
        "f_time_zone": zone if zone in zone_names() else "UTC",
        "f_languages": ", ".join(source.languages),
        **{
            PREFIX + fact: getattr(source, fact)
            for fact in HR_FACTS
            if source is not person and not is_known(person, fact)
        },
    }
