"""What members of a pair may have of it, and give each other."""

from django.utils.translation import gettext as _

from pairs.models import Pair
from people.models import User


def why_no_record(pair: Pair) -> str:
    """In words for the person; empty for two who met and had what they came for."""
    if pair.state != Pair.State.ENDED:
        return _("A record is for a mentorship that is over.")
    if not pair.is_fulfilled:
        return _("A record says that a mentorship was completed. This one ended before.")
    if not pair.sessions.held().exists():
        return _("A record says that you two met, and no session is logged yet.")
    return ""


def members(pair: Pair) -> list[User]:
    """Everybody of a pair, on both sides."""
    return [one.person for one in pair.everybody]


def others(pair: Pair, person: User) -> list[User]:
    """Everybody of a pair but this person."""
    return [member for member in members(pair) if member != person]


def why_not_to(pair: Pair, giver: User, receiver: User) -> str:
    """In words for the giver; empty for another member who can still read what is given."""
    if giver not in members(pair) or receiver not in others(pair, giver):
        return _("This person is not your partner.")
    if not receiver.is_active:
        return _("%(name)s is not here any more.") % {"name": receiver}
    return ""
