"""What waits for a person in the cycles they take part in, as one list of things to do by date."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.models import Training
from events.queries.my_events import Upcoming
from surveys.models import Invitation


@dataclass(frozen=True)
class Thing:
    """Something that waits for the person: what, until or at when, and the page where it goes on.

    `day` puts it into its place; what has none is asked by somebody who waits, and comes first.
    """

    icon: str
    title: str
    detail: str
    address: str
    action: str
    day: date | None = None
    moment: datetime | None = None


def by_day(things: list[Thing]) -> list[Thing]:
    return sorted(things, key=lambda thing: thing.day or date.max)


def of_survey(invitation: Invitation) -> Thing:
    survey, closes = invitation.survey, invitation.survey.closes_at
    last = survey.last_minute if closes else None
    return Thing(
        "clipboard-list",
        survey.title,
        _("It waits for you until") if closes else _("It waits for you."),
        reverse("surveys:answer", args=[invitation.pk]),
        _("Answer it"),
        day=timezone.localtime(last).date() if last else None,
        moment=last,
    )


def of_event(upcoming: Upcoming) -> Thing:
    cycle = upcoming.event.cycle
    return Thing(
        "calendar-clock",
        upcoming.event.title,
        _("You have a place:") if upcoming.is_mine else _("The first time is"),
        reverse("events:event_detail", args=[cycle.program.slug, cycle.slug, upcoming.event.pk]),
        _("View event") if upcoming.is_mine else _("Choose a time"),
        day=timezone.localtime(upcoming.slot.starts_at).date(),
        moment=upcoming.slot.starts_at,
    )


def of_training(training: Training, at: datetime) -> Thing:
    cycle, due = training.cycle, training.due_on or training.cycle.day(at)
    is_late = due < cycle.day(at)
    words = _("%(kind)s, was due on %(day)s") if is_late else _("%(kind)s by %(day)s")
    return Thing(
        "graduation-cap",
        training.title,
        words % {"kind": training.get_obligation_display(), "day": date_format(due, "j F")},
        reverse("events:checklist", args=[cycle.program.slug, cycle.slug]),
        _("Do it"),
        day=due,
    )
