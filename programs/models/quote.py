import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst

from programs.models.cycle import Cycle
from surveys.models import Invitation


class QuoteQuerySet(models.QuerySet):
    def given(self):
        """Those whose person has not taken them back."""
        return self.filter(withdrawn_at=None)

    def on_page(self):
        return self.given().filter(on_page=True, approved_at__isnull=False)

    def in_report(self):
        return self.given().filter(in_report=True, approved_at__isnull=False)


class Quote(models.Model):
    """A sentence about the program that its person lets others read, each use by consent.

    It is given apart from the answers of a survey and shares no key with them. Taken back, its
    words are gone, and everything that pointed here says so; other words are another row, which
    organizers approve anew. Reports keep the random key, never the words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="quotes")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="quotes"
    )
    group = models.CharField(max_length=8, choices=Invitation.Group)
    text = models.CharField(max_length=500, blank=True)
    on_page = models.BooleanField(default=False)
    in_report = models.BooleanField(default=False)
    by_name = models.BooleanField(default=False, help_text="Otherwise by role alone.")
    given_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "person"],
                condition=Q(withdrawn_at=None),
                name="one_quote_of_a_person_per_cycle",
            ),
            models.CheckConstraint(
                condition=(Q(withdrawn_at__isnull=False) & Q(text=""))
                | (Q(withdrawn_at=None) & ~Q(text="")),
                name="a_withdrawn_quote_has_no_words",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=False) | Q(on_page=True) | Q(in_report=True),
                name="a_quote_has_a_use",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def audit_scope(self) -> str:
        """Whose organizers may read in the audit trail what happened to this quote."""
        return self.cycle.audit_scope

    @property
    def signature(self) -> str:
        """The name, or the role alone, as its person chose."""
        if self.by_name:
            return str(self.person)
        called = self.cycle.called
        return capfirst(called.mentor if self.group == Invitation.Group.MENTOR else called.mentee)
