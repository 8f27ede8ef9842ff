"""Everybody of the directory, as light as a comparison of thousands needs them."""

from datetime import date, timedelta

from django.db.models import QuerySet

from applications.models import Application
from directory.models import Availability, Mark, Seeking
from directory.queries import places
from directory.rules.fit import Candidate, Seeker
from pairs.models import Pair
from people.models import User
from programs.models import Role
from surveys.models import Answer, Question

# In the order of a candidate's fields.
_READ = (
    "person_id",
    "person__name",
    "person__sort_name",
    "person__job_title",
    "person__level",
    "person__division",
    "person__time_zone",
    "person__languages",
    "topics",
    "slots",
    "places",
    "from_on",
    "away_from",
    "away_until",
)
_PLACES = _READ.index("places")


def monday_of(day: date) -> date:
    """The week whose clocks count when two weeks are laid over each other: that of this day."""
    return day - timedelta(days=day.weekday())


def candidates(offers: QuerySet[Availability] | None = None) -> list[Candidate]:
    """Two queries for all: who is listed, and how many places of theirs are taken."""
    if offers is None:
        offers = Availability.objects.listed()
    taken = places.taken()
    rows = offers.order_by().values_list(*_READ)
    return [Candidate._make((*row, max(row[_PLACES] - taken.get(row[0], 0), 0))) for row in rows]


def seeker(user: User) -> Seeker:
    """Who looks, with what they said they look for; else what their profile and last application say."""
    said = Seeking.objects.filter(person=user).first()
    topics = said.topics if said else user.focus_areas or last_topics_told(user, Role.Side.MENTEE)
    return Seeker(
        pk=user.pk,
        zone=user.time_zone,
        topics=tuple(topics),
        slots=tuple(said.slots if said else last_week_told(user)),
        level=user.level,
        division=user.division,
        languages=tuple(user.languages),
    )


def last_week_told(user: User) -> list[str]:
    """The weekly times of the person's latest application that asked for them."""
    week = Question.Use.AVAILABILITY
    answers = Answer.objects.filter(
        response__application__person=user, question__pairing_use=week, slots__isnull=False
    )
    return list(answers.order_by("-pk").values_list("slots", flat=True).first() or ())


def last_topics_told(user: User, side: str) -> list[str]:
    """The topics of the person's latest application for that side."""
    last = Application.objects.filter(person=user, role__side=side).order_by("-pk").first()
    return topics_told(last) if last else []


def topics_told(application: Application) -> list[str]:
    """The topics an application asked for."""
    focus = Question.Use.FOCUS
    answers = Answer.objects.filter(
        response__application=application, question__pairing_use=focus, choice__isnull=False
    )
    return list(answers.order_by("rank", "pk").values_list("choice__label", flat=True))


def marks_of(user: User) -> dict[int, str]:
    return dict(Mark.objects.filter(person=user).values_list("mentor", "kind"))


def partners_of(user: User) -> set[int]:
    """Those they work with as a pair now, in a program or outside of one."""
    pairs = Pair.objects.active().of(user).with_people()
    return {pair.partner_of(user).person_id for pair in pairs}


def out_of_question(user: User) -> set[int]:
    """Nobody finds themselves, their manager or their reports here."""
    near = set(User.objects.filter(manager=user).values_list("pk", flat=True))
    return near | {user.pk} | ({user.manager_id} if user.manager_id else set())
