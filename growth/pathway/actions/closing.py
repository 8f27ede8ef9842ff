"""Items that close by themselves: what happened elsewhere in the organization's mentoring and in
the person's growth, once, in the transaction in which it happened."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.models import Application
from growth.conversations.models import Conversation
from growth.learning.models import LearningEntry
from growth.opportunities.models import OpportunityApplication
from growth.pathway.actions import items
from growth.pathway.models import Closing, ClosingQuerySet, ItemKind, PersonItem
from growth.pathway.queries.entries import Entry, bare_entries
from growth.pathway.rules.closing import choose
from growth.pathway.rules.quarters import slot_of
from growth.plans.models import PlanRevision
from growth.setup.permissions import uses_growth
from people.models import User
from people.models.columns import known
from programs.models import Role

By = ItemKind.ClosedBy
_OF_SIDE = {Role.Side.MENTEE: By.MENTEE, Role.Side.MENTOR: By.MENTOR}
_OF_LEARNING = {
    LearningEntry.Kind.COURSE: By.COURSE,
    LearningEntry.Kind.LIVE_LEARNING: By.LIVE_LEARNING,
    LearningEntry.Kind.GROUP_CONVERSATION: By.GROUP_CONVERSATION,
    LearningEntry.Kind.CERTIFICATE: By.CERTIFICATE,
    LearningEntry.Kind.TRAINING: By.TRAINING,
}


@dataclass(frozen=True)
class Happening:
    """Something that may close one item of a person."""

    person: User
    day: date
    cause: str
    closes: frozenset[str]
    # The column of a closing that names the row, and the row.
    source: Mapping[str, Any] = field(default_factory=dict)
    division: str = ""  # of a group conversation: whose it was
    opportunity: str = ""

    def fits(self, entry: Entry) -> bool:
        """Whether it is what the item asks for, whatever the quarter."""
        if entry.closed_by not in self.closes:
            return False
        if entry.closed_by == By.OPPORTUNITY:
            own = entry.row.opportunity if entry.row else None
            asked = entry.kind.opportunity if entry.kind else known(own).slug
            return asked == self.opportunity
        if entry.kind and entry.kind.other_division and entry.division:
            return self.division.casefold() != entry.division.casefold()
        return True


def note(what: Happening, *, at: datetime) -> PersonItem | None:
    """Close the item it fits, if there is one and it closed none before, taken back or not."""
    return _close(what, at) if uses_growth(what.person) else None


@transaction.atomic
def _close(what: Happening, at: datetime) -> PersonItem | None:
    User.objects.select_for_update(no_key=True, of=("self",)).get(pk=what.person.pk)
    if _known(what).exists():
        return None
    found = _item_for(what)
    if found is None:
        return None
    locked = items.lock(found.row or PersonItem(person=what.person, item=found.item), at)
    locked.closings.create(cause=what.cause, closed_on=what.day, closed_at=at, **what.source)
    return items.settle(locked, at)


@transaction.atomic
def note_change(what: Happening, *, at: datetime) -> PersonItem | None:
    """What was logged reads otherwise now: it closes another item if it no longer fits its own."""
    before = _known(what).in_force().select_related("item__item__kind", "item__opportunity").first()
    if before is not None:
        row = before.item
        if what.fits(Entry(row.item, row, what.person.division)):
            return None
        locked = items.lock(row, at)
        before.delete()
        items.settle(locked, at)
    return note(what, at=at)


def catch_up(person: User, *, at: datetime) -> int:
    """Close what the person did before they had a pathway; says how many items are closed more.
    Doing it again finds nothing new."""
    done = PersonItem.objects.filter(person=person, state=PersonItem.State.DONE)
    before = done.count()
    for what in sorted(_history(person, at), key=lambda what: what.day):
        note(what, at=at)
    return done.count() - before


def of_application(application: Application, at: datetime) -> Happening:
    """On the day it was handed in; a staff role closes nothing."""
    by = _OF_SIDE.get(Role.Side(application.role.side))
    return Happening(
        person=application.person,
        day=timezone.localdate(application.submitted_at or at),
        cause=Closing.Cause.APPLICATION,
        closes=frozenset({by} if by else ()),
        source={"application": application},
    )


def of_revision(revision: PlanRevision) -> Happening:
    """The first version is a plan, every other one is a revision."""
    first = {By.PLAN, By.PLAN_AND_CONVERSATION}
    return Happening(
        person=revision.plan.person,
        day=timezone.localdate(revision.opened_at),
        cause=Closing.Cause.REVISION,
        closes=frozenset(first if revision.number == 1 else {By.REVISION}),
        source={"revision": revision},
    )


def of_conversation(talk: Conversation) -> Happening:
    """One about the benefit is that; every other one is about the person's career."""
    is_benefit = talk.topic == Conversation.Topic.BENEFIT
    career = {By.CONVERSATION, By.PLAN_AND_CONVERSATION}
    return Happening(
        person=talk.person,
        day=talk.held_on,
        cause=Closing.Cause.CONVERSATION,
        closes=frozenset({By.BENEFIT, By.CONVERSATION} if is_benefit else career),
        source={"conversation": talk},
    )


def of_learning(entry: LearningEntry) -> Happening:
    by = _OF_LEARNING.get(LearningEntry.Kind(entry.kind))
    return Happening(
        person=entry.person,
        day=entry.done_on,
        cause=Closing.Cause.LEARNING,
        closes=frozenset({by} if by else ()),
        source={"learning_entry": entry},
        division=entry.division,
    )


def of_availability(person: User, at: datetime) -> Happening:
    """They let people ask them as a mentor."""
    return Happening(
        person=person,
        day=timezone.localdate(at),
        cause=Closing.Cause.AVAILABILITY,
        closes=frozenset({By.MENTOR}),
    )


def of_opportunity(application: OpportunityApplication, at: datetime) -> Happening:
    return Happening(
        person=application.person,
        day=application.done_on or timezone.localdate(at),
        cause=Closing.Cause.OPPORTUNITY,
        closes=frozenset({By.OPPORTUNITY}),
        source={"opportunity_application": application},
        opportunity=application.opportunity.slug,
    )


def _known(what: Happening) -> ClosingQuerySet:
    """What it closed before; being available has no row of its own, so its cause stands for it."""
    source = what.source or {"cause": what.cause}
    return Closing.objects.filter(item__person=what.person, **source)


def _item_for(what: Happening) -> Entry | None:
    fitting = [entry for entry in bare_entries(what.person) if entry.is_open and what.fits(entry)]
    fitting = [entry for entry in fitting if not _has_half(entry, what.cause)]
    started_on = what.person.started_on
    here = slot_of(what.day, started_on) if started_on else None
    place = choose([(entry.slot, entry.closed_by) for entry in fitting], here)
    return None if place is None else fitting[place]


def _has_half(entry: Entry, cause: str) -> bool:
    """Of a plan and a talk, this half is there already."""
    if entry.closed_by != By.PLAN_AND_CONVERSATION or entry.row is None:
        return False
    return entry.row.closings.in_force().filter(cause=cause).exists()


def _history(person: User, at: datetime) -> Iterator[Happening]:
    sent = Application.objects.filter(person=person, submitted_at__isnull=False)
    for application in sent.select_related("role", "person"):
        yield of_application(application, at)
    for revision in PlanRevision.objects.filter(plan__person=person).select_related("plan__person"):
        yield of_revision(revision)
    for talk in Conversation.objects.held().filter(person=person).select_related("person"):
        yield of_conversation(talk)
    for entry in LearningEntry.objects.filter(person=person).select_related("person"):
        yield of_learning(entry)
    if person.is_available_as_mentor:
        yield of_availability(person, at)
    ended = OpportunityApplication.objects.filter(
        person=person, state=OpportunityApplication.State.DONE
    )
    for done in ended.select_related("person", "opportunity"):
        yield of_opportunity(done, at)
