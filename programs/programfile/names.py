"""The names an organization gives things, asked for when it uses another one's program file.

A file lists under `names` what to ask. `${key}` stands for the answer in any of its texts. A file
without `names` asks nothing: there `${...}` is text like any other.
"""

import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programs.programfile.kinds import Link, Text, refuse
from programs.programfile.problems import Problems
from programs.programfile.shape import Item

LONGEST = 500
_MARK = re.compile(r"\$\{([^{}]{1,60})\}")


def own(asked: list[Item]) -> dict[str, str]:
    """As the file answers itself: the names of the organization whose program it is."""
    return {item["key"]: item["value"] for item in asked}


def of_others(asked: list[Item], given: Mapping[str, str]) -> dict[str, str]:
    """The answers of the organization that uses the file; the file's own do not count.

    ProgramFileError names every question that still needs an answer.
    """
    problems, found = Problems(), {}
    known = {item["key"]: item for item in asked}
    for key in sorted(given.keys() - known.keys()):
        text = _("The file does not ask for “%(key)s”. It asks for: %(known)s.")
        words = {"key": key[:60], "known": ", ".join(known) or _("nothing")}
        problems.add(asked[0].line if asked else 1, "names", text % words)
    for item in asked:
        try:
            found[item["key"]] = answer_to(item, given.get(item["key"], item["suggestion"]))
        except ValidationError as error:
            problems.add(item.line, f"names.{item['key']}", error.messages[0])
    problems.stop_if_any()
    return found


def answer_to(item: Item, typed: str) -> str:
    """An answer as it goes into the texts. ValidationError when it does not answer the question."""
    typed = typed.strip()
    if not typed and item["required"]:
        raise refuse(_("This needs an answer: %s") % item["question"])
    if "\n" in typed:
        raise refuse(_("Write the answer on one line."))
    answer = Text(LONGEST).read(typed)
    return Link().read(answer) if item["kind"] == "link" else answer


def put_in(text: str, names: Mapping[str, str] | None) -> str:
    """The text with an answer in place of each mark. ValidationError for a mark nobody asks for."""
    if names is None:
        return text
    unknown = [key for key in _MARK.findall(text) if key not in names]
    if unknown:
        raise refuse(_("“${%s}” is not among the names of this file.") % unknown[0])
    return _MARK.sub(lambda mark: names[mark[1]], text)
