"""The three cycles of the demo, around today."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from applications.models import Criterion
from mentorship.demo import people as people_of
from mentorship.demo import reaching, story
from people.models import User
from programs.actions import cycles, programs
from programs.models import Cycle, Program, Role, Staff
from programs.programfile import checking, reading, saving, shifting

DOMAIN = people_of.DOMAIN
PROGRAM = "women-at-fernhill"
FILE = Path(__file__).parent / "program.yaml"

# How many days before today the first day of each cycle lies.
FINISHED_SINCE, RUNNING_SINCE, OPEN_IN = 230, 18, 36
SMALLEST = 4  # pairs
SCORED = (("goal", "Goal is clear and within reach", 3), ("reason", "A reason for now", 1))
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
    return Demo(people_of.password(), people_of.NAMED, finished, running, opened)


_OPEN_PROGRAM = "company-wide-mentorship"


@transaction.atomic
def load(*, size: int, at: datetime) -> Demo:
    """Make everything in one transaction. `size` is how many people take part in the running cycle."""
    today = timezone.localdate(at)
    pairs = max(size // 2, SMALLEST)
    crowd = people_of.make(len(people_of.NAMED) + 5 * pairs + 20, today=today)
    named = {account.role: person for account, person in zip(people_of.NAMED, crowd, strict=False)}
    casting = _Casting(named, crowd[len(people_of.NAMED) :], at, random.Random(7))  # noqa: S311
    finished = _women(named, today - timedelta(days=FINISHED_SINCE))
    story.play(casting.plan(finished, pairs, mentors=[named["mentor"]], mentees=[]))
    running = _next(finished, named["organizer"], today - timedelta(days=RUNNING_SINCE))
    story.play(casting.plan(running, pairs, mentors=[named["mentor"]], mentees=[named["mentee"]]))
    opened = _company_wide(named, today + timedelta(days=OPEN_IN))
    both = named["both roles"]
    story.play(casting.plan(opened, max(pairs // 2, SMALLEST), mentors=[both], mentees=[both]))
    reaching.play(opened, named["organizer"], at=at)
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
    file = reading.read(FILE.read_text(encoding="utf-8"))
    shifting.move_to(file, starts_on, "Europe/Vienna")
    name = _season(starts_on)
    file["cycle"].update(name=name, slug=name.lower().replace(" ", "-"))
    checking.check(file)
    cycle = saving.save(file, owner=by_role["organizer"], at=_planned(starts_on)).cycle
    return _staffed(cycle, by_role)


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
    cycle = programs.create(
        name="Company-wide mentorship",
        cycle_name=_season(starts_on),
        starts_on=starts_on,
        by=by_role["organizer"],
        at=_planned(starts_on),
        zone="Europe/Vienna",
        template="company-wide",
    )
    for role in cycle.roles.filter(side=Role.Side.MENTEE):
        for key, name, weight in SCORED:
            Criterion.objects.create(role=role, key=key, name=name, weight=weight)
    return _staffed(cycle, by_role)


def _staffed(cycle: Cycle, by_role: dict[str, User]) -> Cycle:
    for role in (Staff.Role.CONFIRMER, Staff.Role.COMMITTEE):
        Staff.objects.create(program=cycle.program, person=by_role[role], role=role)
    return cycles.publish(cycle, by=by_role["organizer"], at=cycle.created_at)


def _planned(starts_on: date) -> datetime:
    """The morning, ten weeks before the first day, on which the organizer sat down to plan."""
    return datetime.combine(starts_on - timedelta(days=70), time(9), tzinfo=UTC)


def _season(day: date) -> str:
    return f"{['Winter', 'Spring', 'Summer', 'Autumn'][day.month % 12 // 3]} {day.year}"
