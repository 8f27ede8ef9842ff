"""What has run out and serves nobody any more."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.utils import timezone

from people.actions import unsent
from people.models import TryCount


def clear(at: datetime) -> dict[str, int]:
    """Delete old sessions, counts of tries and forms nobody came back for.

    Never more than what has really run out: a command that plays a later day signs nobody out.
    """
    at = min(at, timezone.now())
    sessions, _by_model = Session.objects.filter(expire_date__lt=at).delete()
    tries, _by_model = TryCount.objects.filter(expires__lt=at).delete()
    return {"old sessions": sessions, "old tries": tries, "old forms": unsent.forget_old(at)}
