"""Beginning a plan, its next version, and writing in the one that is worked on."""

from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from growth.plans.models import Plan, PlanAction, PlanGoal, PlanRevision, PlanTemplate, PlanText
from growth.plans.rules import last_day
from growth.sharing import actions as sharing
from growth.sharing.models import Share
from growth.signals import revision_begun
from people.models import User
from people.models.columns import known

FIELDS = ("aim", "target_family", "target_level", "next_steps")
FARTHEST_DAYS = 3653


@transaction.atomic
def begin(
    person: User,
    template: PlanTemplate | None,
    values: dict,
    *,
    starts_on: date,
    after: int,
    at: datetime,
    carry: Collection[int] = (),
    share_again: bool = False,
) -> PlanRevision:
    """Begin the plan, or its next version, which closes the one before for good.

    after is the number of the version the person had in front of them, 0 without a plan: sending
    the form twice begins one version, and other words than those of the first are refused. values
    holds the aim, the target and `texts`, one for each
    prompt of the template. Goals in `carry` go on in the new version with the steps that are not
    done. With `share_again`, readers of the version before read the new one too; otherwise nobody
    does.
    """
    plan = _locked(person, at)
    before = plan.revisions.current().select_related("plan__person").first()
    if before is not None and before.number != after:
        return _sent_twice(before, values, starts_on)
    _check_first_day(starts_on, at)
    if before is not None:
        _close(before, at)
    revision = PlanRevision(
        plan=plan,
        number=before.number + 1 if before else 1,
        template=template,
        starts_on=starts_on,
        ends_on=last_day(starts_on),
        opened_at=at,
    )
    _write(revision, values, at)
    _add_texts(revision, template, values.get("texts", []))
    if before is not None:
        _carry_on(before, revision, carry)
        if share_again:
            _share_again(before, revision, at)
    revision_begun.send(PlanRevision, revision=revision, at=at)
    return revision


@transaction.atomic
def change(revision: PlanRevision, values: dict, *, at: datetime, seen: datetime) -> PlanRevision:
    """Write in the version that is worked on, unless it was changed since the person looked."""
    locked = _open(revision)
    if locked.changed_at != seen:
        message = _(
            "You changed the plan in another window meanwhile. Compare both and save again."
        )
        raise ValidationError(message, code="changed_meanwhile")
    texts = dict(enumerate(values.get("texts", []), start=1))
    _write(locked, values, at)
    for row in locked.texts.all():
        if row.position in texts and row.text != texts[row.position]:
            row.text = texts[row.position]
            row.save(update_fields=["text"])
    return locked


def lock_open_revision(person: User) -> PlanRevision:
    """The version somebody works on, locked for a change of its goals."""
    revisions = PlanRevision.objects.current().select_for_update(of=("self",))
    found = revisions.select_related("plan").filter(plan__person=person).first()
    if found is None:
        raise ValidationError(_("Begin a growth plan first."), code="no_plan")
    return found


def _sent_twice(begun: PlanRevision, values: dict, starts_on: date) -> PlanRevision:
    """The version that was begun with the same form; never instead of what another form says."""
    texts = values.get("texts", [])
    stored = {row.position: row.text for row in begun.texts.all()}
    is_the_same = (
        begun.starts_on == starts_on
        and begun.aim == values["aim"].strip()
        and all(stored.get(place) == text for place, text in enumerate(texts, start=1))
    )
    if not is_the_same:
        message = _(
            "You began version %(number)s of your plan in another window meanwhile. What you typed "
            "here is not saved: copy what you need into that one."
        )
        params = {"number": begun.number}
        raise ValidationError(message, code="begun_meanwhile", params=params)
    return begun


def _check_first_day(first: date, at: datetime) -> None:
    """A slip of the keys is no plan of another century."""
    if abs((first - at.date()).days) > FARTHEST_DAYS:
        message = _("Choose a day within ten years from now.")
        raise ValidationError({"starts_on": ValidationError(message, code="far")})


def _locked(person: User, at: datetime) -> Plan:
    Plan.objects.get_or_create(person=person, defaults={"started_at": at})
    return Plan.objects.select_for_update().get(person=person)


def _open(revision: PlanRevision) -> PlanRevision:
    locked = PlanRevision.objects.select_for_update().get(pk=revision.pk)
    if not locked.is_current:
        message = _("This version is closed. It can be read, not changed.")
        raise ValidationError(message, code="closed")
    return locked


def _write(revision: PlanRevision, values: dict, at: datetime) -> None:
    for name in FIELDS:
        if name in values:
            setattr(revision, name, values[name])
    revision.aim = revision.aim.strip()
    revision.changed_at = at
    revision.full_clean(exclude=["plan", "template"], validate_constraints=False)
    revision.save()


def _add_texts(revision: PlanRevision, template: PlanTemplate | None, texts: list[str]) -> None:
    prompts = template.prompts.all() if template else []
    rows = [
        PlanText(
            revision=revision,
            position=position,
            title=prompt.title,
            question=prompt.question,
            text=texts[position - 1] if position <= len(texts) else "",
        )
        for position, prompt in enumerate(prompts, start=1)
    ]
    PlanText.objects.bulk_create(rows)


def _close(revision: PlanRevision, at: datetime) -> None:
    """Keep the goals of mentorships as they read now: from here on they go their own way."""
    linked = revision.goals.filter(mentoring_goal__isnull=False).select_related("mentoring_goal")
    for goal in linked:
        partner = known(goal.mentoring_goal)
        goal.text, goal.state = partner.text[:300], partner.state
        goal.save(update_fields=["text", "state"])
    revision.closed_at = at
    revision.save(update_fields=["closed_at"])


def _carry_on(before: PlanRevision, revision: PlanRevision, carry: Collection[int]) -> None:
    goals = before.goals.filter(pk__in=list(carry)).prefetch_related("actions")
    for goal in goals:
        steps = [step for step in goal.actions.all() if step.done_on is None]
        copy = PlanGoal.objects.create(
            revision=revision,
            text=goal.text,
            detail=goal.detail,
            due_on=goal.due_on if goal.due_on and goal.due_on >= revision.starts_on else None,
            position=goal.position,
            mentoring_goal=goal.mentoring_goal,
            origin=goal.origin,
            criterion=goal.criterion,
            claim=goal.claim,
            opportunity_application=goal.opportunity_application,
            carried_from=goal,
            changed_at=revision.opened_at,
        )
        PlanAction.objects.bulk_create(
            PlanAction(goal=copy, text=step.text, due_on=step.due_on, position=step.position)
            for step in steps
        )


def _share_again(before: PlanRevision, revision: PlanRevision, at: datetime) -> None:
    owner = revision.plan.person
    shares = Share.objects.in_force().filter(owner=owner, what=Share.What.PLAN, revision=before)
    for share in shares.select_related("reader"):
        sharing.share(owner, share.reader, Share.What.PLAN, revision=revision, at=at)
