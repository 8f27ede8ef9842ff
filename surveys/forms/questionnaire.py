"""A Django form made from the questions of a questionnaire."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from surveys.forms import shapes
from surveys.models import Question
from surveys.values import AnswerValue


@dataclass(frozen=True)
class Asked:
    """A question beside the form field it became."""

    question: Question
    bound: BoundField
    is_asked: bool
    condition: str  # the name of the field it depends on, or empty
    readers: str = ""  # who reads the answer, in words

    @property
    def hint(self) -> str:
        return self.question.help_text or str(self.question.as_kind.hint)

    @property
    def control(self) -> str:
        return self.question.as_kind.control(self.bound.field)

    @property
    def week(self):
        return shapes.week(self.bound)

    @property
    def ranks(self):
        return shapes.ranks(self.bound)

    @property
    def parts(self):
        return shapes.parts(self.bound)

    @property
    def sentence(self):
        return shapes.sentence(self.question, self.bound)


@dataclass(frozen=True)
class Section:
    title: str
    slug: str
    questions: list[Asked]
    state: str  # "done", "error", or empty while something is open

    @property
    def is_optional(self) -> bool:
        return not any(asked.question.is_required for asked in self.questions)


class QuestionnaireForm(forms.Form):
    """Asks the given questions; `answers` are rows saved earlier.

    `values()` is for submitting, after `is_valid()`: what was not asked, because of an answer to
    another question, is neither required nor kept.
    """

    use_required_attribute = False

    def __init__(
        self, questions: Iterable[Question], data=None, *, answers=(), is_draft=False, **kwargs
    ):
        """A draft may leave anything open."""
        self.is_draft = is_draft
        self.questions = list(questions)
        self._by_pk = {question.pk: question for question in self.questions}
        given: dict[int, list] = {}
        for answer in answers:
            given.setdefault(answer.question_id, []).append(answer)
        self._raw = {
            question.pk: question.as_kind.raw(given.get(question.pk, []))
            for question in self.questions
        }
        super().__init__(data, **kwargs)
        for question in self.questions:
            self.fields[self.name_of(question)] = self._field(question)

    @staticmethod
    def name_of(question: Question) -> str:
        return f"q_{question.key}"

    def _field(self, question):
        offered = {"chosen": self._chosen(question)} if question.has_choices else {}
        field = question.as_kind.field(
            question,
            **offered,
            required=question.is_required and not self.is_draft,
            label=question.text,
            help_text=question.help_text,
            initial=self._raw[question.pk],
            error_messages=_messages(question),
        )
        field.widget.attrs["data-question"] = question.key
        return field

    def _chosen(self, question):
        raw = self._raw[question.pk]
        return {raw} if isinstance(raw, str) else set(raw)

    def send(self, data) -> None:
        """Fill the same form in anew: making its fields is what costs, when thousands are read."""
        self.data, self.is_bound, self._errors = data, True, None
        self.__dict__.pop("sections", None)

    def readers_of(self, question: Question) -> str:
        """For forms whose questions differ in who reads the answers; nothing: the page says it."""
        return ""

    def value_of(self, question: Question):
        """What the form shows for a question: as sent, or as saved earlier."""
        return self[self.name_of(question)].value()

    def is_asked(self, question: Question, _seen: frozenset = frozenset()) -> bool:
        """Whether the answers so far lead to this question. A circle of conditions asks all."""
        condition = self._by_pk.get(question.asked_if_id or 0)
        if condition is None or condition.pk in _seen or condition.pk == question.pk:
            return True
        if not self.is_asked(condition, _seen | {question.pk}):
            return False
        given = _as_values(self.value_of(condition))
        return bool(given & set(question.asked_if_values or given))

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        for question in self.questions:
            if not self.is_asked(question):
                self._errors.pop(self.name_of(question), None)
                cleaned.pop(self.name_of(question), None)
        return cleaned

    def values(self) -> dict[int, list[AnswerValue]]:
        """The rows to save of a valid form, by question number."""
        return {
            question.pk: (
                question.as_kind.rows(question, self.cleaned_data[self.name_of(question)])
                if self.name_of(question) in self.cleaned_data
                else []
            )
            for question in self.questions
        }

    @cached_property
    def sections(self) -> list[Section]:
        """The questions by section, in order of first mention, with how far each is."""
        grouped: dict[str, list[Asked]] = {}
        for question in self.questions:
            condition = self._by_pk.get(question.asked_if_id or 0)
            grouped.setdefault(question.section, []).append(
                Asked(
                    question=question,
                    bound=self[self.name_of(question)],
                    is_asked=self.is_asked(question),
                    condition=self.name_of(condition) if condition else "",
                    readers=self.readers_of(question),
                )
            )
        return [
            Section(title, f"s-{slugify(title) or number}", asked, self._state(asked))
            for number, (title, asked) in enumerate(grouped.items())
        ]

    @property
    def progress(self) -> tuple[int, int]:
        """How many of the questions asked so far are answered, and how many there are."""
        asked = [self[self.name_of(one)] for one in self.questions if self.is_asked(one)]
        return sum(map(_is_fine, asked)), len(asked)

    def _state(self, asked: Sequence[Asked]) -> str:
        shown = [item for item in asked if item.is_asked]
        if self.is_bound and any(item.bound.errors for item in shown):
            return "error"
        needed = [item for item in shown if item.question.is_required]
        return "done" if all(_is_fine(item.bound) for item in needed or shown) else ""


def _is_fine(bound) -> bool:
    try:
        return bound.field.clean(bound.value()) not in bound.field.empty_values
    except forms.ValidationError:
        return False


def _as_values(raw) -> set[str]:
    """Raw values as words a condition can name; a ranking names what was ranked."""
    if isinstance(raw, str):
        return {raw} - {""}
    return set(raw or ())


def _messages(question):
    """The label of the question stands beside each message, so the message need not repeat it."""
    if question.has_parts:
        return {}
    return {
        "required": question.as_kind.missing,
        "max_length": _("Shorten this to %(limit_value)d characters. It has %(show_value)d."),
        "invalid_choice": _("This answer is not offered any more. Choose another one."),
        "invalid_list": _("This answer is not offered any more. Choose another one."),
    }
