"""What the pairs of the demo do once they know of each other."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentorship.demo.story import Plan


def meet(plan: "Plan") -> None:
    pass
