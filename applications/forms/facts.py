"""The part "About you" of an application: what the organization knows, and what it does not."""

from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people import facts
from people.facts import LONGEST_LANGUAGE, MOST_LANGUAGES, Kind
from people.forms.fields import ReadyChoices
from people.models import User
from people.names import sort_key

PREFIX = "f_"
_REGIONS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe",
    "Indian", "Pacific",
)  # fmt: skip


@lru_cache
def zone_names() -> list[str]:
    return ["UTC", *sorted(z for z in available_timezones() if z.partition("/")[0] in _REGIONS)]


def zone_choices(at):
    """Zones with their distance to UTC at the moment, as people look for them."""
    return _zone_choices(at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0))


@lru_cache(maxsize=8)
def _zone_choices(quarter):
    """The same for a quarter of an hour: clocks are changed at its beginning."""
    offsets = {name: quarter.astimezone(ZoneInfo(name)).strftime("%z") for name in zone_names()}
    return [
        (name, f"{name.replace('_', ' ')} (UTC{offset[:3]}:{offset[3:5]})")
        for name, offset in offsets.items()
    ]


class Languages(forms.CharField):
    """Languages with commas between them; cleans to a list."""

    def clean(self, value):
        words = [word.strip() for word in super().clean(value).split(",")]
        named = list(dict.fromkeys(word for word in words if word))
        if len(named) > MOST_LANGUAGES or any(len(word) > LONGEST_LANGUAGE for word in named):
            raise ValidationError(
                _("Name up to 20 languages, separated by commas."), code="too_many"
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
        found = User.objects.members().filter(sort_name=sort_key(name)).exclude(pk=self.person.pk)
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


def fact_fields(person, *, at, also_needed):
    """Fields for the person's own facts, and for those of the organization that nobody knows.

    `also_needed` are facts that the role asks for and that could stay open otherwise.
    """
    asked = [*(fact for fact in facts.HR if not fact.is_known_of(person)), *facts.OWN]
    fields = {
        PREFIX + fact.name: _field(fact, person, at, fact.is_needed or fact.name in also_needed)
        for fact in asked
    }
    for field in fields.values():
        field.error_messages["required"] = _("This needs an answer")
    return fields


def _field(fact, person, at, is_required):
    asked = {"label": fact.question, "help_text": fact.help, "required": is_required}
    match fact.kind:
        case Kind.LEVEL:
            widget = forms.TextInput(attrs={"inputmode": "numeric"})
            return forms.IntegerField(min_value=0, max_value=99, widget=widget, **asked)
        case Kind.PERSON:
            return Manager(person=person, max_length=facts.longest("name"), **asked)
        case Kind.DAY:
            widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            return forms.DateField(widget=widget, **asked)
        case Kind.ZONE:
            return forms.ChoiceField(choices=ReadyChoices(zone_choices(at)), **asked)
        case Kind.LANGUAGES:
            return Languages(max_length=900, **asked)
        case _:
            return forms.CharField(max_length=facts.longest(fact.name), **asked)


def fact_values(source, person):
    """What the fields show at first: from the application once submitted, else from the person."""
    unknown = [fact for fact in facts.HR if source is not person and not fact.is_known_of(person)]
    return {PREFIX + fact.name: _shown(fact, source) for fact in [*facts.OWN, *unknown]}


def _shown(fact, source):
    value = getattr(source, fact.name)
    if fact.kind is Kind.ZONE:
        return value if value in zone_names() else "UTC"
    return ", ".join(value) if fact.kind is Kind.LANGUAGES else value
