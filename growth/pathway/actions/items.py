"""What a person makes of their pathway: ticks, moves, skips, adds, scales back, takes back."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from growth.opportunities.models import Opportunity
from growth.pathway.models import Closing, ItemKind, PersonItem
from growth.pathway.rules.closing import is_enough
from growth.pathway.rules.quarters import LAST_YEAR, Slot
from growth.plans.actions import goals
from growth.plans.models import PlanGoal
from people.models import User
from people.versions import Unchanged, as_it_is

MOST_OWN = 100
State = PersonItem.State


@transaction.atomic
def tick(row: PersonItem, *, seen: int, at: datetime, today: date) -> PersonItem:
    """The person says that they did it, once more where it is asked for several times.

    seen is how often it was done when they looked: sending the form twice ticks once.
    """
    locked = lock(row, at)
    if locked.state == State.DONE or locked.closings.in_force().count() != seen:
        return locked
    locked.closings.create(cause=Closing.Cause.HAND, closed_on=today, closed_at=at)
    return settle(locked, at)


@transaction.atomic
def take_back(closing: Closing, *, at: datetime) -> None:
    """It does not count after all. What closed it by itself is remembered, so that it does not
    close this person's items again."""
    row = lock(closing.item, at)
    locked = Closing.objects.in_force().filter(pk=closing.pk).first()
    if locked is None:
        return
    if locked.cause == Closing.Cause.HAND:
        locked.delete()
    else:
        locked.taken_back_at = at
        locked.save(update_fields=["taken_back_at"])
    settle(row, at)


@transaction.atomic
def skip(row: PersonItem, reason: str, *, at: datetime) -> PersonItem:
    """Leave it out. Why is for the person alone."""
    locked = lock(row, at)
    if locked.state == State.DONE:
        message = _("This is done already. Take back what closed it first.")
        raise ValidationError(message, code="done")
    locked.state, locked.reason, locked.changed_at = State.SKIPPED, reason.strip(), at
    locked.full_clean(exclude=["person", "item", "opportunity"], validate_constraints=False)
    locked.save(update_fields=["state", "reason", "changed_at"])
    return locked


@transaction.atomic
def take_up(row: PersonItem, *, at: datetime) -> PersonItem:
    """Do what was skipped after all."""
    locked = lock(row, at)
    if locked.state == State.SKIPPED:
        locked.state, locked.reason = State.OPEN, ""
        locked.save(update_fields=["state", "reason"])
        settle(locked, at)
    return locked


@transaction.atomic
def move(row: PersonItem, to: Slot, *, at: datetime) -> PersonItem:
    """Into another quarter, or back to where the pathway has it."""
    locked = lock(row, at)
    _refuse_far(to)
    item = locked.item
    is_home = item is not None and to == Slot(item.year, item.quarter)
    locked.year, locked.quarter = (None, None) if is_home else (to.year, to.quarter)
    locked.changed_at = at
    locked.save(update_fields=["year", "quarter", "changed_at"])
    return locked


@transaction.atomic
def scale(row: PersonItem, count: int, *, at: datetime) -> PersonItem:
    """Do it fewer times than the pathway suggests, or as often again."""
    locked = lock(row, at)
    if locked.item is None or not 1 <= count <= locked.item.count:
        message = _("Choose a number up to what the pathway suggests.")
        raise ValidationError(message, code="count")
    locked.count = count if count != locked.item.count else None
    locked.save(update_fields=["count"])
    return settle(locked, at)


@transaction.atomic
def add(
    person: User,
    values: dict,
    to: Slot,
    *,
    at: datetime,
    opportunity: Opportunity | None = None,
) -> PersonItem:
    """An item of one's own in a quarter. The same one sent twice is one item.

    With an opportunity, it closes when that is done; its title is the opportunity's if none is given.
    """
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    _refuse_far(to)
    title = values["title"].strip() or (opportunity.title if opportunity else "")
    own = PersonItem.objects.filter(person=person, item__isnull=True)
    same = own.filter(title=title, year=to.year, quarter=to.quarter).first()
    if same is not None:
        return same
    if own.count() >= MOST_OWN:
        message = _("You have added %(most)s items. Remove one first.")
        raise ValidationError(message, code="too_many", params={"most": MOST_OWN})
    row = PersonItem(
        person=person,
        title=title,
        text=values["text"].strip(),
        opportunity=opportunity,
        year=to.year,
        quarter=to.quarter,
        created_at=at,
        changed_at=at,
    )
    row.full_clean(exclude=["person", "opportunity"])
    row.save()
    return row


@transaction.atomic
def change(
    row: PersonItem, values: dict, *, at: datetime, unchanged: Unchanged = as_it_is
) -> PersonItem:
    """The words of an item of one's own."""
    locked = _own(row, at)
    unchanged(locked)
    locked.title, locked.text = values["title"].strip(), values["text"].strip()
    locked.changed_at = at
    locked.full_clean(exclude=["person", "item", "opportunity"])
    locked.save(update_fields=["title", "text", "changed_at"])
    return locked


@transaction.atomic
def remove(row: PersonItem, *, at: datetime) -> None:
    """Take an item of one's own out, with what closed it."""
    _own(row, at).delete()


@transaction.atomic
def put_into_plan(row: PersonItem, *, at: datetime) -> PlanGoal:
    """Make it a goal of the plan too; it stays in the pathway."""
    title = row.item.kind.title if row.item else row.title
    return goals.add(row.person, {"text": title}, at=at, origin=PlanGoal.Origin.PATHWAY)


def lock(row: PersonItem, at: datetime) -> PersonItem:
    """The person's row of an item, made now if they did nothing with it yet."""
    if row.pk is None:
        row, _made = PersonItem.objects.get_or_create(
            person=row.person, item=row.item, defaults={"created_at": at, "changed_at": at}
        )
    rows = PersonItem.objects.select_for_update(of=("self",))
    return rows.select_related("item__kind", "person", "opportunity").get(pk=row.pk)


def settle(row: PersonItem, at: datetime) -> PersonItem:
    """Say whether it is done, from what closed it and was not taken back. Of a locked row."""
    closings = list(row.closings.in_force())
    closed_by = row.item.kind.closed_by if row.item else ItemKind.ClosedBy.HAND
    wanted = row.count or (row.item.count if row.item else 1)
    if is_enough(closed_by, [closing.cause for closing in closings], wanted):
        row.state, row.done_on = State.DONE, closings[-1].closed_on
        row.reason = ""
    else:
        row.state = State.SKIPPED if row.state == State.SKIPPED else State.OPEN
        row.done_on = None
    row.changed_at = at
    row.save(update_fields=["state", "done_on", "reason", "changed_at"])
    return row


def _own(row: PersonItem, at: datetime) -> PersonItem:
    locked = lock(row, at)
    if locked.item_id:
        message = _("Only what you added yourself can be changed or removed. Skip this one.")
        raise ValidationError(message, code="not_own")
    return locked


def _refuse_far(to: Slot) -> None:
    if not 1 <= to.year <= LAST_YEAR:
        message = _("Choose a year from 1 to %(last)s.")
        raise ValidationError(message, code="far", params={"last": LAST_YEAR})
