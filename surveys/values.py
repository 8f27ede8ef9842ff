"""What an answer holds, apart from whose it is: the form makes these, rows are made from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

DAYS = ("mon", "tue", "wed", "thu", "fri")
PART_STARTS = (8, 11, 14, 17)  # o'clock, in the person's own time zone
PART_HOURS = 3
SLOTS = tuple(f"{day}-{part}" for day in DAYS for part in range(len(PART_STARTS)))


@dataclass(frozen=True)
class AnswerValue:
    """One row of an answer. Yes and no are the numbers 1 and 0."""

    choice_id: int | None = None
    rank: int | None = None
    text: str = ""
    number: int | None = None
    day: date | None = None
    slots: tuple[str, ...] | None = None
    parts: tuple[str, ...] | None = None


# The rows per question number; an empty list says that the question was left open.
AnswerValues = Mapping[int, Sequence[AnswerValue]]
