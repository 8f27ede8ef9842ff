from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PlanTemplate(models.Model):
    """A way to write an individual growth plan: headings and what to think about under each."""

    class Kind(models.TextChoices):
        SKILLS = "skills", _("Grow skills")
        ROLE_CHANGE = "role_change", _("Change the role")
        LEADERSHIP = "leadership", _("Lead others")
        FREE = "free", _("In your own form")

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.FREE)
    description = models.TextField(_("who it is for"), max_length=600, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class PlanPrompt(models.Model):
    """A heading of a template and the question under it."""

    template = models.ForeignKey(PlanTemplate, on_delete=models.CASCADE, related_name="prompts")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("heading"), max_length=120)
    question = models.TextField(_("question"), max_length=600, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "position"],
                deferrable=models.Deferrable.DEFERRED,
                name="one_prompt_at_each_place",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Plan(models.Model):
    """A person's growth plan: the chain of its revisions, of which the last is being worked on."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="growth_plan"
    )
    started_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"plan {self.pk}"


class RevisionQuerySet(models.QuerySet):
    def current(self):
        return self.filter(closed_at__isnull=True)


class PlanRevision(models.Model):
    """One year of a plan. Beginning the next closes it: from then on it is read, never changed."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    template = models.ForeignKey(
        PlanTemplate, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    aim = models.TextField(_("where I want to be in a year"), max_length=600)
    target_family = models.ForeignKey(
        "growth.JobFamily", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    target_level = models.ForeignKey(
        "growth.JobLevel", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    next_steps = models.TextField(
        _("next steps and opportunities"),
        max_length=4000,
        blank=True,
        help_text=_("For your performance review."),
    )
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="revisions_are_numbered"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(closed_at__isnull=True),
                name="one_revision_is_worked_on",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="a_plan_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.plan_id}, version {self.number}"

    @property
    def is_current(self) -> bool:
        return self.closed_at is None


class PlanText(models.Model):
    """What the person wrote under one heading. The heading is a copy: templates change later."""

    revision = models.ForeignKey(PlanRevision, on_delete=models.CASCADE, related_name="texts")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    question = models.TextField(max_length=600, blank=True)
    text = models.TextField(max_length=4000, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "position"], name="one_text_at_each_place_of_a_plan"
            )
        ]

    def __str__(self) -> str:
        return self.title


class PlanGoal(models.Model):
    """What the person wants to reach in the year of a revision.

    A goal of a mentorship can be linked: while the revision is worked on, its words and state are
    read from there and written there, so both places always say the same. `text` then holds the
    words as last known, for the day that mentorship no longer exists, and for closed revisions.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Working on it")
        REACHED = "reached", _("Reached")
        PARTLY = "partly", _("Partly reached")
        CHANGED = "changed", _("Changed course")

    class Origin(models.TextChoices):
        OWN = "own", _("Your own")
        MENTORSHIP = "mentorship", _("From a mentorship")
        LEVEL = "level", _("From a level")
        PROMOTION = "promotion", _("From a promotion review")
        OPPORTUNITY = "opportunity", _("From an opportunity")
        CONVERSATION = "conversation", _("From a conversation")
        PATHWAY = "pathway", _("From the pathway")

    revision = models.ForeignKey(PlanRevision, on_delete=models.CASCADE, related_name="goals")
    text = models.CharField(_("goal"), max_length=300)
    detail = models.TextField(_("how I will know that I got there"), max_length=2000, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    state_on = models.DateField(null=True, blank=True, help_text="Since when it is in this state.")
    position = models.PositiveSmallIntegerField(default=0)
    mentoring_goal = models.ForeignKey(
        "pairs.Goal", null=True, blank=True, on_delete=models.SET_NULL, related_name="plan_goals"
    )
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.OWN)
    criterion = models.ForeignKey(
        "growth.Criterion", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    claim = models.ForeignKey(
        "growth.Claim", null=True, blank=True, on_delete=models.SET_NULL, related_name="goals"
    )
    opportunity_application = models.ForeignKey(
        "growth.OpportunityApplication",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="plan_goals",
    )
    carried_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="carried_to",
        help_text="The same goal in the revision before.",
    )
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_plan_goal_has_words"),
            models.UniqueConstraint(
                fields=["revision", "mentoring_goal"], name="a_mentoring_goal_is_linked_once"
            ),
            models.UniqueConstraint(
                fields=["revision", "opportunity_application"],
                name="an_opportunity_is_in_a_plan_once",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_linked(self) -> bool:
        """Its words and state are those of the mentorship's goal, read and written there."""
        return self.mentoring_goal_id is not None and self.revision.is_current

    @property
    def shown_text(self) -> str:
        if self.mentoring_goal and self.revision.is_current:
            return self.mentoring_goal.text
        return self.text

    @property
    def shown_state(self) -> str:
        if self.mentoring_goal and self.revision.is_current:
            return self.mentoring_goal.state
        return self.state

    @property
    def state_label(self) -> str:
        return str(self.State(self.shown_state).label)

    @property
    def is_open(self) -> bool:
        return self.shown_state == self.State.OPEN

    @property
    def got_somewhere(self) -> bool:
        """Whether it can show others something, reached or partly."""
        return self.shown_state in {self.State.REACHED, self.State.PARTLY}

    @property
    def is_of_a_pair(self) -> bool:
        """Somebody else reads and writes it too, so it is never shown to readers of the plan."""
        return self.mentoring_goal_id is not None or self.origin == self.Origin.MENTORSHIP


class PlanAction(models.Model):
    """A step towards a goal: done on a day, or not yet."""

    goal = models.ForeignKey(PlanGoal, on_delete=models.CASCADE, related_name="actions")
    text = models.CharField(_("step"), max_length=200)
    due_on = models.DateField(_("by"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="a_step_has_words")]

    def __str__(self) -> str:
        return self.text[:60]
