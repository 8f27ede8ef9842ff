"""Form fields for what Django has none: rankings and the weekly availability grid."""

from functools import lru_cache

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.forms.fields import ReadyChoices
from surveys.values import SLOTS
from surveys.week import slot_label


class RankingWidget(forms.Widget):
    """A place for each choice. Its value is a dict from choice value to what was given as place."""

    use_fieldset = True

    def __init__(self, values, attrs=None):
        super().__init__(attrs)
        self.values = values

    def value_from_datadict(self, data, files, name):
        given = {value: data.get(f"{name}-{value}", "") for value in self.values}
        return {value: str(place).strip() for value, place in given.items() if str(place).strip()}

    def value_omitted_from_data(self, data, files, name):
        return all(f"{name}-{value}" not in data for value in self.values)


class RankingField(forms.Field):
    """Cleans to the choice values in order, best first."""

    def __init__(self, *, choices, at_most, **kwargs):
        self.choices = choices
        self.places = min(at_most or len(choices), len(choices))
        super().__init__(widget=RankingWidget([value for value, _label in choices]), **kwargs)

    def clean(self, value):
        given = value or {}
        if not given:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return []
        places = {name: places_of(place) for name, place in given.items()}
        if set(places.values()) != set(range(1, len(given) + 1)) or len(given) > self.places:
            raise ValidationError(
                _("Give each place once, starting with 1."), code="places_do_not_fit"
            )
        if self.required and len(given) < self.places:
            raise ValidationError(
                _("Give %(places)s places, from 1 to %(places)s."),
                code="places_missing",
                params={"places": self.places},
            )
        return sorted(places, key=lambda name: places[name])


def places_of(text):
    """The place somebody typed or chose, or None."""
    return int(text) if text.isdecimal() and len(text) <= 3 else None


class PartsWidget(forms.Widget):
    """A text for each part. Its value is a dict from the part's key to what was typed."""

    use_fieldset = True

    def __init__(self, values, attrs=None):
        super().__init__(attrs)
        self.values = values

    def value_from_datadict(self, data, files, name):
        given = {key: data.get(f"{name}-{key}", "") for key in self.values}
        return {key: str(text) for key, text in given.items() if str(text).strip()}

    def value_omitted_from_data(self, data, files, name):
        return all(f"{name}-{key}" not in data for key in self.values)


class PartsField(forms.Field):
    """Cleans to a dict from key to text. Required means every part."""

    def __init__(self, *, blanks, longest, **kwargs):
        self.blanks, self.longest = blanks, longest
        super().__init__(widget=PartsWidget([blank.key for blank in blanks]), **kwargs)

    def clean(self, value):
        found = {key: " ".join(text.split()) for key, text in (value or {}).items()}
        found = {key: text for key, text in found.items() if text}
        missing = [blank for blank in self.blanks if blank.key not in found]
        if self.required and missing:
            raise ValidationError(
                _("Still empty: %(names)s"),
                code="required",
                params={"names": ", ".join(str(blank.label) for blank in missing)},
            )
        errors = [self._problem(blank, found.get(blank.key, "")) for blank in self.blanks]
        if any(errors):
            raise ValidationError([error for error in errors if error])
        return found

    def _problem(self, blank, text):
        if "\x00" in text:
            return ValidationError(
                _("%(name)s: null characters are not allowed."),
                code="null_characters_not_allowed",
                params={"name": blank.label},
            )
        if len(text) > self.longest:
            return ValidationError(
                _("%(name)s: shorten this to %(longest)s characters. It has %(count)s."),
                code="max_length",
                params={"name": blank.label, "longest": self.longest, "count": len(text)},
            )
        return None


@lru_cache(maxsize=8)
def _slots(_language: str | None) -> list[tuple[str, str]]:
    return [(slot, slot_label(slot)) for slot in SLOTS]


class WeekField(forms.MultipleChoiceField):
    """Times of a usual week, each "day-part"."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(choices=ReadyChoices(_slots(get_language())), **kwargs)
