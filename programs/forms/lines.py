"""Settings as lines: what is saved is read on a line, and changed where it stands.

A line holds one or more fields of a form, or a row of a formset. When two people save a section, the
page names the lines that say something else now than was typed.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

AnyForm = forms.BaseForm | forms.BaseFormSet
# Of Markdown, which a line says in plain words: the next entry of a list, and all other marks.
NEXT_ENTRY = re.compile(r"(?<=\S)\s*\n\s*[-*]\s+")
MARKS = re.compile(r"^\s*(?:[-*]|#+)\s+|\*\*", re.MULTILINE)
NOT_READ = {"remove", "place", "position", "key"}  # of a row: what makes it a row, not what it says


def said(field: forms.BoundField) -> str:
    """What a field says, in words; nothing where it is empty or not ticked."""
    value = field.value()
    if isinstance(field.field, forms.BooleanField):
        return str(field.label) if value else ""
    if isinstance(field.field, forms.ChoiceField):
        # What is shown of a form is text, and what is saved may be a number or a row.
        choices: Any = field.field.choices
        named = {str(key): str(label) for key, label in choices if key != ""}
        return named.get(str(value), "")
    if isinstance(field.field, forms.DateField) and isinstance(value, str):
        with suppress(ValidationError):
            value = field.field.to_python(value)
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Line:
    """Fields that are read on one line and open together."""

    label: str | Promise
    fields: list[forms.BoundField]

    @property
    def has_errors(self) -> bool:
        return any(field.errors for field in self.fields)

    @property
    def said(self) -> str:
        if len(self.fields) == 1:
            return MARKS.sub("", NEXT_ENTRY.sub(" · ", said(self.fields[0])))
        words = [(field, said(field)) for field in self.fields]
        return " · ".join(
            text if text == field.label else f"{field.label}: {text}"
            for field, text in words
            if text
        )


def lines_of(form: forms.BaseForm, groups: Iterable[str | tuple[Any, ...]]) -> list[Line]:
    """The lines of a form. A group is a label and names of fields; a name alone has its own label."""
    found = []
    for group in groups:
        names = [group] if isinstance(group, str) else group[1:]
        fields = [form[name] for name in names]
        found.append(Line(fields[0].label if isinstance(group, str) else group[0], fields))
    return found


class RowLine:
    """Mixed into the form of a row, which says how its line reads: `fields` is the template of what
    opens, `adds` what the button says that makes another."""

    line_fields: str
    line_adds: str | Promise

    @property
    def line_title(self) -> str:
        raise NotImplementedError

    @property
    def line_about(self) -> str:
        return ""

    @property
    def line_chip(self) -> str:
        return ""

    @property
    def is_blank(self) -> bool:
        """Neither saved nor typed: there to be filled in."""
        form: Any = self
        return not form.initial and not (form.is_bound and form.has_changed())


@dataclass(frozen=True)
class Difference:
    """What is saved by now where something else was typed. Of a row nobody can say what it was."""

    label: str
    theirs: str
    mine: str | None = None


def differing(*pairs: tuple[AnyForm, AnyForm]) -> list[Difference]:
    """Of each form that was sent and the same form of what is saved now: where the two differ."""
    found: list[Difference] = []
    for mine, theirs in pairs:
        if isinstance(mine, forms.BaseFormSet):
            found += _differing_rows(mine, theirs)
        else:
            found += _differing_fields(mine, theirs)
    return found


def _differing_fields(mine: Any, theirs: Any) -> list[Difference]:
    words = [(str(field.label), said(field), said(mine[field.name])) for field in theirs]
    return [
        Difference(label, saved, typed)
        for label, saved, typed in words
        if saved.replace("\r\n", "\n") != typed.replace("\r\n", "\n")
    ]


def _differing_rows(mine: Any, theirs: Any) -> list[Difference]:
    typed = {_row_words(row) for row in mine}
    saved = [_row_words(row) for row in theirs.initial_forms]
    return [Difference(_("A line"), words) for words in saved if words not in typed]


def _row_words(row: Any) -> str:
    words = [said(field) for field in row if field.name not in NOT_READ and not field.is_hidden]
    return ", ".join(word.replace("\r\n", "\n") for word in words if word)
