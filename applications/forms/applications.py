"""The application form: about you, can you take part, and the questions of the role."""

from dataclasses import dataclass, field, replace

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications.actions.applications import Submission
from applications.forms import facts, requirements
from applications.permissions import readers_of_fact
from applications.rules import tenure
from people.facts import HR, in_words, label, names
from programs.models import Obligation, Requirement, Role
from programs.permissions import readers_of_answer
from surveys import blanks
from surveys.forms import QuestionnaireForm
from surveys.models import Question

MOST_VALUES, MOST_CHARACTERS = 200, 50_000  # of one field in a draft
ABOUT_YOU, TAKING_PART = _("About you"), _("Can you take part?")
YOUR_ANSWERS = _("Your answers")  # to questions without a section
# A yes-or-no question by one of these keys stands in for the built-in one about the whole length.
COMMITMENT_KEYS = {"commitment", "whole-length"}


@dataclass(frozen=True)
class Part:
    """A section of the page: its place in the list on the left, and what it holds."""

    title: str
    slug: str
    state: str  # "done", "error" or empty
    template: str
    content: list = field(default_factory=list)
    questions: list = field(default_factory=list)
    is_optional: bool = False


class ApplicationForm(QuestionnaireForm):
    """One form over all parts, so that errors, drafts and states are one matter.

    `typed` is a draft as `typed_of` made it and goes before anything known otherwise.
    """

    def __init__(self, setting, data=None, *, typed=None):
        self.setting = setting
        super().__init__(setting.questions, data, answers=setting.answers)
        self.capacity_question = next(
            (asked for asked in self.questions if asked.pairing_use == Question.Use.CAPACITY), None
        )
        self.commitment = next(
            (
                self.name_of(asked)
                for asked in self.questions
                if asked.key in COMMITMENT_KEYS and asked.as_kind.is_fixed
            ),
            "f_commitment",
        )
        asked = self.fields
        self.fields = {
            **facts.fact_fields(
                setting.person,
                at=setting.at,
                also_needed=_facts_needed_for(setting.requirements),
            ),
            **requirements.requirement_fields(setting.requirements),
            **self._time_fields(),
            **asked,
        }
        if any(question.key == "location" for question in self.questions):
            del self.fields["f_location"]  # the role asks for it in its own words
        self.order_fields(self._page_order())
        self.initial = self._initial(typed)

    def _page_order(self):
        """As the sections stand on the page, so that errors are told from top to bottom."""
        own = [name for name in self.fields if name.startswith(("f_", "r_"))]
        time = [name for name in own if name in {"f_commitment", "f_capacity"}]
        sections: dict = {
            ABOUT_YOU: [name for name in own if name.startswith("f_") and name not in time],
            TAKING_PART: [*(name for name in own if name.startswith("r_")), *time],
        }
        for asked in self.questions:
            sections.setdefault(asked.section or YOUR_ANSWERS, []).append(self.name_of(asked))
        return [name for names in sections.values() for name in names]

    def readers_of(self, question):
        return readers_of_answer(question)

    def _time_fields(self):
        role = self.setting.role
        fields: dict[str, forms.Field] = {}
        if self.commitment == "f_commitment":
            fields["f_commitment"] = forms.ChoiceField(
                label=_whole_length(role.cycle),
                choices=[("yes", _("Yes")), ("no", _("No"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose an answer")},
            )
        if role.side == Role.Side.MENTOR and self.capacity_question is None:
            fields["f_capacity"] = forms.IntegerField(
                label=_("How many %(mentees)s can you take?") % role.cycle.called.words,
                min_value=1,
                max_value=50,
                initial=role.capacity,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            )
        return fields

    def _initial(self, typed):
        setting = self.setting
        application = setting.application
        was_sent = application is not None and application.submitted_at is not None
        initial = {
            **facts.fact_values(application if was_sent else setting.person, setting.person),
            **requirements.requirement_values(setting.fulfilments),
        }
        if was_sent:
            initial |= {"f_commitment": "yes", "f_capacity": application.capacity}
        if typed is not None:
            kept = MultiValueDict(typed)
            for name, made in self.fields.items():
                initial[name] = made.widget.value_from_datadict(kept, {}, name)
        return initial

    def typed_of(self, data):
        """What was sent for fields of this form, as typed: the draft to keep."""
        names = set(self.fields)
        for name, made in self.fields.items():
            names |= {f"{name}-{value}" for value in getattr(made.widget, "values", ())}
        return {
            name: [_tidy(value) for value in data.getlist(name)[:MOST_VALUES]]
            for name in data
            if name in names
        }

    def as_sent(self):
        """What a browser sends of this form when nobody touches it, in the shape of `typed_of`."""
        sent: dict[str, list[str]] = {}
        for name, made in self.fields.items():
            value, widget = self[name].value(), made.widget
            if hasattr(widget, "values"):  # a control for each part
                sent |= {f"{name}-{part}": [str(text)] for part, text in (value or {}).items()}
            elif isinstance(widget, forms.CheckboxInput):
                sent[name] = ["on"] if value else []
            else:
                shown = widget.format_value(value)
                shown = shown if isinstance(shown, list | tuple) else [shown]
                sent[name] = [str(text) for text in shown if text not in (None, "")]
        return sent

    def field_of(self, control):
        """The field a control belongs to: itself, or the one it is a part of."""
        if control in self.fields:
            return control
        return next((name for name in self.fields if control.startswith(f"{name}-")), "")

    def fields_of(self, controls):
        """Name, label and what is said there, for the fields these controls belong to."""
        named = {self.field_of(control): None for control in controls}
        return [
            (name, self.fields[name].label, self._said(name) or _("empty"))
            for name in self.fields
            if name in named
        ]

    def clean(self):
        cleaned = super().clean()
        for name in requirements.days_ahead(self.setting, cleaned):
            text = _("Give the day you completed it; this date is in the future.")
            self.add_error(name, forms.ValidationError(text, code="day_ahead"))
        if cleaned.get(self.commitment) == "no":
            self.add_error(
                self.commitment,
                forms.ValidationError(
                    _("This cycle needs you for its whole length. What you wrote is kept."),
                    code="no_commitment",
                ),
            )
        return cleaned

    @property
    def cannot_commit(self) -> bool:
        """They said so: not a refusal, but a place on the interest list for the next cycle."""
        return self[self.commitment].value() == "no"

    def submission(self) -> Submission:
        cleaned = self.cleaned_data
        return Submission(
            values=self.values(),
            facts={
                name.removeprefix(facts.PREFIX): value
                for name, value in cleaned.items()
                if name.startswith(facts.PREFIX)
            },
            capacity=self._capacity(),
            attested=requirements.attested(self.setting.requirements, cleaned),
        )

    @property
    def known_facts(self):
        """What the organization knows and the applicant cannot change here, as label, value and readers."""
        person = self.setting.person
        return [
            (label(name), in_words(value), readers_of_fact(name))
            for name in ["name", *names(HR)]
            if (value := getattr(person, name)) not in (None, "")
        ]

    def words(self):
        """What was typed into the questions, as label and words, for showing it without the form."""
        said = ((asked.text, self._said(self.name_of(asked))) for asked in self.questions)
        return [(text, words) for text, words in said if words]

    def _said(self, name):
        """What stands in a field, in words; nothing where nothing does."""
        bound = self[name]
        value = bound.value()
        asked = next((one for one in self.questions if self.name_of(one) == name), None)
        if asked is not None and asked.has_parts:
            value = blanks.compose(asked.pieces, value or {})
        if isinstance(value, bool):
            return str(_("ticked")) if value else ""
        labels = dict(getattr(bound.field, "choices", ()))
        named = list(value) if isinstance(value, list | tuple | set | dict) else [value]
        return ", ".join(str(labels.get(item, item)) for item in named if item)

    @property
    def usual_readers(self):
        return readers_of_fact("name")

    @property
    def places(self):
        """How many pairs at once this application means, as far as it is filled in."""
        if self.setting.role.side != Role.Side.MENTOR:
            return 1
        asked = self.capacity_question
        given = self[self.name_of(asked) if asked else "f_capacity"].value()
        return _number_of_places(given, otherwise=self.setting.places)

    def _capacity(self):
        if self.capacity_question is None:
            return self.cleaned_data.get("f_capacity") or 1
        return _number_of_places(self.cleaned_data.get(self.name_of(self.capacity_question)))

    @cached_property
    def parts(self):
        own = [name for name in self.fields if name.startswith(("f_", "r_"))]
        time = [self[name] for name in own if name in {"f_commitment", "f_capacity"}]
        about = [self[name] for name in own if name.startswith("f_") and self[name] not in time]
        told = [(bound, readers_of_fact(bound.name.removeprefix(facts.PREFIX))) for bound in about]
        asked = requirements.beside_fields(self.setting.requirements, self)
        ticks = [bound for item in asked for bound in item.bounds]
        parts: dict = {
            ABOUT_YOU: self._part("about-you", told, about),
            TAKING_PART: self._part("taking-part", asked, [*ticks, *time]),
        }
        for section in self.sections:
            title = section.title or YOUR_ANSWERS
            parts[title] = _joined(parts.get(title), section)
        return [replace(part, title=title) for title, part in parts.items()]

    @property
    def parts_done(self):
        return sum(part.state == "done" for part in self.parts)

    @property
    def next_part(self):
        """Where to go on: what has an error, then what is open, then what may stay open."""
        left = [part for part in self.parts if part.state != "done"]
        left.sort(key=lambda part: (part.state != "error", part.is_optional))
        return left[0] if left else None

    def _part(self, template, content, bounds):
        return Part("", template, self._part_state(bounds), template, content)

    def _part_state(self, bounds):
        if self.is_bound and any(bound.errors for bound in bounds):
            return "error"
        return "done" if all(_is_fine(bound) for bound in bounds) else ""


def _whole_length(cycle):
    if not (cycle.starts_on and cycle.ends_on):
        return _("Can you take part for the whole length?")
    return gettext("Can you take part the whole time, from %(first)s to %(last)s?") % {
        "first": date_format(cycle.starts_on, "j F Y"),
        "last": date_format(cycle.ends_on, "j F Y"),
    }


def _facts_needed_for(requirements):
    needed = {"started_on"} if tenure.required_months(requirements) > 0 else set()
    for one in requirements:
        if one.kind == Requirement.Kind.CONSENT and one.obligation == Obligation.REQUIRED:
            needed.add("manager")
    return needed


def _joined(part, section):
    """A section of the questionnaire as a part, or at the end of the part of the same title."""
    if part is None:
        template = "matrix" if _is_matrix(section) else "questions"
        return Part(
            "", section.slug, section.state, template, [], section.questions, section.is_optional
        )
    states = {part.state, section.state}
    state = "error" if "error" in states else "done" if states == {"done"} else ""
    return replace(part, state=state, questions=section.questions)


def _number_of_places(given, otherwise=1):
    """A number of mentees from whatever was typed, between 1 and 50."""
    text = str(given or "").strip()
    number = int(text) if text.isdecimal() and len(text) <= 3 else otherwise
    return min(max(number, 1), 50)


def _tidy(text):
    """Text as Postgres can keep it."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()[:MOST_CHARACTERS]


def _is_fine(bound):
    try:
        bound.field.clean(bound.value())
    except forms.ValidationError:
        return False
    return True


def _is_matrix(section):
    """Five or more texts and nothing else make one thing together: a goal in parts."""
    return len(section.questions) >= 5 and all(
        item.question.as_kind.is_voice and not item.question.has_parts and not item.condition
        for item in section.questions
    )
