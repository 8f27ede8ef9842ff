import secrets
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models.user import validate_time_zone


def new_code() -> str:
    """Of a link that lets guests make an account: 128 bits nobody guesses."""
    return secrets.token_hex(16)


class OpportunityQuerySet(models.QuerySet):
    def on_board(self):
        return self.filter(published_at__isnull=False, closed_at__isnull=True)

    def run_by(self, person):
        return self.filter(owner_rows__person=person)


class Opportunity(models.Model):
    """Something to learn by doing: an internship, a shadow program, a program, an initiative.

    Anybody of the organization reads the board; guests only what is marked for them. Its owners
    manage it and read what applicants wrote. Days to apply are whole days in its zone.
    """

    class Kind(models.TextChoices):
        INTERNSHIP = "internship", _("Internship for learning")
        SHADOW = "shadow", _("Shadow program")
        PROGRAM = "program", _("Program")
        VOLUNTEER = "volunteer", _("Volunteering")

    class Window(models.TextChoices):
        """Whether applications are taken at a moment."""

        DRAFT = "draft", _("Not published")
        LATER = "later", _("Opens later")
        OPEN = "open", _("Open")
        OVER = "over", _("Over")
        CLOSED = "closed", _("Closed")

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
    guest_code = models.CharField(
        max_length=32,
        unique=True,
        null=True,
        blank=True,
        editable=False,
        help_text="Of the public link with which guests make their account.",
    )

    apply_from = models.DateField(_("apply from"), null=True, blank=True)
    apply_until = models.DateField(
        _("apply until"), null=True, blank=True, help_text=_("The last day, until midnight.")
    )
    zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
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
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "opportunities"
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(apply_from__isnull=True)
                | Q(apply_until__isnull=True)
                | Q(apply_until__gte=F("apply_from")),
                name="days_to_apply_are_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(open_to_guests=True) | Q(guest_code__isnull=False),
                name="what_is_open_to_guests_has_a_link",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def day(self, at: datetime) -> date:
        """The day it is there, which days to apply mean."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def window(self, at: datetime) -> str:
        today = self.day(at)
        if self.published_at is None:
            return self.Window.DRAFT
        if self.closed_at is not None:
            return self.Window.CLOSED
        if self.apply_from is not None and today < self.apply_from:
            return self.Window.LATER
        if self.apply_until is not None and today > self.apply_until:
            return self.Window.OVER
        return self.Window.OPEN

    def is_open(self, at: datetime) -> bool:
        return self.window(at) == self.Window.OPEN


class OpportunityOwner(models.Model):
    """Somebody who runs an opportunity: edits it, reads the applications, gives the places."""

    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.CASCADE, related_name="owner_rows"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "person"], name="an_owner_owns_an_opportunity_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} runs {self.opportunity_id}"


class OpportunityWatch(models.Model):
    """Somebody who cannot apply yet and wants to hear when applications are taken."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="watches")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

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

    Their account carries `is_guest`; this row says how they came in. Without an inviter they used
    the public link of the opportunity.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="guest"
    )
    community = models.CharField(_("comes from"), max_length=150, blank=True)
    came_for = models.ForeignKey(
        Opportunity, null=True, on_delete=models.SET_NULL, related_name="guests"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-invited_at", "-pk"]

    def __str__(self) -> str:
        return str(self.person)
