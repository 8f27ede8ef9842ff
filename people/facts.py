"""The facts about a person, by the names of the fields that hold them: on the person and on the
copy that an application keeps. Forms, tables and files take their labels from here too."""

from typing import cast

from django.db.models import Field
from django.utils.functional import Promise
from django.utils.text import capfirst

from people.models import User

# From an import or an administrator, never from the person.
HR = ("job_title", "level", "department", "division", "manager", "started_on")
# What people say about themselves; an import may say it first.
OWN = ("location", "time_zone", "languages")
ALL = HR + OWN


def label(name: str) -> str | Promise:
    """How a form or the head of a column calls a field of a person."""
    return capfirst(_field(name).verbose_name)


def longest(name: str) -> int:
    """How many characters a field of a person holds, and so its copy."""
    return _field(name).max_length or 0


def _field(name: str) -> Field:
    return cast("Field", User._meta.get_field(name))
