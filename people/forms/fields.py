"""Fields that read what people paste: without the signs nobody sees."""

from django import forms

from people.names import tidy, tidy_address


class NameField(forms.CharField):
    def to_python(self, value):
        text = super().to_python(value)
        return tidy(text) if text else text  # None, where nothing is stored for an empty field


class AddressField(forms.EmailField):
    def to_python(self, value):
        return tidy_address(super().to_python(value) or "")
