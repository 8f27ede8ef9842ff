import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ConversationQuerySet(models.QuerySet):
    def held(self):
        return self.filter(state=Conversation.State.HELD)

    def planned(self):
        return self.filter(state=Conversation.State.PLANNED)


class Conversation(models.Model):
    """A career conversation of a person with their manager of that time, planned or held.

    Either of the two writes down what was agreed; both read it. It stays with the person: a new
    manager reads earlier ones only when the person shares them.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")

    class Topic(models.TextChoices):
        CAREER = "career", _("Where I want to go")
        PLAN = "plan", _("My growth plan")
        REVIEW = "review", _("Performance review")
        BENEFIT = "benefit", _("Growth benefit")
        PROMOTION = "promotion", _("Promotion")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="growth_conversations"
    )
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="growth_conversations_with_reports",
        help_text="The manager of that time; empty once their account is erased.",
    )
    state = models.CharField(max_length=8, choices=State, default=State.HELD)
    topic = models.CharField(_("about"), max_length=10, choices=Topic, default=Topic.CAREER)
    held_on = models.DateField(_("date"), help_text="The day it is planned for, or was held on.")
    agreed = models.TextField(_("what you agreed on"), max_length=4000, blank=True)
    next_step = models.CharField(_("what happens next"), max_length=300, blank=True)
    goals = models.ManyToManyField("growth.PlanGoal", blank=True, related_name="conversations")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    seen_at = models.DateTimeField(
        null=True, blank=True, help_text="When the other of the two first read it as it is now."
    )
    form_key = models.UUIDField(
        default=uuid.uuid4, help_text="From the form: sending it twice writes it down once."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "form_key"], name="one_conversation_per_form"
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | ~Q(agreed=""),
                name="a_held_conversation_says_what_was_agreed",
            ),
            models.CheckConstraint(
                condition=Q(manager__isnull=True) | ~Q(person=F("manager")),
                name="a_conversation_has_two_people",
            ),
        ]
        indexes = [models.Index(fields=["manager", "person"], name="conversations_by_manager")]

    def __str__(self) -> str:
        return f"conversation {self.pk}"

    @property
    def seen_by(self):
        """Whoever of the two did not write it down; needs both people."""
        return self.manager if self.written_by_id == self.person_id else self.person

    @property
    def key(self) -> str:
        return f"conversation:{self.pk}"
