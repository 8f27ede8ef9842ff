"""Several times for one session: one of the two proposes them, the partner picks one."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from notifications.actions import outbox
from pairs.actions.sessions import plans
from pairs.models import MentoringSession, Pair, TimeProposal
from pairs.models.session import LONGEST, SHORTEST
from people.models import User

_MOST = TimeProposal.MOST


@transaction.atomic
def propose(
    pair: Pair,
    moments: Collection[datetime],
    *,
    by: User,
    at: datetime,
    minutes: int,
    form_key: uuid.UUID,
    seen: int | None = None,
) -> TimeProposal:
    """Ask the partner to pick one of these times. They take the place of those that were open.

    `seen` is the proposal that this person knew of: what the partner has proposed meanwhile is
    answered, not overwritten. The same form sent twice proposes once.
    """
    pair = plans.locked(pair)
    known = pair.time_proposals.filter(form_key=form_key).first()
    if known is not None:
        return known
    _check(pair, moments, minutes, at)
    before = pair.time_proposals.open().first()
    if before is not None and before.pk != seen:
        message = _("Times were proposed meanwhile. Check them first.")
        raise ValidationError(message, code="changed_meanwhile")
    plans.close_proposals(pair, at=at)
    row = TimeProposal.objects.create(
        pair=pair,
        moments=sorted(set(moments)),
        minutes=minutes,
        proposed_by=by,
        proposed_at=at,
        form_key=form_key,
    )
    is_counter = before is not None and before.proposed_by_id != by.pk
    _tell(row, "times_proposed", at, is_counter=is_counter)
    return row


@transaction.atomic
def pick(proposal: TimeProposal, moment: datetime, *, by: User, at: datetime) -> MentoringSession:
    """Plan the session at one of the proposed times; who proposed them is told. The same press
    twice plans once."""
    pair = plans.locked(proposal.pair)
    row = _to_answer(proposal)
    if row.proposed_by_id == by.pk:
        raise ValidationError(_("Your partner picks one of them."), code="own")
    if row.session is not None and row.session.planned_at == moment:
        return row.session
    _check_open(row)
    if moment not in row.moments:
        raise ValidationError(_("Choose one of the proposed times."), code="unknown_time")
    session = plans.plan_new(
        pair, planned_at=moment, minutes=row.minutes, by=by, at=at, form_key=uuid.uuid4()
    )
    plans.close_proposals(pair, at=at)
    TimeProposal.objects.filter(pk=row.pk).update(session=session)
    if row.proposed_by is not None:
        plans.tell(session, pair, row.proposed_by, "time_chosen", at)
    return session


@transaction.atomic
def take_back(proposal: TimeProposal, *, by: User, at: datetime) -> None:
    """The times do not suit whoever proposed them any more. A partner who has read of them is told."""
    pair = plans.locked(proposal.pair)
    row = _to_answer(proposal)
    if row.proposed_by_id != by.pk:
        message = _("Only the person who proposed these times can take them back.")
        raise ValidationError(message, code="not_own")
    _check_open(row)
    if not plans.close_proposals(pair, at=at):
        _tell(row, "times_taken_back", at)


def _check(pair: Pair, moments: Collection[datetime], minutes: int, at: datetime) -> None:
    if not 1 <= len(set(moments)) <= _MOST:
        words = {"most": _MOST}
        message = _("Propose between one and %(most)s times.")
        raise ValidationError(message, code="how_many", params=words)
    if not SHORTEST <= minutes <= LONGEST:
        words = {"least": SHORTEST, "most": LONGEST}
        message = _("A session has %(least)s to %(most)s minutes.")
        raise ValidationError(message, code="minutes", params=words)
    for moment in moments:
        plans.check_ahead(pair, moment, at)
        plans.check_free(pair, moment, minutes)


def _to_answer(proposal: TimeProposal) -> TimeProposal:
    rows = TimeProposal.objects.select_related("session", "proposed_by", "pair__cycle__program")
    return rows.get(pk=proposal.pk)


def _check_open(row: TimeProposal) -> None:
    if row.closed_at is not None:
        message = _("These times are no longer open. Check what is planned now.")
        raise ValidationError(message, code="changed")


def _tell(row: TimeProposal, kind: str, at: datetime, *, is_counter: bool = False) -> None:
    """Everybody in the pair who did not propose them. `is_counter`: instead of their own times."""
    for one in row.pair.everybody:
        if one.person_id != row.proposed_by_id:
            outbox.tell(
                one.person,
                kind,
                about=row,
                scope=row.pair.cycle,
                context={"is_counter": is_counter},
                at=at,
            )
