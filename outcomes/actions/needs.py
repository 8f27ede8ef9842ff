"""Who of the team looks after a line of the overview."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from outcomes.models import Need
from people.actions import audit
from people.models import User
from programs.models import Cycle
from programs.permissions import is_organizer

LONGEST = timedelta(days=92)


@transaction.atomic
def take(cycle: Cycle, key: str, *, due_on: date, by: User, at: datetime) -> Need:
    """“I take this”, done by a day. Somebody else's is taken over only once it is given back; one's
    own gets the new day."""
    Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if not is_organizer(by, cycle.program):
        raise ValidationError(_("Only an organizer looks after this."), code="not_organizer")
    today = cycle.day(at)
    if not today <= due_on <= today + LONGEST:
        raise ValidationError(_("Choose a day from today to three months ahead."), code="due")
    need = Need.objects.select_related("owner").filter(cycle=cycle, key=key).first()
    if need is not None and need.owner_id != by.pk and need.counts(today):
        raise ValidationError(
            _("%(name)s looks after this already."), code="taken", params={"name": need.owner}
        )
    need, _made = Need.objects.update_or_create(
        cycle=cycle, key=key, defaults={"owner": by, "due_on": due_on, "taken_at": at}
    )
    audit.note("need_taken", need, by=by, at=at)
    return need


@transaction.atomic
def give_back(cycle: Cycle, key: str, *, by: User, at: datetime) -> bool:
    """Nobody looks after it again; whether somebody did. Any organizer may: people fall ill."""
    need = Need.objects.select_for_update().filter(cycle=cycle, key=key).first()
    if need is None:
        return False
    audit.note("need_given_back", need, by=by, at=at)
    need.delete()
    return True
