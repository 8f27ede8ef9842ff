"""The link in the mail that asks one person whether the two have met in a fortnight.

It opens a page without signing in, for one question of one person; nothing else can be read or done
with it, and only a press on the page answers.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing

from pairs.rules.windows import Window

_SALT = "pairs.did-you-meet"


@dataclass(frozen=True)
class FortnightQuestion:
    """Of which pair and which days it asks, and whom: numbers, not rows."""

    pair: int
    person: int
    first: date
    last: date

    @property
    def window(self) -> Window:
        return Window(0, self.first, self.last)

    @property
    def ends_on(self) -> date:
        """The last day it can be answered: as long again as the fortnight, since many remember only
        when it is over."""
        return self.last + (self.last - self.first) + timedelta(days=1)

    @property
    def token(self) -> str:
        days = [self.first.isoformat(), self.last.isoformat()]
        return signing.dumps([self.pair, self.person, *days], salt=_SALT)


def read(token: str) -> FortnightQuestion | None:
    """What a link asks; None for one that we never made."""
    try:
        pair, person, first, last = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return FortnightQuestion(pair, person, date.fromisoformat(first), date.fromisoformat(last))
