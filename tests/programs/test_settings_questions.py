"""The question builder: adding, changing, ordering and archiving, through the front door."""

from datetime import UTC, datetime
from html import unescape

import pytest
from django.urls import reverse

from programs.catalog import TEMPLATES
from programs.programfile import load
from surveys.models import Question
from surveys.question_kinds import KINDS
from tests.factories import ApplicationFactory, UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 5, 1, 9, tzinfo=UTC)
QUESTION = {"text": "What else?", "kind": "long_text", "readers": "organizers", "pairing_use": ""}


@pytest.fixture
def plain(client):
    olga = UserFactory(name="Olga Organizer")
    client.force_login(olga)
    return load(TEMPLATES["plain"].read(), owner=olga, at=AT).cycle


@pytest.fixture
def form(plain):
    return plain.roles.get(side="mentee").questionnaire


def address(cycle, name, **more):
    return reverse(f"programs:{name}", args=[cycle.program.slug, cycle.slug, *more.values()])


def keys(form):
    return list(form.questions.asked().values_list("key", flat=True))


def add(client, plain, form, **values):
    return client.post(address(plain, "question_add", form=form.pk), QUESTION | values)


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_can_be_asked(client, plain, form, kind):
    values = {"kind": kind, "choices": "Tea\nCoffee", "low": "1", "high": "5"}
    values["sentence"] = "I care about [a value]."
    response = add(client, plain, form, **values)
    assert response.status_code == 302, response.context["form"].errors
    asked = form.questions.get(key="what-else")
    assert asked.kind == kind
    assert response.url == address(plain, "settings_form", form=form.pk)


@pytest.mark.parametrize(
    "values",
    [
        {"text": ""},
        {"kind": "one", "choices": ""},
        {"kind": "scale", "low": "5", "high": "1"},
        {"leading": "no-such-question"},
        {"text": "x" * 100_000},
    ],
)
def test_a_question_that_does_not_fit_is_refused(client, plain, form, values):
    before = keys(form)
    assert add(client, plain, form, **values).status_code == 200
    assert keys(form) == before


def test_questions_change_places_and_the_first_stays_first(client, plain, form):
    before = keys(form)
    add(client, plain, form)
    new = form.questions.get(key="what-else")
    client.post(address(plain, "question_move", pk=new.pk, direction="up"))
    assert keys(form) == [*before[:-1], "what-else", before[-1]]
    first = form.questions.asked().first()
    client.post(address(plain, "question_move", pk=first.pk, direction="up"))
    assert keys(form)[0] == before[0]


def test_an_unanswered_question_is_deleted(client, plain, form):
    add(client, plain, form)
    new = form.questions.get(key="what-else")
    client.post(address(plain, "question_archive", pk=new.pk))
    assert not Question.objects.filter(pk=new.pk).exists()


def test_an_answered_question_is_kept_with_its_answers(client, plain, form):
    add(client, plain, form)
    new = form.questions.get(key="what-else")
    application = ApplicationFactory(cycle=plain, role=plain.roles.get(side="mentee"))
    response = application.response
    response.questionnaire = form
    response.save(update_fields=["questionnaire"])
    answer = response.answers.create(question=new, text="Plenty")
    client.post(address(plain, "question_archive", pk=new.pk))
    new.refresh_from_db()
    answer.refresh_from_db()
    assert (new.is_archived, answer.text) == (True, "Plenty")
    page = client.get(address(plain, "settings_form", form=form.pk)).content.decode()
    assert "No longer asked" in page


def test_a_renamed_choice_keeps_its_value(client, plain, form):
    add(client, plain, form, kind="one", choices="Tea\nCoffee")
    asked = form.questions.get(key="what-else")
    changed = QUESTION | {"kind": "one", "choices": "Green tea\nCoffee"}
    client.post(address(plain, "question_edit", pk=asked.pk), changed)
    found = asked.choices.filter(is_archived=False).values_list("value", "label")
    assert list(found) == [("tea", "Green tea"), ("coffee", "Coffee")]


def test_a_question_others_depend_on_stays(client, plain, form):
    add(client, plain, form, text="Have you done this before?", kind="yes_no")
    leading = form.questions.get(key="have-you-done-this-before")
    add(client, plain, form, leading=leading.key, leading_values="yes")
    assert form.questions.get(key="what-else").asked_if == leading
    client.post(address(plain, "question_archive", pk=leading.pk))
    leading.refresh_from_db()
    assert not leading.is_archived


def test_a_question_stays_behind_the_one_that_leads_to_it(client, plain, form):
    values = {"key": "leader", "kind": "yes_no", "text": "Have you led a team?"}
    add(client, plain, form, **values)
    leading = form.questions.asked().last()
    add(client, plain, form, leading=leading.key, leading_values="yes")
    before = keys(form)
    response = client.post(
        address(plain, "question_move", pk=leading.pk, direction="down"), follow=True
    )
    assert keys(form) == before
    *_saved, refusal = map(str, response.context["messages"])
    assert "What else?" in refusal


PASTED = """What is your role? [text]
What would you like help with? [several, optional]
- Career growth
* Technical depth

What should we know?
Live or in writing?
- Live
- In writing
"""


def test_several_questions_are_added_at_once(client, plain, form):
    before = keys(form)
    page = address(plain, "settings_form", form=form.pk)
    assert client.post(page, {"lines": PASTED}).status_code == 302
    added = [one for one in form.questions.asked() if one.key not in before]
    assert [(one.text, one.kind, one.is_required) for one in added] == [
        ("What is your role?", "text", True),
        ("What would you like help with?", "several", False),
        ("What should we know?", "long_text", True),
        ("Live or in writing?", "one", True),
    ]
    assert [choice.label for choice in added[1].choices.all()] == [
        "Career growth",
        "Technical depth",
    ]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("- A choice", "The first line has to be a question"),
        ("Your goal? [a poem]", "“a poem” is no way of answering"),
        ("Your goal? [text]\n- One", "Your goal?: A question of this kind has no choices."),
        ("Which? \n- One\n- One", "Two choices are both named “one”."),
        ("x" * 301, "is too long for a question"),
        ("[text]", "A line has brackets and no question."),
        ("Why?\n" * 51, "At most 50 questions can be added at once."),
        ("", "One answer needs another look"),
    ],
)
def test_lines_that_do_not_fit_are_kept_and_refused(client, plain, form, lines, said):
    before = keys(form)
    answer = client.post(address(plain, "settings_form", form=form.pk), {"lines": lines})
    assert answer.status_code == 200
    page = unescape(answer.content.decode())
    assert said in page
    assert lines in page
    assert keys(form) == before


IN_PLACE = {"HX-Request": "true"}


def test_a_question_is_changed_where_it_stands(client, plain, form):
    question = form.questions.get(key="goal")
    edit = address(plain, "question_edit", pk=question.pk)
    part = client.get(edit, headers=IN_PLACE).content.decode()
    assert "<h1" not in part
    values = QUESTION | {"text": "A goal?", "readers": "pair"}
    line = client.post(edit, values, headers=IN_PLACE).content.decode()
    assert f'<li id="q{question.pk}">' in line
    assert "A goal?" in line
    assert "<form class" not in line
    wrong = client.post(edit, values | {"text": ""}, headers=IN_PLACE).content.decode()
    assert f'<li id="q{question.pk}">' in wrong
    assert 'name="text"' in wrong
    assert form.questions.get(key="goal").text == "A goal?"


def test_a_question_is_added_where_the_list_stands_with_room_for_the_next(client, plain, form):
    add_here = address(plain, "question_add", form=form.pk)
    part = client.post(add_here, QUESTION | {"text": "First?"}, headers=IN_PLACE).content.decode()
    assert "Here is room for the next" in part
    assert "First?" in part.split('id="question-list"')[1]
    wrong = client.post(add_here, QUESTION | {"text": ""}, headers=IN_PLACE).content.decode()
    assert "question-list" not in wrong.split("data-unsaved")[0]
    assert keys(form)[-1] == "first"


def test_a_question_moves_without_a_new_page(client, plain, form):
    second = form.questions.asked()[1]
    move = address(plain, "question_move", pk=second.pk, direction="up")
    part = client.post(move, headers=IN_PLACE).content.decode()
    assert part.strip().startswith('<div id="question-list"')
    assert keys(form)[0] == second.key
