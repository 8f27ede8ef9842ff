from datetime import UTC, datetime

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.actions import responses
from surveys.forms import QuestionnaireForm
from surveys.models import Answer, Question
from surveys.queries import answers_for_form, answers_of, questions_of
from surveys.values import SLOTS
from tests.factories import QuestionFactory, QuestionnaireFactory, ResponseFactory

AT = datetime(2021, 6, 10, tzinfo=UTC)
CHOICES = ["a", "b", "c", "d"]


@pytest.fixture
def questionnaire(db):
    """One question of every kind, all required; `why` is asked only after yes."""
    made = QuestionnaireFactory()

    def ask(key, kind, **fields):
        return QuestionFactory(questionnaire=made, key=key, kind=kind, **fields)

    ask("role", "text")
    ask("goal", "long_text")
    ask("mode", "one", choices=CHOICES)
    ask("focus", "several", choices=CHOICES, at_most=3)
    ask("fit", "scale", low=1, high=5)
    ask("places", "number", low=1, high=9)
    ask("day", "date")
    both = ask("both", "yes_no")
    ask("order", "ranking", choices=["x", "y", "z"])
    ask("times", "week")
    ask("why", "text", asked_if=both, asked_if_values=["yes"])
    return made


GOOD = (
    "q_role=Engineer&q_goal=Lead&q_mode=b&q_focus=a&q_focus=c&q_fit=4&q_places=2&q_day=2021-06-30"
    "&q_both=yes&q_order-x=2&q_order-y=1&q_order-z=3&q_times=mon-0&q_times=fri-3&q_why=Because"
)


def form_of(questionnaire, data=None, response=None):
    return QuestionnaireForm(
        questions_of(questionnaire),
        None if data is None else QueryDict(data),
        answers=answers_for_form(response),
    )


def save(response, data=GOOD):
    """Save whatever of the data is valid."""
    form = form_of(response.questionnaire, data)
    form.is_valid()
    responses.save_answers(response, form.values(), at=AT)
    return form


def codes(form):
    return {
        name: [error.code for error in errors.as_data()] for name, errors in form.errors.items()
    }


def words(response):
    return {row.question.key: row.words for row in answers_of([response])[response.pk]}


def test_answers_of_every_kind_are_saved_and_shown(questionnaire):
    response = ResponseFactory(questionnaire=questionnaire)
    form = form_of(questionnaire, GOOD)
    assert form.is_valid(), form.errors
    responses.save_answers(response, form.values(), at=AT)
    assert words(response) == {
        "role": "Engineer",
        "goal": "Lead",
        "mode": "B",
        "focus": "A, C",
        "fit": "4",
        "places": "2",
        "day": "30 June 2021",
        "both": "Yes",
        "order": "Y, X, Z",
        "times": "Monday morning, 8–11; Friday evening, 17–20",
        "why": "Because",
    }
    response.refresh_from_db()
    assert response.saved_at == AT


def test_saved_answers_come_back_into_the_form(questionnaire):
    response = ResponseFactory(questionnaire=questionnaire)
    first = save(response)
    again = form_of(questionnaire, None, response)
    assert {name: again[name].value() for name in again.fields} == {
        name: first[name].value() for name in first.fields
    }
    assert [section.state for section in again.sections] == ["done"]


def test_nothing_given_asks_for_every_required_answer(questionnaire):
    form = form_of(questionnaire, "")
    expected = {name: ["required"] for name in form.fields if name != "q_why"}
    assert codes(form) == expected


@pytest.mark.parametrize(
    ("change", "name", "code"),
    [
        ("q_role=" + "x" * 301, "q_role", "max_length"),
        ("q_mode=nowhere", "q_mode", "invalid_choice"),
        ("q_focus=b&q_focus=d&q_focus=c", "q_focus", "too_many"),
        ("q_fit=6", "q_fit", "invalid_choice"),
        ("q_places=0", "q_places", "min_value"),
        ("q_places=many", "q_places", "invalid"),
        ("q_day=30 February", "q_day", "invalid"),
        ("q_order-x=1", "q_order", "places_do_not_fit"),
        ("q_order-z=", "q_order", "places_missing"),
        ("q_times=sun-9", "q_times", "invalid_choice"),
    ],
)
def test_a_wrong_answer_is_named(questionnaire, change, name, code):
    assert codes(form_of(questionnaire, f"{GOOD}&{change}")) == {name: [code]}


def test_a_question_not_asked_is_neither_required_nor_stored(questionnaire):
    form = form_of(questionnaire, GOOD.replace("q_both=yes", "q_both=no"))
    assert form.is_valid()
    why = Question.objects.get(key="why")
    assert form.values()[why.pk] == []


def test_conditions_follow_each_other_and_survive_circles(db):
    made = QuestionnaireFactory()
    first = QuestionFactory(questionnaire=made, key="one", kind="yes_no")
    second = QuestionFactory(
        questionnaire=made, key="two", kind="yes_no", asked_if=first, asked_if_values=["yes"]
    )
    QuestionFactory(questionnaire=made, key="three", asked_if=second, asked_if_values=["no"])
    assert codes(form_of(made, "q_one=no")) == {}
    assert codes(form_of(made, "q_one=yes")) == {"q_two": ["required"]}
    assert codes(form_of(made, "q_one=yes&q_two=no")) == {"q_three": ["required"]}
    first.asked_if = second
    first.save()
    assert "q_three" in codes(form_of(made, "q_one=yes&q_two=no"))


def test_saving_leaves_answers_to_archived_questions_alone(questionnaire):
    response = ResponseFactory(questionnaire=questionnaire)
    save(response)
    Question.objects.filter(key="role").update(is_archived=True)
    save(response, "q_goal=New")
    assert words(response)["role"] == "Engineer"
    assert words(response)["goal"] == "New"


def test_a_choice_taken_off_stays_for_who_chose_it(questionnaire):
    response = ResponseFactory(questionnaire=questionnaire)
    save(response)
    Question.objects.get(key="mode").choices.filter(value="b").update(is_archived=True)
    assert form_of(questionnaire, GOOD, response).is_valid()
    assert codes(form_of(questionnaire, GOOD)) == {"q_mode": ["invalid_choice"]}


@pytest.mark.parametrize("count", [1, 4])
def test_answers_of_many_cost_the_same(questionnaire, count, django_assert_num_queries):
    made = [ResponseFactory(questionnaire=questionnaire) for _ in range(count)]
    for response in made:
        save(response)
    with django_assert_num_queries(2):
        assert {len(rows) for rows in answers_of(made).values()} == {11}


def test_saving_costs_the_same_for_any_number_of_answers(questionnaire, django_assert_num_queries):
    response = ResponseFactory(questionnaire=questionnaire)
    form = form_of(questionnaire, GOOD)
    assert form.is_valid()
    values = form.values()
    with django_assert_num_queries(6):  # two of them the savepoint
        responses.save_answers(response, values, at=AT)


NAMES = [
    "q_role", "q_goal", "q_mode", "q_focus", "q_fit", "q_places", "q_day", "q_both", "q_order",
    "q_order-x", "q_order-y", "q_order-z", "q_times", "q_why",
]  # fmt: skip
RAW = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [*CHOICES, *SLOTS, "x", "yes", "no", "1", "٣", "-1", "9" * 5000, "2021-02-30", "\x00"]
    ),
    st.integers().map(str),
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sent=st.lists(st.tuples(st.sampled_from(NAMES), RAW), max_size=25))
def test_no_data_breaks_the_form(questionnaire, sent):
    data = QueryDict(mutable=True)
    for name, value in sent:
        data.appendlist(name, value)
    response = ResponseFactory(questionnaire=questionnaire)
    form = QuestionnaireForm(questions_of(questionnaire), data)
    form.is_valid()
    responses.save_answers(response, form.values(), at=AT)
    again = form_of(questionnaire, None, response)
    assert {section.state for section in again.sections} <= {"done", ""}
    assert len(answers_of([response])[response.pk]) == 11
    Answer.objects.filter(response=response).delete()
