"""The dates people know of a cycle, and who would want to hear that they changed."""

from collections.abc import Callable

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from people.models import User
from programs.models import Cycle
from programs.rules import timeline

# Who has applied is known further up; applications add their answer when they start.
_concerned: list[Callable[[Cycle], QuerySet[User]]] = []


def add_concerned(find: Callable[[Cycle], QuerySet[User]]) -> None:
    _concerned.append(find)


def known(cycle: Cycle) -> dict[str, str]:
    """Every public date in words, by its title: calls, milestones, first and last day."""
    found: dict[str, str] = {}
    days = {_("First day"): cycle.starts_on, _("Last day"): cycle.ends_on}
    for title, day in days.items():
        found[title] = timeline.span_in_words(day, day) if day else _("To be decided")
    calls = cycle.calls.select_related("role").order_by("role__position", "opens_at", "pk")
    lines = [timeline.of_call(call, cycle) for call in calls]
    lines += [timeline.of_milestone(one) for one in cycle.milestones.filter(is_public=True)]
    for line in lines:
        twin = found.get(line.title)
        found[line.title] = f"{twin}; {line.when}" if twin else line.when
    return found


def concerned(cycle: Cycle) -> QuerySet[User]:
    """Active people whom a change of dates concerns."""
    people = [find(cycle).order_by().values("pk") for find in _concerned]
    found = people[0].union(*people[1:]) if people else User.objects.none().values("pk")
    return User.objects.filter(is_active=True, pk__in=found)


def concerned_count(cycle: Cycle) -> int:
    return concerned(cycle).aggregate(n=Count("pk"))["n"]
