from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BinderItemQuerySet(models.QuerySet):
    def showable(self):
        """What may be shown to others: one's own, and what the partner agreed to."""
        return self.filter(Q(partner__isnull=True) | Q(agreed_at__isnull=False))


class BinderItem(models.Model):
    """Something that shows what a person did: the store promotion documents and levels draw from.

    What comes from a pair (a session, a goal of the mentorship, words of the partner) stays hidden
    from everybody else until the partner agrees too, and again once they take that back.
    """

    class Source(models.TextChoices):
        OWN = "own", _("Own words")
        SESSION = "session", _("A mentoring session")
        MENTORING_GOAL = "mentoring_goal", _("A goal of a mentorship")
        KUDOS = "kudos", _("Words of a colleague")
        PLAN_GOAL = "plan_goal", _("A goal of the growth plan")
        STRETCH_TASK = "stretch_task", _("A stretch task")
        LEARNING = "learning", _("Something learned")
        OPPORTUNITY = "opportunity", _("An opportunity")

    # In which column the row stands that an item was made of.
    LINKS: ClassVar[dict[str, str]] = {
        Source.SESSION: "session",
        Source.KUDOS: "kudos",
        Source.MENTORING_GOAL: "mentoring_goal",
        Source.PLAN_GOAL: "plan_goal",
        Source.STRETCH_TASK: "stretch_task",
        Source.LEARNING: "learning_entry",
        Source.OPPORTUNITY: "opportunity_application",
    }

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="binder"
    )
    source = models.CharField(max_length=14, choices=Source, default=Source.OWN)
    title = models.CharField(_("what it is"), max_length=200)
    words = models.TextField(_("what it shows"), max_length=2000, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)
    happened_on = models.DateField(_("date"), null=True, blank=True)
    session = models.ForeignKey(
        "pairs.MentoringSession",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    mentoring_goal = models.ForeignKey(
        "pairs.Goal", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kudos = models.ForeignKey(
        "completion.Kudos",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Of a line that both agreed to; other words of colleagues have none.",
    )
    plan_goal = models.ForeignKey(
        "growth.PlanGoal", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    stretch_task = models.ForeignKey(
        "growth.StretchTask", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    learning_entry = models.ForeignKey(
        "growth.LearningEntry", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    opportunity_application = models.ForeignKey(
        "growth.OpportunityApplication",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    partner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="growth_consents",
        help_text="Of a pair's evidence: who must agree before anybody else sees it.",
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = BinderItemQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source__in=["session", "mentoring_goal", "kudos"])
                | Q(partner__isnull=False),
                name="evidence_of_a_pair_has_a_partner_to_ask",
            ),
            models.CheckConstraint(
                condition=Q(partner__isnull=True) | ~Q(person=F("partner")),
                name="nobody_agrees_for_themselves",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True) | Q(declined_at__isnull=True),
                name="a_partner_agrees_or_declines",
            ),
            models.CheckConstraint(
                condition=Q(partner__isnull=False)
                | Q(asked_at__isnull=True, agreed_at__isnull=True, declined_at__isnull=True),
                name="only_a_partner_is_asked",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_showable(self) -> bool:
        """The same as the queryset's `showable`, for a row in hand."""
        return self.partner_id is None or self.agreed_at is not None
