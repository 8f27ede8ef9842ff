"""What an answer holds, apart from whose it is: the form makes these, rows are made from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# O'clock, in the person's own time zone. Answers keep the number of a part, so new ones come last.
PART_STARTS = (8, 11, 14, 17, 20, 5)
PART_HOURS = 3
PARTS = tuple(sorted(range(len(PART_STARTS)), key=PART_STARTS.__getitem__))
GRID_STARTS, GRID_ENDS = min(PART_STARTS), max(PART_STARTS) + PART_HOURS
CLOCK = tuple(f"{hour:02}{half}" for hour in range(GRID_STARTS, GRID_ENDS) for half in ("00", "30"))
# "mon-3" is a part of Monday, "mon-0930" a half hour of it.
SLOTS = (
    *(f"{day}-{part}" for day in DAYS for part in PARTS),
    *(f"{day}-{half_hour}" for day in DAYS for half_hour in CLOCK),
)


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
