from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.versions import version_of
from programs.models.cycle import Cycle, Role
from programs.models.details import Requirement
from programs.models.program import Staff
from programs.queries.calls import call_at


class Unmarked(models.Func):
    """Text in small letters without marks, as `people.names.sort_key` makes it."""

    template = (
        r"lower(regexp_replace(normalize(%(expressions)s, NFKD), '[\u0300-\u036f]', '', 'g'))"
    )
    output_field = models.CharField(max_length=300, db_collation="C")


class Folded(Unmarked):
    """The same without quotation marks and with plain letters: what `people.names.sort_key` makes
    of the words somebody looks for."""

    _quotes = "''’‘‛ʼʻʽ`´′\"“”„‟«»‹›″＇＂"
    _dashes = "‐‑‒–—−﹣－"
    template = (
        "translate(replace(replace(replace(replace("
        f"{Unmarked.template}, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), "
        f"'øłđðıħ{_dashes}{_quotes}', 'olddih{'-' * len(_dashes)}')"
    )


# What the search of the applications table reads; the index is made from the same expression.
SEARCHED = SearchVector(
    Folded("sort_name"),
    Folded("job_title"),
    Folded("department"),
    Folded("division"),
    config="simple",
)


class ApplicationQuerySet(models.QuerySet):
    def submitted(self):
        """Everything a reviewer sees: handed in, whatever came of it, but not withdrawn."""
        return self.exclude(status__in=[Application.Status.DRAFT, Application.Status.WITHDRAWN])

    def awaiting_decision(self):
        return self.filter(status=Application.Status.SUBMITTED)

    def eligible(self):
        """Those pairing may use."""
        return self.filter(status=Application.Status.ELIGIBLE)

    def decided_silently(self):
        """Decided, and not told yet."""
        return self.decided().filter(told_at__isnull=True)

    def decided(self):
        """What is told when decisions are sent: people who are not eligible, and those taken on
        for a staff role, which no pairing waits for."""
        refused = Q(status=Application.Status.NOT_ELIGIBLE)
        taken_on = Q(status=Application.Status.ELIGIBLE, role__side=Role.Side.STAFF)
        return self.filter(refused | taken_on)

    def for_pairs(self):
        """Applications for either side of a pair."""
        return self.exclude(role__side=Role.Side.STAFF)

    def in_pairing(self):
        """Eligible ones and those that were eligible before pairs were published."""
        return self.filter(
            status__in=[
                Application.Status.ELIGIBLE,
                Application.Status.PAIRED,
                Application.Status.UNPAIRED,
                Application.Status.MENTOR_ONLY,
            ]
        )

    def side(self, side: str):
        return self.filter(role__side=side)


class Application(models.Model):
    """One person's request to join one cycle in one role.

    The answers are a named response. Submitting copies the HR facts, so that rules, runs and
    reports read what was true then; an organizer may refresh the copy until pairs are published.
    A review decision is silent until told: "not eligible" when decisions are sent, everything else
    when pairs are published.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        ELIGIBLE = "eligible", _("Eligible")
        NOT_ELIGIBLE = "not_eligible", _("Not eligible")
        WAITLISTED = "waitlisted", _("Waitlisted")
        PAIRED = "paired", _("Paired")
        UNPAIRED = "unpaired", _("Unpaired")
        MENTOR_ONLY = "mentor_only", _("Placed in the other role only")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        LEFT = "left", _("Left")

    _DECISIONS = frozenset({Status.ELIGIBLE, Status.NOT_ELIGIBLE, Status.WAITLISTED})
    _OUTCOMES = frozenset({Status.PAIRED, Status.UNPAIRED, Status.MENTOR_ONLY})
    MOVES = {
        Status.DRAFT: {Status.SUBMITTED, Status.WITHDRAWN, Status.LEFT},
        Status.SUBMITTED: {*_DECISIONS, Status.WITHDRAWN, Status.LEFT},
        Status.ELIGIBLE: {
            *_DECISIONS,
            *_OUTCOMES,
            Status.SUBMITTED,
            Status.WITHDRAWN,
            Status.LEFT,
        },
        Status.NOT_ELIGIBLE: {*_DECISIONS, Status.SUBMITTED, Status.WITHDRAWN, Status.LEFT},
        Status.WAITLISTED: {
            *_DECISIONS,
            Status.SUBMITTED,
            Status.UNPAIRED,
            Status.WITHDRAWN,
            Status.LEFT,
        },
        Status.PAIRED: {Status.UNPAIRED, Status.WITHDRAWN, Status.LEFT},
        Status.UNPAIRED: {Status.PAIRED, Status.WITHDRAWN, Status.LEFT},
        Status.MENTOR_ONLY: {Status.PAIRED, Status.WITHDRAWN, Status.LEFT},
        Status.WITHDRAWN: {Status.DRAFT, Status.SUBMITTED},
        Status.LEFT: set(),
    }
    # Where published pairs that are taken back before anybody was told put people again.
    _UNDONE = dict.fromkeys(_OUTCOMES, frozenset({Status.ELIGIBLE, Status.WAITLISTED}))
    _EDITABLE = frozenset({Status.DRAFT, Status.SUBMITTED, Status.WITHDRAWN})
    _WITHDRAWABLE = frozenset(
        {
            Status.DRAFT,
            Status.SUBMITTED,
            Status.WAITLISTED,
            Status.UNPAIRED,
            Status.MENTOR_ONLY,
        }
    )

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="applications")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="applications")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="applications"
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    response = models.OneToOneField(
        "surveys.Response", on_delete=models.PROTECT, related_name="application"
    )
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    source = models.ForeignKey(
        "applications.InvitationLink",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="applications",
        help_text="The link by which the person came.",
    )
    is_time_known = models.BooleanField(
        default=True, help_text="False: taken over from a file that said no time."
    )
    is_late = models.BooleanField(default=False)
    capacity = models.PositiveSmallIntegerField(default=1)

    # The copy of the HR facts made on submitting.
    name = models.CharField(max_length=150, blank=True)
    sort_name = models.GeneratedField(
        expression=Unmarked("name"),
        output_field=models.CharField(max_length=300, db_collation="C"),
        db_persist=True,
    )
    job_title = models.CharField(max_length=120, blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    department = models.CharField(max_length=120, blank=True)
    division = models.CharField(max_length=120, blank=True)
    location = models.CharField(max_length=120, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    started_on = models.DateField(null=True, blank=True)
    languages = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    attested_facts = ArrayField(
        models.CharField(max_length=20),
        default=list,
        blank=True,
        help_text="HR facts nobody had and the applicant gave: shown as such.",
    )

    # Review.
    priority = models.PositiveSmallIntegerField(
        default=1, help_text="1 to 9; higher is paired first."
    )
    waitlist_place = models.PositiveIntegerField(
        null=True, blank=True, help_text="Place in the waiting list of the role, from 1."
    )
    shown_reason = models.TextField(blank=True, help_text="The applicant reads it once told.")
    internal_reason = models.TextField(blank=True, help_text="Organizers only.")
    told_at = models.DateTimeField(
        null=True, blank=True, help_text="When the applicant was told the decision or outcome."
    )
    right = models.ForeignKey(
        Staff,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The right that taking somebody on for a staff role gave; it ends with it.",
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "role", "person"], name="one_application_per_person_and_role"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn", "left"])
                | Q(submitted_at__isnull=False),
                name="application_was_submitted",
            ),
            models.CheckConstraint(
                condition=Q(priority__gte=1, priority__lte=9), name="priority_from_1_to_9"
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1), name="application_capacity_is_positive"
            ),
        ]
        indexes = [
            models.Index(fields=["cycle", "status", "role"], name="applications_by_status"),
            models.Index(fields=["cycle", "-submitted_at", "-id"], name="applications_by_time"),
            models.Index(fields=["cycle", "sort_name", "id"], name="applications_by_name"),
            GinIndex(SEARCHED, name="applications_search"),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.person} ({self.role})"

    @property
    def audit_scope(self) -> str:
        """Whose organizers may read in the audit trail what happened to this application."""
        return self.cycle.audit_scope

    @property
    def key(self) -> str:
        """How messages and the audit trail name this application."""
        return f"application:{self.pk}"

    def can_move_to(self, status: str, *, is_undo: bool = False) -> bool:
        table = self._UNDONE if is_undo else self.MOVES
        return status in table.get(self.Status(self.status), ())

    @property
    def decision_version(self) -> str:
        """Of what reviewers decide: whoever began with another one has not seen this."""
        decided = (self.status, self.shown_reason, self.internal_reason, self.told_at)
        return version_of(*decided)

    def can_be_withdrawn(self, at: datetime) -> bool:
        """By the applicant, until the cycle is over; a decision nobody told hinders nothing."""
        return (
            (self.shown_status in self._WITHDRAWABLE or self.is_on_the_team)
            and self.can_move_to(self.Status.WITHDRAWN)
            and not self.cycle.is_over(self.cycle.day(at))
        )

    @property
    def is_on_the_team(self) -> bool:
        """Taken on for a staff role, and told so."""
        is_eligible = self.status == self.Status.ELIGIBLE and self.told_at is not None
        return is_eligible and self.role.side == Role.Side.STAFF

    def is_editable(self, at: datetime) -> bool:
        """Whether its answers may still change, as far as the application itself goes; whether
        it can be sent is the call's to say."""
        return self.shown_status in self._EDITABLE and not self.cycle.is_over(self.cycle.day(at))

    @property
    def was_late(self) -> bool:
        """Whether it was handed in when its call had closed: by late entry, a late link or an
        import. `is_late` keeps this as it was then, wherever the dates go later."""
        if self.submitted_at is None or not self.is_time_known:
            return False
        call = call_at(self.role, self.submitted_at)
        return call is not None and call.is_late(self.submitted_at)

    @property
    def shown_status(self) -> str:
        """What the applicant may know: a decision nobody told them yet is still "submitted"."""
        told_only = {*self._DECISIONS, *self._OUTCOMES}
        if self.status in told_only and self.told_at is None:
            return self.Status.SUBMITTED
        return self.status


class ApplicationMove(models.Model):
    """History of an application: append-only."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="moves")
    to_status = models.CharField(max_length=12, choices=Application.Status)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.application_id} -> {self.to_status}"


class Fulfilment(models.Model):
    """One requirement of one application: attested by the applicant, or verified.

    A manager's consent is asked of somebody, who verifies it, or refuses and need not say why.
    """

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="fulfilments"
    )
    requirement = models.ForeignKey(
        Requirement, on_delete=models.CASCADE, related_name="fulfilments"
    )
    attested_at = models.DateTimeField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    proof_link = models.URLField(blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    asked_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="consents_asked",
    )
    refused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True) | Q(refused_at__isnull=True),
                name="a_requirement_is_not_both_verified_and_refused",
            ),
            models.UniqueConstraint(
                fields=["application", "requirement"], name="one_fulfilment_per_requirement"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.requirement_id}"
