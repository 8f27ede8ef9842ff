"""What a program file says about pairing. Names, limits and defaults are the engine's own."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from pairing.engine.scoring.criteria import MOST_WEIGHT
from pairing.engine.scoring.rules import MOST_POINTS
from pairing.rules.offered import offered_criteria, offered_rules, uses_asked_for, usual_weights
from programs.models import Cycle, PairingRule, PairingWeight, Role
from programs.programfile.dumping import columns
from programs.programfile.kinds import Number
from programs.programfile.parts import Checker, CyclePart
from programs.programfile.parts import register as register_part
from programs.programfile.problems import at_line
from programs.programfile.shape import Block, Item, Key, column
from programs.programfile.store import Tally, put, values_of

NUMBERS = {rule.key: rule.number for rule in offered_rules() if rule.number}


def _numbers_help() -> str:
    said = [
        f"for `{key}` {number.label.lower()}, {number.least} to {number.most}, "
        f"{number.usual:g} when left out"
        for key, number in NUMBERS.items()
    ]
    return f"A number that only some rules have: {'; '.join(said)}."


RULE = Block(
    "rule",
    (
        column(PairingRule, "strength", "`hard` never pairs, `soft` takes points off, or `off`."),
        column(
            PairingRule, "points", "Points that a soft rule takes off.", kind=Number(0, MOST_POINTS)
        ),
        column(
            PairingRule,
            "value",
            _numbers_help(),
            kind=Number(
                min(number.least for number in NUMBERS.values()),
                max(number.most for number in NUMBERS.values()),
            ),
        ),
    ),
    "A bare strength will do: `cross_division: hard`.",
    short="strength",
    is_always_there=True,
)
RULES = Block(
    "rules",
    tuple(Key(rule.key, rule.about, RULE, rule.usual.mode) for rule in offered_rules()),
    "What forbids a pair or takes points off.",
    is_always_there=True,
)
WEIGHTS = Block(
    "weights",
    tuple(
        Key(criterion.key, criterion.about, Number(0, MOST_WEIGHT), 0)
        for criterion in offered_criteria()
    ),
    "How much each criterion counts beside the others. Once a file names one, those it does not "
    "name count nothing.",
    is_always_there=True,
)
PAIRING = Block(
    "pairing",
    (
        column(Cycle, "objective", "What pairing aims at."),
        column(Cycle, "shortage", "What happens to people in both roles when mentors are short."),
        column(
            Cycle, "pairing_seed", "Decides between equals.", "seed", kind=Number(0, 999_999_999)
        ),
        column(
            Cycle,
            "needs_two_signatures",
            "Whether two organizers sign the draft before pairs are published.",
            "two_signatures",
        ),
        Key("rules", "What forbids a pair or takes points off.", RULES, None),
        Key("weights", "How much each criterion counts.", WEIGHTS, usual_weights),
    ),
    "How pairs are made.",
    is_always_there=True,
)


def save_rules_and_weights(cycle: Cycle, item: Item, tally: Tally) -> None:
    """Every rule and every weight has its row, so that nobody has to know the defaults."""
    rules = {rule.name: rule for rule in cycle.pairing_rules.all()}
    for name, rule in item["rules"].items():
        row = rules.get(name) or PairingRule(cycle=cycle, name=name)
        put(row, values_of(rule, RULE), tally)
    weights = {weight.criterion: weight for weight in cycle.pairing_weights.all()}
    for criterion, points in item["weights"].items():
        weight = weights.get(criterion) or PairingWeight(cycle=cycle, criterion=criterion)
        put(weight, {"points": points}, tally)


def _dump(cycle: Cycle) -> dict[str, Any]:
    rules = {}
    for rule in cycle.pairing_rules.all():
        values = {"strength": rule.strength} | columns(rule, RULE)
        rules[rule.name] = rule.strength if len(values) == 1 else values
    weights = {weight.criterion: weight.points for weight in cycle.pairing_weights.all()}
    in_order = {
        "rules": {key.name: rules[key.name] for key in RULES.keys if key.name in rules},
        "weights": {key.name: weights[key.name] for key in WEIGHTS.keys if key.name in weights},
    }
    return columns(cycle, PAIRING, in_order)


def _check(checker: Checker, pairing: Item, path: str, file: Item) -> None:
    for name, rule in pairing["rules"].items():
        complain = checker.at(rule, f"{path}.rules.{name}")
        if rule["value"] is not None:
            _check_number(name, rule["value"], partial(complain, "value"))
        if rule["points"] and rule["strength"] != PairingRule.Strength.SOFT:
            complain("points", _("Only a soft rule takes points off."))
    if not any(pairing["weights"].values()):
        checker.at(pairing, path)("weights", _("At least one criterion must count."))


def _check_number(name: str, value: int, complain: Any) -> None:
    number = NUMBERS.get(name)
    if number is None:
        complain(_("Only these have a value: %s.") % ", ".join(NUMBERS))
    elif not number.least <= value <= number.most:
        limits = {"low": number.least, "high": number.most}
        complain(_("Use a number from %(low)s to %(high)s.") % limits)


def _doubts(pairing: Item, path: str, file: Item) -> Iterator[str]:
    """Criteria that count although a form asks nothing that they read."""
    weights = pairing["weights"]
    for criterion in offered_criteria():
        if not weights[criterion.key]:
            continue
        silent: dict[str, list[str]] = {}
        for role in file["roles"]:
            use = _missing_use(criterion, role)
            if use:
                silent.setdefault(use, []).append(role["name"])
        for use, roles in silent.items():
            said = _(
                "This counts, but the form of %(roles)s has no question with “pairing: %(use)s”."
            ) % {"roles": ", ".join(roles), "use": use}
            line = weights.line_of(criterion.key)
            yield at_line(line, said, f"{path}.weights.{criterion.key}")


def _missing_use(criterion: Any, role: Item) -> str:
    """What the role's form has to ask for the criterion, and does not."""
    if role["side"] == Role.Side.STAFF:
        return ""
    uses = uses_asked_for(criterion, role["side"])
    if any(question["pairing"] in uses for question in role["questions"]):
        return ""
    return uses[0] if uses else ""


def register() -> None:
    register_part(
        CyclePart(
            Key("pairing", "How pairs are made.", PAIRING, None),
            after="review",
            dump=_dump,
            save=save_rules_and_weights,
            check=_check,
            doubts=_doubts,
        )
    )
