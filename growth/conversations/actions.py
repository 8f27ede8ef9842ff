"""Writing down and planning conversations, for either of the two."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from growth.conversations.models import Conversation
from growth.conversations.permissions import may_change, may_write_with
from growth.plans.actions import goals as plan_goals
from growth.plans.models import PlanGoal
from growth.signals import conversation_held
from notifications.actions import outbox
from people.models import User

FIELDS = ("topic", "held_on", "agreed", "next_step")


@transaction.atomic
def write_down(
    person: User,
    values: dict,
    *,
    by: User,
    form_key: UUID,
    at: datetime,
    today: date,
    goals: Collection[PlanGoal] = (),
) -> Conversation:
    """A talk that was held. Sending the form twice writes it down once, in its last words.

    It is with the manager on record; the other of the two is told by mail, if they may read it.
    """
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    same = Conversation.objects.filter(person=person, form_key=form_key).first()
    if same is not None:
        return _again(same, values, by=by, at=at, today=today, goals=goals)
    talk = Conversation(
        person=person,
        manager=_manager_of(person),
        state=Conversation.State.HELD,
        form_key=form_key,
        created_at=at,
    )
    _write(talk, values, by=by, at=at, today=today)
    talk.goals.set(goals)
    _held(talk, by=by, at=at)
    return talk


@transaction.atomic
def plan(
    person: User, *, on: date, topic: str, by: User, at: datetime, today: date
) -> Conversation:
    """A talk on a day ahead. There is one with each manager at a time: planning again moves it."""
    if on < today:
        raise ValidationError(_("Choose a future date."), code="past")
    manager = _manager_of(person)
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    planned = Conversation.objects.planned().filter(person=person, manager=manager).first()
    talk = planned or Conversation(person=person, manager=manager, created_at=at)
    is_news = talk.held_on != on
    talk.state, talk.topic, talk.held_on = Conversation.State.PLANNED, topic, on
    talk.written_by, talk.changed_at = by, at
    talk.full_clean(exclude=["person", "manager", "written_by"])
    talk.save()
    if is_news:
        occasion = f"{at:%Y%m%dT%H%M%S%f}"
        _tell_other(talk, "growth_conversation_planned", by=by, at=at, occasion=occasion)
    return talk


@transaction.atomic
def change(
    talk: Conversation,
    values: dict,
    *,
    by: User,
    at: datetime,
    today: date,
    seen: datetime | None = None,
    goals: Collection[PlanGoal] | None = None,
) -> Conversation:
    """Change what was written; of a planned talk, this says that it was held.

    Of the two who may write down what came of a planned one, the second changes nothing.
    """
    rows = Conversation.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("written_by").get(pk=talk.pk)
    if not may_change(locked, by):
        message = _("%(name)s wrote this talk down meanwhile. What you typed here is not saved.")
        raise ValidationError(message, code="written_down", params={"name": locked.written_by})
    if seen is not None and locked.changed_at != seen:
        message = _("This talk was changed meanwhile. Compare both and save again.")
        raise ValidationError(message, code="changed_meanwhile")
    was_planned = locked.state == Conversation.State.PLANNED
    locked.state = Conversation.State.HELD
    _write(locked, values, by=by, at=at, today=today)
    if goals is not None:
        locked.goals.set(goals)
    if was_planned:
        outbox.take_back("growth_conversation_planned", about=locked)
        _held(locked, by=by, at=at)
    return locked


@transaction.atomic
def remove(talk: Conversation) -> None:
    """Take it away for both. What it closed in a pathway stays until the person takes it back."""
    for kind in ("growth_conversation", "growth_conversation_planned"):
        outbox.take_back(kind, about=talk)
    Conversation.objects.filter(pk=talk.pk).delete()


@transaction.atomic
def mark_seen(talk: Conversation, *, by: User, at: datetime) -> None:
    """The other of the two says that they read it. Saying so twice keeps the first moment."""
    locked = Conversation.objects.select_for_update(of=("self",)).get(pk=talk.pk)
    if locked.written_by_id != by.pk and locked.seen_at is None:
        locked.seen_at = at
        locked.save(update_fields=["seen_at"])


@transaction.atomic
def make_goal(talk: Conversation, *, at: datetime) -> PlanGoal:
    """Put what happens next into the person's plan, and note it with the talk."""
    if not talk.next_step:
        raise ValidationError(_("Nothing is written down as the next step."), code="no_next_step")
    origin = PlanGoal.Origin.CONVERSATION
    goal = plan_goals.add(talk.person, {"text": talk.next_step}, at=at, origin=origin)
    talk.goals.add(goal)
    return goal


def _again(
    talk: Conversation,
    values: dict,
    *,
    by: User,
    at: datetime,
    today: date,
    goals: Collection[PlanGoal],
) -> Conversation:
    """The form came back, perhaps with words changed after a step back: nothing typed is lost."""
    if all(getattr(talk, name) == values[name] for name in FIELDS if name in values):
        return talk
    return change(talk, values, by=by, at=at, today=today, goals=goals)


def _manager_of(person: User) -> User:
    manager = User.objects.filter(reports=person).first()
    if manager is None:
        message = _(
            "Nobody is on record as your manager. Ask the people who keep these records here."
        )
        raise ValidationError(message, code="no_manager")
    return manager


def _write(talk: Conversation, values: dict, *, by: User, at: datetime, today: date) -> None:
    for name in FIELDS:
        if name in values:
            setattr(talk, name, values[name])
    talk.agreed = talk.agreed.strip()
    if talk.held_on > today:
        raise ValidationError(
            {"held_on": _("A talk you write down has to be in the past.")}, code="future"
        )
    talk.written_by, talk.changed_at, talk.seen_at = by, at, None
    talk.full_clean(exclude=["person", "manager", "written_by"], validate_unique=False)
    talk.save()


def _held(talk: Conversation, *, by: User, at: datetime) -> None:
    conversation_held.send(Conversation, conversation=talk, at=at)
    _tell_other(talk, "growth_conversation", by=by, at=at)


def _tell_other(
    talk: Conversation, kind: str, *, by: User, at: datetime, occasion: str = ""
) -> None:
    """The person always; the manager only where the person lets them read."""
    if by.pk != talk.person_id:
        other: User | None = talk.person
    else:
        manager = talk.manager
        other = manager if manager and may_write_with(manager, talk.person) else None
    if other is not None:
        outbox.tell(other, kind, about=talk, occasion=occasion, at=at)
