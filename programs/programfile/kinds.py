"""Kinds of values in a program file: how each is read, written back and explained."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import BaseValidator
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}):(\d{2})")
_NUMBER = re.compile(r"-?[0-9]{1,9}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LONGEST_TEXT = 20_000
FIRST_YEAR, LAST_YEAR = 1990, 2199
YES, NO = {"yes", "true", "on"}, {"no", "false", "off"}


def refuse(text: str) -> ValidationError:
    return ValidationError(text, code="invalid")


class Kind:
    """How one value is written in the file. `read` raises ValidationError in words for a person."""

    @property
    def label(self) -> str:
        """What it takes, in words for docs/program-file.md."""
        raise NotImplementedError

    def read(self, raw: str) -> Any:
        raise NotImplementedError

    def write(self, value: Any) -> Any:
        return value


@dataclass(frozen=True)
class Text(Kind):
    max_length: int = LONGEST_TEXT
    is_markdown: bool = False

    @property
    def label(self) -> str:
        name = "Markdown" if self.is_markdown else "text"
        return (
            name
            if self.max_length == LONGEST_TEXT
            else f"{name}, at most {self.max_length} characters"
        )

    def read(self, raw: str) -> str:
        if _CONTROL.search(raw):
            raise refuse(_("There is a control character in this text."))
        text = raw.replace("\r\n", "\n").strip()
        if len(text) > self.max_length:
            raise refuse(
                _("This has %(count)s characters; at most %(most)s fit.")
                % {"count": len(text), "most": self.max_length}
            )
        return text


@dataclass(frozen=True)
class Slug(Kind):
    max_length: int = 60

    @property
    def label(self) -> str:
        return "a short name of small letters, digits and hyphens"

    def read(self, raw: str) -> str:
        if raw != slugify(raw) or not raw or len(raw) > self.max_length:
            raise refuse(
                _("Use small letters, digits and hyphens, at most %(most)s. Example: %(example)s.")
                % {"most": self.max_length, "example": slugify(raw)[: self.max_length] or "mentor"}
            )
        return raw


@dataclass(frozen=True)
class Number(Kind):
    low: int = 0
    high: int = 32767

    @property
    def label(self) -> str:
        return f"a number from {self.low} to {self.high}"

    def read(self, raw: str) -> int:
        if not _NUMBER.fullmatch(raw):
            raise refuse(_("“%(raw)s” is not a whole number.") % {"raw": raw[:40]})
        if not self.low <= int(raw) <= self.high:
            raise refuse(
                _("Use a number from %(low)s to %(high)s.") % {"low": self.low, "high": self.high}
            )
        return int(raw)


@dataclass(frozen=True)
class Flag(Kind):
    @property
    def label(self) -> str:
        return "yes or no"

    def read(self, raw: str) -> bool:
        if raw.lower() not in YES | NO:
            raise refuse(_("Write yes or no."))
        return raw.lower() in YES


@dataclass(frozen=True)
class Day(Kind):
    @property
    def label(self) -> str:
        return "a day: 2021-06-07"

    def read(self, raw: str) -> date:
        try:
            if not _DAY.fullmatch(raw):
                raise ValueError
            day = date.fromisoformat(raw)
        except ValueError as error:
            raise refuse(
                _("“%(raw)s” is not a day. Write it like 2021-06-07.") % {"raw": raw[:40]}
            ) from error
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise refuse(
                _("The year must be between %(first)s and %(last)s.")
                % {"first": FIRST_YEAR, "last": LAST_YEAR}
            )
        return day


@dataclass(frozen=True)
class LocalTime(Kind):
    """A wall-clock time in the cycle's zone; it becomes an instant when the zone is known."""

    @property
    def label(self) -> str:
        return "a day and a time in the cycle’s zone: 2021-07-07 16:00"

    def read(self, raw: str) -> datetime:
        found = _MOMENT.fullmatch(raw)
        if not found or int(found[2]) > 23 or int(found[3]) > 59:
            raise refuse(
                _("“%(raw)s” is not a time. Write it like 2021-07-07 16:00.") % {"raw": raw[:40]}
            )
        day = Day().read(found[1])
        return datetime(day.year, day.month, day.day, int(found[2]), int(found[3]))  # noqa: DTZ001

    def write(self, value: datetime) -> str:
        return value.strftime("%Y-%m-%d %H:%M")


@dataclass(frozen=True)
class OneOf(Kind):
    values: tuple[str, ...]

    @property
    def label(self) -> str:
        return "one of " + ", ".join(f"`{value}`" for value in self.values)

    def read(self, raw: str) -> str:
        if raw not in self.values:
            raise refuse(
                _("“%(raw)s” is not known here. Use one of: %(known)s.")
                % {"raw": raw[:40], "known": ", ".join(self.values)}
            )
        return raw


@dataclass(frozen=True)
class Link(Kind):
    @property
    def label(self) -> str:
        return "an address that begins with https:// or http://"

    def read(self, raw: str) -> str:
        if raw and not raw.startswith(("https://", "http://")):
            raise refuse(_("An address begins with https://."))
        return raw


def of_field(field: models.Field) -> Kind:
    """The kind that fits a column, so that lengths, limits and choices are said once: there."""
    if field.choices:
        return OneOf(tuple(value for value, _label in field.choices if value))
    if isinstance(field, models.IntegerField):
        return _number(field)
    if isinstance(field, models.SlugField):
        return Slug(field.max_length or 60)
    for column, kind in (
        (models.URLField, Link),
        (models.BooleanField, Flag),
        (models.DateField, Day),
    ):
        if isinstance(field, column):
            return kind()
    return Text(field.max_length or LONGEST_TEXT, "Markdown" in str(field.help_text))


def _number(field: models.IntegerField) -> Number:
    limits = {
        type(v).__name__: v.limit_value for v in field.validators if isinstance(v, BaseValidator)
    }
    low = -1_000_000 if type(field) is models.IntegerField else 0
    return Number(
        max(limits.get("MinValueValidator", low), low),
        min(limits.get("MaxValueValidator", 32767), 32767),
    )
