from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from growth.setup.models import GrowthSetup


class PromotionTemplate(models.Model):
    """The promotion document of one step, such as Senior to Staff."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("for whom"), max_length=1000, blank=True)
    family = models.ForeignKey(
        "growth.JobFamily",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Empty: for every job family.",
    )
    from_name = models.CharField(_("from"), max_length=80)
    to_name = models.CharField(_("to"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class TemplatePillar(models.Model):
    """One pillar of a promotion template: the question, the role's criteria, examples that guide."""

    template = models.ForeignKey(PromotionTemplate, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("pillar"), max_length=120)
    question = models.TextField(_("question"), max_length=600)
    criteria = models.TextField(_("what the role asks for"), max_length=2000, blank=True)
    examples = models.TextField(_("examples that guide"), max_length=2000, blank=True)
    wanted = models.PositiveSmallIntegerField(_("examples wanted"), default=3)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "position"],
                deferrable=models.Deferrable.DEFERRED,
                name="one_pillar_at_each_place_of_a_template",
            )
        ]

    def __str__(self) -> str:
        return self.title


class PromotionDocument(models.Model):
    """A person's case for a promotion. Theirs alone until they ask their manager to review it."""

    class State(models.TextChoices):
        WRITING = "writing", _("Being written")
        ASKED = "asked", _("Under review")
        MORE = "more", _("More evidence first")
        FORWARD = "forward", _("Moves forward")
        CLOSED = "closed", _("Closed")

    MOVES = {
        State.WRITING: {State.ASKED, State.CLOSED},
        State.ASKED: {State.WRITING, State.MORE, State.FORWARD},
        State.MORE: {State.ASKED, State.CLOSED},
        State.FORWARD: {State.CLOSED},
        State.CLOSED: {State.WRITING, State.MORE},
    }

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="promotion_documents"
    )
    template = models.ForeignKey(
        PromotionTemplate, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(_("title"), max_length=160)
    from_name = models.CharField(max_length=80)
    to_name = models.CharField(max_length=80)
    summary = models.TextField(_("in short"), max_length=2000, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WRITING)
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "template"],
                condition=~Q(state="closed"),
                name="one_open_document_per_promotion",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="a_closed_document_closed_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def can_move_to(self, state: str) -> bool:
        return state in self.MOVES[self.State(self.state)]

    @property
    def is_to_be_shown_still(self) -> bool:
        """Neither closed nor found enough: what is missing can become a goal."""
        return self.state not in {self.State.CLOSED, self.State.FORWARD}

    @property
    def can_be_changed(self) -> bool:
        """While somebody reviews it, it stays as it was asked about."""
        return self.state in {self.State.WRITING, self.State.MORE}


class Claim(models.Model):
    """What the person claims under one pillar. The question is a copy: templates change later."""

    document = models.ForeignKey(PromotionDocument, on_delete=models.CASCADE, related_name="claims")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    question = models.TextField(max_length=600)
    criteria = models.TextField(max_length=2000, blank=True)
    examples = models.TextField(max_length=2000, blank=True)
    wanted = models.PositiveSmallIntegerField(default=3)
    text = models.TextField(_("what you claim"), max_length=4000, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "position"], name="one_claim_at_each_place_of_a_document"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Evidence(models.Model):
    """An item of the binder, put under a claim."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="evidence")
    item = models.ForeignKey("growth.BinderItem", on_delete=models.CASCADE, related_name="evidence")
    position = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "item"], name="evidence_stands_once_per_claim")
        ]

    def __str__(self) -> str:
        return f"evidence {self.pk}"


class RoundQuerySet(models.QuerySet):
    def waiting(self):
        """Asked, neither answered nor taken back."""
        return self.filter(answered_at__isnull=True, taken_back_at__isnull=True)

    def readable(self):
        """What a reviewer may read now: not while growth is off for its writer, who could not
        take it back."""
        growth_is_on = Exists(GrowthSetup.objects.on_for(OuterRef("document__person__division")))
        return self.with_the_manager().filter(growth_is_on)

    def with_the_manager(self):
        """Only while they are the manager on record: whoever is so no longer lost access that
        moment, before any job has noticed. What is taken back or closed nobody else reads either."""
        rows = self.filter(
            document__person__manager=F("reviewer"),
            document__person__is_active=True,
            reviewer__is_active=True,
            taken_back_at__isnull=True,
        )
        return rows.exclude(document__state=PromotionDocument.State.CLOSED)

    def outlived(self):
        """Waiting in the table, for somebody who is not the manager any more, or has left."""
        return self.waiting().exclude(pk__in=self.waiting().with_the_manager().values("pk"))


class PromotionRound(models.Model):
    """One time the manager was asked to review a document, and what they answered."""

    class Outcome(models.TextChoices):
        FORWARD = "forward", _("It moves forward")
        MORE = "more", _("More evidence first")

    document = models.ForeignKey(PromotionDocument, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="promotion_reviews",
        help_text="The manager when it was asked; reads only while they are the manager.",
    )
    as_asked = models.JSONField(
        default=dict,
        help_text="What was asked about: `summary`, and of each of `claims` its number, `text` and "
        "the numbers of its `items` in the binder. Evidence is read from there, so that what a "
        "partner takes back is gone here too.",
    )
    asked_at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    words = models.TextField(_("to the person"), max_length=4000, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="rounds_are_numbered"),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(answered_at__isnull=True, taken_back_at__isnull=True),
                name="one_review_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, outcome="")
                | (Q(answered_at__isnull=False) & ~Q(outcome="")),
                name="an_answered_round_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(taken_back_at__isnull=True),
                name="a_round_is_answered_or_taken_back",
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.number} of {self.document_id}"

    @property
    def is_waiting(self) -> bool:
        """The same as the queryset's `waiting`, for a row in hand."""
        return self.answered_at is None and self.taken_back_at is None


class RoundAnswer(models.Model):
    """What the manager says of one pillar: enough, or what is missing, in words."""

    class Needs(models.TextChoices):
        NOTHING = "nothing", _("This is shown")
        EVIDENCE = "evidence", _("More evidence")
        CONSISTENCY = "consistency", _("More consistent behavior")

    round = models.ForeignKey(PromotionRound, on_delete=models.CASCADE, related_name="answers")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="answers")
    needs = models.CharField(max_length=12, choices=Needs, default=Needs.NOTHING)
    words = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["claim__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "claim"], name="one_answer_per_pillar_and_round"
            ),
            models.CheckConstraint(
                condition=Q(needs="nothing") | ~Q(words=""), name="what_is_missing_is_said_in_words"
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"
