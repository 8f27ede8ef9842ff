"""What is wrong with a program file, said by line and key."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_PROBLEMS = 50


class ProgramFileError(ValidationError):
    """Nothing was loaded. Each message names line and key."""

    def __init__(self, messages: list[str]):
        super().__init__(messages, code="program_file")


def at_line(line: int, text: str, path: str = "") -> str:
    where = _("Line %(line)s") % {"line": line}
    return f"{where}, {path}: {text}" if path else f"{where}: {text}"


@dataclass
class Problems:
    """Collects what is wrong, so that one look at the file can set everything right."""

    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, path: str, text: str) -> None:
        if len(self.found) < MOST_PROBLEMS:
            said = at_line(line, text, path)
            if (line, said) not in self.found:
                self.found.append((line, said))

    def stop_if_any(self) -> None:
        if self.found:
            raise ProgramFileError([text for _line, text in sorted(self.found)])
