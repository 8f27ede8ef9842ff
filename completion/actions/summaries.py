"""The one-page summary: its person writes it; the partner decides about their own name on it."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from completion.models import Summary
from completion.queries import summaries as queries
from notifications.actions import outbox
from pairs.models import Pair
from people.models import User

WORDS = ("did", "learned", "comes_next")
NAME_ASKED = "summary_name_asked"


@transaction.atomic
def save(
    pair: Pair, *, parts: Collection[str], words: Mapping[str, str], by: User, at: datetime
) -> Summary:
    """What is on the page, and its words. Without the partner's yes their name stays off it."""
    row = own(pair, by, at)
    has_name = row.name_given_at is not None
    row.parts = [part for part in parts if has_name or part != Summary.Part.PARTNER]
    row.saved_at = at
    for name in WORDS:
        setattr(row, name, words[name].strip())
    row.full_clean(exclude=["pair", "person"], validate_constraints=False)
    row.save(update_fields=["parts", "saved_at", *WORDS])
    return row


@transaction.atomic
def ask_for_name(pair: Pair, *, by: User, at: datetime) -> Summary:
    """Ask the partner whether their name may stand on one's page. Asking twice asks once."""
    row = own(pair, by, at)
    if row.name_asked_at is None:
        row.name_asked_at = at
        row.save(update_fields=["name_asked_at"])
        # Without a scope: organizers read nothing of what the two ask each other.
        outbox.tell(pair.partner_of(by).person, NAME_ASKED, about=row, at=at)
    return row


@transaction.atomic
def answer_for_name(pair: Pair, *, agrees: bool, by: User, at: datetime) -> Summary:
    """The partner's yes, or their no, which they may say later, too; it holds at once."""
    partner = pair.partner_of(by).person
    row = Summary.objects.select_for_update().filter(pair=pair, person=partner).first()
    if row is None or row.name_asked_at is None:
        raise ValidationError(_("Nobody asks for your name."), code="not_asked")
    row.name_given_at = at if agrees else None
    if not agrees:
        row.name_asked_at = None
        row.parts = [part for part in row.parts if part != Summary.Part.PARTNER]
    row.save(update_fields=["name_asked_at", "name_given_at", "parts"])
    return row


def own(pair: Pair, person: User, at: datetime) -> Summary:
    """Locked; made as it begins when it is first needed."""
    begun = queries.begun(pair, person, at)
    Summary.objects.get_or_create(
        pair=pair,
        person=person,
        defaults={"saved_at": at, "parts": begun.parts, "learned": begun.learned},
    )
    return Summary.objects.select_for_update().get(pair=pair, person=person)
