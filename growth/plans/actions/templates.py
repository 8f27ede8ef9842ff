"""Ways to write a plan: what organizers of growth change, in pages and by file."""

from datetime import datetime

from django.db import transaction

from growth.plans.models import PlanPrompt, PlanTemplate
from growth.setup.actions import one_at_a_time
from people.actions import audit
from people.models import User
from people.versions import Unchanged, as_it_is

FIELDS = ("name", "kind", "description", "position")


@transaction.atomic
def put(
    slug: str,
    values: dict,
    prompts: list[dict],
    *,
    by: User | None,
    at: datetime,
    unchanged: Unchanged = as_it_is,
) -> PlanTemplate:
    """Make a template, or change the one of this slug. Plans begun with it keep their headings.

    prompts are dicts of `title` and `question`, in order.
    """
    one_at_a_time()
    template = PlanTemplate.objects.select_for_update().filter(slug=slug).first()
    if template is not None:
        unchanged(template)
    template = template or PlanTemplate(slug=slug)
    for name in FIELDS:
        if name in values:
            setattr(template, name, values[name])
    template.full_clean()
    template.save()
    template.prompts.all().delete()
    rows = [
        PlanPrompt(template=template, position=position, **prompt)
        for position, prompt in enumerate(prompts, start=1)
    ]
    for row in rows:
        row.full_clean(exclude=["template"], validate_constraints=False)
    PlanPrompt.objects.bulk_create(rows)
    audit.note("plan_template_saved", template, at=at, by=by)
    return template


@transaction.atomic
def set_archived(template: PlanTemplate, *, is_archived: bool, by: User, at: datetime) -> None:
    """Offer a template no longer, or again. Plans begun with it go on."""
    locked = PlanTemplate.objects.select_for_update().get(pk=template.pk)
    if is_archived == (locked.archived_at is not None):
        return
    locked.archived_at = at if is_archived else None
    locked.save(update_fields=["archived_at"])
    word = "archived" if is_archived else "brought_back"
    audit.note(f"plan_template_{word}", locked, at=at, by=by)
