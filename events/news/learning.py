from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from applications.queries.certificates import missing_certificate
from applications.queries.participants import participants_of, running_cycles
from events.models import Resource, Training
from events.queries.learning import missing_people
from notifications.keys import key_of
from notifications.kinds import Kind, News, Reminder, Sending
from notifications.models import Message
from people.models import User
from programs.models import Cycle, Requirement, Role
from programs.rules import days


class ResourcePosted(Kind):
    name = "resource_posted"
    is_optional = True
    label = _("Resource")
    rows = Resource.objects.select_related("cycle__program")
    lasts = timedelta(days=7)

    def context(self, message: Message, resource: Resource, at: datetime) -> dict:
        return {"resource": resource, "cycle": resource.cycle}

    def still_true(self, message: Message, resource: Resource, at: datetime) -> bool:
        return message.is_for_one_of(participants_of(resource.cycle))


class TrainingReminder(Reminder):
    """Once, so many days before it is due as the training says."""

    name = "training_reminder"
    label = _("Training still open")
    counted_as = "training reminders"
    rows = Training.objects.select_related("cycle__program")

    def due(self, at: datetime) -> Iterator[News]:
        trainings = Training.objects.filter(due_on__isnull=False, remind_days__gt=0)
        for training in trainings.filter(cycle__in=running_cycles()).select_related("cycle"):
            left = (training.due_on - training.cycle.day(at)).days
            if 0 <= left <= training.remind_days:
                yield from self._news(training)

    def ahead(self, scope: Cycle, at: datetime) -> Iterator[Sending]:
        trainings = Training.objects.filter(due_on__isnull=False, remind_days__gt=0, cycle=scope)
        for training in trainings.filter(cycle__in=running_cycles()).select_related("cycle"):
            before = timedelta(days=training.remind_days)
            goes_at = _so_long_before(training.due_on, before, training.cycle)
            find = partial(self._news, training)
            yield Sending(_due(training), goes_at, training.title, find)

    def _news(self, training: Training) -> list[News]:
        people, cycle = missing_people(training), training.cycle
        return [News(person, training, cycle, sending=_due(training)) for person in people]

    def context(self, message: Message, training: Training, at: datetime) -> dict:
        return {"training": training, "cycle": training.cycle}

    def still_true(self, message: Message, training: Training, at: datetime) -> bool:
        return message.is_for_one_of(missing_people(training))

    def ends_at(self, message: Message, training: Training) -> datetime:
        return _end_of(training.due_on, training.cycle, message)


class CertificateReminder(Reminder):
    """Once, a week before the last day, to those who take part and have given no date."""

    name = "certificate_reminder"
    label = _("Certificate still open")
    counted_as = "certificate reminders"
    rows = Requirement.objects.select_related("role__cycle__program")

    DAYS_BEFORE = 7

    def due(self, at: datetime) -> Iterator[News]:
        asked = Requirement.objects.filter(
            kind=Requirement.Kind.CERTIFICATE,
            due_on__isnull=False,
            role__cycle__in=running_cycles(),
        )
        for requirement in asked.select_related("role__cycle"):
            left = (requirement.due_on - requirement.role.cycle.day(at)).days
            if 0 <= left <= self.DAYS_BEFORE:
                yield from self._news(requirement)

    def ahead(self, scope: Cycle, at: datetime) -> Iterator[Sending]:
        asked = Requirement.objects.filter(
            kind=Requirement.Kind.CERTIFICATE, due_on__isnull=False, role__cycle=scope
        )
        asked = asked.filter(role__cycle__in=running_cycles())
        for requirement in asked.select_related("role__cycle"):
            before = timedelta(days=self.DAYS_BEFORE)
            goes_at = _so_long_before(requirement.due_on, before, requirement.role.cycle)
            find = partial(self._news, requirement)
            title = f"{requirement.role.name}: {requirement.text}"
            yield Sending(_due(requirement), goes_at, title, find)

    def _news(self, requirement: Requirement) -> list[News]:
        people, cycle = missing_certificate(requirement), requirement.role.cycle
        return [News(person, requirement, cycle, sending=_due(requirement)) for person in people]

    def context(self, message: Message, requirement: Requirement, at: datetime) -> dict:
        return {"requirement": requirement, "cycle": requirement.role.cycle}

    def still_true(self, message: Message, requirement: Requirement, at: datetime) -> bool:
        return message.is_for_one_of(missing_certificate(requirement))

    def ends_at(self, message: Message, requirement: Requirement) -> datetime:
        return _end_of(requirement.due_on, requirement.role.cycle, message)


def _so_long_before(due_on: Any, before: timedelta, cycle: Cycle) -> datetime:
    return days.begins(due_on - before, cycle.tzinfo)


def _due(row: Training | Requirement) -> str:
    return f"{key_of(row)}/{row.due_on}"


def _end_of(due_on, cycle: Cycle, message: Message) -> datetime:
    """Without a last day, as an organizer may have taken it away, there is nothing to be late for."""
    return days.ends(due_on, cycle.tzinfo) if due_on else message.created_at


def sample(
    cycle: Cycle, role: Role, person: User, later: datetime
) -> dict[str, Training | Resource]:
    """Made-up rows, for messages that nobody gets."""
    return {
        "training": Training(cycle=cycle, title=_now("A training"), due_on=cycle.day(later)),
        "resource": Resource(cycle=cycle, title=_now("An article"), link="https://example.org"),
    }
