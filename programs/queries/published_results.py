"""Results of surveys as people read them who did not ask the questions.

Only of surveys that have closed, from five answers on and by role only where every role has as
many, whether people answered by name or not: the same care as in reports.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from people.models import User
from programs.models import Cycle, CycleSurvey, PublishedResults
from programs.permissions import is_organizer
from programs.queries import quotes
from programs.queries.changes import change_as_values, changes_of
from programs.queries.feedback import SurveyAverages, feedback_of
from surveys import question_kinds
from surveys.models import Question


@dataclass(frozen=True)
class Shown:
    surveys: list[SurveyAverages]
    changes: dict[str, list[dict[str, Any]]]
    quotes: list[quotes.ShownQuote]

    @property
    def is_empty(self) -> bool:
        return not (self.surveys or self.changes or self.quotes)


def publishable(cycle: Cycle) -> QuerySet[Question]:
    """Questions that are counted, of every survey but the check-in, which is a conversation."""
    counted = question_kinds.named(has_steps=True) | question_kinds.named(has_choices=True)
    counted |= question_kinds.named(is_fixed=True)
    surveys = cycle.cycle_surveys.exclude(kind=CycleSurvey.Kind.CHECK_IN)
    return Question.objects.asked().filter(
        questionnaire__surveys__cycle_survey__in=surveys, kind__in=counted
    )


def shown(results: PublishedResults, *, at: datetime) -> Shown:
    cycle = results.cycle
    closed = [one for one in feedback_of(cycle, at=at) if one.planned.survey.is_over(at)]
    chosen = set(results.questions.values_list("pk", flat=True))
    surveys = [
        replace(
            one,
            averages=[average for average in one.averages if average.number in chosen],
            shares=[shares for shares in one.shares if shares.number in chosen],
        )
        for one in closed
    ]
    changes = changes_of(closed) if results.shows_changes else {}
    return Shown(
        [one for one in surveys if one.averages or one.shares],
        {group: [change_as_values(one) for one in rows] for group, rows in changes.items()},
        quotes.of_cycle_on_page(cycle) if results.shows_quotes else [],
    )


def may_read(user: User, results: PublishedResults, *, at: datetime) -> bool:
    """Organizers read it before its day too, and after it was taken back."""
    cycle, audience = results.cycle, PublishedResults.Audience
    if user.is_authenticated and is_organizer(user, cycle.program):
        return True
    if not results.is_shown(at):
        return False
    if results.audience == audience.MEMBERS:
        return user.is_authenticated and cycle.participations.filter(person=user).exists()
    if results.audience == audience.SIGNED_IN and not user.is_authenticated:
        return False
    return Cycle.objects.visible_to(user).filter(pk=cycle.pk).exists()


def of_cycle(cycle: Cycle) -> PublishedResults | None:
    found = PublishedResults.objects.filter(cycle=cycle)
    return found.select_related("cycle__program").first()
