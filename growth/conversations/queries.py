"""What the pages of conversations show."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from growth.conversations.models import Conversation
from growth.conversations.rules import a_year_later
from growth.plans.models import PlanRevision
from growth.setup.queries import setup
from growth.sharing.models import Share
from growth.sharing.queries import readers_of
from people.models import User


@dataclass(frozen=True)
class Switch:
    """Whether the manager may read the talks with one manager, this one or one before."""

    talks_with: User
    share: Share | None
    since: date | None = None

    @property
    def is_on(self) -> bool:
        return self.share is not None


def talks(rows: QuerySet[Conversation]) -> list[Conversation]:
    """Held ones, latest first, with their goals."""
    held = rows.filter(state=Conversation.State.HELD)
    return list(held.prefetch_related("goals").order_by("-held_on", "-pk"))


def planned(rows: QuerySet[Conversation]) -> QuerySet[Conversation]:
    return rows.filter(state=Conversation.State.PLANNED).order_by("held_on", "pk")


def next_planned(person: User) -> Conversation | None:
    """With the manager on record; one planned with a manager before no longer counts."""
    rows = Conversation.objects.planned().filter(person=person, manager=person.manager_id)
    return rows.select_related("manager").order_by("held_on").first()


def switches(person: User) -> list[Switch]:
    """For the manager on record: the talks with each manager there were any with."""
    manager = person.manager
    if manager is None:
        return []
    shares = readers_of(person, Share.What.CONVERSATIONS).filter(reader=manager)
    by_manager = {share.talks_with_id: share for share in shares}
    before = (
        User.objects.filter(growth_conversations_with_reports__person=person)
        .exclude(pk=manager.pk)
        .distinct()
        .order_by("sort_name")
    )
    return [Switch(other, by_manager.get(other.pk)) for other in (manager, *before)]


def review_on() -> date | None:
    return setup().review_on


def revisit_on(person: User) -> date | None:
    """A year after the version of the plan that is worked on began."""
    revision = PlanRevision.objects.current().filter(plan__person=person).first()
    return a_year_later(revision.starts_on) if revision else None
