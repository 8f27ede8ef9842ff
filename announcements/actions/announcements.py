"""Writing to many people of a cycle: drafted, planned, sent, taken back."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from announcements import rules
from announcements.models import Announcement
from announcements.queries import audiences, reminders
from notifications.actions import outbox
from people.actions import audit
from people.models import User
from people.versions import Unchanged, as_it_is
from programs.models import Cycle

# "Send now" waits so long, so that second thoughts find nothing sent yet.
SECOND_THOUGHTS = timedelta(minutes=2)

_State = Announcement.State


@transaction.atomic
def save(
    cycle: Cycle,
    fields: Mapping[str, Any],
    announcement: Announcement | None = None,
    *,
    by: User,
    unchanged: Unchanged = as_it_is,
) -> Announcement:
    """Keep a draft, whole or not. ValidationError once it is planned or gone."""
    if announcement is None:
        return Announcement.objects.create(cycle=cycle, written_by=by, **fields)
    draft = _locked(announcement, {_State.DRAFT})
    unchanged(draft)
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save(update_fields=list(fields))
    return draft


@transaction.atomic
def draft_for(cycle: Cycle, people: Iterable[User], *, by: User) -> Announcement:
    """An empty draft for people somebody picked from a list of the cycle."""
    draft = Announcement.objects.create(cycle=cycle, written_by=by, audiences=[audiences.PICKED])
    draft.people.set(people)
    return draft


@transaction.atomic
def remind(
    cycle: Cycle, key: str, fields: Mapping[str, Any], *, by: User, at: datetime
) -> Announcement:
    """Write to those who are late with something, with time for second thoughts. ValidationError
    while a reminder to the same people has not gone yet: two presses make one."""
    Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if reminders.last_to(cycle, key).filter(state=_State.PLANNED).exists():
        raise ValidationError(_("A reminder to them is already planned."), code="planned")
    draft = save(cycle, {**fields, "audiences": [key]}, by=by)
    return plan(draft, goes_at=None, by=by, at=at)


@transaction.atomic
def plan(
    announcement: Announcement,
    *,
    goes_at: datetime | None,
    by: User,
    at: datetime,
    unchanged: Unchanged = as_it_is,
) -> Announcement:
    """Let it go at a moment, or two minutes from now. ValidationError when there is nothing to say
    or nobody to say it to."""
    draft = _locked(announcement, {_State.DRAFT})
    unchanged(draft)
    _refuse_unfinished(draft)
    if goes_at is not None and goes_at < at:
        raise ValidationError(_("This moment is over."), code="past")
    draft.state = _State.PLANNED
    draft.goes_at = goes_at or at + SECOND_THOUGHTS
    draft.save(update_fields=["state", "goes_at"])
    audit.note("announcement_planned", draft, by=by, at=at)
    return draft


@transaction.atomic
def take_back(announcement: Announcement, *, by: User, at: datetime) -> int:
    """A planned one is a draft again. Of one that is going out, what is not sent yet stays unsent;
    how many messages that is."""
    row = _locked(announcement, {_State.PLANNED, _State.GONE})
    if row.is_planned:
        row.state, row.goes_at = _State.DRAFT, None
        unsent = 0
    else:
        unsent = outbox.take_back(row.told_as, about=row)
        if not unsent:
            raise ValidationError(_("It has already been sent to everyone."), code="sent")
        row.state = _State.STOPPED
    row.save(update_fields=["state", "goes_at"])
    audit.note("announcement_taken_back", row, by=by, at=at)
    return unsent


@transaction.atomic
def delete(announcement: Announcement) -> None:
    """Throw a draft away."""
    _locked(announcement, {_State.DRAFT}).delete()


@transaction.atomic
def send_test(announcement: Announcement, *, by: User, at: datetime) -> None:
    """Send the draft to the person who writes it, and to nobody else."""
    draft = _locked(announcement, {_State.DRAFT})
    _refuse_without_words(draft)
    outbox.tell(
        by,
        "announcement_test",
        about=draft,
        occasion=f"test:{at.isoformat()}",
        context={"subject": draft.subject, "text": draft.text},
        at=at,
    )


def send_due(at: datetime) -> dict[str, int]:
    """Write the messages of every announcement whose moment has come; how many messages."""
    written = 0
    for number in Announcement.objects.due(at).values_list("pk", flat=True):
        written += _send(number, at)
    return {"messages of announcements": written}


@transaction.atomic
def _send(number: int, at: datetime) -> int:
    """Whom it reaches is found out now: who was paired since the draft is not told they are not."""
    going = Announcement.objects.due(at).filter(pk=number)
    row = going.select_for_update(skip_locked=True, of=("self",)).select_related("cycle").first()
    if row is None:
        return 0
    found = audiences.recipients_of(row)
    people = list(found.people.order_by("pk").values_list("pk", flat=True))
    row.recipients = outbox.tell_many(
        [*people, *found.addresses], row.told_as, about=row, scope=row.cycle, at=at
    )
    row.state, row.gone_at = _State.GONE, at
    row.save(update_fields=["state", "gone_at", "recipients"])
    return row.recipients


def _locked(announcement: Announcement, states: set[str]) -> Announcement:
    row = Announcement.objects.select_for_update().get(pk=announcement.pk)
    if row.state not in states:
        raise ValidationError(
            _("This announcement is already “%(state)s”."),
            code="wrong_state",
            params={"state": row.get_state_display().lower()},
        )
    return row


def _refuse_unfinished(draft: Announcement) -> None:
    _refuse_without_words(draft)
    if not audiences.recipients_of(draft).count():
        raise ValidationError(_("Nobody would get it. Choose who it goes to."), code="nobody")


def _refuse_without_words(draft: Announcement) -> None:
    if not draft.subject or not draft.text:
        raise ValidationError(_("Write a subject and a text first."), code="no_words")
    if wrong := [*rules.unknown(draft.subject), *rules.unknown(draft.text)]:
        raise ValidationError(
            _("%(placeholder)s means nothing here."),
            code="unknown_placeholder",
            params={"placeholder": wrong[0]},
        )
