"""What the plan does when something happens further down, in the same transaction."""

from importlib import resources

import yaml
from django.dispatch import receiver

from growth.plans.actions import templates
from growth.plans.models import PlanTemplate
from growth.signals import switched_on


@receiver(switched_on, dispatch_uid="growth begins with templates")
def offer_templates(sender, by, at, **kwargs) -> None:
    """The shipped ones, unless the organization has some of its own already."""
    if PlanTemplate.objects.exists():
        return
    text = resources.files("growth.catalog").joinpath("plan-templates.yaml").read_text("utf-8")
    for position, values in enumerate(yaml.safe_load(text), start=1):
        slug, prompts = values.pop("slug"), values.pop("prompts")
        templates.put(slug, {**values, "position": position}, prompts, by=by, at=at)
