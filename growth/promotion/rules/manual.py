"""docs/promotion-templates-file.md, made from the definition so that it cannot say anything else."""

from growth.promotion.rules import schema
from programs.programfile import manual

INTRODUCTION = """# The file of promotion templates

One YAML file has the templates of any number of steps: what people show, pillar by pillar, before
they go from one level to the next. Organizers of growth edit them in pages, save all of them as a
file there and load it again; loading what was saved changes nothing. A file that does not fit
changes nothing either, and every problem is named with its line and key. Unknown keys are problems
too. What is left out gets its default.

A template of the file replaces the one of its slug, pillars and all; templates that the file does
not name stay. Documents that people have begun keep the pillars they began with.

A complete example: `growth/catalog/promotion-templates.yaml`, which growth begins with.
"""


def text() -> str:
    return INTRODUCTION + manual.sections(schema.FILE)
