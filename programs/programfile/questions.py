"""Rules of a form's questions, for program files and the question builder alike."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from surveys import question_kinds
from surveys.models import Question
from surveys.question_kinds import KINDS

Use = Question.Use
Complain = Callable[[str, str], None]


def once_per_form() -> set[str]:
    """Uses of pairing that one question of a form answers; texts may come from several."""
    return set(Use.values) - {Use.GOAL_TEXT}


def value_of(choice: Mapping[str, Any]) -> str:
    """What names a choice: its own value, or one made from its label."""
    return choice["value"] or slugify(choice["label"])[:60].strip("-")


def check(question: Mapping[str, Any], complain: Complain) -> None:
    """Complain with key and text about whatever does not fit together within one question."""
    kind = KINDS[question["kind"]]
    _check_choices(question, complain)
    if question["at_most"] is not None and "at_most" not in kind.settings:
        complain("at_most", _("Only a question of kind “several” can limit the choices."))
    if question["sentence"] and "sentence" not in kind.settings:
        complain("sentence", _("Only a question of kind “blanks” has a sentence."))
    kind.problem(question, complain)
    use = question["pairing_use"] if "pairing_use" in question else question["pairing"]
    if use and use not in kind.uses:
        names = ", ".join(sorted(question_kinds.read_as(use)))
        complain("pairing", _("Pairing can read this only from a question of kind %s.") % names)


def _check_choices(question: Mapping[str, Any], complain: Complain) -> None:
    values = [value_of(choice) for choice in question["choices"]]
    if values and not KINDS[question["kind"]].has_choices:
        complain("choices", _("A question of this kind has no choices."))
    if "" in values:
        complain(
            "choices", _("Give a value to a choice whose label has no letter of the alphabet.")
        )
    elif len(set(values)) < len(values):
        twice = next(value for value in values if values.count(value) > 1)
        complain("choices", _("Two choices are both named “%s”.") % twice)


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
        if use in used & once_per_form():
            complain(
                question, "pairing", _("Another question of this form is already read as this.")
            )
        used.add(use)
        earlier[question["key"]] = question


def condition_problem(leading: Mapping[str, Any] | None, values: list[str]) -> str:
    """Why a question cannot be asked after these values of another; empty when it can."""
    if leading is None:
        return _("The condition names no earlier question of this form.")
    kind = KINDS[leading["kind"]]
    if not kind.can_lead:
        return _("A condition needs a question with choices or steps, or a yes-or-no one.")
    known = kind.lead_values(leading) or [value_of(choice) for choice in leading["choices"]]
    unknown = [value for value in values if value not in known]
    if unknown:
        return _("“%(value)s” is not among: %(known)s.") % {
            "value": unknown[0],
            "known": ", ".join(known),
        }
    return "" if values else _("The condition names no value.")
