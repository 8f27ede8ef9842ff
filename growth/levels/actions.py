"""What a person says about their own level."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from growth.binder import actions as binder
from growth.binder.models import BinderItem
from growth.families.models import Criterion, JobLevel
from growth.levels.models import OwnLevel, SelfAssessment
from growth.levels.queries import GAPS
from growth.plans.actions import goals
from growth.plans.models import PlanGoal
from people.models import User
from people.models.columns import known


@transaction.atomic
def choose_level(person: User, level: JobLevel, *, at: datetime) -> OwnLevel:
    """Where the person says they are. Their words about any level stay."""
    row, _made = OwnLevel.objects.update_or_create(
        person=person, defaults={"level": level, "chosen_at": at}
    )
    return row


@transaction.atomic
def assess(
    person: User, answers: Collection[tuple[Criterion, str, str]], *, at: datetime
) -> list[SelfAssessment]:
    """Say where one stands at some criteria, and why: criterion, stand and words of each.

    Empty on both sides takes back what was said.
    """
    rows = []
    for criterion, stand, words in answers:
        row = _locked(person, criterion, at)
        row.stand, row.words, row.changed_at = stand, words.strip(), at
        row.full_clean(exclude=["person", "criterion"])
        row.save(update_fields=["stand", "words", "changed_at"])
        rows.append(row)
    return rows


@transaction.atomic
def show_by(
    person: User,
    criterion: Criterion,
    items: Collection[BinderItem],
    *,
    new: dict | None = None,
    at: datetime,
) -> SelfAssessment:
    """Choose from the binder what shows it; `new` is something that goes into the binder first."""
    row = _locked(person, criterion, at)
    chosen = [item for item in items if item.person_id == person.pk]
    if new:
        chosen.append(binder.add_own(person, new, at=at))
    row.shown_by.set(chosen)
    return row


@transaction.atomic
def make_goals(person: User, criteria: Collection[Criterion], *, at: datetime) -> list[PlanGoal]:
    """Turn gaps into goals of the plan. What the person does steadily is none."""
    rows = SelfAssessment.objects.filter(person=person, criterion__in=criteria, stand__in=GAPS)
    gaps = [row.criterion for row in rows.select_related("criterion").order_by("pk")]
    if not gaps:
        message = _("Only what you do not do yet, or only sometimes, becomes a goal.")
        raise ValidationError(message, code="no_gap")
    origin = PlanGoal.Origin.LEVEL
    return [
        goals.add(person, {"text": _short(gap.text)}, at=at, origin=origin, criterion=gap)
        for gap in gaps
    ]


def _locked(person: User, criterion: Criterion, at: datetime) -> SelfAssessment:
    if criterion.archived_at is not None:
        message = _("This is no longer asked for. Reload the page to see what is.")
        raise ValidationError(message, code="archived")
    SelfAssessment.objects.get_or_create(
        person=person, criterion=criterion, defaults={"changed_at": at}
    )
    return SelfAssessment.objects.select_for_update().get(person=person, criterion=criterion)


def _short(text: str) -> str:
    """As much as a goal's sentence takes."""
    most = known(PlanGoal._meta.get_field("text").max_length)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
