"""Families and their levels, as pages choose among them."""

from django.db.models import QuerySet

from growth.families.models import Criterion, CriterionChange, JobFamily, JobLevel


def families() -> QuerySet[JobFamily]:
    """Those in use, with their levels in order."""
    return JobFamily.objects.filter(archived_at__isnull=True).prefetch_related("levels")


def criteria_of(level: JobLevel) -> QuerySet[Criterion]:
    rows = Criterion.objects.filter(level=level, archived_at__isnull=True)
    return rows.select_related("pillar", "level").order_by(
        "pillar__position", "pillar", "position", "pk"
    )


def changes_of(family: JobFamily) -> QuerySet[CriterionChange]:
    """What was said before and since, latest first; what a new family began with is no change."""
    changes = CriterionChange.objects.filter(criterion__level__family=family)
    return changes.select_related("criterion__level", "criterion__pillar")
