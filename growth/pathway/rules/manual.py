"""docs/pathway-file.md, made from the definition so that it cannot say anything else."""

from growth.pathway.rules import schema
from programs.programfile import manual

INTRODUCTION = """# The pathway file

One YAML file is one pathway: what an organization suggests for the first years, by quarter of
tenure. Organizers of growth edit it in pages, download it and bring it back; `manage.py
load_pathway FILE.yaml` makes or changes it as well, `manage.py dump_pathway SLUG` writes it, and
loading a dump changes nothing. A file that does not fit changes nothing either, and every problem
is named with its line and key. Unknown keys are problems too. What is left out gets its default.

What is no longer in the file is no longer asked of anybody; what people did of it stays with them.
A kind that comes up in several quarters is one entry under `kinds`, named in each of them.

A complete example: `growth/catalog/pathway.yaml`, which growth begins with.
"""


def text() -> str:
    return INTRODUCTION + manual.sections(schema.FILE)
