from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from programs.models.cycle import Cycle, Role


def _only_this(field: str) -> Func:
    """A number as a range of one element: the embedded Postgres has no btree_gist."""
    return Func(F(field), F(field), Value("[]"), function="int8range")


class _Window(Func):
    function = "tstzrange"
    output_field = DateTimeRangeField()


class Call(models.Model):
    """When people may apply for a role. Open from opens_at up to but not including closes_at.

    With late applications allowed the form stays open afterwards, with the note that late
    applicants might not be paired.
    """

    class State(models.TextChoices):
        UNDECIDED = "undecided", _("Dates to be decided")
        NOT_YET = "not_yet", _("Not open yet")
        OPEN = "open", _("Open")
        LATE = "late", _("Open for late applications")
        CLOSED = "closed", _("Closed")

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="calls")
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="calls")
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    late_until = models.DateTimeField(
        null=True, blank=True, help_text="Late applications are taken until then; empty: none."
    )
    announced_at = models.DateTimeField(
        null=True, blank=True, help_text="When people waiting were told that it opened."
    )

    class Meta:
        ordering = ["opens_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True)
                | Q(opens_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="call_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(late_until__isnull=True) | Q(late_until__gte=F("closes_at")),
                name="late_entry_ends_after_the_call",
            ),
            ExclusionConstraint(
                name="calls_of_a_role_do_not_overlap",
                expressions=[
                    (_only_this("cycle"), "&&"),
                    (_only_this("role"), "&&"),
                    (_Window("opens_at", "closes_at"), "&&"),
                ],
                condition=Q(opens_at__isnull=False, closes_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} call"

    def state(self, at) -> str:
        if self.opens_at is None or self.closes_at is None:
            return self.State.UNDECIDED
        if at < self.opens_at:
            return self.State.NOT_YET
        if at < self.closes_at:
            return self.State.OPEN
        if self.late_until is not None and at < self.late_until:
            return self.State.LATE
        return self.State.CLOSED

    @property
    def last_day(self):
        """The last day on which people may apply, in the cycle's time zone; None: undecided."""
        if self.closes_at is None:
            return None
        return self.cycle.day(self.closes_at - timedelta(microseconds=1))

    def takes_applications(self, at) -> bool:
        return self.state(at) in {self.State.OPEN, self.State.LATE}

    @property
    def last_minute(self):
        """The end as people say it: a call closes at midnight, so "7 June, 23:59"."""
        return self.closes_at and self.closes_at - timedelta(minutes=1)

    @property
    def last_late_minute(self):
        return self.late_until and self.late_until - timedelta(minutes=1)

    def is_late(self, at) -> bool:
        return self.closes_at is not None and at >= self.closes_at
