"""Families in a file: one row for each thing a level asks for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from growth.families.actions import families
from growth.families.models import Criterion, JobFamily, JobLevel, Pillar
from people.models import User
from people.models.columns import known
from people.tables.reading import read_table
from people.tables.records import Table
from people.tables.texts import unguarded

COLUMNS = ("family", "level", "number", "pillar", "criterion")
REQUIRED = ("family", "level")
MOST_LEVEL_NUMBER = 32_767


@dataclass(frozen=True)
class Problem:
    """What is wrong at a place of the file; the head is line 1."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        return _("Line %(line)s, column “%(column)s”: %(message)s") % {
            "line": self.line,
            "column": self.column,
            "message": self.message,
        }


@dataclass
class Reading:
    """What a file says, in its own order: family -> level -> its number and criteria by pillar."""

    families: dict[str, dict[str, dict]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def level_count(self) -> int:
        return sum(len(levels) for levels in self.families.values())

    @property
    def criterion_count(self) -> int:
        return sum(
            len(texts)
            for levels in self.families.values()
            for level in levels.values()
            for texts in level["criteria"].values()
        )


def read(content: bytes) -> Reading:
    """Read a CSV or Excel file without changing anything; problems name line and column."""
    table = read_table(content, knows=lambda name: name.strip().casefold() in COLUMNS)
    columns = {name.strip().casefold(): place for place, name in enumerate(table.columns)}
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        message = _("The file has no column “%(name)s”. It needs: %(all)s.")
        params = {"name": missing[0], "all": ", ".join(COLUMNS)}
        raise ValidationError(message, code="missing_column", params=params)
    reading = Reading(problems=_unreadable(table))
    for line, cells in _rows(table, columns):
        _take(reading, line, cells)
    return reading


@transaction.atomic
def load(reading: Reading, *, by: User, at: datetime) -> list[JobFamily]:
    """Make or change the families of a file. Levels and families it does not name stay as they are."""
    if reading.problems:
        raise ValidationError([str(problem) for problem in reading.problems], code="problems")
    slugs = _pillars(reading, by=by, at=at)
    return [
        _load_family(name, levels, slugs, by=by, at=at) for name, levels in reading.families.items()
    ]


def rows() -> Iterable[tuple]:
    """All families in use as the file has them."""
    criteria = Criterion.objects.filter(archived_at__isnull=True, level__family__archived_at=None)
    ordered = criteria.select_related("level__family", "pillar").order_by(
        "level__family__name", "level__rank", "pillar__position", "pillar", "position"
    )
    for criterion in ordered:
        level = criterion.level
        number = "" if level.number is None else level.number
        yield (level.family.name, level.name, number, criterion.pillar.name, criterion.text)


def _rows(table: Table, columns: dict[str, int]) -> Iterable[tuple[int, dict[str, str]]]:
    for record in table.records:
        if record.problem or record.faults:
            continue
        cells = {
            name: unguarded(record.cells[columns[name]]).strip() if name in columns else ""
            for name in COLUMNS
        }
        if any(cells.values()):
            yield record.line, cells


def _unreadable(table: Table) -> list[Problem]:
    """Rows that are none, and cells without a value."""
    found = [Problem(record.line, "", record.problem) for record in table.records if record.problem]
    return found + [
        Problem(record.line, table.columns[place], fault)
        for record in table.records
        for place, fault in record.faults.items()
        if place < len(table.columns)
    ]


def _take(reading: Reading, line: int, cells: dict[str, str]) -> None:
    problems = _problems(line, cells)
    reading.problems += problems
    if problems:
        return
    level = reading.families.setdefault(cells["family"], {}).setdefault(
        cells["level"], {"number": None, "criteria": {}}
    )
    if cells["number"]:
        level["number"] = int(cells["number"])
    if cells["criterion"]:
        texts = level["criteria"].setdefault(cells["pillar"], [])
        if cells["criterion"] not in texts:
            texts.append(cells["criterion"])


def _problems(line: int, cells: dict[str, str]) -> list[Problem]:
    longest = {
        "family": known(JobFamily._meta.get_field("name").max_length),
        "level": known(JobLevel._meta.get_field("name").max_length),
        "pillar": known(Pillar._meta.get_field("name").max_length),
        "criterion": known(Criterion._meta.get_field("text").max_length),
    }
    found = [
        Problem(line, name, _("Longer than %(most)s characters.") % {"most": most})
        for name, most in longest.items()
        if len(cells[name]) > most
    ]
    found += [Problem(line, name, _("This is empty.")) for name in REQUIRED if not cells[name]]
    if cells["criterion"] and not cells["pillar"]:
        found.append(Problem(line, "pillar", _("A criterion needs a pillar.")))
    if cells["number"] and not _is_number(cells["number"]):
        found.append(Problem(line, "number", _("Not a whole number from 0 on.")))
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= MOST_LEVEL_NUMBER


def _pillars(reading: Reading, *, by: User, at: datetime) -> dict[str, str]:
    """Name -> slug; pillars the file names for the first time are made, behind the others."""
    slugs = {pillar.name.casefold(): pillar.slug for pillar in Pillar.objects.all()}
    for levels in reading.families.values():
        for level in levels.values():
            for name in level["criteria"]:
                if name.casefold() not in slugs:
                    slug = _free(Pillar, name)
                    values = {"name": name, "position": len(slugs) + 1}
                    families.put_pillar(slug, values, by=by, at=at)
                    slugs[name.casefold()] = slug
    return slugs


def _load_family(
    name: str, levels: dict[str, dict], slugs: dict[str, str], *, by: User, at: datetime
) -> JobFamily:
    family = JobFamily.objects.filter(name__iexact=name).first()
    rows = [
        {
            "name": level,
            **({"number": values["number"]} if values["number"] is not None else {}),
            "criteria": {
                slugs[pillar.casefold()]: texts for pillar, texts in values["criteria"].items()
            },
        }
        for level, values in levels.items()
    ]
    slug = family.slug if family else _free(JobFamily, name)
    return families.put_family(slug, {"name": name}, rows, by=by, at=at)


def _free(model: type[JobFamily] | type[Pillar], name: str) -> str:
    base = slugify(name)[:50] or "name"
    slug, number = base, 1
    while model.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
