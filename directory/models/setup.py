from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class DirectorySetup(models.Model):
    """Whether the organization has a directory of mentors. One row, or none: then it has one."""

    ONLY = 1  # the key of the one row

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    is_on = models.BooleanField(default=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="the_directory_is_set_up_once")
        ]

    def __str__(self) -> str:
        return "on" if self.is_on else "off"
