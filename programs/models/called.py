"""What people of a cycle call the two sides of a pair."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from programs.models.cycle import Role


@dataclass(frozen=True)
class Called:
    """The words as they stand within a sentence: “captain” only where that is no name.

    They follow no article: sentences say “two Captains” or “as Expert”, since nobody knows
    whether it is a or an.
    """

    mentor: str
    mentors: str
    mentee: str
    mentees: str

    @classmethod
    def plainly(cls) -> "Called":
        return cls(_("mentor"), _("mentors"), _("mentee"), _("mentees"))

    @classmethod
    def by_roles(cls, roles: Iterable["Role"]) -> "Called":
        """The name of a side's only role; plain words for a side with several, or with none."""
        words = cls.plainly().words
        by_side: dict[str, list[Role]] = {"mentor": [], "mentee": []}
        for role in roles:
            by_side.get(role.side, []).append(role)
        for side, found in by_side.items():
            if len(found) == 1:
                words |= {side: found[0].in_a_sentence, f"{side}s": found[0].several_in_a_sentence}
        return cls(**words)

    @property
    def words(self) -> dict[str, str]:
        """For the placeholders of a sentence."""
        return asdict(self)
