"""Links in mails that ask one person one thing: whether the two have met in a fortnight, whether a
session was as the partner noted it, or which of several times they pick.

Each opens a page without signing in, for that question of that person; nothing else can be read or
done with it, and only a press on the page answers.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core import signing

from pairs.rules.windows import Window

_SALT = "pairs.did-you-meet"
_SALT_OF_SESSIONS = "pairs.was-it-so"
_SALT_OF_TIMES = "pairs.pick-a-time"


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


@dataclass(frozen=True)
class SessionQuestion:
    """Which logged session it asks about, and whom: numbers, not rows."""

    ANSWERED_FOR = timedelta(days=28)

    session: int
    person: int

    def ends_at(self, logged_at: datetime) -> datetime:
        """Up to when it can be answered: afterwards the pair page takes answers, after signing in."""
        return logged_at + self.ANSWERED_FOR

    @property
    def token(self) -> str:
        return signing.dumps([self.session, self.person], salt=_SALT_OF_SESSIONS)


def read_session(token: str) -> SessionQuestion | None:
    """What a link about a session asks; None for one that we never made."""
    try:
        session, person = signing.loads(token, salt=_SALT_OF_SESSIONS)
    except signing.BadSignature:
        return None
    return SessionQuestion(session, person)


@dataclass(frozen=True)
class TimesQuestion:
    """Which proposed times it is about, and who picks one: numbers, not rows."""

    proposal: int
    person: int

    @property
    def token(self) -> str:
        return signing.dumps([self.proposal, self.person], salt=_SALT_OF_TIMES)


def read_times(token: str) -> TimesQuestion | None:
    """What a link about proposed times asks; None for one that we never made."""
    try:
        proposal, person = signing.loads(token, salt=_SALT_OF_TIMES)
    except signing.BadSignature:
        return None
    return TimesQuestion(proposal, person)
