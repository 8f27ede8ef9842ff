"""The three cycles of the demo, around today."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from events.models import Event
from mentorship.demo import (
    asking,
    ending,
    finding,
    posting,
    reaching,
    rehearsing,
    story,
    words,
)
from mentorship.demo import people as people_of
from mentorship.demo.growth import growing, offering, promoting
from people.models import User
from programs.actions import cycles, programs
from programs.catalog import TEMPLATES
from programs.models import Cycle, Program, Staff
from programs.programfile import names_of
from programs.programfile.saving import shifting

DOMAIN = people_of.DOMAIN
PROGRAM = "women-at-fernhill"

# How many days before today the first day of each cycle lies; on a weekend, the Monday after.
FINISHED_SINCE, RUNNING_SINCE, OPEN_IN = 230, 18, 36
SMALLEST = 4  # pairs
REFUSED_MENTORS, PEOPLE_TOO_MANY = 4, 9


@dataclass(frozen=True)
class Demo:
    """What the command prints."""

    password: str
    accounts: list[people_of.Account]
    finished: Cycle
    running: Cycle
    open: Cycle


def exists() -> bool:
    return Program.objects.filter(slug=PROGRAM).exists()


def find() -> Demo:
    """The demo as it was loaded."""
    finished, running = Cycle.objects.filter(program__slug=PROGRAM).order_by("starts_on")[:2]
    opened = Cycle.objects.filter(program__slug=_OPEN_PROGRAM).earliest("pk")
    accounts = [*people_of.NAMED, people_of.GUEST]
    return Demo(people_of.password(), accounts, finished, running, opened)


_OPEN_PROGRAM = "company-wide-mentorship"


@transaction.atomic
def load(*, size: int, at: datetime) -> Demo:
    """Make everything in one transaction. `size` is how many people take part in the running cycle."""
    today = timezone.localdate(at)
    pairs = max(size // 2, SMALLEST)
    crowd = people_of.make(len(people_of.NAMED) + 5 * pairs + 20, today=today)
    named = {account.role: person for account, person in zip(people_of.NAMED, crowd, strict=False)}
    casting = _Casting(named, crowd[len(people_of.NAMED) :], at, random.Random(7))  # noqa: S311
    finished = _women(named, _first_day(today, -FINISHED_SINCE))
    story.play(casting.plan(finished, pairs, mentors=[named["mentor"]], mentees=[]))
    running = _next(finished, named["organizer"], _first_day(today, -RUNNING_SINCE))
    story.play(casting.plan(running, pairs, mentors=[named["mentor"]], mentees=[named["mentee"]]))
    opened = _company_wide(named, _first_day(today, OPEN_IN))
    both = named["both roles"]
    story.play(casting.plan(opened, max(pairs // 2, SMALLEST), mentors=[both], mentees=[both]))
    ending.play(finished, running, named, at=at)
    posting.play(running, named["organizer"], named["mentee"], at=at)
    reaching.play(opened, named["organizer"], at=at)
    rehearsing.play(opened, named["organizer"], at=at)
    finding.play(crowd, named, at=at)
    growing.play(named, at=at)
    offering.play(crowd, named, at=at)
    promoting.play(named, at=at)
    asking.play(finished, running, opened, named, at=at)
    story.say_sent(at)
    return find()


@dataclass(frozen=True)
class _Casting:
    """Who plays in which cycle: the experienced as mentors, the others as mentees."""

    named: dict[str, User]
    others: list[User]
    at: datetime
    dice: random.Random

    def plan(
        self, cycle: Cycle, places: int, *, mentors: list[User], mentees: list[User]
    ) -> story.Plan:
        drawn = self.dice.sample(self.others, len(self.others))
        drawn.sort(key=lambda person: person.level or 0, reverse=True)
        needed = places + REFUSED_MENTORS - len(mentors)
        wanted = places + PEOPLE_TOO_MANY - len(mentees)
        chosen = drawn[needed : needed + 2 * wanted : 2]
        return story.Plan(
            cycle=cycle,
            staff=self.named,
            mentors=[*mentors, *drawn[:needed]],
            mentees=[*mentees, *chosen],
            places=places,
            now=self.at,
            dice=self.dice,
        )


def _women(by_role: dict[str, User], starts_on: date) -> Cycle:
    cycle = _made("Women at Fernhill", "women-at-gitlab-2021", by_role["organizer"], starts_on)
    for event in cycle.events.all():
        for slot, suits in zip(event.slots.all(), words.SITTINGS, strict=True):
            slot.suits = suits
            slot.save(update_fields=["suits"])
    cycle.events.filter(kind=Event.Kind.AMA).update(
        writing_link=f"{words.INTRANET}/mentoring/ask",
        writing_until=starts_on + timedelta(weeks=7),
    )
    return _staffed(cycle, by_role)


def _made(name: str, template: str, organizer: User, starts_on: date) -> Cycle:
    """A program as a newcomer makes it: from the catalog, with the names of Fernhill."""
    asked = [item["key"] for item in names_of(TEMPLATES[template].read())]
    return programs.create(
        name=name,
        cycle_name=_season(starts_on),
        starts_on=starts_on,
        by=organizer,
        at=_planned(starts_on),
        zone="Europe/Vienna",
        template=template,
        names={key: words.NAMES[key] for key in asked},
    )


def _next(previous: Cycle, organizer: User, starts_on: date) -> Cycle:
    at = _planned(starts_on)
    cycle = cycles.create(
        previous.program,
        name=_season(starts_on),
        starts_on=starts_on,
        by=organizer,
        at=at,
        previous=previous,
    )
    return cycles.publish(cycle, by=organizer, at=at)


def _company_wide(by_role: dict[str, User], starts_on: date) -> Cycle:
    organizer = by_role["organizer"]
    return _staffed(_made("Company-wide mentorship", "company-wide", organizer, starts_on), by_role)


def _staffed(cycle: Cycle, by_role: dict[str, User]) -> Cycle:
    for role in (Staff.Role.CONFIRMER, Staff.Role.COMMITTEE):
        Staff.objects.create(program=cycle.program, person=by_role[role], role=role)
    return cycles.publish(cycle, by=by_role["organizer"], at=cycle.created_at)


def _first_day(today: date, days: int) -> date:
    return shifting.workday(today + timedelta(days=days))


def _planned(starts_on: date) -> datetime:
    """The morning, ten weeks before the first day, on which the organizer sat down to plan."""
    return datetime.combine(starts_on - timedelta(days=70), time(9), tzinfo=UTC)


def _season(day: date) -> str:
    return f"{['Winter', 'Spring', 'Summer', 'Autumn'][day.month % 12 // 3]} {day.year}"
