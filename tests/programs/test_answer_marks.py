"""Marks on text answers: for those who run the survey, on what they are shown alone."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from surveys.actions import anonymity, marks
from surveys.models import AnonymousAnswer, Answer, AnswerMark
from surveys.results import results_of
from tests.factories import UserFactory
from tests.factories.cycle_surveys import CLOSES, OPENS, give_answers, make_cycle_survey

pytestmark = pytest.mark.django_db


class Desk:
    """One survey with the organizer who reads it."""

    def __init__(self, client, planned):
        self.client, self.planned, self.survey = client, planned, planned.survey
        cycle = planned.cycle
        self.where = [cycle.program.slug, cycle.slug, planned.pk]

    def page(self, at=CLOSES, **query):
        with time_machine.travel(at, tick=False):
            return self.client.get(reverse("programs:survey_detail", args=self.where), query)

    def mark(self, key, kind, at=CLOSES, query="", **more):
        address = reverse("programs:survey_mark", args=self.where) + query
        data = {"answer": key, "kind": kind, **more}
        with time_machine.travel(at, tick=False):
            return self.client.post(address, data)

    def comments(self, **query):
        """What the page shows of the question with comments."""
        context = self.page(**query).context
        found = [result for result, _found in context["questions"] if result.is_text]
        return [answer.text for answer in context["marks"].narrowed(found[0].comments)]


@pytest.fixture
def anonymous(client, organizer, cycle):
    client.force_login(organizer)
    desk = Desk(client, make_cycle_survey(cycle))
    give_answers(desk.survey, "mentee", 10, comment="Said by")
    return desk


@pytest.fixture
def named(client, organizer, cycle):
    client.force_login(organizer)
    desk = Desk(client, make_cycle_survey(cycle, kind="midway", mode="named"))
    give_answers(desk.survey, "mentee", 2, comment="Said by")
    return desk


def keys(desk):
    model = AnonymousAnswer if desk.survey.questionnaire.is_anonymous else Answer
    rows = model.objects.exclude(text="").order_by("text")
    return [str(key) for key in rows.values_list("pk", flat=True)]


@pytest.mark.parametrize("desk", ["anonymous", "named"])
def test_marks_go_on_and_off_and_narrow_what_is_read(request, desk):
    desk = request.getfixturevalue(desk)
    first, second = keys(desk)[:2]
    assert "Answers by mark" not in desk.page().text
    desk.mark(first, "star")
    desk.mark(first, "star")  # twice is once
    desk.mark(first, "theme", theme="  Work   load ")
    desk.mark(second, "theme", theme="Work load")
    desk.mark(second, "quote")
    filters = [(one.key, one.count) for one in desk.page().context["marks"].filters]
    assert filters == [("star", 1), ("quote", 1), ("theme:Work load", 2)]
    assert desk.comments(mark="star") == ["Said by 0"]
    assert sorted(desk.comments(mark="theme:Work load")) == ["Said by 0", "Said by 1"]
    text = desk.page(mark="quote").text
    assert "Said by 1" in text
    assert "Said by 0" not in text
    desk.mark(first, "star", off="1")
    desk.mark(second, "theme", theme="Work load", off="1")
    assert {mark.key for mark in AnswerMark.objects.all()} == {"theme:Work load", "quote"}
    assert "No answer here has this mark." in desk.page(mark="star").text


def test_filters_stay_and_the_page_comes_back_to_the_answer(anonymous):
    key = keys(anonymous)[0]
    answer = anonymous.mark(key, "star", query="?who=all&mark=quote")
    assert answer.url.endswith(f"?who=all&mark=quote#a-{key}")


def test_nothing_is_marked_before_the_close_or_under_ten(client, organizer, cycle):
    client.force_login(organizer)
    desk = Desk(client, make_cycle_survey(cycle))
    give_answers(desk.survey, "mentee", 9, comment="Said by")
    desk.mark(keys(desk)[0], "star")
    give_answers(desk.survey, "mentee", 1, comment="The tenth")
    desk.mark(keys(desk)[0], "star", at=OPENS + timedelta(days=1))
    assert not AnswerMark.objects.exists()
    desk.mark(keys(desk)[0], "star")
    assert AnswerMark.objects.count() == 1


@pytest.mark.parametrize("key", ["", "5", "nothing", "0" * 40])
def test_what_is_no_answer_of_this_survey_is_refused(anonymous, key):
    page = anonymous.client.get(anonymous.mark(key, "star").url.partition("#")[0])
    assert any(word in page.text for word in ("is not shown to you", "required", "at most"))
    assert not AnswerMark.objects.exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"kind": "heart"}, "Select a valid choice"),
        ({"kind": "theme"}, "Write a word for the theme."),
        ({"kind": "theme", "theme": "x" * 41}, "at most 40"),
    ],
)
def test_bad_marks_are_said(anonymous, data, said):
    anonymous.mark(keys(anonymous)[0], **data)
    assert said in anonymous.page().text
    assert not AnswerMark.objects.exists()


def test_an_answer_has_five_themes_at_most(anonymous, organizer):
    first, second = keys(anonymous)[:2]
    for number in range(5):
        marks.put(anonymous.survey, first, "theme", theme=f"T{number}", by=organizer)
    marks.put(anonymous.survey, first, "theme", theme="T4", by=organizer)
    with pytest.raises(ValidationError) as refused:
        marks.put(anonymous.survey, first, "theme", theme="T5", by=organizer)
    assert refused.value.code == "too_many"
    marks.put(anonymous.survey, second, "theme", theme="T5", by=organizer)


def test_answers_of_people_one_may_not_judge_cannot_be_marked(named, organizer):
    report = UserFactory(manager=organizer)
    answer = Answer.objects.exclude(text="").first()
    invitation = answer.response.invitation
    invitation.person = report
    invitation.save(update_fields=["person"])
    named.mark(str(answer.pk), "star")
    assert not AnswerMark.objects.exists()


def test_marking_leaves_the_rows_of_answers_as_they_are(anonymous, organizer):
    """What Postgres keeps with a row, its last transaction and its place, must not tell of marks."""
    written = "SELECT xmin::text, ctid::text FROM surveys_anonymousanswer WHERE id = %s"
    key = keys(anonymous)[0]

    def row():
        with connection.cursor() as cursor:
            cursor.execute(written, [key])
            return cursor.fetchone()

    before = row()
    marks.put(anonymous.survey, key, "star", by=organizer)
    assert row() == before
    texts = results_of(anonymous.survey, at=CLOSES).questions[-1].texts
    assert len(texts) == 10


def test_marks_stay_when_answers_are_mixed(anonymous, organizer):
    marks.put(anonymous.survey, keys(anonymous)[0], "star", by=organizer)
    assert anonymity.mix_due(CLOSES) == {"anonymous surveys mixed": 1}
    assert anonymous.comments(mark="star") == ["Said by 0"]


def test_a_mark_says_who_put_it_and_not_when(anonymous, organizer):
    marks.put(anonymous.survey, keys(anonymous)[0], "star", by=organizer)
    assert AnswerMark.objects.get().by == organizer
    kinds = {field.get_internal_type() for field in AnswerMark._meta.fields}
    assert not kinds & {"DateTimeField", "DateField"}
    organizer.delete()
    assert AnswerMark.objects.get().by is None


def test_database_refuses_marks_on_two_answers_and_themes_without_words(anonymous):
    key = keys(anonymous)[0]
    for fields in ({"kind": "star"}, {"kind": "theme", "anonymous_answer_id": key}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AnswerMark.objects.create(**fields)


def test_themes_of_answers_the_reader_may_not_judge_are_not_offered(named, organizer):
    mine, other = Answer.objects.exclude(text="").order_by("text")
    named.mark(str(mine.pk), "theme", theme="Unhappy")
    named.mark(str(other.pk), "theme", theme="Calendars")
    report = mine.response.person
    report.manager = organizer
    report.save(update_fields=["manager"])
    text = named.page().text
    assert "Calendars" in text
    assert "Unhappy" not in text
