"""What happens in a cycle of the demo, told by the actions people use, each at its moment."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mentorship.demo import applying, meeting
from notifications import kinds
from notifications.models import Message
from pairing.actions import publication, runs
from pairs.actions import endings
from people.models import User
from people.models.columns import known
from programs.models import Cycle, Milestone, Role

People = dict[str, User]


@dataclass(frozen=True)
class Plan:
    """Who does what in one cycle."""

    cycle: Cycle
    staff: People
    mentors: Sequence[User]
    mentees: Sequence[User]
    places: int
    now: datetime
    dice: random.Random

    @property
    def starts_on(self) -> date:
        return known(self.cycle.starts_on)

    @property
    def ends_on(self) -> date:
        return known(self.cycle.ends_on)

    def moment(self, day: date, hour: int = 10) -> datetime:
        return datetime.combine(day, time(hour), tzinfo=self.cycle.tzinfo)


def play(plan: Plan) -> None:
    """Everything up to now: applications, review, pairs, and what the pairs did since."""
    found = [
        applying.apply(plan, plan.cycle.roles.get(side=side), people)
        for side, people in ((Role.Side.MENTOR, plan.mentors), (Role.Side.MENTEE, plan.mentees))
    ]
    announced = _announced_at(plan)
    if announced > plan.now:
        applying.read_by_committee(plan, found[1], at=plan.now)
        return
    applying.review(plan, found, at=announced - timedelta(days=2))
    applying.put_first(plan)
    run = runs.start(plan.cycle, by=plan.staff["organizer"], at=announced)
    runs.carry_out(run.pk, clock=lambda: announced)
    # Late applications are still taken on that day, and nobody waits for them.
    publication.publish(plan.cycle, by=plan.staff["organizer"], at=announced, anyway=True)
    meeting.meet(plan)
    over = plan.moment(plan.ends_on + timedelta(days=1))
    if over <= plan.now:
        endings.end_over(over)


def _announced_at(plan: Plan) -> datetime:
    kind = Milestone.Kind.PAIRS_ANNOUNCED
    days = plan.cycle.milestones.filter(kind=kind, starts_on__isnull=False)
    day = days.values_list("starts_on", flat=True).first() or plan.starts_on - timedelta(days=8)
    return plan.moment(day)


def say_sent(now: datetime) -> None:
    """Freeze all news that was due as sent: the demo's addresses exist nowhere."""
    due = Message.objects.filter(status=Message.Status.QUEUED, send_after__lte=now)
    rows = list(due.select_related("to"))
    for message in rows:
        message.subject, message.body = kinds.render(message, at=message.send_after)
        message.status, message.sent_at = Message.Status.SENT, message.send_after
    fields = ["subject", "body", "status", "sent_at"]
    Message.objects.bulk_update(rows, fields, batch_size=500)
