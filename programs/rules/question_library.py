"""Questions ready to ask: added to a survey with their keys, so that surveys can be compared.

The same key on the same scale before, midway and at the end is what changes are counted from.
The words are taken in the language of whoever adds them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Shelf:
    """Questions that belong together; `repeat` says that they are asked before and after."""

    key: str
    title: Words
    about: Words
    questions: Sequence[Mapping[str, Any]]
    repeat: bool = False


def _scale(key: str, text: Words, low: Words, high: Words, **more: Any) -> dict[str, Any]:
    steps = {"low": 1, "high": 5, "low_label": low, "high_label": high}
    return {"key": key, "kind": "scale", "text": text, **steps, **more}


def _statement(key: str, text: Words) -> dict[str, Any]:
    return _scale(key, text, _("Not at all"), _("Fully"))


def _open(key: str, text: Words, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": "long_text", "text": text, "required": False, **more}


def _choice(value: str, label: Words) -> dict[str, Any]:
    return {"value": value, "label": label}


_NO_NAMES = _("Leave out names, so that nobody can tell who wrote it.")

LIBRARY = (
    Shelf(
        "skills",
        _("Skills, before and after"),
        _("Statements people rate about themselves. Ask them at the start and again at the end."),
        (
            _statement("goal-clarity", _("I have a clear goal for my own development.")),
            _statement("confidence", _("I am confident about the next step of my career.")),
            _statement("network", _("I know people in other departments I can ask for advice.")),
            _statement("feedback", _("I ask for feedback and know what to do with it.")),
            _statement("speaking-up", _("I speak up in discussions that matter to me.")),
            _statement("visibility", _("People who decide about my career know what I do.")),
            _statement("belonging", _("I feel that I belong in this organization.")),
        ),
        repeat=True,
    ),
    Shelf(
        "mentoring",
        _("Mentoring skills, before and after"),
        _("Mainly for mentors. Ask them at the start and again at the end."),
        (
            _statement("listening", _("I listen more than I advise.")),
            _statement("asking", _("I help people find their own answer by asking questions.")),
            _statement("giving-feedback", _("I give feedback that people can act on.")),
        ),
        repeat=True,
    ),
    Shelf(
        "recommend",
        _("Recommendation (net promoter score)"),
        _("0 to 10. The score is the share of 9 and 10 less the share of 0 to 6."),
        (
            {
                "key": "recommend",
                "kind": "recommend",
                "text": _("How likely are you to recommend this program to a colleague?"),
                "low_label": _("Not at all likely"),
                "high_label": _("Extremely likely"),
            },
            _open("recommend-why", _("What is the main reason for your answer?"), help=_NO_NAMES),
        ),
    ),
    Shelf(
        "satisfaction",
        _("Satisfaction"),
        _("The share of 4 and 5 is the satisfaction score. The reason is asked after 1 or 2 only."),
        (
            _scale("overall", _("How was the program for you?"), _("Not good"), _("Very good")),
            _open(
                "overall-why",
                _("What should have been better?"),
                help=_NO_NAMES,
                asked_if={"question": "overall", "is": ["1", "2"]},
            ),
            _scale(
                "partner",
                _("How well did you and your partner fit?"),
                _("Not well"),
                _("Very well"),
            ),
            _scale(
                "effort",
                _("How easy was it to find time for your sessions?"),
                _("Very hard"),
                _("Very easy"),
            ),
        ),
    ),
    Shelf(
        "goals",
        _("Goals"),
        _("Whether people got what they came for, in their own judgment."),
        (
            {
                "key": "goal-reached",
                "kind": "one",
                "text": _("Have you reached the goal of your mentorship?"),
                "choices": [
                    _choice("all", _("Yes")),
                    _choice("most", _("Most of it")),
                    _choice("some", _("Some of it")),
                    _choice("not-yet", _("Not yet")),
                ],
            },
            _open(
                "goal-missing",
                _("What was in the way?"),
                help=_NO_NAMES,
                asked_if={"question": "goal-reached", "is": ["some", "not-yet"]},
            ),
        ),
    ),
    Shelf(
        "effect",
        _("Effect on work"),
        _("For the end survey: what the program changed in everyday work."),
        (
            {
                "key": "effect",
                "kind": "one",
                "text": _("Has the mentorship changed something in your work?"),
                "choices": [
                    _choice("yes", _("Yes, I can name it")),
                    _choice("a-little", _("A little")),
                    _choice("no", _("No")),
                ],
            },
            _open(
                "effect-what",
                _("What do you or your team do differently now?"),
                help=_NO_NAMES,
                asked_if={"question": "effect", "is": ["yes", "a-little"]},
            ),
            {
                "key": "again",
                "kind": "yes_no",
                "text": _("Would you take part again?"),
            },
        ),
    ),
    Shelf(
        "open",
        _("In their own words"),
        _("Two open questions, each optional."),
        (
            _open("helped", _("What helped you most?"), help=_NO_NAMES),
            _open("change", _("What should we do differently next time?"), help=_NO_NAMES),
        ),
    ),
)
