"""What a program file says about events, trainings and resources."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils.translation import gettext as _

from events.models import Event, Resource, Slot, Training
from programs.models import Cycle
from programs.programfile.dumping import columns
from programs.programfile.kinds import Link, LocalTime
from programs.programfile.parts import Checker, CyclePart
from programs.programfile.parts import register as register_part
from programs.programfile.shape import Block, Item, Key, ListOf, column
from programs.programfile.store import Tally, in_use, match, put, remove, values_of
from programs.rules import days

SLOT = Block(
    "slot",
    (
        Key("starts", "When it starts.", LocalTime()),
        Key("link", "Where to join.", Link(), ""),
        Key("replay_link", "Where to watch it afterwards.", Link(), ""),
        column(Slot, "suits", "For whom the time is good."),
        column(Slot, "capacity", "How many people fit; left out: any number."),
    ),
    "One sitting of an event; a bare time will do.",
    short="starts",
)
EVENT = Block(
    "event",
    (
        column(Event, "title", "What it is called."),
        column(Event, "kind", "What it is."),
        column(Event, "description", "What happens there."),
        column(Event, "minutes", "How long it takes."),
        column(Event, "obligation", "Whether it is required."),
        column(Event, "is_async", "In writing, at any time.", "async"),
        column(Event, "link", "Where it happens."),
        column(Event, "writing_link", "Where those write who cannot come; it counts the same."),
        column(Event, "writing_until", "The last day to take part in writing."),
        column(Event, "check_in", "How people who come say so themselves."),
        Key("slots", "Its sittings, for all working hours.", ListOf(SLOT, 50), list),
    ),
    "A live or written gathering.",
)

TRAINING = Block(
    "training",
    (
        column(Training, "title", "What it is called."),
        column(Training, "description", "What people learn."),
        column(Training, "course_link", "Where the course is.", "course"),
        column(Training, "slides_link", "Slides or a text that count instead.", "slides"),
        column(Training, "obligation", "Whether it is required."),
        column(Training, "due_on", "Done by this day."),
        column(Training, "remind_days", "Remind so many days before; 0: never."),
    ),
    "Something to learn, by a course or by its slides.",
)

RESOURCE = Block(
    "resource",
    (
        column(Resource, "title", "What it is called."),
        column(Resource, "text", "The text. A resource has a text, a link, or both."),
        column(Resource, "link", "Where to read on."),
        column(Resource, "post_on", "Sent on this day; empty: there from the start, no mail."),
        column(Resource, "stage", "Recommended to pairs at this stage."),
        column(Resource, "topics", "Recommended for these focus areas, with commas between."),
    ),
    "An article or a prompt that participants get on its day.",
)


def save_events(cycle: Cycle, items: list[Item], tally: Tally) -> None:
    def let_go(event: Event) -> None:
        event.refuse_removal()
        if event.places.exists():
            raise in_use(_("People chose a time of “%s”, so it stays in the program.") % event)
        remove(event, tally)

    rows = cycle.events.prefetch_related("slots")
    for row, item in match(rows, lambda e: e.title, items, lambda i: i["title"], let_go):
        event = row or Event(cycle=cycle)
        values = values_of(item, EVENT)
        changed = {name for name, value in values.items() if row and getattr(row, name) != value}
        put(event, values, tally)
        if not Event.SHOWN_THERE.isdisjoint(changed):
            event.slots.update(revision=F("revision") + 1)
        _save_slots(event, item["slots"], cycle, tally)


def _save_slots(event: Event, items: list[Item], cycle: Cycle, tally: Tally) -> None:
    def starts_at(item: Item) -> Any:
        return item["starts"].replace(tzinfo=cycle.tzinfo)

    def let_go(slot: Slot) -> None:
        slot.refuse_removal()
        if slot.places.exists():
            raise in_use(
                _("People chose a session of “%s”. Move it on its page, so that they are told.")
                % event
            )
        remove(slot, tally)

    for row, item in match(event.slots.all(), lambda s: s.starts_at, items, starts_at, let_go):
        values = {
            "starts_at": starts_at(item),
            "link": item["link"],
            "replay_link": item["replay_link"],
            "suits": item["suits"],
            "capacity": item["capacity"],
        }
        put(row or Slot(event=event), values, tally)


def save_trainings(cycle: Cycle, items: list[Item], tally: Tally) -> None:
    def let_go(training: Training) -> None:
        training.refuse_removal()
        remove(training, tally)

    matched = match(cycle.trainings.all(), lambda t: t.title, items, lambda i: i["title"], let_go)
    for position, (row, item) in enumerate(matched):
        values = values_of(item, TRAINING) | {"position": position}
        put(row or Training(cycle=cycle), values, tally)


def save_resources(cycle: Cycle, items: list[Item], tally: Tally) -> None:
    def let_go(resource: Resource) -> None:
        resource.refuse_removal()
        remove(resource, tally)

    rows = cycle.resources.all()
    for row, item in match(rows, lambda r: r.title, items, lambda i: i["title"], let_go):
        put(row or Resource(cycle=cycle), values_of(item, RESOURCE), tally)


def _event(event: Event, cycle: Cycle) -> dict[str, Any]:
    slots = []
    for slot in event.slots.all():
        local = slot.starts_at.astimezone(cycle.tzinfo).strftime("%Y-%m-%d %H:%M")
        found = {name: getattr(slot, name) for name in ("link", "replay_link", "suits", "capacity")}
        said = {name: value for name, value in found.items() if value}
        slots.append({"starts": local, **said} if said else local)
    return columns(event, EVENT, {"slots": slots})


def _dump_events(cycle: Cycle) -> list[dict[str, Any]]:
    return [_event(event, cycle) for event in cycle.events.prefetch_related("slots")]


def _dump_trainings(cycle: Cycle) -> list[dict[str, Any]]:
    return [columns(row, TRAINING) for row in cycle.trainings.all()]


def _dump_resources(cycle: Cycle) -> list[dict[str, Any]]:
    return [columns(row, RESOURCE) for row in cycle.resources.all()]


def _check_events(checker: Checker, events: list[Item], path: str, file: Item) -> None:
    zone = ZoneInfo(file["cycle"]["zone"])
    for number, event in enumerate(events, start=1):
        slots = f"{path}[{number}].slots"
        checker.unique(event["slots"], "starts", slots)
        for place, slot in enumerate(event["slots"], start=1):
            if not days.exists(slot["starts"], zone):
                text = _("Clocks go forward over this time in %s.") % zone
                checker.at(slot, f"{slots}[{place}]")("starts", text)


def _check_resources(checker: Checker, resources: list[Item], path: str, file: Item) -> None:
    for number, resource in enumerate(resources, start=1):
        if not resource["text"] and not resource["link"]:
            complain = checker.at(resource, f"{path}[{number}]")
            complain("text", _("Give a text or a link."))


def _clean_events(events: list[Item], before: ZoneInfo, zone: ZoneInfo) -> None:
    """Recordings belong to one run, and whom a time suits to one zone. A time the new zone skips
    comes an hour later, and sittings that met on the Monday after a weekend follow day by day."""
    for event in events:
        taken: set[datetime] = set()
        for slot in event["slots"]:
            slot["replay_link"] = ""
            if before != zone:
                slot["suits"] = ""
            while slot["starts"] in taken:
                slot["starts"] += timedelta(days=1)
            if not days.exists(slot["starts"], zone):
                slot["starts"] += timedelta(hours=1)
            taken.add(slot["starts"])


def _moments(cycle: Cycle) -> Iterable[tuple[Iterable[Any], tuple[str, ...]]]:
    return [([slot for event in cycle.events.all() for slot in event.slots.all()], ("starts_at",))]


def register() -> None:
    register_part(
        CyclePart(
            Key("events", "Gatherings.", ListOf(EVENT, 50), list),
            after="pairing",
            dump=_dump_events,
            save=save_events,
            check=_check_events,
            clean=_clean_events,
            moments=_moments,
        )
    )
    register_part(
        CyclePart(
            Key("trainings", "What people learn.", ListOf(TRAINING, 50), list),
            after="events",
            dump=_dump_trainings,
            save=save_trainings,
        )
    )
    register_part(
        CyclePart(
            Key("resources", "Articles and prompts.", ListOf(RESOURCE, 100), list),
            after="trainings",
            dump=_dump_resources,
            save=save_resources,
            check=_check_resources,
        )
    )
