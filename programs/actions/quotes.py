"""Quotes: given by those who took part, approved by organizers, taken back at any moment."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.actions import audit
from people.models import User
from programs.models import Cycle, Quote
from programs.queries import quotes


@dataclass(frozen=True)
class Said:
    """The words and what they may be used for."""

    text: str
    on_page: bool
    in_report: bool
    by_name: bool


@transaction.atomic
def give(cycle: Cycle, said: Said, *, by: User, at: datetime) -> Quote:
    """Give a quote, or change one: other words wait for approval again, other uses hold at once."""
    group = quotes.side_of(cycle, _lock(by))
    if group is None or not quotes.are_asked_for(cycle, at=at):
        raise ValidationError(_("This cycle does not ask for quotes now."), code="not_asked")
    current = cycle.quotes.given().filter(person=by).first()
    if current and current.text == said.text:
        uses = {"on_page": said.on_page, "in_report": said.in_report, "by_name": said.by_name}
        for name, value in uses.items():
            setattr(current, name, value)
        current.save(update_fields=list(uses))
        return current
    if current:
        _take_back(current, at)
    return Quote.objects.create(
        cycle=cycle,
        person=by,
        group=group,
        text=said.text,
        on_page=said.on_page,
        in_report=said.in_report,
        by_name=said.by_name,
        given_at=at,
    )


@transaction.atomic
def withdraw(cycle: Cycle, *, by: User, at: datetime) -> bool:
    """Take one's quote back: its words are gone from every page and report with this moment."""
    _lock(by)
    current = cycle.quotes.given().filter(person=by).first()
    if current is None:
        return False
    _take_back(current, at)
    return True


@transaction.atomic
def approve(quote: Quote, *, is_approved: bool, by: User, at: datetime) -> Quote:
    """Show a quote where its person lets it be shown, or stop showing it."""
    locked = Quote.objects.select_for_update(of=("self",)).get(pk=quote.pk)
    if locked.withdrawn_at:
        raise ValidationError(
            _("This quote has been changed or taken back meanwhile."), code="withdrawn"
        )
    if is_approved and locked.person_id == by.pk:
        raise ValidationError(
            _("This is your own quote. Another organizer approves it."), code="own"
        )
    if is_approved != bool(locked.approved_at):
        locked.approved_at = at if is_approved else None
        locked.save(update_fields=["approved_at"])
        name = "quote.approved" if is_approved else "quote.hidden"
        audit.note(name, locked, by=by, at=at)
    return locked


def _lock(person: User) -> User:
    """Of two sends at once the second finds what the first has left."""
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _take_back(quote: Quote, at: datetime) -> None:
    quote.text, quote.withdrawn_at, quote.approved_at = "", at, None
    quote.save(update_fields=["text", "withdrawn_at", "approved_at"])
