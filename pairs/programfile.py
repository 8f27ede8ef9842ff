"""What a program file says about the agendas proposed to pairs."""

from typing import Any

from django.utils.translation import gettext as _

from pairs.models import AgendaTemplate
from pairs.models.agenda_template import MOST_AGENDAS, MOST_POINTS, lines_of
from pairs.models.session import LONGEST_POINT
from programs.models import Cycle
from programs.programfile.dumping import columns
from programs.programfile.parts import Checker, CyclePart
from programs.programfile.parts import register as register_part
from programs.programfile.shape import Block, Item, Key, ListOf, column
from programs.programfile.store import Tally, match, put, remove, values_of

AGENDA = Block(
    "agenda",
    (
        column(AgendaTemplate, "stage", "For which sessions of a pair it is."),
        column(AgendaTemplate, "name", "What pairs pick it by; needed where a stage has several."),
        column(AgendaTemplate, "points", "What to talk about, one point a line."),
    ),
    "Points proposed to pairs instead of the usual ones.",
)


def save_agendas(cycle: Cycle, items: list[Item], tally: Tally) -> None:
    matched = match(
        cycle.agenda_templates.all(),
        lambda row: (row.stage, row.name),
        items,
        lambda item: (item["stage"], item["name"]),
        lambda row: remove(row, tally),
    )
    for row, item in matched:
        put(row or AgendaTemplate(cycle=cycle), values_of(item, AGENDA), tally)


def problem_with(points: str) -> str:
    """Why these points cannot be proposed; empty if they can."""
    lines, longest = lines_of(points), LONGEST_POINT
    if not lines:
        return _("Give at least one point.")
    if len(lines) > MOST_POINTS:
        return _("These are more than %(most)s points.") % {"most": MOST_POINTS}
    if any(len(line) > longest for line in lines):
        return _("A point has at most %(most)s characters.") % {"most": longest}
    return ""


def _dump(cycle: Cycle) -> list[dict[str, Any]]:
    return [columns(row, AGENDA) for row in cycle.agenda_templates.all()]


def _check(checker: Checker, agendas: list[Item], path: str, file: Item) -> None:
    seen = set()
    for number, agenda in enumerate(agendas, start=1):
        key = (agenda["stage"], agenda["name"])
        if key in seen:
            message = _("There is an agenda of this name for this stage already.")
            checker.at(agenda, f"{path}[{number}]")("name", message)
        seen.add(key)
        if problem := problem_with(agenda["points"]):
            checker.at(agenda, f"{path}[{number}]")("points", problem)


def register() -> None:
    register_part(
        CyclePart(
            Key("agendas", "What pairs talk about.", ListOf(AGENDA, MOST_AGENDAS), list),
            after="pairing",
            dump=_dump,
            save=save_agendas,
            check=_check,
        )
    )
