"""What the members of a pair gave each other, as one of them reads it, and what is public of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Q

from completion.models import Kudos, PartnerFeedback, ThankYou
from completion.models.thanks import KudosQuerySet
from completion.permissions import others
from pairs.models import Pair
from pairs.rules.afterwards import AFTERWARDS
from people.models import User
from programs.models import Cycle

MOST_SHOWN = 12  # public lines on a page of others
Waiting = Kudos | PartnerFeedback
Row = TypeVar("Row", ThankYou, Kudos, PartnerFeedback)


@dataclass(frozen=True)
class Between:
    """What a person and one other member of the pair gave each other."""

    person: User
    other: User
    notes: list[ThankYou]
    own_kudos: Kudos | None
    their_kudos: Kudos | None
    own_feedback: PartnerFeedback | None
    their_feedback: PartnerFeedback | None

    @property
    def is_asked(self) -> bool:
        """The other waits for feedback."""
        own = self.own_feedback
        return own is not None and own.given_at is None

    @property
    def asks(self) -> bool:
        """The person waits for it."""
        theirs = self.their_feedback
        return theirs is not None and theirs.given_at is None

    @property
    def heard(self) -> PartnerFeedback | None:
        """What the other has said."""
        return None if self.asks else self.their_feedback


def between(pair: Pair, person: User) -> list[Between]:
    """One for each other member. Three queries."""
    notes = list(_given(ThankYou, pair, person))
    kudos = list(_given(Kudos, pair, person))
    feedback = list(_given(PartnerFeedback, pair, person))
    return [
        Between(
            person=person,
            other=other,
            notes=[note for note in notes if other.pk in {note.giver_id, note.receiver_id}],
            own_kudos=_first(kudos, other, "receiver_id"),
            their_kudos=_first(kudos, other, "giver_id"),
            own_feedback=_first(feedback, other, "receiver_id"),
            their_feedback=_first(feedback, other, "giver_id"),
        )
        for other in others(pair, person)
    ]


def _given(model: type[Row], pair: Pair, person: User) -> Iterable[Row]:
    rows = model._default_manager.filter(Q(giver=person) | Q(receiver=person), pair=pair)
    return rows.select_related("giver", "receiver")


def _first(rows: list[Row], other: User, side: str) -> Row | None:
    return next((row for row in rows if getattr(row, side) == other.pk), None)


def waiting(person: User, at: datetime) -> list[Waiting]:
    """What partners wait for: a yes or no to their words, and feedback. Two queries."""
    lines = Kudos.objects.filter(
        receiver=person, giver__is_active=True, agreed_at__isnull=True, declined_at__isnull=True
    )
    asked = PartnerFeedback.objects.filter(
        Q(pair__ended_at__isnull=True) | Q(pair__ended_at__gt=at - AFTERWARDS),
        giver=person,
        receiver__is_active=True,
        given_at__isnull=True,
    )
    return [*lines.select_related("giver"), *asked.select_related("receiver")]


def of_program(cycle: Cycle) -> KudosQuerySet:
    """The latest public lines of a program, of all its cycles."""
    return Kudos.objects.public().filter(pair__cycle__program=cycle.program_id)[:MOST_SHOWN]


def about(person: User) -> KudosQuerySet:
    """The latest public lines about somebody."""
    return Kudos.objects.public().filter(receiver=person)[:MOST_SHOWN]


def in_pair(pair: Pair, person: User) -> list[Kudos]:
    """The public lines about one of a pair's members, from the others."""
    return list(Kudos.objects.public().filter(pair=pair, receiver=person))
