"""What one of the two may have of a mentorship that is over."""

from django.utils.translation import gettext as _

from pairs.models import Pair


def why_no_record(pair: Pair) -> str:
    """In words for the person; empty for two who met and had what they came for."""
    if pair.state != Pair.State.ENDED:
        return _("A record is for a mentorship that is over.")
    if not pair.is_fulfilled:
        return _("A record says that a mentorship was completed. This one ended before.")
    if not pair.sessions.held().exists():
        return _("A record says that you two met, and no session is logged yet.")
    return ""
