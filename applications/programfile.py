"""What a program file says about scoring applications, within each role."""

from typing import Any

from django.utils.translation import gettext as _

from applications.models import Criterion
from programs.models import Role
from programs.programfile.dumping import columns
from programs.programfile.parts import Checker, RolePart, register_for_roles
from programs.programfile.shape import Block, Item, Key, ListOf, column
from programs.programfile.store import Tally, in_use, match, put, remove, values_of

CRITERION = Block(
    "criterion",
    (
        column(Criterion, "key", "Names it within the role."),
        column(Criterion, "name", "What is scored."),
        column(Criterion, "help_text", "A question that helps to score it.", "help"),
        column(Criterion, "weight", "How much it counts beside the others."),
    ),
    "What reviewers score in the applications for a role.",
)


def save_criteria(role: Role, items: list[Item], tally: Tally) -> None:
    def let_go(criterion: Criterion) -> None:
        if criterion.scores.exists():
            raise in_use(_("Reviewers have scored “%s”, so it stays.") % criterion)
        remove(criterion, tally)

    matched = match(role.criteria.all(), lambda c: c.key, items, lambda i: i["key"], let_go)
    for position, (row, item) in enumerate(matched):
        values = values_of(item, CRITERION) | {"position": position}
        put(row or Criterion(role=role), values, tally)


def _dump(role: Role) -> list[dict[str, Any]]:
    return [columns(criterion, CRITERION) for criterion in role.criteria.all()]


def _check(checker: Checker, items: list[Item], path: str, file: Item) -> None:
    checker.unique(items, "key", path)


def register() -> None:
    register_for_roles(
        RolePart(
            Key("criteria", "What reviewers score.", ListOf(CRITERION, 20), list),
            dump=_dump,
            save=save_criteria,
            check=_check,
        )
    )
