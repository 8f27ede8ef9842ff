"""Completion records: the person it is about opens one for anybody with its code, and closes it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from completion.models import Record
from completion.permissions import why_no_record
from completion.rules import codes
from pairs.models import Pair
from people.models import User


@transaction.atomic
def open_one(pair: Pair, *, by: User, at: datetime) -> Record:
    """Anybody with the code may read the record from now on. Opening twice opens one."""
    locked = _locked(pair)
    if reason := why_no_record(locked):
        raise ValidationError(reason, code="no_record")
    known = locked.records.open().filter(person=by).first()
    return known or Record.objects.create(pair=locked, person=by, code=codes.fresh(), opened_at=at)


@transaction.atomic
def close(pair: Pair, *, by: User, at: datetime) -> None:
    """From now on nobody finds it, and its code is never used again."""
    _locked(pair).records.open().filter(person=by).update(closed_at=at)


def _locked(pair: Pair) -> Pair:
    return Pair.objects.select_for_update(of=("self",)).get(pk=pair.pk)
