"""Promotion templates: what organizers of growth change, in pages and by file."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from growth.promotion.models import PromotionTemplate, TemplatePillar
from growth.setup.actions import one_at_a_time
from people.actions import audit
from people.models import User
from people.versions import Unchanged, as_it_is

FIELDS = ("name", "description", "family", "from_name", "to_name", "position")


@transaction.atomic
def put(
    slug: str,
    values: dict,
    parts: list[dict],
    *,
    by: User | None,
    at: datetime,
    unchanged: Unchanged = as_it_is,
) -> PromotionTemplate:
    """Make a template, or change the one of this slug. Documents begun with it keep their pillars.

    parts are dicts of `title`, `question`, `criteria`, `examples` and `wanted`, in order.
    """
    if not parts:
        raise ValidationError(_("A template needs at least one pillar."), code="no_pillar")
    one_at_a_time()
    template = PromotionTemplate.objects.select_for_update(of=("self",)).filter(slug=slug).first()
    if template is not None:
        unchanged(template)
    template = template or PromotionTemplate(slug=slug)
    for name in FIELDS:
        if name in values:
            setattr(template, name, values[name])
    template.full_clean()
    template.save()
    template.parts.all().delete()
    rows = [
        TemplatePillar(template=template, position=position, **part)
        for position, part in enumerate(parts, start=1)
    ]
    for row in rows:
        row.full_clean(exclude=["template"], validate_constraints=False)
    TemplatePillar.objects.bulk_create(rows)
    audit.note("promotion_template_saved", template, at=at, by=by)
    return template


@transaction.atomic
def set_archived(template: PromotionTemplate, *, is_archived: bool, by: User, at: datetime) -> None:
    """Offer a template no longer, or again. Documents begun with it go on."""
    locked = PromotionTemplate.objects.select_for_update().get(pk=template.pk)
    if is_archived == (locked.archived_at is not None):
        return
    locked.archived_at = at if is_archived else None
    locked.save(update_fields=["archived_at"])
    word = "archived" if is_archived else "brought_back"
    audit.note(f"promotion_template_{word}", locked, at=at, by=by)
