from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Opportunity(models.Model):
    """Something to learn by doing: an internship, a shadow program, a program, an initiative.

    Anybody of the organization reads the board; guests only what is marked for them. Its owners
    manage it and read what applicants wrote.
    """

    class Kind(models.TextChoices):
        INTERNSHIP = "internship", _("Internship for learning")
        SHADOW = "shadow", _("Shadow program")
        PROGRAM = "program", _("Program")
        VOLUNTEER = "volunteer", _("Volunteering")

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=150)
    lead = models.CharField(_("in a sentence or two"), max_length=400, blank=True)
    text = models.TextField(_("what you do"), max_length=8000, blank=True)
    team = models.CharField(_("team"), max_length=120, blank=True)
    time = models.CharField(_("time it takes"), max_length=150, blank=True)
    place = models.CharField(_("where"), max_length=150, blank=True)
    url = models.URLField(_("more about it"), max_length=500, blank=True)

    # Who it is for: the sentence stands beside the item; the facts below are checked.
    audience = models.CharField(_("who it is for"), max_length=300, blank=True)
    min_months = models.PositiveSmallIntegerField(
        _("months at the organization"), null=True, blank=True
    )
    min_level = models.PositiveSmallIntegerField(_("from level"), null=True, blank=True)
    only_divisions = ArrayField(
        models.CharField(max_length=120), verbose_name=_("only for"), default=list, blank=True
    )
    not_divisions = ArrayField(
        models.CharField(max_length=120), verbose_name=_("not for"), default=list, blank=True
    )
    needs_cover = models.BooleanField(
        _("the manager arranges cover"),
        default=False,
        help_text=_("The manager is asked about dates and cover, and reads nothing else."),
    )
    open_to_guests = models.BooleanField(_("open to guests"), default=False)

    apply_until = models.DateTimeField(_("apply until"), null=True, blank=True)
    answers_by = models.DateField(_("answers by"), null=True, blank=True)
    places = models.PositiveSmallIntegerField(
        _("places"), null=True, blank=True, help_text=_("Where there are no dates to choose from.")
    )
    questionnaire = models.OneToOneField(
        "surveys.Questionnaire",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="opportunity",
    )
    owners = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="growth.OpportunityOwner",
        through_fields=("opportunity", "person"),
        related_name="owned_opportunities",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "opportunities"
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        return f"opportunity:{self.pk}"


class OpportunityOwner(models.Model):
    """Somebody who runs an opportunity: edits it, reads the applications, gives the places."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "person"], name="an_owner_owns_an_opportunity_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} runs {self.opportunity_id}"


class OpportunityDate(models.Model):
    """One time an opportunity takes place, with its own places: "17 to 28 January"."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="dates")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    places = models.PositiveSmallIntegerField(_("places"), default=1)

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


class OpportunityApplication(models.Model):
    """A person's request for a place. What they wrote is for the owners; the manager sees dates."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        APPLIED = "applied", _("Applied")
        PLACED = "placed", _("You have a place")
        DECLINED = "declined", _("Not this time")
        DONE = "done", _("Done")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Cover(models.TextChoices):
        NOT_NEEDED = "not_needed", _("No cover needed")
        ASKED = "asked", _("The manager is asked")
        ARRANGED = "arranged", _("Cover is arranged")
        OTHER_DATES = "other_dates", _("Other dates would work")
        REFUSED = "refused", _("No cover this time")

    MOVES = {
        State.DRAFT: {State.APPLIED, State.WITHDRAWN},
        State.APPLIED: {State.PLACED, State.DECLINED, State.WITHDRAWN},
        State.PLACED: {State.DONE, State.APPLIED, State.WITHDRAWN},
        State.DECLINED: {State.APPLIED},
        State.DONE: {State.PLACED},
        State.WITHDRAWN: {State.DRAFT, State.APPLIED},
    }

    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.CASCADE, related_name="applications"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="opportunity_applications",
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    date = models.ForeignKey(
        OpportunityDate,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
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
        on_delete=models.PROTECT,
        related_name="opportunity_application",
    )
    goes_into_plan = models.BooleanField(_("put it into my plan"), default=False)

    cover = models.CharField(max_length=12, choices=Cover, default=Cover.NOT_NEEDED)
    cover_asked_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="cover_requests",
    )
    cover_asked_at = models.DateTimeField(null=True, blank=True)
    cover_answered_at = models.DateTimeField(null=True, blank=True)
    cover_words = models.CharField(max_length=500, blank=True, help_text="The person reads it.")

    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_words = models.CharField(max_length=500, blank=True, help_text="The person reads it.")
    done_on = models.DateField(null=True, blank=True)
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    applied_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "person"],
                condition=Q(state__in=["draft", "applied", "placed"]),
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
                condition=Q(state__in=["draft", "withdrawn"]) | Q(applied_at__isnull=False),
                name="an_application_to_an_opportunity_was_sent",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False),
                name="what_is_done_was_done_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["opportunity", "state"], name="applications_of_opportunities"),
            models.Index(fields=["cover_asked_of", "cover"], name="requests_for_cover"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.opportunity_id}"

    @property
    def key(self) -> str:
        return f"opportunity_application:{self.pk}"

    def can_move_to(self, state: str) -> bool:
        return state in self.MOVES[self.State(self.state)]


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


class OpportunityWatch(models.Model):
    """Somebody who cannot apply yet and wants to hear when they can."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="watches")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tell_on = models.DateField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "opportunity watches"
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "person"], name="an_opportunity_is_watched_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} watches {self.opportunity_id}"


class Guest(models.Model):
    """Somebody from outside, such as a community contributor, who sees opportunities for guests only.

    Their account carries `is_guest`; this row says who let them in, and until when.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="guest"
    )
    community = models.CharField(_("comes from"), max_length=150, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-invited_at", "-pk"]

    def __str__(self) -> str:
        return str(self.person)
