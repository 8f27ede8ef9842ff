"""Timeline, pairing, events, learning, surveys and FAQ from a program file."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programs import days
from programs.models import (
    Cycle,
    CycleSurvey,
    Event,
    FaqEntry,
    MessageText,
    Milestone,
    PairingRule,
    PairingWeight,
    Resource,
    Slot,
    Training,
)
from programs.programfile import saving_questions, schema
from programs.programfile.shape import Item
from programs.programfile.store import Tally, match, put, remove, values_of
from surveys.models import Questionnaire, Survey


def in_use(text: str) -> ValidationError:
    return ValidationError(text, code="in_use")


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


def save_pairing(cycle: Cycle, item: Item, tally: Tally) -> None:
    """Every rule and every weight has its row, so that nobody has to know the defaults."""
    rules = {rule.name: rule for rule in cycle.pairing_rules.all()}
    for name, rule in item["rules"].items():
        row = rules.get(name) or PairingRule(cycle=cycle, name=name)
        put(row, values_of(rule, schema.RULE), tally)
    weights = {weight.criterion: weight for weight in cycle.pairing_weights.all()}
    for criterion, points in item["weights"].items():
        weight = weights.get(criterion) or PairingWeight(cycle=cycle, criterion=criterion)
        put(weight, {"points": points}, tally)


def save_events(cycle: Cycle, items: list[Item], tally: Tally) -> None:
    def let_go(event: Event) -> None:
        if event.attendances.exists():
            raise in_use(_("Attendance of “%s” is noted, so it stays in the program.") % event)
        if event.places.exists():
            raise in_use(_("People chose a time of “%s”, so it stays in the program.") % event)
        remove(event, tally)

    rows = cycle.events.prefetch_related("slots")
    for row, item in match(rows, lambda e: e.title, items, lambda i: i["title"], let_go):
        event = row or Event(cycle=cycle)
        put(event, values_of(item, schema.EVENT), tally)
        _save_slots(event, item["slots"], cycle, tally)


def _save_slots(event: Event, items: list[Item], cycle: Cycle, tally: Tally) -> None:
    def starts_at(item: Item) -> Any:
        return item["starts"].replace(tzinfo=cycle.tzinfo)

    def let_go(slot: Slot) -> None:
        if slot.attendances.exists():
            raise in_use(_("Attendance of a sitting of “%s” is noted, so it stays.") % event)
        if slot.places.exists():
            raise in_use(
                _("People chose a sitting of “%s”: move it on its page, so that they are told.")
                % event
            )
        remove(slot, tally)

    for row, item in match(event.slots.all(), lambda s: s.starts_at, items, starts_at, let_go):
        values = {
            "starts_at": starts_at(item),
            "link": item["link"],
            "replay_link": item["replay_link"],
            "suits": item["suits"],
            "capacity": item["capacity"],
        }
        put(row or Slot(event=event), values, tally)


def save_trainings(cycle: Cycle, items: list[Item], tally: Tally) -> None:
    def let_go(training: Training) -> None:
        if training.done.exists():
            raise in_use(_("People have done “%s”, so it stays in the program.") % training)
        remove(training, tally)

    matched = match(cycle.trainings.all(), lambda t: t.title, items, lambda i: i["title"], let_go)
    for position, (row, item) in enumerate(matched):
        values = values_of(item, schema.TRAINING) | {"position": position}
        put(row or Training(cycle=cycle), values, tally)


def save_resources(cycle: Cycle, items: list[Item], tally: Tally) -> None:
    def let_go(resource: Resource) -> None:
        if resource.posted_at is not None:
            raise in_use(_("“%s” has been sent, so it stays in the program.") % resource)
        remove(resource, tally)

    rows = cycle.resources.all()
    for row, item in match(rows, lambda r: r.title, items, lambda i: i["title"], let_go):
        put(row or Resource(cycle=cycle), values_of(item, schema.RESOURCE), tally)


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
        "opens_at": days.begins(item["opens"], cycle.tzinfo),
        "closes_at": days.ends(item["closes"], cycle.tzinfo) if item["closes"] else None,
    }
    put(survey, values, tally)
    values = {"survey": survey, "kind": item["kind"], "audience": item["audience"]}
    put(planned or CycleSurvey(cycle=cycle), values, tally)
    saving_questions.save(questionnaire, item["questions"], tally)
