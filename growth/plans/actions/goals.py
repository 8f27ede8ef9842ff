"""Goals of a plan and the steps towards them."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Participation
from growth.plans.actions.revisions import lock_open_revision
from growth.plans.models import PlanAction, PlanGoal
from pairs.actions.goals import writing as mentoring
from pairs.models import Goal
from people.models import User
from people.models.columns import known
from people.versions import Unchanged, as_it_is

FIELDS = ("text", "detail", "due_on")
MOST = 30
MOST_STEPS = 20


@transaction.atomic
def add(
    person: User,
    values: dict,
    *,
    at: datetime,
    origin: str = PlanGoal.Origin.OWN,
    **source: object,
) -> PlanGoal:
    """Put a goal into the plan somebody works on; the same one sent twice is one goal.

    source says where it came from: `criterion`, `claim` or `opportunity_application`.
    """
    revision = lock_open_revision(person)
    said = {name: values[name] for name in FIELDS if name in values}
    said["text"] = values["text"].strip()
    same = revision.goals.filter(**said, **source).first()
    if same is not None:
        return same
    goals = revision.goals.count()
    if goals >= MOST:
        message = _("More than %(most)s goals are hard to follow. Change one that is there.")
        raise ValidationError(message, code="too_many", params={"most": MOST})
    goal = PlanGoal(revision=revision, position=goals + 1, origin=origin, **source)
    return _write(goal, values, at)


@transaction.atomic
def change(goal: PlanGoal, values: dict, *, at: datetime, seen: datetime) -> PlanGoal:
    """Change the words or the date, unless another window did so meanwhile.

    The words of a linked goal are the mentorship's, and are changed there only.
    """
    locked = _locked(goal)
    if locked.changed_at != seen:
        message = _(
            "You changed this goal in another window meanwhile. Compare both and save again."
        )
        raise ValidationError(message, code="changed_meanwhile")
    names = [name for name in FIELDS if not (name == "text" and locked.is_linked)]
    return _write(locked, {name: values[name] for name in names if name in values}, at)


@transaction.atomic
def set_state(goal: PlanGoal, state: str, *, at: datetime, today: date) -> PlanGoal:
    """Say how far a goal came. Of a linked one, the mentorship says the same from now on."""
    locked = _locked(goal)
    if locked.is_linked:
        partner = known(locked.mentoring_goal)
        mentoring.change(partner, {"state": state}, at=at, seen=partner.changed_at)
    locked.state, locked.state_on, locked.changed_at = state, today, at
    locked.full_clean(exclude=["revision"])
    locked.save(update_fields=["state", "state_on", "changed_at"])
    return locked


@transaction.atomic
def remove(goal: PlanGoal) -> None:
    """Take a goal out of the plan. What it was linked to in a mentorship stays there."""
    _locked(goal).delete()


@transaction.atomic
def link(person: User, mentoring_goal: Goal, *, at: datetime) -> PlanGoal:
    """Follow a goal of one's mentorship in the plan. Both places say the same from then on."""
    revision = lock_open_revision(person)
    if mentoring_goal.participation.person_id != person.pk:
        raise ValidationError(_("This is not a goal of yours."), code="not_yours")
    same = revision.goals.filter(mentoring_goal=mentoring_goal).first()
    if same is not None:
        return same
    return PlanGoal.objects.create(
        revision=revision,
        text=mentoring_goal.text[:300],
        mentoring_goal=mentoring_goal,
        origin=PlanGoal.Origin.MENTORSHIP,
        position=revision.goals.count() + 1,
        changed_at=at,
    )


@transaction.atomic
def unlink(goal: PlanGoal, *, at: datetime) -> PlanGoal | None:
    """Part the two. A goal that came from the mentorship leaves the plan; an own one keeps the
    words it has now, and the mentorship keeps its own."""
    locked = _locked(goal)
    if locked.mentoring_goal is None:
        return locked
    if locked.origin == PlanGoal.Origin.MENTORSHIP:
        locked.delete()
        return None
    locked.text, locked.state = locked.shown_text[:300], locked.shown_state
    locked.mentoring_goal, locked.changed_at = None, at
    locked.save(update_fields=["text", "state", "mentoring_goal", "changed_at"])
    return locked


@transaction.atomic
def take_to_mentorship(goal: PlanGoal, participation: Participation, *, at: datetime) -> PlanGoal:
    """Work on a goal of the plan with one's mentor too: it becomes a goal there, and is linked."""
    locked = _locked(goal)
    if participation.person_id != locked.revision.plan.person_id:
        raise ValidationError(_("This is not a mentorship of yours."), code="not_yours")
    if locked.mentoring_goal_id is None:
        locked.mentoring_goal = mentoring.add(
            participation, {"text": locked.text}, at=at, is_shared=True
        )
        locked.changed_at = at
        locked.full_clean(exclude=["revision"])
        locked.save(update_fields=["mentoring_goal", "changed_at"])
    return locked


@transaction.atomic
def add_step(goal: PlanGoal, values: dict) -> PlanAction:
    """A step towards a goal; the same one sent twice is one step."""
    locked = _locked(goal)
    said = {"text": values["text"].strip(), "due_on": values.get("due_on")}
    same = locked.actions.filter(**said).first()
    if same is not None:
        return same
    steps = locked.actions.count()
    if steps >= MOST_STEPS:
        message = _("A goal has at most %(most)s steps. Remove one, or make it a goal of its own.")
        raise ValidationError(message, code="too_many", params={"most": MOST_STEPS})
    return _write_step(PlanAction(goal=locked, position=steps + 1), values)


@transaction.atomic
def change_step(step: PlanAction, values: dict, *, unchanged: Unchanged = as_it_is) -> PlanAction:
    _locked(step.goal)
    locked = PlanAction.objects.select_for_update().get(pk=step.pk)
    unchanged(locked)
    return _write_step(locked, values)


@transaction.atomic
def tick(step: PlanAction, *, is_done: bool, today: date) -> PlanAction:
    """Done today, or not done after all. Ticking twice keeps the first day."""
    _locked(step.goal)
    locked = PlanAction.objects.select_for_update().get(pk=step.pk)
    if is_done != (locked.done_on is not None):
        locked.done_on = today if is_done else None
        locked.save(update_fields=["done_on"])
    return locked


@transaction.atomic
def remove_step(step: PlanAction) -> None:
    _locked(step.goal)
    PlanAction.objects.filter(pk=step.pk).delete()


def _locked(goal: PlanGoal) -> PlanGoal:
    rows = PlanGoal.objects.select_for_update(of=("self",))
    locked = rows.select_related("revision__plan", "mentoring_goal").get(pk=goal.pk)
    if not locked.revision.is_current:
        message = _("This version is closed. It can be read, not changed.")
        raise ValidationError(message, code="closed")
    return locked


def _write(goal: PlanGoal, values: dict, at: datetime) -> PlanGoal:
    for name, value in values.items():
        setattr(goal, name, value)
    goal.text = goal.text.strip()
    goal.changed_at = at
    goal.full_clean(exclude=["revision"])
    goal.save()
    return goal


def _write_step(step: PlanAction, values: dict) -> PlanAction:
    for name in ("text", "due_on"):
        if name in values:
            setattr(step, name, values[name])
    step.text = step.text.strip()
    step.full_clean(exclude=["goal"])
    step.save()
    return step
