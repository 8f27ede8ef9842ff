"""docs/program-file.md, made from the definition so that it cannot say anything else."""

from collections.abc import Iterator, Mapping

from programs.programfile import schema
from programs.programfile.kinds import Kind
from programs.programfile.shape import Block, Key, ListOf

INTRODUCTION = """# The program file

One YAML file is one program with one cycle: everything an organizer can set on the settings
pages, and nothing that needs code. `manage.py load_program FILE.yaml` creates or updates them,
`manage.py dump_program PROGRAM/CYCLE` writes the file; loading a dump changes nothing. A file that
does not fit changes nothing either, and every problem is named with its line and key. Unknown keys
are problems too. What is left out gets its default. What is no longer in the file is removed,
unless people have already answered or used it.

Complete examples: the files in `programs/catalog/`.
"""


def text() -> str:
    return INTRODUCTION + sections(schema.file_block())


def sections(block: Block) -> str:
    """A table of keys for the block and for every block within."""
    return "".join(_section(one) for one in _blocks(block, []))


def _blocks(block: Block, seen: list[Block]) -> Iterator[Block]:
    """The block and all within, each once, in the order of the file."""
    if block in seen:
        return
    seen.append(block)
    yield block
    for key in block.keys:
        inner = key.kind.item if isinstance(key.kind, ListOf) else key.kind
        if isinstance(inner, Block):
            yield from _blocks(inner, seen)


def _section(block: Block) -> str:
    rows = "".join(_row(key) for key in block.keys)
    head = "| key | meaning | value | when left out |\n|---|---|---|---|\n"
    return f"\n## {block.name}\n\n{block.help}\n\n{head}{rows}"


def _row(key: Key) -> str:
    cells = (f"`{key.name}`", key.help, _value(key.kind), _left_out(key))
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |\n"


def _value(kind: Kind | Block | ListOf) -> str:
    if isinstance(kind, ListOf):
        return f"list of at most {kind.most}: {_value(kind.item)}"
    if isinstance(kind, Block):
        return f"[{kind.name}](#{kind.name})"
    return kind.label


def _left_out(key: Key) -> str:
    if key.is_required:
        return "**required**"
    value = key.default_value()
    if isinstance(value, Mapping):
        return ", ".join(f"`{name}: {said}`" for name, said in value.items() if said)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value in (None, "", []):
        return "the defaults" if isinstance(key.kind, Block) and key.name != "asked_if" else "none"
    return f"`{value}`"
