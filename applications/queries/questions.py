"""What people asked the organizers of a cycle."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from applications.models import CycleQuestion
from people.models import User
from programs.models import Cycle, Program, Staff

# What the list of a cycle can be narrowed to.
WAITING, MINE, ANSWERED, CLOSED = "waiting", "mine", "answered", "closed"
WAITS_LONG = timedelta(days=2)


def organizers_of(program: Program) -> QuerySet[User]:
    """Those who can sign in."""
    staff = Staff.objects.filter(program=program, role=Staff.Role.ORGANIZER)
    return User.objects.active().filter(pk__in=staff.values("person"))


def answering(question: CycleQuestion) -> list[User]:
    """Who is to answer: its owner, as long as they organize the program; else all organizers."""
    everybody = list(organizers_of(question.cycle.program))
    return [one for one in everybody if one.pk == question.owner_id] or everybody


def listed(cycle: Cycle, show: str, viewer: User) -> QuerySet[CycleQuestion]:
    """Questions of a cycle; those that wait longest first."""
    found = cycle.asked_questions.select_related("asked_by", "owner")
    narrow = {
        WAITING: Q(waits_since__isnull=False),
        MINE: Q(owner=viewer, closed_at__isnull=True),
        ANSWERED: Q(waits_since__isnull=True, closed_at__isnull=True),
        CLOSED: Q(closed_at__isnull=False),
    }
    if show in narrow:
        found = found.filter(narrow[show])
    if show == WAITING:
        return found.order_by("waits_since", "pk")
    return found


def counts(cycle: Cycle, viewer: User) -> dict[str, int]:
    return {show: listed(cycle, show, viewer).count() for show in (WAITING, MINE, ANSWERED, CLOSED)}


def oldest_waiting(at: datetime) -> list[CycleQuestion]:
    """Of each cycle the question that has waited longest, if for more than two days; one query."""
    late = CycleQuestion.objects.waiting().filter(
        waits_since__lte=at - WAITS_LONG, cycle__archived_at__isnull=True
    )
    rows = late.select_related("cycle__program").order_by("cycle_id", "waits_since", "pk")
    return list(rows.distinct("cycle_id"))
