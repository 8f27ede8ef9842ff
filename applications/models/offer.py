from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application

TAKE_BACK_FOR = timedelta(minutes=10)


class PlaceOffer(models.Model):
    """A place offered to somebody on the waiting list, to be taken by a moment."""

    class State(models.TextChoices):
        OPEN = "open", _("Offered")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Not answered in time")
        TAKEN_BACK = "taken_back", _("Taken back")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="offers")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state="open"),
                name="one_open_offer_per_application",
            ),
            models.CheckConstraint(
                condition=Q(answer_by__gt=F("made_at")), name="offer_is_answered_after_it_is_made"
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True)
                | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="an_offer_that_is_over_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"place for {self.application_id}: {self.state}"

    def is_known(self, at: datetime) -> bool:
        """Whether the person may know of it: it cannot be taken back unseen any more."""
        return self.state != self.State.TAKEN_BACK and self.made_at + TAKE_BACK_FOR <= at
