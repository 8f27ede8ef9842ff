"""Promotion templates in a file: the pillars of each step, in the order of the page."""

from datetime import datetime
from importlib import resources
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from growth.families.models import JobFamily
from growth.promotion.actions import templates
from growth.promotion.models import PromotionTemplate
from growth.promotion.rules import schema
from people.models import User
from programs.programfile import dumping, reading
from programs.programfile.problems import Problems
from programs.programfile.shape import Item


@transaction.atomic
def load(text: str, *, by: User | None, at: datetime) -> list[PromotionTemplate]:
    """Make or change the templates of a file, all of them or none. Those it does not name stay.

    What is wrong is said by line and key, as for every file here.
    """
    items = reading.read_as(schema.FILE, text)["templates"]
    families = _families(items)
    first = PromotionTemplate.objects.count()
    known = dict(PromotionTemplate.objects.values_list("slug", "position"))
    return [
        templates.put(
            item["slug"],
            {
                "name": item["name"],
                "description": item["description"],
                "family": families.get(item["family"]),
                "from_name": item["from"],
                "to_name": item["to"],
                "position": known.get(item["slug"], first + number),
            },
            [dict(pillar) for pillar in item["pillars"]],
            by=by,
            at=at,
        )
        for number, item in enumerate(items, start=1)
    ]


def dump() -> str:
    """All templates as a file; loading it again changes nothing."""
    rows = PromotionTemplate.objects.select_related("family").prefetch_related("parts")
    return dumping.write({"templates": [_values(row) for row in rows]})


def shipped() -> str:
    """The templates that come with the software."""
    return resources.files("growth.catalog").joinpath("promotion-templates.yaml").read_text("utf-8")


def _values(row: PromotionTemplate) -> dict[str, Any]:
    values = {
        "slug": row.slug,
        "name": row.name,
        "from": row.from_name,
        "to": row.to_name,
        "description": row.description,
        "family": row.family.slug if row.family else "",
    }
    pillars = [
        {key.name: getattr(part, key.attribute) for key in schema.PILLAR.keys}
        for part in row.parts.all()
    ]
    filled = {name: value for name, value in values.items() if value}
    return {**filled, "pillars": [{k: v for k, v in one.items() if v != ""} for one in pillars]}


def _families(items: list[Item]) -> dict[str, JobFamily]:
    """By slug; one that does not exist is a problem of its line."""
    families = {family.slug: family for family in JobFamily.objects.all()}
    problems, slugs = Problems(), set()
    for number, item in enumerate(items, start=1):
        if item["family"] and item["family"] not in families:
            text = _("There is no job family of this name.")
            problems.add(item.line_of("family"), f"templates[{number}].family", text)
        if item["slug"] in slugs:
            problems.add(
                item.line_of("slug"), f"templates[{number}].slug", _("This slug is there twice.")
            )
        slugs.add(item["slug"])
    problems.stop_if_any()
    return families
