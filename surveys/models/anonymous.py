import uuid

from django.db import models

from surveys.models.question import Choice, Question
from surveys.models.survey import Invitation, Survey


class AnonymousSheet(models.Model):
    """One person's answers to an anonymous survey: a random key, the group, and nothing else.

    No person, no time, no sequence; what Postgres itself knows of a row is blurred by mixing
    (`surveys.actions.anonymity`), so that nothing here can be joined to an invitation.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="sheets")
    group = models.CharField(max_length=8, choices=Invitation.Group)

    def __str__(self) -> str:
        return "anonymous"


class AnonymousAnswer(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey(AnonymousSheet, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="anonymous_answers"
    )
    choice = models.ForeignKey(
        Choice, null=True, blank=True, on_delete=models.PROTECT, related_name="anonymous_answers"
    )
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)
    number = models.BigIntegerField(null=True, blank=True)
    day = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "question", "choice"],
                nulls_distinct=False,
                name="one_anonymous_answer_per_question_and_choice",
            )
        ]

    def __str__(self) -> str:
        return "anonymous"
