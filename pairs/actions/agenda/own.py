"""Agendas that a pair keeps for itself: copied, renamed, changed and removed by its members."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from pairs.actions.sessions import plans
from pairs.models import Pair, PairAgenda
from pairs.models.agenda_template import lines_of
from pairs.models.pair_agenda import MOST_OWN
from pairs.programfile import problem_with
from people.models import User
from people.versions import Unchanged, as_it_is


@transaction.atomic
def save(pair: Pair, *, name: str, points: str, by: User, at: datetime) -> PairAgenda:
    """Keep these points for next time. The same form sent twice keeps them once."""
    pair = _at_work(pair)
    row = PairAgenda(pair=pair, saved_by=by, created_at=at)
    _fill(row, name, points)
    same = pair.own_agendas.filter(name=row.name, points=row.points).first()
    if same is not None:
        return same
    if pair.own_agendas.count() >= MOST_OWN:
        message = _("You two have %(most)s agendas of your own already. Remove one first.")
        raise ValidationError(message, code="too_many", params={"most": MOST_OWN})
    _check(row)
    row.save()
    return row


@transaction.atomic
def change(
    agenda: PairAgenda, *, name: str, points: str, by: User, unchanged: Unchanged = as_it_is
) -> None:
    """Rename it or change its points. Points that came from it before stay as they are."""
    pair = _at_work(agenda.pair)
    row = pair.own_agendas.filter(pk=agenda.pk).first()
    if row is None:
        raise ValidationError(_("This agenda was removed meanwhile."), code="gone")
    unchanged(row)
    row.saved_by = by
    _fill(row, name, points)
    _check(row)
    row.save(update_fields=["name", "points", "saved_by"])


@transaction.atomic
def remove(agenda: PairAgenda) -> None:
    """What was talked about with it stays where it is."""
    _at_work(agenda.pair).own_agendas.filter(pk=agenda.pk).delete()


def _at_work(pair: Pair) -> Pair:
    pair = plans.locked(pair)
    if pair.state != Pair.State.ACTIVE:
        raise ValidationError(_("Your time as a pair has ended."), code="pair_ended")
    return pair


def _fill(row: PairAgenda, name: str, points: str) -> None:
    row.name, row.points = " ".join(name.split()), "\n".join(lines_of(points))
    if problem := problem_with(points):
        raise ValidationError({"points": ValidationError(problem, code="points")})


def _check(row: PairAgenda) -> None:
    others = row.pair.own_agendas.exclude(pk=row.pk)
    if others.filter(name__iexact=row.name).exists():
        message = _("You two have an agenda of this name already.")
        raise ValidationError({"name": ValidationError(message, code="taken")})
    row.full_clean(exclude=["pair", "saved_by"])
