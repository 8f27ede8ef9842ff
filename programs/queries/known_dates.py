"""The dates people know of a cycle, and who would want to hear that they changed."""

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from people.models import User
from programs import timeline
from programs.models import Application, Cycle

Status = Application.Status


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
    """People with an application that is still in the running as far as they know: drafts too, and
    those who were found not eligible but are not told, so that no silence tells them."""
    running = (
        Application.objects.filter(cycle=cycle)
        .exclude(status__in=[Status.WITHDRAWN, Status.LEFT])
        .exclude(status=Status.NOT_ELIGIBLE, told_at__isnull=False)
    )
    return User.objects.filter(is_active=True, pk__in=running.values("person"))


def concerned_count(cycle: Cycle) -> int:
    return concerned(cycle).aggregate(n=Count("pk"))["n"]
