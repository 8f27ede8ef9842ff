from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairs.models.pair import Pair


class AgreementQuerySet(models.QuerySet):
    def proposed(self):
        """Waits for the partner's word."""
        return self.filter(accepted_at__isnull=True, replaced_at__isnull=True)

    def in_force(self):
        return self.filter(accepted_at__isnull=False, replaced_at__isnull=True)


class Agreement(models.Model):
    """How two people work together, in their own words; nobody but the two reads it.

    One proposes, the other accepts. A change is a proposal of its own: until it is accepted, what
    was agreed before holds. Proposing instead of accepting replaces the open proposal.
    """

    class Form(models.TextChoices):
        LIVE = "live", _("On a call")
        ASYNC = "async", _("In writing")
        EITHER = "either", _("On a call, in writing when that is easier")

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="agreements")
    rhythm = models.CharField(_("when we meet"), max_length=200)
    minutes = models.PositiveSmallIntegerField(
        _("minutes of a session"), validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    form = models.CharField(_("form"), max_length=6, choices=Form, default=Form.EITHER)
    confidentiality = models.TextField(_("what stays between us"), max_length=1000)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pair"],
                condition=Q(accepted_at__isnull=True, replaced_at__isnull=True),
                name="one_open_agreement_per_pair",
            ),
            models.UniqueConstraint(
                fields=["pair"],
                condition=Q(accepted_at__isnull=False, replaced_at__isnull=True),
                name="one_agreement_in_force_per_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"agreement of {self.pair_id}"
