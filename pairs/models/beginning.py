from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Participation


class Beginning(models.Model):
    """What somebody said at the start: why they are here, and that they read what is expected.

    The purpose has two blanks: "I'm a mentee because I care about VALUE. VALUE drives me to be a
    mentee because YOUR WHY." Its writer alone reads it until they show it to their partner.
    """

    participation = models.OneToOneField(
        Participation, on_delete=models.CASCADE, related_name="beginning"
    )
    value = models.CharField(_("what you care about"), max_length=200, blank=True)
    because = models.TextField(_("why"), max_length=500, blank=True)
    purpose_shown_at = models.DateTimeField(null=True, blank=True)
    expectations_read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(purpose_shown_at__isnull=True)
                | (~models.Q(value="") & ~models.Q(because="")),
                name="only_a_whole_purpose_is_shown",
            )
        ]

    def __str__(self) -> str:
        return f"beginning of {self.participation_id}"

    @property
    def has_purpose(self) -> bool:
        return bool(self.value and self.because)
