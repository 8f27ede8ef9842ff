from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application
from programs.models.cycle import Cycle, Role


class Participation(models.Model):
    """A person's role in a cycle that runs: the one answer to "who is in, as what".

    Made when pairs are published, or when a mentoring request is accepted.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("Taking part")
        LEFT = "left", _("Left")

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="participations")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="participations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="participations"
    )
    application = models.OneToOneField(
        Application,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="participation",
    )
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    department = models.CharField(max_length=120, blank=True)
    division = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "role", "person"], name="one_participation_per_person_and_role"
            ),
            models.CheckConstraint(
                condition=Q(state="active", left_at__isnull=True)
                | Q(state="left", left_at__isnull=False),
                name="who_left_left_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.role})"
