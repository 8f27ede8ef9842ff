"""Publishing what surveys found, and taking it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.actions import audit
from people.models import User
from people.versions import Unchanged, as_it_is
from programs.models import Cycle, PublishedResults
from programs.queries.published_results import publishable
from surveys.models import Question


@dataclass(frozen=True)
class Choice:
    questions: Iterable[Question]
    audience: str
    shown_from: date
    shows_changes: bool
    shows_quotes: bool


@transaction.atomic
def publish(
    cycle: Cycle,
    choice: Choice,
    *,
    by: User,
    at: datetime,
    unchanged: Unchanged = as_it_is,
) -> PublishedResults:
    """Let these people read this from that day on; again replaces what was chosen before."""
    Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    before = PublishedResults.objects.select_for_update().filter(cycle=cycle).first()
    if before is not None:
        unchanged(before)
    chosen = publishable(cycle).filter(pk__in=[question.pk for question in choice.questions])
    if not (chosen or choice.shows_changes or choice.shows_quotes):
        raise ValidationError(_("Choose something to show."), code="nothing")
    results, _made = PublishedResults.objects.update_or_create(
        cycle=cycle,
        defaults={
            "audience": choice.audience,
            "shown_from": choice.shown_from,
            "shows_changes": choice.shows_changes,
            "shows_quotes": choice.shows_quotes,
            "published_at": at,
            "taken_back_at": None,
        },
    )
    results.questions.set(chosen)
    audit.note("results.published", results, by=by, at=at)
    return results


@transaction.atomic
def take_back(cycle: Cycle, *, by: User, at: datetime) -> bool:
    """From now on nobody but organizers opens the page. Doing it twice changes nothing."""
    results = PublishedResults.objects.select_for_update().filter(cycle=cycle, taken_back_at=None)
    found = results.first()
    if found is None:
        return False
    found.taken_back_at = at
    found.save(update_fields=["taken_back_at"])
    audit.note("results.taken_back", found, by=by, at=at)
    return True
