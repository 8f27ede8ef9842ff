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
    if isinstance(field, forms.ChoiceField):
        return _choice(name, field, dice)
    if isinstance(field, forms.BooleanField):
        return "on"
    asks_for_words = type(field) is forms.CharField and field.required
    return "I want to learn to lead a team." if asks_for_words else None


def _choice(name, field, dice):
    values = [str(value) for value, _label in field.choices if value != ""]
    if any(value.startswith("mon-") for value in values):
        return [
            f"{day}-{part}" for day in ("mon", "tue", "wed", "thu", "fri") for part in (1, 2, 3)
        ]
    if isinstance(field, forms.MultipleChoiceField):
        return dice.sample(values, min(2, len(values)))
    return "yes" if "yes" in values and not name.endswith("async") else dice.choice(values)


def apply(client: Client, address: str, dice: random.Random):
    """Open the form, fill it in, send it; the answer to the post."""
    page = client.get(address)
    return client.post(address, fill(page.context["form"], dice))
