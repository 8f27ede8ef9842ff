from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models.cycle import Cycle, Role
from programs.models.obligation import Obligation


class Stage(models.TextChoices):
    """Where a pair is in its time together: what it talks about, and what helps it."""

    FIRST = "first", _("First session")
    ONGOING = "ongoing", _("Ongoing")
    FINAL = "final", _("Final session")


class Requirement(models.Model):
    """What somebody must fulfil for a role, and how that is known."""

    class Kind(models.TextChoices):
        TENURE = "tenure", _("Months at the company")
        PERFORMANCE = "performance", _("Performance confirmed")
        CERTIFICATE = "certificate", _("Certificate with date and link")
        MANAGER = "manager", _("Talked to the manager")
        CONSENT = "consent", _("The manager agrees")
        STATEMENT = "statement", _("Statement")

    class Check(models.TextChoices):
        ATTESTED = "attested", _("The applicant says so")
        COMPUTED = "computed", _("Computed from dates")
        VERIFIED = "verified", _("A reviewer confirms it")

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="requirements")
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.STATEMENT)
    check_by = models.CharField(max_length=10, choices=Check, default=Check.ATTESTED)
    text = models.CharField(_("what people read"), max_length=400)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    link = models.URLField(blank=True)
    obligation = models.CharField(max_length=20, choices=Obligation, default=Obligation.REQUIRED)
    only_in_both_roles = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["role", "key"], name="requirement_keys_differ"),
            models.CheckConstraint(
                condition=~Q(kind="tenure") | Q(months__isnull=False),
                name="tenure_says_how_many_months",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class FaqEntry(models.Model):
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="faq")
    question = models.CharField(_("question"), max_length=250)
    answer = models.TextField(_("answer"), help_text=_("Markdown."))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.question


class PairingRule(models.Model):
    """Whether a rule forbids pairs, takes points off, or is off.

    Which rules there are, and their limits, is for pairing to say, and whoever writes a row asks it.
    """

    class Strength(models.TextChoices):
        HARD = "hard", _("Never pair")
        SOFT = "soft", _("Takes points off")
        OFF = "off", _("Off")

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="pairing_rules")
    name = models.CharField(max_length=20)
    strength = models.CharField(max_length=4, choices=Strength, default=Strength.HARD)
    points = models.PositiveSmallIntegerField(default=0, help_text="Taken off when soft.")
    value = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="For time zones: hours in common."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "name"], name="pairing_rules_once_per_cycle")
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.strength}"


class PairingWeight(models.Model):
    """How much a criterion counts beside the others; the engine makes 100 points of all together.

    Which criteria there are is for pairing to say, as with the rules.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="pairing_weights")
    criterion = models.CharField(max_length=20)
    points = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "criterion"], name="pairing_weights_once_per_cycle"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"
