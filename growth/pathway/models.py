from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Pathway(models.Model):
    """What the organization suggests for the first years: a map and a menu, not a must.

    Of the whole organization, or of one division, whose people get it instead.
    """

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("in a few sentences"), max_length=1000, blank=True)
    division = models.CharField(
        _("division"),
        max_length=120,
        blank=True,
        help_text=_("Empty: for the whole organization."),
    )
    changed_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["division", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["division"],
                condition=Q(archived_at__isnull=True),
                name="one_pathway_per_division",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def for_whom(self) -> str:
        return self.division or gettext("The whole organization")


class ItemKind(models.Model):
    """What an item of a pathway asks for. Repeated ones are one kind, used in several quarters."""

    class ClosedBy(models.TextChoices):
        """What closes an item by itself, beside the person's own tick."""

        HAND = "hand", _("Only by hand")
        PLAN = "plan", _("A first version of the plan")
        PLAN_AND_CONVERSATION = "plan_and_conversation", _("A plan and a conversation about it")
        REVISION = "revision", _("A new version of the plan")
        CONVERSATION = "conversation", _("A conversation, logged")
        BENEFIT = "benefit", _("A conversation about the benefit, logged")
        MENTEE = "mentee", _("An application as a mentee")
        MENTOR = "mentor", _("An application as a mentor, or being available as one")
        COURSE = "course", _("A course, logged")
        LIVE_LEARNING = "live_learning", _("A live learning session, logged")
        GROUP_CONVERSATION = "group_conversation", _("A group conversation, logged")
        CERTIFICATE = "certificate", _("A certificate, logged")
        TRAINING = "training", _("A training, logged")
        OPPORTUNITY = "opportunity", _("An opportunity, done")

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="kinds")
    key = models.SlugField(max_length=60)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("more about it"), max_length=2000, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)
    audience = models.CharField(_("who it is for"), max_length=300, blank=True)
    closed_by = models.CharField(
        _("closes by itself with"), max_length=22, choices=ClosedBy, default=ClosedBy.HAND
    )
    other_division = models.BooleanField(
        _("must be another division's"),
        default=False,
        help_text=_("A group conversation of the person's own division does not count."),
    )
    opportunity = models.SlugField(
        _("opportunity"), max_length=80, blank=True, help_text="Slug of what closes it when done."
    )

    class Meta:
        ordering = ["pathway", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pathway", "key"], name="kinds_of_a_pathway_have_keys")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def closes_when(self) -> str:
        """What closes it by itself, said to the person; empty where only their tick does."""
        return str(_CLOSES_WHEN.get(self.ClosedBy(self.closed_by), ""))

    @property
    def asks_for_an_application(self) -> bool:
        return self.closed_by in {self.ClosedBy.MENTEE, self.ClosedBy.MENTOR}

    @property
    def is_logged(self) -> bool:
        """Whether the person's learning log closes it."""
        return self.closed_by in _LOGGED


_CLOSES_WHEN = {
    ItemKind.ClosedBy.PLAN: _("Closes when you begin your plan."),
    ItemKind.ClosedBy.PLAN_AND_CONVERSATION: _(
        "Closes when you have begun a plan and a talk with your manager is written down."
    ),
    ItemKind.ClosedBy.REVISION: _("Closes when you begin a new version of your plan."),
    ItemKind.ClosedBy.CONVERSATION: _("Closes when a talk with your manager is written down."),
    ItemKind.ClosedBy.BENEFIT: _("Closes when a talk about the growth benefit is written down."),
    ItemKind.ClosedBy.MENTEE: _("Closes when you apply as a mentee."),
    ItemKind.ClosedBy.MENTOR: _(
        "Closes when you apply as a mentor, or say that you are available as one."
    ),
    ItemKind.ClosedBy.COURSE: _("Closes when you log a course."),
    ItemKind.ClosedBy.LIVE_LEARNING: _("Closes when you log a live learning session."),
    ItemKind.ClosedBy.GROUP_CONVERSATION: _("Closes when you log a group conversation."),
    ItemKind.ClosedBy.CERTIFICATE: _("Closes when you log a certificate."),
    ItemKind.ClosedBy.TRAINING: _("Closes when you log a training."),
    ItemKind.ClosedBy.OPPORTUNITY: _("Closes when you have done it."),
}
_LOGGED = {
    ItemKind.ClosedBy.COURSE,
    ItemKind.ClosedBy.LIVE_LEARNING,
    ItemKind.ClosedBy.GROUP_CONVERSATION,
    ItemKind.ClosedBy.CERTIFICATE,
    ItemKind.ClosedBy.TRAINING,
}


class ItemAlternative(models.Model):
    """One way to do what a kind asks for. Any of them will do.

    With a division: shown only to its people (their learning hub). Programs that take applications
    need no row: a page lists them where an application closes the item.
    """

    class LeadsTo(models.TextChoices):
        LINK = "link", _("A link")
        OPPORTUNITY = "opportunity", _("An opportunity")
        DIRECTORY = "directory", _("The mentors one can ask")
        AVAILABILITY = "availability", _("The switch “available as a mentor”")

    kind = models.ForeignKey(ItemKind, on_delete=models.CASCADE, related_name="alternatives")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=200)
    text = models.CharField(_("more about it"), max_length=300, blank=True)
    division = models.CharField(_("only for the division"), max_length=120, blank=True)
    leads_to = models.CharField(_("leads to"), max_length=12, choices=LeadsTo, default=LeadsTo.LINK)
    url = models.URLField(_("link"), max_length=500, blank=True)
    slug = models.SlugField(
        _("short name"), max_length=80, blank=True, help_text=_("Of an opportunity.")
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "position"], name="one_alternative_at_each_place"
            ),
            models.CheckConstraint(
                condition=~Q(leads_to="opportunity") | ~Q(slug=""),
                name="an_alternative_names_what_it_leads_to",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PathwayItem(models.Model):
    """A kind in one quarter, so many times. Years count from the person's start date.

    Without a quarter it is an idea for that year and later, in no order.
    """

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="items")
    kind = models.ForeignKey(ItemKind, on_delete=models.CASCADE, related_name="items")
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    count = models.PositiveSmallIntegerField(_("how many times"), default=1)
    archived_at = models.DateTimeField(
        null=True, blank=True, help_text="Taken out of the pathway; what people did stays."
    )

    class Meta:
        ordering = ["pathway", "year", "quarter", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__gte=1) & (Q(quarter__isnull=True) | Q(quarter__range=(1, 4))),
                name="an_item_is_in_a_quarter_of_a_year",
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="an_item_is_asked_for_once"),
            models.UniqueConstraint(
                fields=["pathway", "kind", "year", "quarter"],
                condition=Q(archived_at__isnull=True),
                nulls_distinct=False,
                name="a_kind_is_in_a_quarter_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} in Y{self.year}Q{self.quarter}"


class PersonItem(models.Model):
    """What a person made of an item: moved, skipped, done; or an item of their own.

    A row exists only once something differs from the pathway as written.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        SKIPPED = "skipped", _("Skipped")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pathway_items"
    )
    item = models.ForeignKey(
        PathwayItem,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="person_items",
        help_text="Empty: the person's own.",
    )
    title = models.CharField(
        _("title"), max_length=200, blank=True, help_text="Of an item of one's own."
    )
    text = models.CharField(_("more about it"), max_length=300, blank=True)
    opportunity = models.ForeignKey(
        "growth.Opportunity", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    year = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Moved to, or its own."
    )
    quarter = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    count = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Scaled back to so many times; empty: as written."
    )
    reason = models.CharField(
        _("why"), max_length=300, blank=True, help_text="Why it is skipped: for the person alone."
    )
    done_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["year", "quarter", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "item"], name="one_row_per_person_and_item"),
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False)
                | (~Q(state="done") & Q(done_on__isnull=True)),
                name="a_done_item_was_done_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=False) | ~Q(title=""), name="an_own_item_has_a_title"
            ),
            models.CheckConstraint(
                condition=Q(quarter__isnull=True) | Q(year__isnull=False, quarter__range=(1, 4)),
                name="a_moved_item_is_in_a_quarter_of_a_year",
            ),
            models.CheckConstraint(
                condition=Q(count__isnull=True) | Q(count__gte=1),
                name="a_scaled_item_is_still_asked_for",
            ),
        ]
        indexes = [
            models.Index(fields=["done_on"], condition=Q(state="done"), name="items_done_by_day")
        ]

    def __str__(self) -> str:
        return self.title or f"item {self.item_id} of {self.person_id}"


class ClosingQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(taken_back_at__isnull=True)


class Closing(models.Model):
    """One thing that closed an item, or one of its times. Shown, and can be taken back.

    A row taken back stays, so that the same thing does not close the same item again.
    """

    class Cause(models.TextChoices):
        HAND = "hand", _("You ticked it")
        APPLICATION = "application", _("An application")
        AVAILABILITY = "availability", _("Available as a mentor")
        REVISION = "revision", _("A version of your plan")
        CONVERSATION = "conversation", _("A conversation")
        LEARNING = "learning", _("Something you learned")
        OPPORTUNITY = "opportunity", _("An opportunity")

    item = models.ForeignKey(PersonItem, on_delete=models.CASCADE, related_name="closings")
    cause = models.CharField(max_length=12, choices=Cause)
    closed_on = models.DateField()
    closed_at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    application = models.ForeignKey(
        "applications.Application",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    revision = models.ForeignKey(
        "growth.PlanRevision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    conversation = models.ForeignKey(
        "growth.Conversation", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    learning_entry = models.ForeignKey(
        "growth.LearningEntry", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    opportunity_application = models.ForeignKey(
        "growth.OpportunityApplication",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = ClosingQuerySet.as_manager()

    class Meta:
        ordering = ["closed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["learning_entry"],
                condition=Q(taken_back_at__isnull=True, learning_entry__isnull=False),
                name="a_learning_entry_counts_once",
            ),
            models.UniqueConstraint(
                fields=["item", "application"],
                condition=Q(application__isnull=False),
                name="an_application_closes_an_item_once",
            ),
            models.UniqueConstraint(
                fields=["item", "revision"],
                condition=Q(revision__isnull=False),
                name="a_revision_closes_an_item_once",
            ),
            models.UniqueConstraint(
                fields=["item", "conversation"],
                condition=Q(conversation__isnull=False),
                name="a_conversation_closes_an_item_once",
            ),
            models.UniqueConstraint(
                fields=["item", "opportunity_application"],
                condition=Q(opportunity_application__isnull=False),
                name="an_opportunity_closes_an_item_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cause} closed {self.item_id}"


class QuarterTotals(models.Model):
    """What the organization may know of a finished quarter, worked out once and never again.

    Worked out anew after somebody moved to another division, was erased or logged something late,
    the difference to what was read before would tell what this one person did.
    """

    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    figures = models.JSONField(
        help_text="Of plans, talks and items in this order: `groups` by division, `others`, `total`."
    )
    worked_out_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "quarter totals"
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"], name="totals_of_a_quarter_are_worked_out_once"
            )
        ]

    def __str__(self) -> str:
        return f"totals of {self.year}-{self.number}"
