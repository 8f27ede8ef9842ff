"""Who uses the directory, and who may ask whom. Views and actions ask the same functions."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from directory.models import Availability
from directory.models.request import ASK_AGAIN_AFTER, MOST_OPEN
from directory.queries import places, switch
from pairs.models import Pair
from people.models import User


@dataclass(frozen=True)
class Refusal:
    """Why something cannot be done now, for a machine and for the person."""

    code: str
    words: str

    def as_error(self) -> ValidationError:
        return ValidationError(self.words, code=self.code)


def uses_directory(user: User) -> bool:
    """People of the organization, while it has a directory. Guests see nobody in it."""
    return user.is_authenticated and not user.is_guest and switch.is_on()


def why_not_together(one: User, other: User) -> Refusal | None:
    """What keeps two people from working together, whatever either of them offers."""
    if one.pk == other.pk:
        return Refusal("yourself", _("This is you."))
    if not other.is_active or other.is_guest:
        return Refusal("not_here", _("This person is not in the directory."))
    if other.pk == one.manager_id or one.pk == other.manager_id:
        words = _("One of you manages the other. A mentor is somebody outside of that.")
        return Refusal("manager", words)
    if _is_mentored(one, by=other) or _is_mentored(other, by=one):
        return Refusal("paired", _("You two are a pair already."))
    return None


def _is_mentored(mentee: User, *, by: User) -> bool:
    own = Pair.objects.active().with_mentee(participation__person=mentee)
    return own.with_mentor(participation__person=by).exists()


def why_not_ask(mentee: User, mentor: User, at: datetime) -> Refusal | None:
    """Why this person cannot ask that one now; None says that they can."""
    return (
        why_not_together(mentee, mentor)
        or why_no_other_mentor(mentee)
        or _asked_before(mentee, mentor, at)
        or _asks_enough(mentee)
        or _cannot_take(mentor, at)
    )


def why_ask_nobody(mentee: User) -> Refusal | None:
    """Why this person can ask no mentor at all now."""
    return why_no_other_mentor(mentee) or _asks_enough(mentee)


def has_independent_mentor(mentee: User) -> bool:
    own = Pair.objects.active().with_mentee(participation__person=mentee)
    return own.filter(cycle__program__is_independent=True).exists()


def why_no_other_mentor(mentee: User) -> Refusal | None:
    """One mentor at a time outside of programs; said to the mentee alone, whose matter it is."""
    if not has_independent_mentor(mentee):
        return None
    words = _(
        "You have a mentor outside of programs already. There is room for another once that has ended."
    )
    return Refusal("has_mentor", words)


def _asked_before(mentee: User, mentor: User, at: datetime) -> Refusal | None:
    """A request stays open until it is answered, and after most answers a month passes."""
    last = mentee.requests_made.filter(mentor=mentor).in_the_way(at).first()
    if last is None:
        return None
    if last.ended_at is None:
        return Refusal("open", _("Your request to this person is open."))
    again = last.ended_at + ASK_AGAIN_AFTER
    words = _("You can ask this person again from %(day)s.")
    day = formats.date_format(timezone.localtime(again).date(), "j F")
    return Refusal("again", words % {"day": day})


def _asks_enough(mentee: User) -> Refusal | None:
    if mentee.requests_made.open().count() < MOST_OPEN:
        return None
    words = _("Three requests of yours are open. Wait for an answer, or take one back.")
    return Refusal("three", words)


def _cannot_take(mentor: User, at: datetime) -> Refusal | None:
    offer = Availability.objects.listed().filter(person=mentor).first()
    if offer is None:
        return Refusal("paused", _("This person takes no requests at the moment."))
    if offer.is_away(timezone.localtime(at).date()):
        words = _("This person is away until %(day)s.")
        return Refusal("away", words % {"day": formats.date_format(offer.away_until, "j F")})
    if not places.free(mentor, offer.places):
        return Refusal("full", _("All places of this person are taken."))
    return None
