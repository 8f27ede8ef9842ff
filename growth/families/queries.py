"""Families and their levels, as pages choose among them."""

from django.db.models import Prefetch, QuerySet

from growth.families.models import Criterion, JobFamily, JobLevel


def families() -> QuerySet[JobFamily]:
    """Those in use, with their levels in order."""
    return JobFamily.objects.filter(archived_at__isnull=True).prefetch_related("levels")


def criteria_of(level: JobLevel) -> QuerySet[Criterion]:
    rows = Criterion.objects.filter(level=level, archived_at__isnull=True)
    return rows.select_related("pillar", "level").order_by(
        "pillar__position", "pillar", "position", "pk"
    )


def family_with_everything(slug: str) -> QuerySet[JobFamily]:
    """One family with its levels and all criteria in use."""
    criteria = Criterion.objects.filter(archived_at__isnull=True).select_related("pillar")
    levels = JobLevel.objects.prefetch_related(Prefetch("criteria", criteria))
    return JobFamily.objects.filter(slug=slug).prefetch_related(Prefetch("levels", levels))
