"""Which call counts at a moment."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from programs.models import Call, Cycle, Role


def roles_applied_for(cycle: Cycle) -> QuerySet[Role]:
    """The roles of both sides, and staff roles that have a call, decided or not."""
    has_call = Exists(Call.objects.filter(role=OuterRef("pk")))
    return cycle.roles.filter(~Q(side=Role.Side.STAFF) | has_call)


def call_at(role: Role, at: datetime) -> Call | None:
    """The call that matters for somebody who comes at this moment, from `role.calls`."""
    return choose(role.calls.all(), at)


def open_call(role: Role, at: datetime, *, is_let_in: bool = False) -> Call | None:
    """The call that takes an application at this moment, on time or late; of an archived cycle
    or program none does. A closed call still takes one of somebody whom a late link lets in."""
    call = call_at(role, at)
    if call is None or role.cycle.archived_at or role.cycle.program.archived_at:
        return None
    if call.takes_applications(at) or (is_let_in and call.state(at) == Call.State.CLOSED):
        return call
    return None


def choose(calls: Iterable[Call], at: datetime) -> Call | None:
    """The open one; else one that takes late applications, the next one, the last one."""
    order = [Call.State.OPEN, Call.State.LATE, Call.State.NOT_YET, Call.State.UNDECIDED]
    ranked = sorted(calls, key=lambda call: (call.opens_at is None, call.opens_at, call.pk or 0))
    for state in order:
        for call in ranked:
            if call.state(at) == state:
                return call
    return ranked[-1] if ranked else None
