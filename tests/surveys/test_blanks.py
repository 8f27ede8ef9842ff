"""Answers in parts: the goal matrix, goals of learning a tool, sentences with blanks."""

from datetime import UTC, datetime

import pytest
from django.http import QueryDict

from surveys import blanks
from surveys.actions import responses
from surveys.forms import QuestionnaireForm
from surveys.models import Answer
from surveys.queries import answers_for_form, answers_of, questions_of
from surveys.question_kinds import KINDS
from tests.factories import QuestionFactory, QuestionnaireFactory, ResponseFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 6, 10, tzinfo=UTC)
PURPOSE = "I'm a mentor because I care about [a value]. [a value] drives me because [ your why ]."
MATRIX = [
    "By 24 September.",
    "Yes",
    "I lead  one\nincident",
    "Facts get through",
    "I count",
    "Care",
]


def made(kind, **fields):
    return QuestionFactory(
        questionnaire=QuestionnaireFactory(), key="goal", kind=kind, text="Goal?", **fields
    )


def form_of(question, data=None, response=None):
    return QuestionnaireForm(
        questions_of(question.questionnaire),
        None if data is None else QueryDict(data),
        answers=answers_for_form(response),
    )


def sent(texts):
    data = QueryDict(mutable=True)
    data.update({f"q_goal-{place}": text for place, text in enumerate(texts)})
    return data.urlencode()


def errors(form):
    return [str(text) for texts in form.errors.values() for text in texts]


def test_a_goal_of_six_parts_is_kept_with_its_sentence_and_shown_again():
    question = made("goal")
    response = ResponseFactory(questionnaire=question.questionnaire)
    form = form_of(question, sent(MATRIX))
    assert form.is_valid(), form.errors
    responses.save_answers(response, form.values(), at=AT)
    sentence = (
        "What I want: I lead one incident. When: By 24 September. How I measure it: I count. "
        "Within my control: Yes. What good it does: Facts get through. Why it matters to me: Care."
    )
    [answer] = answers_of([response])[response.pk]
    assert answer.words == sentence
    assert Answer.objects.get().parts[0] == "By 24 September."
    again = form_of(question, response=response)
    [asked] = again.sections[0].questions
    assert [part.text for part in asked.parts] == [" ".join(text.split()) for text in MATRIX]
    assert "".join(f"{p.before}{p.text}{p.after}" for p in asked.sentence).strip() == sentence


def test_the_questions_of_the_matrix_are_those_of_the_handbook():
    asked = {str(one.label): str(one.hint) for one in KINDS["goal"].blanks(made("goal"))}
    assert asked == {
        "Time-bound": "When will it be complete?",
        "Certain": "Is it within your control?",
        "Specific": "What is the desired outcome?",
        "Positive": "What good will it do?",
        "Measurable": "How will you measure it?",
        "Personal": "Why does it matter to you?",
    }
    assert [str(one.label) for one in KINDS["tool_goal"].blanks(made("tool_goal"))] == [
        "What will you do to understand it better?",
        "How will you show that you understand it?",
    ]


def test_empty_parts_are_named_and_what_was_typed_stays():
    question = made("goal")
    form = form_of(question, sent([*MATRIX[:4], " ", ""]))
    assert not form.is_valid()
    assert errors(form) == ["Still empty: Measurable, Personal"]
    [asked] = form.sections[0].questions
    assert [part.is_wrong for part in asked.parts] == [False] * 4 + [True] * 2
    assert asked.parts[0].text == MATRIX[0]


def test_some_parts_are_enough_when_it_is_optional():
    question = made("tool_goal", is_required=False)
    form = form_of(question, sent(["Read the manual", ""]))
    assert form.is_valid()
    [row] = form.values()[question.pk]
    assert (row.text, row.parts) == (
        "To understand it better: Read the manual.",
        ("Read the manual", ""),
    )
    nothing = form_of(question, "")
    assert nothing.is_valid()
    assert nothing.values() == {question.pk: []}


def test_a_sentence_repeats_its_blanks():
    question = made("blanks", sentence=PURPOSE)
    assert blanks.names_in(PURPOSE) == ["a value", "your why"]
    form = form_of(question, sent(["fairness", "somebody helped me."]))
    assert form.is_valid(), form.errors
    [row] = form.values()[question.pk]
    assert row.text == (
        "I'm a mentor because I care about fairness. Fairness drives me because somebody helped me."
    )
    assert blanks.compose(question.as_kind.pieces(question), {"0": "fairness"}).endswith(
        "because …."
    )
    assert blanks.compose(question.as_kind.pieces(question), {}) == ""


@pytest.mark.parametrize(
    ("sentence", "is_fine"),
    [
        ("I care about [a value].", True),
        ("", False),
        ("No blank", False),
        ("[]", False),
        ("[ ] and [", False),
        ("[a]" * 50, True),
        ("".join(f"[{n}]" for n in range(9)), False),
    ],
)
def test_which_sentences_can_be_asked(sentence, is_fine):
    assert (blanks.problem_of(sentence) == "") == is_fine


@pytest.mark.parametrize("text", ["x" * 501, "a\x00b"])
def test_a_part_that_cannot_be_kept_is_refused_by_name(text):
    form = form_of(made("tool_goal"), sent([text, "fine"]))
    assert not form.is_valid()
    assert errors(form)[0].startswith("What will you do to understand it better?:")
