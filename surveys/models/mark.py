from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from surveys.models.anonymous import AnonymousAnswer
from surveys.models.response import Answer


class AnswerMark(models.Model):
    """What those who run a survey put on a text answer while they read: for them alone.

    It names the answer and neither its person nor its sheet, and who marked it, but not when.
    """

    class Kind(models.TextChoices):
        STAR = "star", _("Important")
        QUOTE = "quote", _("Use as a quote?")
        THEME = "theme", _("Theme")

    answer = models.ForeignKey(Answer, null=True, on_delete=models.CASCADE, related_name="marks")
    anonymous_answer = models.ForeignKey(
        AnonymousAnswer, null=True, on_delete=models.CASCADE, related_name="marks"
    )
    kind = models.CharField(max_length=5, choices=Kind)
    theme = models.CharField(_("theme"), max_length=40, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["kind", "theme"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__isnull=True) ^ Q(anonymous_answer__isnull=True),
                name="a_mark_is_on_one_answer",
            ),
            models.CheckConstraint(
                condition=Q(kind="theme") ^ Q(theme=""), name="a_mark_of_a_theme_names_it"
            ),
            models.UniqueConstraint(
                fields=["answer", "anonymous_answer", "kind", "theme"],
                nulls_distinct=False,
                name="an_answer_has_a_mark_once",
            ),
        ]

    def __str__(self) -> str:
        return self.theme or self.get_kind_display()

    @property
    def key(self) -> str:
        """What pages call it: "star", "theme:Workload"."""
        return f"{self.kind}:{self.theme}" if self.theme else self.kind
