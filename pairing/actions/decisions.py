"""What a settled change decides beside the pairs (a veto, places, weights, a rule), and taking it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from applications.models import Application
from pairing.models import Board, Veto
from pairing.queries.board.wanted import Wanted
from people.models import User
from programs.actions import settings
from programs.models import Cycle, PairingRule, Role

MOST_PLACES = 50


def hold_settings(cycle: Cycle) -> None:
    """Lock what weights and rules belong to, before the board is locked: publishing and saving
    settings take the two in this order, too."""
    rows = Cycle.objects.select_related("program").select_for_update(of=("self", "program"))
    rows.get(pk=cycle.pk)


def make(board: Board, wanted: Wanted, *, by: User, at: datetime) -> dict[str, Any]:
    """Write it down; what it takes to undo it."""
    if wanted.kind == "veto":
        two = {"mentee_id": wanted.mentee, "mentor_id": wanted.mentor}
        if board.vetoes.filter(**two).exists():
            raise ValidationError(_("These two are vetoed already."), code="vetoed")
        Veto.objects.create(board=board, by=by, at=at, **two)
        return {"vetoed": [[wanted.mentee, wanted.mentor]]}
    if wanted.kind == "places":
        before = change_places(board, wanted.mentor, wanted.places, least=1)
        return {"capacity": [wanted.mentor, before], "places": wanted.places}
    if wanted.kind == "weights":
        return {"weights": _weigh(board, dict(wanted.weights), by=by, at=at)}
    if wanted.kind == "rule":
        return {"rule": _switch_off(board, wanted.rule, by=by, at=at)}
    return {"reason": wanted.reason} if wanted.reason else {}


def take_back(board: Board, data: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Undo what `make` noted, also when it was noted by an action of its own."""
    for mentee, mentor in data.get("vetoed", []):
        board.vetoes.filter(mentee=mentee, mentor=mentor).delete()
    allowed = [
        Veto(board=board, mentee_id=mentee, mentor_id=mentor)
        for mentee, mentor in data.get("allowed", [])
    ]
    Veto.objects.bulk_create(allowed, ignore_conflicts=True)
    if "capacity" in data:
        application, places = data["capacity"]
        Application.objects.filter(pk=application).update(capacity=places)
    if "weights" in data:
        _weigh(board, data["weights"], by=by, at=at)
    if "rule" in data:
        _restore_rule(board, data["rule"], by=by, at=at)


def change_places(board: Board, mentor: int, places: int, *, least: int) -> int:
    """Lock the mentor's row and write the places; returns how many there were."""
    row = (
        Application.objects.eligible()
        .filter(cycle=board.cycle_id, role__side=Role.Side.MENTOR, pk=mentor)
        .select_for_update(of=("self",))
        .first()
    )
    if row is None:
        raise ValidationError(_("This mentor is not in pairing any more."), code="not_eligible")
    if not least <= places <= MOST_PLACES:
        raise ValidationError(
            _("Choose between %(least)d and %(most)d places."),
            code="places",
            params={"least": least, "most": MOST_PLACES},
        )
    before, row.capacity = row.capacity, places
    row.save(update_fields=["capacity"])
    return before


def _weigh(board: Board, points: dict[str, int], *, by: User, at: datetime) -> dict[str, int]:
    """The cycle's weights become these; returns those of before. No weights: the engine's own."""
    with settings.changing(board.cycle, "pairing", base=None, by=by, at=at) as cycle:
        before = dict(cycle.pairing_weights.values_list("criterion", "points"))
        cycle.pairing_weights.exclude(criterion__in=points).delete()
        for criterion, given in points.items():
            cycle.pairing_weights.update_or_create(criterion=criterion, defaults={"points": given})
    return before


def _switch_off(board: Board, name: str, *, by: User, at: datetime) -> dict[str, Any]:
    """Returns the rule as it was; without a strength it had no row."""
    with settings.changing(board.cycle, "pairing", base=None, by=by, at=at) as cycle:
        row = cycle.pairing_rules.filter(name=name).first()
        cycle.pairing_rules.update_or_create(
            name=name, defaults={"strength": PairingRule.Strength.OFF}
        )
    return {"name": name, "strength": row.strength if row else ""}


def _restore_rule(board: Board, was: Mapping[str, str], *, by: User, at: datetime) -> None:
    with settings.changing(board.cycle, "pairing", base=None, by=by, at=at) as cycle:
        rows = cycle.pairing_rules.filter(name=was["name"])
        if was["strength"]:
            rows.update(strength=was["strength"])
        else:
            rows.delete()
