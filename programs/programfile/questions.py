"""Rules of a form's questions, for program files and the question builder alike."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from surveys import blanks
from surveys.models import Question

Kind, Use = Question.Kind, Question.Use
Complain = Callable[[str, str], None]

WITH_CHOICES = {Kind.ONE, Kind.SEVERAL, Kind.RANKING}
CAN_LEAD = {Kind.ONE, Kind.SEVERAL, Kind.YES_NO}
YES_NO_VALUES = {"yes", "no"}
KINDS_OF_USE = {
    Use.FOCUS: {Kind.ONE, Kind.SEVERAL, Kind.RANKING},
    Use.GOAL_TEXT: {Kind.TEXT, Kind.LONG_TEXT, Kind.GOAL, Kind.TOOL_GOAL, Kind.BLANKS},
    Use.ASYNC: {Kind.YES_NO},
    Use.AVAILABILITY: {Kind.WEEK},
    Use.CAPACITY: {Kind.NUMBER},
    Use.EXPERIENCE: {Kind.YES_NO, Kind.NUMBER, Kind.SCALE},
    Use.CAREER_TRACK: {Kind.YES_NO},
    Use.LANGUAGES: {Kind.SEVERAL},
}
ONCE_PER_FORM = set(KINDS_OF_USE) - {Use.GOAL_TEXT}


def value_of(choice: Mapping[str, Any]) -> str:
    """What names a choice: its own value, or one made from its label."""
    return choice["value"] or slugify(choice["label"])[:60].strip("-")


def check(question: Mapping[str, Any], complain: Complain) -> None:
    """Complain with key and text about whatever does not fit together within one question."""
    _check_choices(question, complain)
    _check_range(question, complain)
    _check_sentence(question, complain)
    use = question["pairing_use"] if "pairing_use" in question else question["pairing"]
    if use and question["kind"] not in KINDS_OF_USE[use]:
        kinds = ", ".join(sorted(KINDS_OF_USE[use]))
        complain("pairing", _("Pairing can read this only from a question of kind %s.") % kinds)


def _check_choices(question: Mapping[str, Any], complain: Complain) -> None:
    has_choices = question["kind"] in WITH_CHOICES
    values = [value_of(choice) for choice in question["choices"]]
    if has_choices and len(values) < 2:
        complain("choices", _("Give at least two choices."))
    if values and not has_choices:
        complain("choices", _("A question of this kind has no choices."))
    if "" in values:
        complain(
            "choices", _("Give a value to a choice whose label has no letter of the alphabet.")
        )
    elif len(set(values)) < len(values):
        twice = next(value for value in values if values.count(value) > 1)
        complain("choices", _("Two choices are both named “%s”.") % twice)
    if question["at_most"] is not None and question["kind"] != Kind.SEVERAL:
        complain("at_most", _("Only a question of kind “several” can limit the choices."))
    elif question["at_most"] == 0:
        complain("at_most", _("Allow at least one choice."))


def _check_range(question: Mapping[str, Any], complain: Complain) -> None:
    low, high, kind = question["low"], question["high"], question["kind"]
    if kind == Kind.SCALE and (low is None or high is None):
        complain("low", _("A scale needs its smallest and its largest number."))
    elif low is not None and high is not None and low >= high:
        complain("high", _("The largest number must be above the smallest."))
    elif kind == Kind.SCALE and high - low > 10:
        complain("high", _("A scale has at most 11 points."))


def _check_sentence(question: Mapping[str, Any], complain: Complain) -> None:
    if question["kind"] == Kind.BLANKS:
        if problem := blanks.problem_of(question["sentence"]):
            complain("sentence", problem)
    elif question["sentence"]:
        complain("sentence", _("Only a question of kind “blanks” has a sentence."))


def check_form(questions: Sequence[Mapping[str, Any]], complain: Callable[..., None]) -> None:
    """Complain with question, key and text about what does not fit between questions of one form."""
    earlier: dict[str, Mapping[str, Any]] = {}
    used: set[str] = set()
    for question in questions:
        if question["key"] in earlier:
            complain(question, "key", _("Another question of this form has the same key."))
        condition = question["asked_if"]
        if condition:
            problem = condition_problem(earlier.get(condition["question"]), condition["is"])
            if problem:
                complain(question, "asked_if", problem)
        use = question["pairing"]
        if use in used & ONCE_PER_FORM:
            complain(
                question, "pairing", _("Another question of this form is already read as this.")
            )
        used.add(use)
        earlier[question["key"]] = question


def condition_problem(leading: Mapping[str, Any] | None, values: list[str]) -> str:
    """Why a question cannot be asked after these values of another; empty when it can."""
    if leading is None:
        return _("The condition names no earlier question of this form.")
    if leading["kind"] not in CAN_LEAD:
        return _("A condition needs a question with choices, or a yes-or-no one.")
    known = (
        YES_NO_VALUES
        if leading["kind"] == Kind.YES_NO
        else {value_of(choice) for choice in leading["choices"]}
    )
    unknown = [value for value in values if value not in known]
    if unknown:
        return _("“%(value)s” is not among: %(known)s.") % {
            "value": unknown[0],
            "known": ", ".join(sorted(known)),
        }
    return "" if values else _("The condition names no value.")
