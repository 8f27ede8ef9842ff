import uuid

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse

_SIGNER = signing.Signer(salt="events.calendar-feed", sep=".")


class FeedQuerySet(models.QuerySet):
    def by_token(self, token: str):
        """The feed behind an address; none for one that we never gave out, or replaced since."""
        try:
            secret = uuid.UUID(_SIGNER.unsign(token))
        except (signing.BadSignature, ValueError):
            return self.none()
        return self.filter(secret=secret, person__is_active=True)


class CalendarFeed(models.Model):
    """A person's secret address from which their calendar reads their dates.

    Who reads the database cannot make the address: it is the secret signed with the site's key.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    secret = models.UUIDField(default=uuid.uuid4, unique=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"calendar of {self.person_id}"

    @property
    def token(self) -> str:
        return _SIGNER.sign(self.secret.hex)

    @property
    def address(self) -> str:
        return settings.BASE_URL + reverse("events:feed", args=[self.token])
