from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from growth.setup.models import GrowthSetup


class ShareQuerySet(models.QuerySet):
    def in_force(self):
        """Shares that still let their reader in.

        A manager reads only while they are the manager on record: whoever is so no longer lost
        access that moment, before any job has noticed. While growth is off for the owner, nobody
        reads: they could not take it back.
        """
        growth_is_on = Exists(GrowthSetup.objects.on_for(OuterRef("owner__division")))
        still_manager = Q(as_manager=False) | Q(owner__manager=F("reader"))
        return self.filter(
            still_manager,
            growth_is_on,
            ended_at__isnull=True,
            reader__is_active=True,
            owner__is_active=True,
        )

    def outlived(self):
        """Open in the table, but their reader is not the manager any more, or somebody left."""
        not_manager = Q(as_manager=True) & (
            Q(owner__manager__isnull=True) | ~Q(owner__manager=F("reader"))
        )
        gone = Q(reader__is_active=False) | Q(owner__is_active=False)
        return self.filter(not_manager | gone, ended_at__isnull=True)


class Share(models.Model):
    """A person lets somebody read one thing of theirs. Taken back at any time; never automatic.

    What is shared: one revision of the plan, the conversations with one manager, or the person's
    own words about their level. What is not shared does not exist for anybody else.
    """

    class What(models.TextChoices):
        PLAN = "plan", _("Growth plan")
        CONVERSATIONS = "conversations", _("Conversations")
        LEVELS = "levels", _("Words about my level")

    class Ended(models.TextChoices):
        TAKEN_BACK = "taken_back", _("Taken back")
        NEW_MANAGER = "new_manager", _("The manager changed")
        LEFT = "left", _("One of the two left")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="growth_shares"
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="growth_shared_with_me"
    )
    what = models.CharField(max_length=14, choices=What)
    as_manager = models.BooleanField(
        default=False, help_text="Ends when the reader is no longer the owner's manager."
    )
    revision = models.ForeignKey(
        "growth.PlanRevision",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="shares",
        help_text="Of a plan: the revision that may be read.",
    )
    talks_with = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Of conversations: the manager they were held with.",
    )
    shared_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=12, choices=Ended, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ["-shared_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "reader", "what", "revision", "talks_with"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="shared_once_with_each_reader",
            ),
            models.CheckConstraint(
                condition=~Q(owner=F("reader")), name="nobody_shares_with_themselves"
            ),
            models.CheckConstraint(
                condition=Q(what="plan", revision__isnull=False, talks_with__isnull=True)
                | Q(what="conversations", revision__isnull=True, talks_with__isnull=False)
                | Q(what="levels", revision__isnull=True, talks_with__isnull=True),
                name="a_share_names_what_may_be_read",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="")
                | (Q(ended_at__isnull=False) & ~Q(ended_because="")),
                name="a_share_ends_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} of {self.owner_id} for {self.reader_id}"
