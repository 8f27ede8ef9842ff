"""The surveys a cycle has unless its organizers plan others: the check-in and the end survey."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from programs.actions.surveys import LEAST_DAYS_FOR_THE_END, WEEK
from programs.models import Cycle, CycleSurvey
from programs.models.called import Called
from programs.rules import days, linter
from surveys.models import Questionnaire, Survey

Kind, Audience, Mode = CycleSurvey.Kind, CycleSurvey.Audience, Questionnaire.Mode


@dataclass(frozen=True)
class Plan:
    kind: str
    title: str
    intro: str
    mode: str
    audience: str
    opens_on: date
    closes_on: date
    is_required: bool = False
    questions: list[dict[str, Any]] = field(default_factory=list)


@transaction.atomic
def add(cycle: Cycle) -> list[CycleSurvey]:
    """Plan the check-in and the end survey where the cycle has none of the kind.

    Needs the cycle's first and last day: the check-in opens a month after the start, in a cycle
    that lasts longer.
    """
    if cycle.starts_on is None or cycle.ends_on is None:
        raise ValidationError(
            _("Set the first and the last day of the cycle before planning surveys."),
            code="no_dates",
        )
    Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    have = set(cycle.cycle_surveys.values_list("kind", flat=True))
    plans = [_end(cycle.ends_on)]
    if linter.lasts_beyond_a_month(cycle.starts_on, cycle.ends_on):
        plans.insert(0, _check_in(cycle.starts_on, cycle.ends_on, cycle.called))
    return [_make(cycle, plan) for plan in plans if plan.kind not in have]


def _make(cycle: Cycle, plan: Plan) -> CycleSurvey:
    questionnaire = Questionnaire.objects.create(title=plan.title, intro=plan.intro, mode=plan.mode)
    for position, asked in enumerate(plan.questions):
        choices = asked.get("choices", [])
        fields = {name: value for name, value in asked.items() if name != "choices"}
        question = questionnaire.questions.create(position=position, **fields)
        for place, (value, label) in enumerate(choices):
            question.choices.create(value=value, label=label, position=place)
    survey = Survey.objects.create(
        questionnaire=questionnaire,
        title=plan.title,
        is_required=plan.is_required,
        opens_at=days.begins(plan.opens_on, cycle.tzinfo),
        closes_at=days.ends(plan.closes_on, cycle.tzinfo),
    )
    return CycleSurvey.objects.create(
        cycle=cycle,
        survey=survey,
        kind=plan.kind,
        audience=plan.audience,
        asks_quotes=plan.kind == Kind.END,
    )


def _check_in(starts_on: date, ends_on: date, called: Called) -> Plan:
    opens_on = days.months_later(starts_on, 1)
    met = [
        ("met", _("Yes")),
        ("scheduled", _("We have set a date")),
        ("not-met", _("No")),
        ("left", _("My %(mentor)s has left") % called.words),
    ]
    asked = _("Have you met your %(mentor)s?") % called.words
    return Plan(
        kind=Kind.CHECK_IN,
        title=_("One month in"),
        intro=_("One question matters most. If something is wrong, the organizers help."),
        mode=Mode.NAMED,
        audience=Audience.MENTEES,
        opens_on=opens_on,
        closes_on=min(opens_on + 2 * WEEK, ends_on),
        questions=[
            {"key": "met", "kind": "one", "text": asked, "choices": met},
            {
                "key": "help",
                "kind": "long_text",
                "text": _("Is there anything we can help with?"),
                "is_required": False,
            },
        ],
    )


def _scale(key: str, text: str, low: str, high: str) -> dict[str, Any]:
    steps = {"low": 1, "high": 5, "low_label": low, "high_label": high}
    return {"key": key, "kind": "scale", "text": text, **steps}


def _end(ends_on: date) -> Plan:
    reached = [
        ("all", _("Yes")),
        ("most", _("Most of it")),
        ("some", _("Some of it")),
        ("not-yet", _("Not yet")),
    ]
    return Plan(
        kind=Kind.END,
        title=_("End survey"),
        intro=_("Your answers decide how the next cycle is run."),
        mode=Mode.ANONYMOUS,
        audience=Audience.BOTH,
        opens_on=ends_on - WEEK,
        closes_on=ends_on - WEEK + timedelta(days=LEAST_DAYS_FOR_THE_END),
        is_required=True,
        questions=[
            _scale("overall", _("How was the program for you?"), _("Not good"), _("Very good")),
            _scale(
                "partner",
                _("How well did you and your partner fit?"),
                _("Not well"),
                _("Very well"),
            ),
            {
                "key": "goal-reached",
                "kind": "one",
                "text": _("Have you reached the goal of your mentorship?"),
                "choices": reached,
            },
            {
                "key": "comment",
                "kind": "long_text",
                "text": _("What did you take away, and what should we do differently?"),
                "help_text": _("Leave out names, so that nobody can tell who wrote it."),
                "is_required": False,
            },
        ],
    )
