"""Timeline, messages, surveys and FAQ from a program file."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programs.models import (
    Cycle,
    CycleSurvey,
    FaqEntry,
    MessageText,
    Milestone,
)
from programs.programfile import schema
from programs.programfile.saving import questionnaires
from programs.programfile.shape import Item
from programs.programfile.store import Tally, in_use, match, put, remove, values_of
from programs.rules import days
from surveys.models import Questionnaire, Survey


def save_timeline(cycle: Cycle, items: list[Item], tally: Tally) -> None:
    rows = cycle.milestones.order_by("position", "pk")
    _save_list(cycle, Milestone, rows, items, "title", schema.MILESTONE, tally)


def save_faq(cycle: Cycle, items: list[Item], tally: Tally) -> None:
    _save_list(cycle, FaqEntry, cycle.faq.all(), items, "question", schema.FAQ, tally)


def save_messages(cycle: Cycle, items: list[Item], tally: Tally) -> None:
    texts = match(
        cycle.message_texts.all(),
        lambda text: text.kind,
        items,
        lambda item: item["kind"],
        lambda text: remove(text, tally),
    )
    for text, item in texts:
        put(text or MessageText(cycle=cycle), values_of(item, schema.MESSAGE), tally)


def _save_list(
    cycle: Cycle, model: Any, rows: Any, items: list[Item], name: str, block: Any, tally: Tally
) -> None:
    """Rows of a cycle that are recognized by one column and keep the order of the file."""
    matched = match(
        rows,
        lambda row: getattr(row, name),
        items,
        lambda item: item[name],
        lambda row: remove(row, tally),
    )
    for position, (row, item) in enumerate(matched):
        put(row or model(cycle=cycle), values_of(item, block) | {"position": position}, tally)


def save_surveys(cycle: Cycle, items: list[Item], tally: Tally) -> None:
    def let_go(planned: CycleSurvey) -> None:
        if planned.survey.opened_at is not None:
            raise in_use(_("“%s” has been sent, so it stays in the program.") % planned.survey)
        survey, questionnaire = planned.survey, planned.survey.questionnaire
        remove(planned, tally)
        survey.delete()
        questionnaire.delete()

    rows = cycle.cycle_surveys.select_related("survey__questionnaire")
    for row, item in match(rows, lambda s: s.kind, items, lambda i: i["kind"], let_go):
        _save_survey(cycle, row, item, tally)


def _save_survey(cycle: Cycle, planned: CycleSurvey | None, item: Item, tally: Tally) -> None:
    survey = planned.survey if planned else Survey()
    questionnaire = survey.questionnaire if planned else Questionnaire()
    if planned and questionnaire.mode != item["mode"]:
        raise ValidationError(_("Whether a survey is anonymous never changes."), code="mode")
    put(
        questionnaire,
        {"title": item["title"], "intro": item["intro"], "mode": item["mode"]},
        tally,
    )
    values = {
        "questionnaire": questionnaire,
        "title": item["title"],
        "is_required": item["required"],
        "reminders_at_most": item["reminders"],
        "opens_at": days.begins(item["opens"], cycle.tzinfo),
        "closes_at": days.ends(item["closes"], cycle.tzinfo) if item["closes"] else None,
    }
    put(survey, values, tally)
    values = {
        "survey": survey,
        "kind": item["kind"],
        "audience": item["audience"],
        "asks_quotes": item["quotes"],
    }
    put(planned or CycleSurvey(cycle=cycle), values, tally)
    questionnaires.save(questionnaire, item["questions"], tally)
