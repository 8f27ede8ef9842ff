"""A person's dates in a cycle, as entries of a calendar."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from events.calendars import Entry
from events.models import Slot, Training
from events.queries.learning import trainings_of
from events.queries.my_events import chosen_slots
from notifications.keys import key_of, number_in
from notifications.models import Message
from people.models import User
from programs.models import Cycle, Milestone
from programs.rules import prose

KEPT_FOR = timedelta(days=1)  # what was called off is told until then

FindDates = Callable[[Cycle, User, datetime], list[Entry]]
_more_dates: list[FindDates] = []


def add_dates(find: FindDates) -> None:
    """Pairing lies above and adds the sessions of a person's pairs when it starts."""
    _more_dates.append(find)


def slot_entry(slot: Slot) -> Entry:
    event = slot.event
    join = slot.link or event.link
    words = [prose.to_text(event.description), _("Join: %s") % join if join else ""]
    return _entry(
        event.cycle,
        key=f"slot-{slot.pk}",
        title=f"{event.title}, {event.cycle}",
        starts=slot.starts_at,
        ends=slot.ends_at,
        description="\n\n".join(word for word in words if word),
        url=_address("events:event_detail", event.cycle, event.pk),
        sequence=slot.revision,
    )


def dates_of(cycle: Cycle, person: User, *, at: datetime) -> list[Entry]:
    """Chosen events, days of the public timeline that are known, trainings with a last day, and
    what higher apps know of. What was among them and is off is told as canceled."""
    slots = chosen_slots(cycle, person)
    held_on = {cycle.day(slot.starts_at) for slot in slots}
    entries = [slot_entry(slot) for slot in slots] + _slots_gone(cycle, person, at)
    entries += [
        _milestone(milestone, *days)
        for milestone in cycle.milestones.all()
        if (days := milestone.days_there) and milestone.starts_on not in held_on
    ]
    entries += [
        _training(state.training)
        for state in trainings_of(cycle, person)
        if state.training.days_there and not state.way
    ]
    entries += _days_gone(cycle, at)
    for find in _more_dates:
        entries += find(cycle, person, at)
    return entries


def _slots_gone(cycle: Cycle, person: User, at: datetime) -> list[Entry]:
    """Times somebody had chosen that are no more: the news of it is all that is left of them."""
    news = Message.objects.filter(to=person, kind="event_slot_gone")
    entries = []
    for message in news.filter(scope=key_of(cycle)):
        starts = datetime.fromisoformat(message.context["starts_at"])
        entry = _entry(
            cycle,
            key=f"slot-{number_in(message.about, Slot)}",
            title=f"{message.context['title']}, {cycle}",
            starts=starts,
            ends=starts + timedelta(minutes=message.context["minutes"]),
            sequence=message.context["revision"],
            is_canceled=True,
        )
        if starts >= at - KEPT_FOR:
            entries.append(entry)
    return entries


def _days_gone(cycle: Cycle, at: datetime) -> list[Entry]:
    """Milestones and trainings that are off, or have no public day any more."""
    rows = cycle.called_off.filter(starts_on__gte=cycle.day(at - KEPT_FOR)).order_by("pk")
    return [
        _entry(
            cycle,
            key=row.key,
            title=f"{row.title}, {cycle}",
            starts=row.starts_on,
            ends=row.ends_on,
            sequence=row.revision,
            is_canceled=True,
        )
        for row in rows
    ]


def _milestone(milestone: Milestone, first: date, last: date | None) -> Entry:
    cycle = milestone.cycle
    return _entry(
        cycle,
        key=milestone.key_there,
        title=f"{milestone.title}, {cycle}",
        starts=first,
        ends=last,
        description=prose.to_text(milestone.description),
        url=_address("programs:cycle_public", cycle),
        sequence=milestone.revision,
    )


def _training(training: Training) -> Entry:
    cycle = training.cycle
    return _entry(
        cycle,
        key=training.key_there,
        title=_("Until today: %(title)s, %(cycle)s") % {"title": training.title, "cycle": cycle},
        starts=training.due_on,
        url=_address("events:checklist", cycle),
        sequence=training.revision,
    )


def _entry(cycle: Cycle, **more: Any) -> Entry:
    return Entry(organizer=str(cycle.program), reply_address=cycle.reply_address, **more)


def _address(name: str, cycle: Cycle, *more: object) -> str:
    return settings.BASE_URL + reverse(name, args=[cycle.program.slug, cycle.slug, *more])
