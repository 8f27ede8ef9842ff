"""A session as one of the two people sees it."""

from dataclasses import dataclass

from pairs.models import MentoringSession, SessionNote

_Session = MentoringSession


@dataclass(frozen=True)
class ShownSession:
    """A session with the notes this person may read and what they may do about it."""

    session: MentoringSession
    shared: SessionNote | None
    private: SessionNote | None
    is_own: bool
    can_change: bool
    can_be_restored: bool

    @property
    def is_denied_by_me(self) -> bool:
        return not self.is_own and self.session.confirmation == _Session.Confirmation.DENIED

    @property
    def waits_for_me(self) -> bool:
        return not self.is_own and self.session.confirmation == _Session.Confirmation.OPEN
