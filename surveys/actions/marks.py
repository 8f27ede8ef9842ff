"""Marking text answers while reading them.

Whoever calls has found the answer among those its reader may see (`key` of a `ShownAnswer`). The row
of an answer is never written or locked here, so that nothing of it tells when it was marked.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from surveys.models import AnswerMark, Survey

MOST_THEMES = 5  # on one answer


@transaction.atomic
def put(survey: Survey, key: str, kind: str, *, theme: str = "", by: User) -> None:
    """Putting the same mark again changes nothing. ValidationError for a sixth theme."""
    row = AnswerMark(kind=kind, theme=" ".join(theme.split()), by=by, **_on(survey, key))
    if kind == AnswerMark.Kind.THEME:
        others = AnswerMark.objects.filter(kind=kind, **_on(survey, key)).exclude(theme=row.theme)
        if others.count() >= MOST_THEMES:
            raise ValidationError(
                _("Up to %(n)d themes for one answer.") % {"n": MOST_THEMES}, code="too_many"
            )
    row.clean_fields(exclude=["answer", "anonymous_answer"])
    AnswerMark.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def take_off(survey: Survey, key: str, kind: str, *, theme: str = "") -> None:
    AnswerMark.objects.filter(kind=kind, theme=theme, **_on(survey, key)).delete()


def _on(survey: Survey, key: str) -> dict[str, str]:
    name = "anonymous_answer_id" if survey.questionnaire.is_anonymous else "answer_id"
    return {name: key}
