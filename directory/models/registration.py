from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairs.models import Pair

TIME_TO_CONFIRM = timedelta(days=30)


class RegistrationQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(Q(mentee=user) | Q(mentor=user))

    def open(self):
        return self.filter(state=PairRegistration.State.OPEN)

    def with_people(self):
        return self.select_related("mentee", "mentor", "asked_by", "pair")


class PairRegistration(models.Model):
    """Two people who work together already want a pair page: one says so, the other confirms."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for the other person")
        CONFIRMED = "confirmed", _("Confirmed")
        DECLINED = "declined", _("Not confirmed")
        TAKEN_BACK = "taken_back", _("Taken back")
        EXPIRED = "expired", _("Expired")

    mentee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="registered_as_mentee"
    )
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="registered_as_mentor"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    pair = models.OneToOneField(
        Pair, null=True, blank=True, on_delete=models.SET_NULL, related_name="registered_in"
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentee", "mentor"],
                condition=Q(state="open"),
                name="one_open_registration_of_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(mentee=F("mentor")), name="nobody_registers_with_themselves"
            ),
            models.CheckConstraint(
                condition=Q(asked_by=F("mentee")) | Q(asked_by=F("mentor")),
                name="one_of_the_two_registers_them",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True)
                | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="a_registration_is_answered_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"registration {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def other(self, user):
        return self.mentor if user.pk == self.mentee_id else self.mentee

    @property
    def asked(self):
        """Whose word is missing."""
        return self.other(self.asked_by)
