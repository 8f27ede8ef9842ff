"""What mail somebody wants, and when."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from notifications import kinds
from notifications.models import Digest, Message, QuietHours, SwitchedOff
from people.models import User


@dataclass(frozen=True)
class DigestChoice:
    """Once a day or a week, on a weekday (0 is Monday; of no meaning for daily ones), at an hour."""

    every: str
    weekday: int
    hour: int


@transaction.atomic
def choose(
    person: User,
    wanted: Iterable[str],
    *,
    starts: time | None,
    ends: time | None,
    digest: DigestChoice | None,
    at: datetime,
) -> None:
    """Of the kinds offered to this person these stay on; the hours without mail, if any; and whether
    what can wait is gathered, or comes at once. What was switched off and is not offered now stays
    off."""
    User.objects.select_for_update().get(pk=person.pk)
    _gather(person, digest, at)
    offered = {kind.name for kind in kinds.offered_to(person)}
    off = offered - set(wanted)
    SwitchedOff.objects.filter(person=person, kind__in=offered - off).delete()
    _switch_off(person, off)
    if starts is None or ends is None:
        QuietHours.objects.filter(person=person).delete()
    else:
        QuietHours(person=person, starts=starts, ends=ends).validate_constraints()
        QuietHours.objects.update_or_create(
            person=person, defaults={"starts": starts, "ends": ends}
        )


def _gather(person: User, digest: DigestChoice | None, at: datetime) -> None:
    """What waits for a digest that is not wanted so any more is looked at anew, at once."""
    facts = asdict(digest) if digest else None
    before = Digest.objects.filter(person=person).values("every", "weekday", "hour").first()
    if facts == before:
        return
    if facts is None:
        Digest.objects.filter(person=person).delete()
    else:
        Digest.objects.update_or_create(person=person, defaults=facts)
    waiting = Message.objects.filter(
        to=person, status=Message.Status.QUEUED, gathered_for__isnull=False
    )
    waiting.update(gathered_for=None, send_after=at)


def switch_off(person: User, *names: str) -> None:
    """From a link in a mail: one kind, or those of a digest. ValidationError where everybody gets
    all of them."""
    found = {one.name for one in kinds.optional()}.intersection(names)
    if not found:
        raise ValidationError(_("This kind of mail cannot be switched off."), code="required")
    _switch_off(person, found)


def switch_on(person: User, kind: str) -> None:
    """The same kind again."""
    SwitchedOff.objects.filter(person=person, kind=kind).delete()


def _switch_off(person: User, names: Iterable[str]) -> None:
    rows = [SwitchedOff(person=person, kind=name) for name in names]
    SwitchedOff.objects.bulk_create(rows, ignore_conflicts=True)
