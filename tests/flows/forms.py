"""Filling in a form the way a person would: something in every field that asks for it."""

import random

from django import forms
from django.test import Client

ANSWERS = {
    "f_job_title": "Engineer",
    "f_department": "Backend",
    "f_division": "Engineering",
    "f_started_on": "2019-01-07",
}


def fill(form: forms.Form, dice: random.Random) -> dict:
    """What to post so that this form is complete. Choices fall as the dice do."""
    return {
        name: value
        for name, field in form.fields.items()
        if (value := _value(form, name, field, dice)) is not None
    }


def _value(form, name, field, dice):
    if name in ANSWERS:
        return ANSWERS[name]
    if name.startswith("f_") and form[name].value() not in (None, "", []):
        return form[name].value()
    if isinstance(field, forms.BooleanField):
        return "on"
    if isinstance(field, forms.MultipleChoiceField):
        values = [value for value, _label in field.choices]
        return dice.sample(values, min(2, len(values)))
    if isinstance(field, forms.ChoiceField):
        values = [value for value, _label in field.choices if value != ""]
        return "yes" if "yes" in values and not name.endswith("async") else dice.choice(values)
    if isinstance(field, forms.DateField | forms.URLField):
        return None
    if isinstance(field, forms.IntegerField):
        return str(field.min_value or 1)
    return "I want to learn to lead a team." if field.required else None


def apply(client: Client, address: str, dice: random.Random):
    """Open the form, fill it in, send it; the answer to the post."""
    page = client.get(address)
    return client.post(address, fill(page.context["form"], dice))
