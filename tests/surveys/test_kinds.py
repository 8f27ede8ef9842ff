"""Every kind of question, walked: asked, answered, kept, shown again, counted, read from a file."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from mentorship.embedded.places import ROOT
from surveys import question_kinds
from surveys.actions import responses
from surveys.forms import QuestionnaireForm
from surveys.models import Question
from surveys.queries import answers_for_form, answers_of, questions_of
from surveys.question_kinds import KINDS
from surveys.values import AnswerValue
from tests.factories import QuestionFactory, ResponseFactory

AT = datetime(2021, 6, 15, 12, tzinfo=UTC)

# What a browser sends for one answer, by the end of the field's name, and how it reads afterwards.
EXAMPLES = {
    "text": ({"": ["Tea"]}, "Tea"),
    "long_text": ({"": ["Tea and biscuits"]}, "Tea and biscuits"),
    "one": ({"": ["b"]}, "B"),
    "several": ({"": ["a", "b"]}, "A, B"),
    "scale": ({"": ["4"]}, "4"),
    "number": ({"": ["3"]}, "3"),
    "date": ({"": ["2021-06-07"]}, "7 June 2021"),
    "yes_no": ({"": ["no"]}, "No"),
    "ranking": ({"-a": ["2"], "-b": ["1"]}, "B, A"),
    "week": ({"": ["mon-0"]}, "Monday morning, 8–11"),
    "goal": ({f"-{place}": ["x"] for place in range(6)}, None),
    "tool_goal": ({"-0": ["read"], "-1": ["talk"]}, None),
    "blanks": ({"-0": ["fairness"]}, "I care about fairness."),
    "rating": ({"": ["4"]}, "4 of 5 stars"),
    "recommend": ({"": ["9"]}, "9"),
}


@pytest.fixture(params=list(KINDS))
def question(request, db):
    kind = KINDS[request.param]
    given = {"choices": ["a", "b"]} if kind.has_choices else {}
    if "low" in kind.settings:
        given |= {"low": 1, "high": 5}
    if "sentence" in kind.settings:
        given["sentence"] = "I care about [a value]."
    return QuestionFactory(kind=request.param, key="asked", text="Asked?", **given)


def filled_in(question):
    data = QueryDict(mutable=True)
    for end, values in EXAMPLES[question.kind][0].items():
        data.setlist(f"q_asked{end}", values)
    return QuestionnaireForm(questions_of(question.questionnaire), data)


def test_every_kind_has_an_example():
    assert set(EXAMPLES) == set(KINDS)


def test_kinds_differ_and_have_an_icon_of_ours():
    sprite = (ROOT / "static" / "vendor" / "icons.svg").read_text()
    assert len({kind.place for kind in KINDS.values()}) == len(KINDS)
    assert [kind.name for kind in KINDS.values() if f'id="i-{kind.icon}"' not in sprite] == []


def test_what_pairing_reads_is_known_and_read_from_some_kind():
    assert {use for kind in KINDS.values() for use in kind.uses} == set(Question.Use.values)
    assert all(question_kinds.read_as(use) for use in Question.Use.values)


def test_an_answer_is_kept_and_comes_back_as_it_was_given(question):
    form = filled_in(question)
    assert form.is_valid(), form.errors
    response = ResponseFactory(questionnaire=question.questionnaire)
    responses.save_answers(response, form.values(), at=AT)

    again = QuestionnaireForm(
        questions_of(question.questionnaire), answers=answers_for_form(response)
    )
    raw = again.value_of(question)
    sent = EXAMPLES[question.kind][0]
    if "" in sent:
        assert raw == (sent[""] if isinstance(raw, list) else sent[""][0])
    else:
        assert raw == {end[1:]: values[0] for end, values in sent.items()}
    shown = answers_of([response])[response.pk][0]
    assert not shown.is_empty
    if EXAMPLES[question.kind][1]:
        assert shown.words == EXAMPLES[question.kind][1]


def test_a_cell_of_a_file_is_read_as_the_form_would_send_it(question):
    cells = {"ranking": "b; a", "several": "a; b", "tool_goal": "read | talk"}
    cells |= {"goal": " | ".join("x" * 6), "blanks": "fairness"}
    sent = EXAMPLES[question.kind][0]
    cell = cells.get(question.kind) or sent[""][0]
    assert question.as_kind.sent(question, cell) == sent


def test_what_is_no_text_is_counted_or_kept_to_oneself(question):
    kind, value = question.as_kind, filled_in(question)
    assert value.is_valid()
    rows = value.values()[question.pk]
    counts = Counter((row.choice_id, row.number, row.rank) for row in rows)
    totals = kind.totals(question, counts, 1)
    is_counted = bool(sum(bar.count for bar in totals.bars)) or totals.mean is not None
    assert is_counted != (kind.is_text or kind.reveals_person)


def test_a_rating_is_five_radio_buttons_with_names(client, db):
    question = QuestionFactory(kind="rating", key="asked", text="How was it?", is_required=True)
    form = QuestionnaireForm(questions_of(question.questionnaire), QueryDict())
    assert form.errors["q_asked"] == ["Choose an answer"]
    labels = [str(option.data["label"]) for option in form["q_asked"].subwidgets]
    assert labels == ["1 star", "2 stars", "3 stars", "4 stars", "5 stars"]


# Times of the week


def shown_week(*slots):
    return KINDS["week"].words(AnswerValue(slots=slots))


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        (["sat-0", "mon-3"], "Monday evening, 17–20; Saturday morning, 8–11"),
        (["sun-4", "tue-5"], "Tuesday early morning, 5–8; Sunday late evening, 20–23"),
        (["wed-0930", "wed-0900", "wed-1030"], "Wednesday 9–10; Wednesday 10:30–11"),
        (["mon-2230", "tue-0500"], "Monday 22:30–23; Tuesday 5–5:30"),
        (["fri-1", "fri-1800", "fri-1830"], "Friday midday, 11–14; Friday 18–19"),
        (["fri-9", "x", "sun-0415"], ""),
    ],
)
def test_evenings_weekends_and_half_hours_are_named_and_read_back(slots, words):
    assert shown_week(*slots) == words
    if words:
        read = KINDS["week"].sent(None, words)[""]
        assert sorted(read) == sorted(slots)


@pytest.mark.parametrize(
    ("cell", "slots"),
    [
        ("Mon 9:30-11", ["mon-0930", "mon-1000", "mon-1030"]),
        ("monday midday, 11–14; SUN 5–5:30", ["mon-1", "sun-0500"]),
        ("mon-0 fri-3, sat-1430", ["mon-0", "fri-3", "sat-1430"]),
    ],
)
def test_files_may_say_times_of_the_week_in_these_ways(cell, slots):
    assert KINDS["week"].sent(None, cell) == {"": slots}


@pytest.mark.parametrize(
    "cell", ["Mon 9:15-11", "Mon 4-6", "Mon 22-24", "Mon 11-9", "Mon 9", "Xyz 9-10", "mon-6"]
)
def test_times_that_the_grid_does_not_have_are_refused(cell):
    with pytest.raises(ValidationError, match="is not a time of the week like"):
        KINDS["week"].sent(None, cell)
