"""Thank-you notes and feedback between the members of a pair: written until a week after the end."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from completion.actions.farewells import lock_writable
from completion.models import PartnerFeedback, ThankYou
from completion.permissions import why_not_to
from notifications.actions import outbox
from pairs.models import Pair
from people.models import User
from people.versions import Unchanged, as_it_is

WRITTEN = "thank_you_written"
ASKED = "feedback_asked"
GIVEN = "feedback_given"


@transaction.atomic
def thank(pair: Pair, text: str, *, to: User, by: User, at: datetime, form_key: UUID) -> ThankYou:
    """A note to a partner, who is told that it is there. The same form sent twice is one note."""
    locked = lock_for(pair, by, to, at)
    known = ThankYou.objects.filter(form_key=form_key, giver=by).first()
    if known is not None:
        return known
    note = ThankYou(
        pair=locked, giver=by, receiver=to, text=text.strip(), written_at=at, form_key=form_key
    )
    note.full_clean(exclude=["pair", "giver", "receiver"])
    note.save()
    # Without a scope, here as below: organizers read nothing of what the two say to each other.
    outbox.tell(to, WRITTEN, about=note, at=at)
    return note


@transaction.atomic
def take_back(note: ThankYou) -> None:
    """Its writer does not want it to stand there any more. It is gone, for both."""
    outbox.take_back(WRITTEN, about=note)
    ThankYou.objects.filter(pk=note.pk).delete()


@transaction.atomic
def ask_for_feedback(pair: Pair, *, of: User, by: User, at: datetime) -> PartnerFeedback:
    """Ask a partner for feedback. Asking twice asks once, and what was given was not asked for."""
    locked = lock_for(pair, by, of, at)
    row, is_new = PartnerFeedback.objects.get_or_create(
        pair=locked, giver=of, receiver=by, defaults={"asked_at": at}
    )
    if is_new:
        outbox.tell(of, ASKED, about=row, at=at)
    return row


@transaction.atomic
def give_feedback(
    pair: Pair,
    said: Mapping[str, str],
    *,
    to: User,
    by: User,
    at: datetime,
    unchanged: Unchanged = as_it_is,
) -> PartnerFeedback:
    """Say it, or say it better: the partner reads the latest words, and hears of the first ones."""
    locked = lock_for(pair, by, to, at)
    known = PartnerFeedback.objects.filter(pair=locked, giver=by, receiver=to).first()
    if known is not None:
        unchanged(known)
    row = known or PartnerFeedback(pair=locked, giver=by, receiver=to)
    for name in PartnerFeedback.QUESTIONS:
        setattr(row, name, said[name].strip())
    if not row.answers:
        raise ValidationError(_("Answer at least one of the questions."), code="no_words")
    row.given_at = at
    row.full_clean(exclude=["pair", "giver", "receiver"])
    row.save()
    outbox.take_back(ASKED, about=row)
    outbox.tell(to, GIVEN, about=row, at=at)
    return row


def lock_for(pair: Pair, by: User, to: User, at: datetime) -> Pair:
    """For what one member gives another, as long as it can be written."""
    if reason := why_not_to(pair, by, to):
        raise ValidationError(reason, code="not_to_them")
    return lock_writable(pair, at)
