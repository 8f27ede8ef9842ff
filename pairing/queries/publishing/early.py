"""What makes it early to publish pairs: calls that have not ended, and the day people were told."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from applications.models import Application
from people.models.columns import known
from programs.models import Call, Cycle, Milestone, Role

State = Call.State


@dataclass(frozen=True)
class Early:
    """Calls of both sides that have not ended, each in a sentence.

    closable are those that take applications now, which one press closes all of them;
    drafts are applications begun for them and not sent; promised is the day people were told of,
    where it lies ahead.
    """

    lines: list[str]
    closable: int
    drafts: int
    promised: date | None


def early(cycle: Cycle, *, at: datetime) -> Early:
    has_ended = {State.CLOSED, State.UNDECIDED}
    calls = [call for call in _calls(cycle) if call.state(at) not in has_ended]
    return Early(
        lines=[_in_words(call, cycle, at) for call in calls],
        closable=sum(call.takes_applications(at) for call in calls),
        drafts=_drafts(cycle, calls) if calls else 0,
        promised=_promised(cycle, at),
    )


def _calls(cycle: Cycle) -> list[Call]:
    found = cycle.calls.exclude(role__side=Role.Side.STAFF).select_related("role")
    return list(found.order_by("role__position", "opens_at", "pk"))


def _in_words(call: Call, cycle: Cycle, at: datetime) -> str:
    state = call.state(at)
    if state == State.NOT_YET:
        text = _("The call for %(role)s has not opened yet. It opens on %(moment)s.")
        moment = call.opens_at
    elif state == State.LATE:
        text = _("The call for %(role)s still takes late applications, until %(moment)s.")
        moment = call.last_late_minute
    else:
        text = _("The call for %(role)s is still open, until %(moment)s.")
        moment = call.last_minute
    local = known(moment).astimezone(cycle.tzinfo)
    return text % {"role": call.role.name_of_several, "moment": date_format(local, "l j F Y, H:i")}


def _drafts(cycle: Cycle, calls: list[Call]) -> int:
    roles = {call.role_id for call in calls}
    return cycle.applications.filter(status=Application.Status.DRAFT, role__in=roles).count()


def _promised(cycle: Cycle, at: datetime) -> date | None:
    told = cycle.milestones.filter(
        kind=Milestone.Kind.PAIRS_ANNOUNCED,
        precision=Milestone.Precision.DAY,
        is_public=True,
        starts_on__gt=cycle.day(at),
    )
    return told.values_list("starts_on", flat=True).first()
