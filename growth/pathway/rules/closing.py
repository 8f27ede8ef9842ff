"""Which of a person's open items something that happened closes, and when an item is done."""

from collections.abc import Iterable, Sequence

from growth.pathway.models import Closing, ItemKind
from growth.pathway.rules.quarters import Slot, has_begun

ClosedBy = ItemKind.ClosedBy

# What happens once closes its item even before its quarter. What comes back every few quarters
# does not run ahead: two courses in one quarter are not the course of the next one.
CLOSES_AHEAD = {
    ClosedBy.PLAN,
    ClosedBy.PLAN_AND_CONVERSATION,
    ClosedBy.MENTEE,
    ClosedBy.MENTOR,
    ClosedBy.CERTIFICATE,
    ClosedBy.TRAINING,
    ClosedBy.OPPORTUNITY,
}
HALVES = {Closing.Cause.REVISION, Closing.Cause.CONVERSATION}


def choose(open_items: Iterable[tuple[Slot, str]], here: Slot | None) -> int | None:
    """The place of the item to close among open ones, each with what closes it; None for none.

    The latest one whose quarter has begun: this quarter's own first, then what was missed before.
    Else the first one ahead, if it may close ahead. Without a start date nothing has begun yet.
    """
    items = list(enumerate(open_items))
    begun = [(slot, -place) for place, (slot, _by) in items if here and has_begun(slot, here)]
    if begun:
        return -max(begun)[1]
    ahead = [(slot, place) for place, (slot, by) in items if by in CLOSES_AHEAD or here is None]
    return min(ahead)[1] if ahead else None


def is_enough(closed_by: str, causes: Sequence[str], count: int) -> bool:
    """Whether what closed an item so far makes it done.

    A plan and a talk are two halves, and the person's own tick is both.
    """
    if closed_by == ClosedBy.PLAN_AND_CONVERSATION:
        return Closing.Cause.HAND in causes or set(causes) >= HALVES
    return len(causes) >= count
