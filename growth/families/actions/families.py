"""Pillars, job families, their levels and what each asks for: one way in for pages and files."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from growth.families.models import Criterion, CriterionChange, JobFamily, JobLevel, Pillar
from growth.families.rules import match_texts
from growth.setup.actions import one_at_a_time
from people.actions import audit
from people.models import User
from people.versions import Unchanged, as_it_is

LEVEL_FIELDS = ("name", "number", "description")


@transaction.atomic
def put_pillar(
    slug: str, values: dict, *, by: User | None, at: datetime, unchanged: Unchanged = as_it_is
) -> Pillar:
    """Make a pillar, or change the one of this slug. values: name, description, position."""
    one_at_a_time()
    pillar = Pillar.objects.select_for_update().filter(slug=slug).first() or Pillar(slug=slug)
    if pillar.pk:
        unchanged(pillar)
    for name in ("name", "description", "position"):
        if name in values:
            setattr(pillar, name, values[name])
    pillar.full_clean()
    pillar.save()
    audit.note("pillar_saved", pillar, at=at, by=by)
    return pillar


@transaction.atomic
def remove_pillar(pillar: Pillar, *, by: User, at: datetime) -> None:
    """Only one that no level asks anything for, or people would lose what they wrote."""
    if pillar.criteria.exists():
        message = _("Levels ask for something under “%(name)s”. Rename it instead.")
        raise ValidationError(message, code="in_use", params={"name": pillar})
    audit.note("pillar_removed", pillar, at=at, by=by)
    pillar.delete()


@transaction.atomic
def put_family(
    slug: str,
    values: dict,
    levels: list[dict],
    *,
    by: User | None,
    at: datetime,
    unchanged: Unchanged = as_it_is,
) -> JobFamily:
    """Make a family, or change the one of this slug, with these levels from the first to the last.

    A level is a dict of `name`, and where known `number`, `description` and `criteria` (slug of a
    pillar -> texts). Levels are known by their name; those not named stay, behind the others.
    """
    one_at_a_time()
    family = JobFamily.objects.select_for_update().filter(slug=slug).first()
    if family is not None:
        unchanged(family)
    family = family or JobFamily(slug=slug)
    for name in ("name", "description"):
        if name in values:
            setattr(family, name, values[name])
    family.changed_at = at
    family.full_clean()
    family.save()
    _put_levels(family, levels, by=by, at=at)
    audit.note("job_family_saved", family, at=at, by=by)
    return family


@transaction.atomic
def put_level(
    family: JobFamily,
    level: JobLevel | None,
    values: dict,
    criteria: list[tuple[Pillar, list[str]]],
    *,
    by: User,
    at: datetime,
    unchanged: Unchanged = as_it_is,
) -> JobLevel:
    """Change a level, or with None add one after the last, together with what it asks for."""
    JobFamily.objects.select_for_update().get(pk=family.pk)
    if level is None:
        last = family.levels.order_by("rank").last()
        level = JobLevel(family=family, rank=last.rank + 1 if last else 1)
    else:
        level = JobLevel.objects.select_for_update().get(pk=level.pk)
        unchanged(level)
    for name in LEVEL_FIELDS:
        if name in values:
            setattr(level, name, values[name])
    level.full_clean()
    level.save()
    for pillar, texts in criteria:
        set_criteria(level, pillar, texts, by=by, at=at)
    audit.note("job_level_saved", level, at=at, by=by)
    return level


@transaction.atomic
def move_level(level: JobLevel, *, up: bool, by: User, at: datetime) -> None:
    """Change places with the level before or after. At the end nothing happens."""
    JobFamily.objects.select_for_update().get(pk=level.family_id)
    level = JobLevel.objects.get(pk=level.pk)
    others = JobLevel.objects.filter(family=level.family_id)
    if up:
        other = others.filter(rank__lt=level.rank).order_by("-rank").first()
    else:
        other = others.filter(rank__gt=level.rank).order_by("rank").first()
    if other is not None:
        level.rank, other.rank = other.rank, level.rank
        level.save(update_fields=["rank"])
        other.save(update_fields=["rank"])
        audit.note("job_level_moved", level, at=at, by=by)


@transaction.atomic
def remove_level(level: JobLevel, *, by: User, at: datetime) -> None:
    """Only one nobody has written about yet: their words would go with it."""
    if level.criteria.filter(assessments__isnull=False).exists() or level.chosen_by.exists():
        message = _("People use “%(name)s” already. Rename it, or archive the family.")
        raise ValidationError(message, code="in_use", params={"name": level})
    level.delete()
    audit.note("job_level_removed", level.family, at=at, by=by)


@transaction.atomic
def set_criteria(
    level: JobLevel, pillar: Pillar, texts: list[str], *, by: User | None, at: datetime
) -> None:
    """What a level asks for under one pillar, in order. Every change of words is kept to be read."""
    JobLevel.objects.select_for_update().get(pk=level.pk)
    texts = [text.strip() for text in texts if text.strip()]
    known = list(
        Criterion.objects.select_for_update()
        .filter(level=level, pillar=pillar, archived_at__isnull=True)
        .order_by("position", "pk")
    )
    places = match_texts([criterion.text for criterion in known], texts)
    for place in set(range(len(known))) - set(places):
        _take_out(known[place], by=by, at=at)
    kept = [known[place] for place in places if place is not None]
    for offset, criterion in enumerate(kept):  # out of the way of the places to come
        criterion.position = 10_000 + offset
        criterion.save(update_fields=["position"])
    for position, (was, text) in enumerate(zip(places, texts, strict=True), start=1):
        criterion = known[was] if was is not None else Criterion(level=level, pillar=pillar)
        _say(criterion, text, position, by=by, at=at)


@transaction.atomic
def set_archived(family: JobFamily, *, is_archived: bool, by: User, at: datetime) -> None:
    """Offer a family no longer, or again. People who are in it keep their words."""
    locked = JobFamily.objects.select_for_update().get(pk=family.pk)
    if is_archived == (locked.archived_at is not None):
        return
    locked.archived_at = at if is_archived else None
    locked.save(update_fields=["archived_at"])
    word = "archived" if is_archived else "brought_back"
    audit.note(f"job_family_{word}", locked, at=at, by=by)


def _put_levels(family: JobFamily, levels: list[dict], *, by: User | None, at: datetime) -> None:
    known = {level.name: level for level in family.levels.select_for_update()}
    pillars = {pillar.slug: pillar for pillar in Pillar.objects.all()}
    named = [values["name"] for values in levels]
    rest = [name for name in known if name not in named]
    ranks = {name: rank for rank, name in enumerate([*named, *rest], start=1)}
    for level in known.values():
        level.rank = ranks[level.name]
        level.save(update_fields=["rank"])
    for values in levels:
        level = known.get(values["name"]) or JobLevel(family=family, rank=ranks[values["name"]])
        for name in LEVEL_FIELDS:
            if name in values:
                setattr(level, name, values[name])
        level.full_clean(exclude=["family"], validate_constraints=False)
        level.save()
        for slug, texts in values.get("criteria", {}).items():
            set_criteria(level, pillars[slug], texts, by=by, at=at)


def _say(criterion: Criterion, text: str, position: int, *, by: User | None, at: datetime) -> None:
    old_text, criterion.text, criterion.position = criterion.text, text, position
    criterion.full_clean(exclude=["level", "pillar"], validate_constraints=False)
    criterion.save()
    if old_text != text:
        CriterionChange.objects.create(
            criterion=criterion, old_text=old_text, new_text=text, by=by, at=at
        )
        JobFamily.objects.filter(pk=criterion.level.family_id).update(changed_at=at)


def _take_out(criterion: Criterion, *, by: User | None, at: datetime) -> None:
    criterion.archived_at = at
    criterion.save(update_fields=["archived_at"])
    CriterionChange.objects.create(
        criterion=criterion, old_text=criterion.text, new_text="", by=by, at=at
    )
    JobFamily.objects.filter(pk=criterion.level.family_id).update(changed_at=at)
