from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application
from applications.models.scoring import Review


class Refusal(models.TextChoices):
    """Why somebody is not eligible, in the words they read.

    A closed list on purpose: nothing an applicant reads may tell a performance answer from any
    other requirement that is not met.
    """

    REQUIREMENTS = "requirements", _("At least one of the requirements for this role is not met.")
    AUDIENCE = "audience", _("This cycle is made for a different audience.")
    TIME = "time", _("The time this cycle needs and the time you have do not fit together.")
    LATE = "late", _("Your application came after the review had ended.")


class PerformanceCheck(models.Model):
    """The confirmer's one answer about one application: yes, no or ask me; no free text.

    Its own table so that no query about applications, export or admin page can carry it along.
    Organizers see confirmed, not confirmed or open; nobody else sees that it exists.
    """

    class Answer(models.TextChoices):
        YES = "yes", _("Qualifies")
        NO = "no", _("Does not qualify")
        ASK_ME = "ask_me", _("Ask me")

    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, related_name="performance_check"
    )
    answer = models.CharField(max_length=8, choices=Answer)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return "performance check"


class DelegationQuerySet(models.QuerySet):
    def open(self):
        """Of applications nobody has decided about, and not scored by the member yet."""
        scored = Review.objects.filter(
            application=OuterRef("application"), reviewer=OuterRef("member")
        )
        return self.filter(~Exists(scored), application__status=Application.Status.SUBMITTED)


class Delegation(models.Model):
    """An application a committee member may read and judge. Removing the row ends it."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="delegations"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="delegations"
    )

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "member"], name="delegated_once_to_a_member"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} to {self.member_id}"
