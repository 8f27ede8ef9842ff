"""From text to checked values: syntax, unknown and missing keys, and the kind of every value."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from programs.programfile import names
from programs.programfile.kinds import Kind, Slug
from programs.programfile.problems import Problems, ProgramFileError, at_line
from programs.programfile.reading import syntax
from programs.programfile.schema import NAMES, file_block
from programs.programfile.shape import Block, Item, Key, ListOf

LONGEST_FILE = 1_000_000
MOST_VALUES = 20_000
PLAIN_TAG = "tag:yaml.org,2002:"
_GLUED = re.compile(r"^([\w-]+):(\S.*)$", re.DOTALL)


def read(text: str, given: Mapping[str, str] | None = None) -> Item:
    """The file as checked values. ProgramFileError names everything that is wrong, by line.

    given are the answers to what the file asks under `names`; without them its own count.
    """
    node = _compose(text)
    asked = _asked(node)
    reader = _Reader()
    if asked or given:
        reader.names = names.of_others(asked, given) if given is not None else names.own(asked)
    item = reader.block(file_block(), node, "")
    reader.problems.stop_if_any()
    return item


def names_of(text: str) -> list[Item]:
    """What the file asks an organization that uses it."""
    return _asked(_compose(text))


def _asked(node: yaml.Node) -> list[Item]:
    """The questions under `names`, read before the texts that their answers stand in."""
    reader, found = _Reader(), []
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value == "names":
            found = reader.value(NAMES.kind, value, "names")
    reader.problems.stop_if_any()
    return found


def read_block(block: Block, plain: Any) -> Item:
    """A part of a file that is at hand as plain values, as `dumping` gives them."""
    return read_as(block, yaml.safe_dump(plain, allow_unicode=True))


def read_as(block: Block, text: str) -> Item:
    """A file of another definition, such as a pathway's."""
    reader = _Reader()
    item = reader.block(block, _compose(text), "")
    reader.problems.stop_if_any()
    return item


def _compose(text: str) -> yaml.Node:
    if len(text) > LONGEST_FILE:
        raise ProgramFileError([_("The file is longer than a million characters.")])
    try:
        node = yaml.compose(text.removeprefix("\ufeff"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise ProgramFileError([syntax.advice(text, error)]) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        said = _("There is a character here that no text can hold.")
        raise ProgramFileError([at_line(line, said)]) from error
    except (RecursionError, ValueError) as error:
        raise ProgramFileError([_("The file is nested too deeply or not YAML at all.")]) from error
    if node is None:
        raise ProgramFileError([_("The file is empty.")])
    return node


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1


@dataclass
class _Reader:
    problems: Problems = field(default_factory=Problems)
    names: Mapping[str, str] | None = None
    seen: int = 0

    def value(self, kind: Kind | Block | ListOf, node: yaml.Node, path: str) -> Any:
        self.seen += 1
        if self.seen > MOST_VALUES:
            raise ProgramFileError([_("The file holds more than 20,000 values.")])
        if not node.tag.startswith(PLAIN_TAG) or node.tag.startswith(PLAIN_TAG + "python"):
            self.problems.add(_line(node), path, _("Tags such as !name have no meaning here."))
            return None
        if isinstance(kind, ListOf):
            return self.list(kind, node, path)
        if isinstance(kind, Block):
            return self.block(kind, node, path)
        return self.scalar(kind, node, path)

    def scalar(self, kind: Kind, node: yaml.Node, path: str) -> Any:
        if not isinstance(node, yaml.ScalarNode):
            self.problems.add(_line(node), path, _("Write one value here: %s.") % kind.label)
            return None
        try:
            return kind.read(self.text_of(node, kind))
        except ValidationError as error:
            self.problems.add(_line(node), path, error.messages[0])
        return None

    def text_of(self, node: yaml.ScalarNode, kind: Kind | Block | ListOf | None = None) -> str:
        """What the node says, with the organization's own names in it. They make a short name
        too: of `women-at-${organization}` it keeps small letters, digits and hyphens."""
        text = names.put_in(node.value, self.names)
        if text != node.value and isinstance(kind, Slug):
            text = slugify(text)[: kind.max_length].strip("-")
        return text

    def list(self, kind: ListOf, node: yaml.Node, path: str) -> list:
        if not isinstance(node, yaml.SequenceNode):
            self.problems.add(_line(node), path, _("Write a list here, each line with a hyphen."))
            return []
        if len(node.value) > kind.most:
            self.problems.add(_line(node), path, _("At most %s entries fit here.") % kind.most)
            return []
        return [
            self.value(kind.item, child, f"{path}[{number}]")
            for number, child in enumerate(node.value, start=1)
            if not (self.names and self._is_empty(child))
        ]

    def _is_empty(self, node: yaml.Node) -> bool:
        """Nothing is written, or only a name that this organization did not give."""
        if not isinstance(node, yaml.ScalarNode):
            return False
        try:
            return not self.text_of(node).strip()
        except ValidationError:
            return False

    def block(self, block: Block, node: yaml.Node, path: str) -> Item:
        item = Item(_line(node))
        short = block.key(block.short) if block.short else None
        if short and isinstance(node, yaml.ScalarNode):
            self._take(item, short, node, path)
        elif isinstance(node, yaml.MappingNode):
            self._keys(item, block, node, path)
        else:
            self.problems.add(_line(node), path, _not_keys(node, block))
            return item
        self._fill(item, block, path)
        return item

    def _keys(self, item: Item, block: Block, node: yaml.MappingNode, path: str) -> None:
        for key_node, value_node in node.value:
            name = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
            key, where = block.key(name), _join(path, name[:60])
            if key is None:
                text = _unknown(name, block)
                if node.flow_style and value_node.start_mark.index == value_node.end_mark.index:
                    text = _("The text before this ends at a comma. Quote a text that has one.")
                self.problems.add(_line(key_node), where, text)
            elif name in item.lines:
                first = item.lines[name]
                self.problems.add(_line(key_node), where, _("Also on line %s.") % first)
            else:
                item.lines[name] = _line(key_node)
                self._take(item, key, value_node, where)

    def _take(self, item: Item, key: Key, node: yaml.Node, path: str) -> None:
        """An empty value (nothing, ~ or null) counts as left out."""
        if node.tag == PLAIN_TAG + "null" or self._is_empty(node):
            return
        value = item[key.name] = self.value(key.kind, node, path)
        for validator in key.validators if value is not None else ():
            try:
                validator(value)
            except ValidationError as error:
                self.problems.add(_line(node), path, error.messages[0])

    def _fill(self, item: Item, block: Block, path: str) -> None:
        for key in block.keys:
            if key.name in item:
                continue
            if key.is_required:
                text = _("This key is missing. It holds: %s") % key.help
                self.problems.add(item.line_of(key.name), _join(path, key.name), text)
            elif isinstance(key.kind, Block) and key.kind.is_always_there:
                item[key.name] = self._absent(key, item.line, _join(path, key.name))
            else:
                item[key.name] = key.default_value()

    def _absent(self, key: Key, line: int, path: str) -> Item:
        """A block that was left out has the defaults of its keys."""
        block = Item(line)
        assert isinstance(key.kind, Block)  # noqa: S101 - only blocks are filled in when left out
        default = key.default_value()
        if isinstance(default, Mapping):
            block.update(default)
        elif default:
            block[key.kind.short] = default
        self._fill(block, key.kind, path)
        return block


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _not_keys(node: yaml.Node, block: Block) -> str:
    if isinstance(node, yaml.ScalarNode) and (glued := _GLUED.match(node.value)):
        return _("A space belongs after the colon. Write: %s") % f"{glued[1]}: {glued[2]}"
    known = ", ".join(key.name for key in block.keys)
    return _("Write keys here. Known: %s.") % known


def _unknown(name: str, block: Block) -> str:
    names = [key.name for key in block.keys]
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    if near:
        return _("This key is not known here. Did you mean “%s”?") % near[0]
    return _("This key is not known here. Known: %s.") % ", ".join(names)
