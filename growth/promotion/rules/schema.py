"""The definition of the file of promotion templates. Loading, dumping and
docs/promotion-templates-file.md all read it."""

from growth.promotion.models import PromotionTemplate, TemplatePillar
from programs.programfile.kinds import Number, Slug
from programs.programfile.shape import Block, Key, ListOf, column

MOST_WANTED = 9  # examples under one pillar

PILLAR = Block(
    "pillar",
    (
        column(TemplatePillar, "title", "What it is about."),
        column(TemplatePillar, "question", "What the person asks themselves."),
        column(TemplatePillar, "criteria", "What the role asks for."),
        column(TemplatePillar, "examples", "Examples that guide."),
        column(
            TemplatePillar, "wanted", "How many examples are wanted.", kind=Number(1, MOST_WANTED)
        ),
    ),
    "One thing people show, in the order of the page.",
)
TEMPLATE = Block(
    "template",
    (
        column(PromotionTemplate, "slug", "Names the template. Loading looks for it."),
        column(PromotionTemplate, "name", "The step, such as Senior to staff."),
        column(PromotionTemplate, "from_name", "The level before.", "from"),
        column(PromotionTemplate, "to_name", "The level after.", "to"),
        column(PromotionTemplate, "description", "Who it is for."),
        Key("family", "Slug of the job family it is for; empty: for all.", Slug(), ""),
        Key("pillars", "What is shown, pillar by pillar.", ListOf(PILLAR, 12)),
    ),
    "A step from one level to the next.",
)
FILE = Block(
    "file",
    (Key("templates", "One for each step.", ListOf(TEMPLATE, 50)),),
    "One file has the templates of any number of steps.",
)
