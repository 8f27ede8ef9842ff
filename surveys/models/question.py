from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys import question_kinds
from surveys.blanks import Piece


class Questionnaire(models.Model):
    """A list of questions, answered by name or anonymously. The mode never changes."""

    class Mode(models.TextChoices):
        NAMED = "named", _("With your name")
        ANONYMOUS = "anonymous", _("Anonymous")

    title = models.CharField(max_length=150)
    intro = models.TextField(blank=True)
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.NAMED)

    def __str__(self) -> str:
        return self.title

    @property
    def is_anonymous(self) -> bool:
        return self.mode == self.Mode.ANONYMOUS


class QuestionQuerySet(models.QuerySet):
    def asked(self):
        return self.filter(is_archived=False)


class Question(models.Model):
    """One question. Once answered it is archived, never deleted, so answers keep their words."""

    class Readers(models.TextChoices):
        """Who may read the answers, besides the person who wrote them."""

        REVIEWERS = "reviewers", _("Organizers and reviewers")
        ORGANIZERS = "organizers", _("Organizers")
        PAIR = "pair", _("Organizers, reviewers and your partner once paired")

    class Use(models.TextChoices):
        """What pairing reads the answers as; empty means pairing never sees them."""

        FOCUS = "focus", _("Focus areas")
        GOAL_TEXT = "goal_text", _("Goals or topics, as text")
        ASYNC = "async", _("Wants to work async")
        AVAILABILITY = "availability", _("Weekly availability")
        CAPACITY = "capacity", _("Places offered")
        EXPERIENCE = "experience", _("Experience as a mentor")
        CAREER_TRACK = "career_track", _("Management career track")
        LANGUAGES = "languages", _("Languages")

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="questions"
    )
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=12, choices=question_kinds.choices)
    section = models.CharField(max_length=80, blank=True)
    text = models.CharField(max_length=300)
    help_text = models.CharField(max_length=500, blank=True)
    is_required = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    at_most = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="At most this many choices."
    )
    low = models.IntegerField(null=True, blank=True)
    high = models.IntegerField(null=True, blank=True)
    low_label = models.CharField(max_length=80, blank=True)
    high_label = models.CharField(max_length=80, blank=True)
    sentence = models.CharField(
        max_length=500, blank=True, help_text="With each blank in brackets: I care about [a value]."
    )
    readers = models.CharField(max_length=12, choices=Readers, default=Readers.REVIEWERS)
    pairing_use = models.CharField(max_length=14, choices=Use, blank=True)
    asked_if = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="leads_to"
    )
    asked_if_values = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        help_text="Choice values, or yes / no: asked only after one of them.",
    )
    is_archived = models.BooleanField(default=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "key"], name="question_keys_differ_in_a_questionnaire"
            ),
            models.CheckConstraint(
                condition=models.Q(low__isnull=True)
                | models.Q(high__isnull=True)
                | models.Q(low__lt=models.F("high")),
                name="scale_goes_upwards",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def as_kind(self) -> question_kinds.Kind:
        """What its kind says and does: `surveys.question_kinds`."""
        return question_kinds.KINDS[self.kind]

    @property
    def has_parts(self) -> bool:
        """Answered in several texts that make one sentence."""
        return self.as_kind.has_parts

    @property
    def pieces(self) -> list[Piece]:
        """The sentence its parts make; none for a question without parts."""
        return self.as_kind.pieces(self)

    @property
    def has_choices(self) -> bool:
        return self.as_kind.has_choices


class Choice(models.Model):
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    value = models.SlugField(max_length=60)
    label = models.CharField(max_length=150)
    position = models.PositiveSmallIntegerField(default=0)
    is_archived = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "value"], name="choice_values_differ_in_a_question"
            )
        ]

    def __str__(self) -> str:
        return self.label
