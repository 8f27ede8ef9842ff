"""Fields that read what people paste, without the signs nobody sees; and long lists to choose from."""

from collections.abc import Iterator

from django import forms
from django.utils.choices import BaseChoiceIterator

from people.names import tidy, tidy_address


class NameField(forms.CharField):
    def to_python(self, value):
        text = super().to_python(value)
        return tidy(text) if text else text  # None, where nothing is stored for an empty field


class AddressField(forms.EmailField):
    def to_python(self, value):
        return tidy_address(super().to_python(value) or "")


class ReadyChoices(BaseChoiceIterator):
    """Pairs of value and label as they are: Django looks at each of hundreds anew for every form."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = pairs

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._pairs)
