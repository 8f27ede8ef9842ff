from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.models.cycle import Cycle, Role
from programs.models.program import Program


class InterestQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)


class Interest(models.Model):
    """Somebody wants to hear when a program's next call opens: a person, or an address that
    confirmed."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="interests")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="interests",
    )
    address = models.EmailField(max_length=254, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "person", "address"],
                nulls_distinct=False,
                name="interest_is_left_once",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, address="")
                | (Q(person__isnull=True) & ~Q(address="")),
                name="interest_is_of_a_person_or_an_address",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.address)


class Nomination(models.Model):
    """A colleague suggests somebody for a role. The one named is invited and applies themself."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="nominations")
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="nominations")
    nominee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="nominations"
    )
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="nominations_made"
    )
    reason = models.TextField(_("why"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["role", "nominee", "nominated_by"], name="nominated_once_by_a_colleague"
            ),
            models.CheckConstraint(
                condition=~Q(nominee=models.F("nominated_by")), name="nobody_nominates_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nominee} ({self.role})"


class CycleQuestionQuerySet(models.QuerySet):
    def waiting(self):
        """Those in which it is the organizers' turn."""
        return self.filter(waits_since__isnull=False)


class CycleQuestion(models.Model):
    """What somebody asked the organizers of a cycle; what both sides write after that are its
    replies. `waits_since` is the moment since when it is the organizers' turn, None when it is not."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="asked_questions")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="questions_asked"
    )
    text = models.TextField(_("your question"), max_length=2000)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    waits_since = models.DateTimeField(null=True, blank=True, default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CycleQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(waits_since__isnull=True),
                name="a_closed_question_waits_for_nobody",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def audit_scope(self) -> str:
        """Whose organizers may read in the audit trail what happened to it."""
        return self.cycle.audit_scope


class QuestionReply(models.Model):
    """What was written after a question: by the organizers (an answer), or by who asked."""

    question = models.ForeignKey(CycleQuestion, on_delete=models.CASCADE, related_name="replies")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_answer = models.BooleanField()
    text = models.TextField(max_length=4000)
    written_at = models.DateTimeField()
    mail_id = models.CharField(
        max_length=250, blank=True, help_text="Message-ID of the mail it came by, if it did."
    )

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mail_id"], condition=~Q(mail_id=""), name="a_mail_is_one_reply"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
