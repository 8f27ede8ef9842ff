"""Which programs have somebody who looks after them."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.functional import cached_property

from people.models import User
from programs.models import Program, Staff

_ACTIVE = Staff.objects.filter(role=Staff.Role.ORGANIZER, person__is_active=True)


@dataclass(frozen=True)
class LookedAfter:
    program: Program

    @cached_property
    def organizers(self) -> list[User]:
        """Those who can sign in; of others a program has nothing."""
        return [row.person for row in self.program.staff.all()]


def running() -> QuerySet[Program]:
    """Programs that need an organizer: all but those put away and the one that looks after itself."""
    return Program.objects.filter(archived_at=None, is_independent=False)


def without_organizer() -> QuerySet[Program]:
    active = _ACTIVE.filter(program=OuterRef("pk"))
    return running().filter(~Exists(active)).order_by("name", "pk")


def only_with(person: User) -> QuerySet[Program]:
    """The programs that nobody else who can sign in organizes."""
    others = _ACTIVE.filter(program=OuterRef("pk")).exclude(person=person)
    own = Staff.objects.filter(program=OuterRef("pk"), person=person, role=Staff.Role.ORGANIZER)
    return running().filter(Exists(own), ~Exists(others)).order_by("name", "pk")


def programs() -> list[LookedAfter]:
    """All of them, those without anybody first."""
    rows = Prefetch("staff", _ACTIVE.select_related("person").order_by("person__sort_name", "pk"))
    found = [LookedAfter(one) for one in running().order_by("name", "pk").prefetch_related(rows)]
    return sorted(found, key=lambda one: bool(one.organizers))
