from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from surveys.models.question import Choice, Question, Questionnaire


class Response(models.Model):
    """What one named person answered to one questionnaire; a draft until submitted."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="responses"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="responses"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person} – {self.questionnaire}"


class Answer(models.Model):
    """One answer; for several choices one row each, so that choices can be filtered and indexed.

    Exactly the columns of the question's kind are filled: choice (and rank), text, number, day or
    slots ("mon-3": part 3 of Monday, "mon-0930": a half hour, in the person's own time zone). An
    answer in parts keeps them, and the sentence they make as its text.
    """

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    choice = models.ForeignKey(
        Choice, null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)
    number = models.BigIntegerField(null=True, blank=True)
    day = models.DateField(null=True, blank=True)
    slots = ArrayField(models.CharField(max_length=8), null=True, blank=True)
    parts = ArrayField(models.TextField(blank=True), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question", "choice"],
                nulls_distinct=False,
                name="one_answer_per_question_and_choice",
            )
        ]
        indexes = [
            models.Index(fields=["question", "choice", "response"], name="answers_by_choice"),
            models.Index(fields=["question", "number"], name="answers_by_number"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.text or self.choice_id or self.number or self.day}"
