"""A person's dates in a cycle, as entries of a calendar."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from events.calendars import Entry
from events.models import Slot
from events.queries.learning import trainings_of
from events.queries.my_events import chosen_slots
from people.models import User
from programs.models import Cycle, Milestone

FindDates = Callable[[Cycle, User, datetime], list[Entry]]
_more_dates: list[FindDates] = []


def add_dates(find: FindDates) -> None:
    """Pairing lies above and adds the sessions of a person's pairs when it starts."""
    _more_dates.append(find)


def slot_entry(slot: Slot) -> Entry:
    event = slot.event
    join = slot.link or event.link
    words = [event.description, _("Join: %s") % join if join else ""]
    return Entry(
        key=f"slot-{slot.pk}",
        title=f"{event.title}, {event.cycle}",
        starts=slot.starts_at,
        ends=slot.ends_at,
        description="\n\n".join(word for word in words if word),
        url=_address("events:event_detail", event.cycle, event.pk),
        organizer=str(event.cycle.program),
        sequence=slot.revision,
    )


def dates_of(cycle: Cycle, person: User, *, at: datetime) -> list[Entry]:
    """Chosen events, days of the public timeline that are known, trainings with a last day, and
    what higher apps know of."""
    slots = chosen_slots(cycle, person)
    held_on = {cycle.day(slot.starts_at) for slot in slots}
    milestones = cycle.milestones.filter(is_public=True, starts_on__isnull=False)
    entries = [slot_entry(slot) for slot in slots]
    entries += [
        entry
        for milestone in milestones
        if (entry := _milestone(milestone)) and entry.starts not in held_on
    ]
    open_trainings = [state.training for state in trainings_of(cycle, person) if not state.way]
    entries += [
        Entry(
            key=f"training-{training.pk}",
            title=_("Until today: %(title)s, %(cycle)s")
            % {"title": training.title, "cycle": cycle},
            starts=training.due_on,
            url=_address("events:checklist", cycle),
            organizer=str(cycle.program),
        )
        for training in open_trainings
        if training.due_on
    ]
    for find in _more_dates:
        entries += find(cycle, person, at)
    return entries


def _milestone(milestone: Milestone) -> Entry | None:
    """A month is no date for a calendar; a week is its five working days."""
    precision = Milestone.Precision(milestone.precision)
    if precision in {Milestone.Precision.MONTH, Milestone.Precision.UNDECIDED}:
        return None
    last = milestone.ends_on
    if precision == Milestone.Precision.WEEK:
        last = milestone.starts_on + timedelta(days=4)
    return Entry(
        key=f"milestone-{milestone.pk}",
        title=f"{milestone.title}, {milestone.cycle}",
        starts=milestone.starts_on,
        ends=last,
        description=milestone.description,
        url=_address("programs:cycle_public", milestone.cycle),
        organizer=str(milestone.cycle.program),
    )


def _address(name: str, cycle: Cycle, *more: object) -> str:
    return settings.BASE_URL + reverse(name, args=[cycle.program.slug, cycle.slug, *more])
