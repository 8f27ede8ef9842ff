from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from growth.opportunities.models.opportunity import Opportunity

Day = date  # within an application `date` is a field


class DateQuerySet(models.QuerySet):
    def with_taken(self):
        """`taken`: the places somebody has, or had when it is over."""
        taken = Q(applications__state__in=OpportunityApplication.HOLDS_PLACE)
        return self.annotate(taken=Count("applications", filter=taken))


class OpportunityDate(models.Model):
    """One time an opportunity takes place, with its own places: "17 to 28 January"."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="dates")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    places = models.PositiveSmallIntegerField(_("places"), default=1)

    objects = DateQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="dates_of_an_opportunity_are_in_order",
            ),
            models.UniqueConstraint(
                fields=["opportunity", "starts_on", "ends_on"],
                name="dates_of_an_opportunity_differ",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} to {self.ends_on}"

    @property
    def free(self) -> int:
        """Of a row read `with_taken`."""
        return max(self.places - self.taken, 0)  # type: ignore[attr-defined]


class OpportunityApplication(models.Model):
    """A person's request for a place. What they wrote is for the owners; the manager sees dates."""

    class State(models.TextChoices):
        APPLIED = "applied", _("Applied")
        WAITING = "waiting", _("On the waiting list")
        PLACED = "placed", _("Has a place")
        DECLINED = "declined", _("Not this time")
        DONE = "done", _("Done")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Cover(models.TextChoices):
        NOT_NEEDED = "not_needed", _("No cover needed")
        NO_MANAGER = "no_manager", _("No manager on record to ask")
        ASKED = "asked", _("The manager is asked")
        ARRANGED = "arranged", _("Cover is arranged")
        OTHER_DATES = "other_dates", _("Other dates would work")
        REFUSED = "refused", _("No cover this time")

    MOVES = {
        State.APPLIED: {State.WAITING, State.PLACED, State.DECLINED, State.WITHDRAWN},
        State.WAITING: {State.PLACED, State.DECLINED, State.WITHDRAWN},
        State.PLACED: {State.DONE, State.DECLINED, State.WITHDRAWN},
        State.DECLINED: {State.PLACED, State.WAITING},
        State.DONE: set(),
        State.WITHDRAWN: set(),
    }
    UNDECIDED = (State.APPLIED, State.WAITING)
    STANDING = (State.APPLIED, State.WAITING, State.PLACED)
    HOLDS_PLACE = (State.PLACED, State.DONE)  # of a date: what is over keeps its place
    COVERED = (Cover.NOT_NEEDED, Cover.NO_MANAGER, Cover.ARRANGED)

    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.CASCADE, related_name="applications"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="opportunity_applications",
    )
    state = models.CharField(max_length=10, choices=State, default=State.APPLIED)
    date = models.ForeignKey(
        OpportunityDate,
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="applications",
        help_text="The dates chosen, where the opportunity offers some.",
    )
    starts_on = models.DateField(
        _("from"), null=True, blank=True, help_text="Of an internship: proposed by the person."
    )
    ends_on = models.DateField(_("to"), null=True, blank=True)
    percent = models.PositiveSmallIntegerField(_("percent of your time"), null=True, blank=True)
    response = models.OneToOneField(
        "surveys.Response",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="opportunity_application",
    )

    cover = models.CharField(max_length=12, choices=Cover, default=Cover.NOT_NEEDED)
    cover_asked_at = models.DateTimeField(null=True, blank=True)
    cover_answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cover_answered_at = models.DateTimeField(null=True, blank=True)
    cover_words = models.CharField(max_length=500, blank=True, help_text="The person reads it.")

    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_words = models.CharField(max_length=500, blank=True, help_text="The person reads it.")
    done_on = models.DateField(null=True, blank=True)
    applied_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["applied_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "person"],
                condition=Q(state__in=["applied", "waiting", "placed"]),
                name="one_open_application_per_opportunity",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gte=1, percent__lte=100),
                name="an_internship_takes_a_share_of_the_time",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="an_internship_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False),
                name="what_is_done_was_done_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["opportunity", "state"], name="applications_of_opportunities"),
            models.Index(fields=["person", "cover"], name="requests_for_cover"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.opportunity_id}"

    def can_move_to(self, state: str) -> bool:
        return state in self.MOVES[self.State(self.state)]

    @property
    def is_standing(self) -> bool:
        return self.state in self.STANDING

    @property
    def is_undecided(self) -> bool:
        return self.state in self.UNDECIDED

    @property
    def holds_place(self) -> bool:
        """Now, or until it was over."""
        return self.state in self.HOLDS_PLACE

    @property
    def first_day(self) -> Day | None:
        """Of the dates chosen or proposed; none where it goes on without dates."""
        return self.date.starts_on if self.date else self.starts_on

    @property
    def last_day(self) -> Day | None:
        return self.date.ends_on if self.date else self.ends_on


class OpportunityMove(models.Model):
    """History of an application to an opportunity: append-only."""

    application = models.ForeignKey(
        OpportunityApplication, on_delete=models.CASCADE, related_name="moves"
    )
    to_state = models.CharField(max_length=10, choices=OpportunityApplication.State)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.application_id} -> {self.to_state}"
