"""Words that are ready for people who are late with something, and who these people are."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from announcements.models import Announcement
from announcements.queries.audiences import Recipients, chosen, recipients_of
from people.models import User
from programs.models import Cycle
from programs.permissions import people_in_conflict

MOST_NAMED = 12
REMEMBERED = timedelta(days=30)


@dataclass(frozen=True)
class Reminder:
    """What would go out to one group now. Of people the viewer may not judge no name is shown."""

    to: str
    recipients: Recipients
    names: list[str]
    subject: str
    text: str
    before: Announcement | None  # the last one to this group, if not long ago

    @property
    def count(self) -> int:
        return self.recipients.count()

    @property
    def not_named(self) -> int:
        return self.count - len(self.names)


def reminder_of(cycle: Cycle, key: str, *, viewer: User, at: datetime) -> Reminder | None:
    """None where no words are ready for this group, or the cycle has no such group now."""
    words = _words(cycle, key)
    if words is None:
        return None
    to = Announcement(cycle=cycle, audiences=[key])
    groups = chosen(to)
    if not groups:
        return None
    found = recipients_of(to)
    named = found.people.exclude(pk__in=people_in_conflict(viewer)).order_by("sort_name")
    return Reminder(
        to=str(groups[0].label),
        recipients=found,
        names=[person.name for person in named[:MOST_NAMED]],
        subject=words[0],
        text=words[1],
        before=last_to(cycle, key).filter(created_at__gte=at - REMEMBERED).first(),
    )


def last_to(cycle: Cycle, key: str) -> QuerySet[Announcement]:
    """Announcements to this group alone that are planned or gone, the newest first."""
    states = [Announcement.State.PLANNED, Announcement.State.GONE]
    return cycle.announcements.filter(audiences=[key], state__in=states)


def _words(cycle: Cycle, key: str) -> tuple[str, str] | None:
    kind, _colon, number = key.partition(":")
    if key == "not_met":
        return _("Have you two met yet?"), _(
            "No session of your pair is logged yet. Find a time this week for a first talk, even a "
            "short one.\n\nHave you met already? Then log it, so that we know: {home}\n\nIf something "
            "keeps you from meeting, tell us. We will help."
        )
    if key == "open_reviews":
        return _("Applications of {cycle} are waiting for your review"), _(
            "You agreed to read applications of {cycle}, and some of yours have no score yet. The "
            "people who applied wait for an answer.\n\nYou find them here: {home}"
        )
    if kind == "training" and number.isdecimal() and len(number) < 10:
        return _training_words(cycle, int(number))
    return None


def _training_words(cycle: Cycle, number: int) -> tuple[str, str] | None:
    training = cycle.trainings.filter(pk=number).first()
    if training is None:
        return None
    # A brace in a title would be read as the beginning of a placeholder.
    title = training.title.replace("{", "(").replace("}", ")")
    text = _("“%(title)s” is part of {cycle}, and you have not marked it as done yet.") % {
        "title": title
    }
    if training.due_on:
        day = date_format(training.due_on, "j F Y")
        text += " " + _("It is due on %(day)s.") % {"day": day}
    text += "\n\n" + _("Once you have done it, mark it here: {home}")
    return _("Still open: %(title)s") % {"title": title}, text
