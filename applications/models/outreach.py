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


class CycleQuestion(models.Model):
    """What somebody asked the organizers of a cycle, and what they answered."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="asked_questions")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="questions_asked"
    )
    text = models.TextField(_("your question"), max_length=2000)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="an_answer_has_words_and_a_moment",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
