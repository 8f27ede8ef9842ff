"""From rows to a program file. Whatever equals its default is left out."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import yaml
from django.db import models

from programs.models import Call, Cycle, CycleSurvey, Program, Role
from programs.programfile import parts, schema
from programs.programfile.questions import value_of
from programs.programfile.shape import Block, Key
from programs.rules import days
from surveys.models import Question, Questionnaire


def dump(cycle: Cycle) -> str:
    """The program file of a cycle; loading it again changes nothing."""
    return write(tree(cycle))


def write(plain: dict[str, Any]) -> str:
    """Plain values as a file, in the order they are given in."""
    return yaml.dump(
        plain, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100, indent=2
    )


def tree(cycle: Cycle) -> dict[str, Any]:
    """The file as plain values, in the order of the schema."""
    found = {name: work_out() for name, work_out in _keys(cycle).items()}
    return {name: value for name, value in found.items() if value}


def _keys(cycle: Cycle) -> dict[str, Callable[[], Any]]:
    """How each key of the file is worked out: who asks for one of them does not ask for all rows."""
    own: dict[str, Callable[[], Any]] = {
        "version": lambda: 1,
        "program": lambda: program(cycle.program),
        "cycle": lambda: _cycle(cycle),
        "roles": lambda: [_role(role) for role in cycle.roles.select_related("questionnaire")],
        "timeline": lambda: timeline(cycle),
        "review": lambda: columns(cycle, schema.REVIEW),
        "surveys": lambda: [_survey(planned, cycle) for planned in _surveys(cycle)],
        "messages": lambda: [columns(text, schema.MESSAGE) for text in cycle.message_texts.all()],
        "faq": lambda: [columns(entry, schema.FAQ) for entry in cycle.faq.all()],
    }
    also = {part.key.name: partial(part.dump, cycle) for part in parts.of_cycle}
    return {name: also.get(name) or own[name] for name in parts.in_order(own)}


def part(cycle: Cycle, name: str) -> Any:
    """What one section of the settings holds, to see whether somebody changed it meanwhile."""
    if name == "texts":
        return [program(cycle.program), _cycle(cycle)]
    if name == "review":
        return [columns(cycle, schema.REVIEW), [_parts(role) for role in cycle.roles.all()]]
    if name == "timeline":
        return [
            [[_call(c, cycle.tzinfo) for c in r.calls.all()] for r in cycle.roles.all()],
            timeline(cycle),
        ]
    work_out = _keys(cycle).get(name)
    return (work_out() or None) if work_out else None


def _surveys(cycle: Cycle) -> models.QuerySet[CycleSurvey]:
    return cycle.cycle_surveys.select_related("survey__questionnaire")


def columns(row: models.Model, block: Block, also: dict[str, Any] | None = None) -> dict[str, Any]:
    """Keys of a block: its columns, and what `also` gives for the others, without defaults."""
    also = also or {}
    values = {}
    for key in block.keys:
        if key.attribute and hasattr(row, key.attribute):
            value = getattr(row, key.attribute)
        elif key.name in also:
            value = also[key.name]
        else:
            continue
        if _is_said(key, value):
            values[key.name] = value
    return values


def _is_said(key: Key, value: Any) -> bool:
    return key.is_required or (value not in (None, "", [], {}) and value != key.default_value())


def program(row: Program) -> dict[str, Any]:
    return columns(row, schema.PROGRAM, {"hosts": row.host_names})


def _cycle(cycle: Cycle) -> dict[str, Any]:
    follows = cycle.previous.slug if cycle.previous else ""
    inside = {
        "follows": follows,
        "targets": columns(cycle, schema.TARGETS),
        "start": columns(cycle, schema.START),
    }
    return columns(cycle, schema.CYCLE, inside)


def _role(role: Role) -> dict[str, Any]:
    zone = role.cycle.tzinfo
    also = {
        "requirements": [
            columns(requirement, schema.REQUIREMENT) for requirement in role.requirements.all()
        ],
        "calls": [_call(call, zone) for call in role.calls.all()],
        "questions": questions(role.questionnaire) if role.questionnaire else [],
        **_parts(role),
    }
    return columns(role, schema.role_block(), also)


def _parts(role: Role) -> dict[str, Any]:
    return {part.key.name: part.dump(role) for part in parts.of_role}


def _call(call: Call, zone: Any) -> dict[str, Any]:
    values = {
        "opens": days.first_day(call.opens_at, zone) if call.opens_at else None,
        "closes": days.last_day(call.closes_at, zone) if call.closes_at else None,
        "late_until": days.last_day(call.late_until, zone) if call.late_until else None,
    }
    return {name: day for name, day in values.items() if day}


def questions(questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """What a form asks now; archived questions are not part of the program."""
    rows = questionnaire.questions.asked().select_related("asked_if").prefetch_related("choices")
    return [_question(row) for row in rows]


def _question(row: Question) -> dict[str, Any]:
    choices = [_choice(choice) for choice in row.choices.all() if not choice.is_archived]
    condition = (
        {"question": row.asked_if.key, "is": list(row.asked_if_values)} if row.asked_if else None
    )
    return columns(row, schema.QUESTION, {"choices": choices, "asked_if": condition})


def _choice(choice: Any) -> Any:
    made = value_of({"label": choice.label, "value": ""})
    if made == choice.value:
        return choice.label
    return {"label": choice.label, "value": choice.value}


def timeline(cycle: Cycle) -> list[dict[str, Any]]:
    rows = cycle.milestones.order_by("position", "pk")
    return [columns(milestone, schema.MILESTONE) for milestone in rows]


def _survey(planned: CycleSurvey, cycle: Cycle) -> dict[str, Any]:
    survey, form = planned.survey, planned.survey.questionnaire
    also = {
        "title": survey.title,
        "mode": form.mode,
        "required": survey.is_required,
        "reminders": survey.reminders_at_most,
        "opens": days.first_day(survey.opens_at, cycle.tzinfo),
        "closes": days.last_day(survey.closes_at, cycle.tzinfo) if survey.closes_at else None,
        "intro": form.intro,
        "questions": questions(form),
    }
    return columns(planned, schema.SURVEY, also)


class _Dumper(yaml.SafeDumper):
    """Long texts as blocks, lists indented under their key, the same object never as an alias."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _flag(dumper: yaml.SafeDumper, value: bool) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:bool", "yes" if value else "no")


_Dumper.add_representer(str, _text)
_Dumper.add_representer(bool, _flag)
_Dumper.add_multi_representer(datetime, yaml.SafeDumper.represent_datetime)
