"""Who was promised to read an answer reads it, and nobody else: the marks of the form beside the pages."""

import pytest
from django.urls import reverse

from applications.models import Delegation
from programs.permissions import readers_of_answer
from surveys.models import Question
from tests.factories import ApplicationFactory, PairFactory, QuestionFactory, StaffFactory, ended

pytestmark = pytest.mark.django_db
Readers = Question.Readers
MARKS = {
    Readers.ORGANIZERS: {"organizer"},
    Readers.REVIEWERS: {"organizer", "member"},
    Readers.PAIR: {"organizer", "member", "partner"},
}


def said(mark):
    return f"Answer for {mark}"


@pytest.fixture
def pair(cycle):
    """Both wrote an answer under each mark."""
    made = PairFactory(cycle=cycle)
    for one in (made.mentor, made.mentee):
        application = ApplicationFactory(
            cycle=cycle, role=one.role, person=one.person, status="paired"
        )
        one.application = application
        one.save()
        for mark in Readers:
            question = QuestionFactory(
                questionnaire=one.role.questionnaire,
                key=f"for-{mark}",
                text=f"Asked for {mark}?",
                kind="long_text",
                readers=mark,
            )
            application.response.answers.create(
                question=question, text=f"{said(mark)} by {one.role.side}"
            )
    return made


def pages(client, pair, side):
    """What each kind of reader finds written about one of the two, on the page made for it."""
    writer = getattr(pair, side)
    partner = pair.partner_of(writer.person).person
    member = StaffFactory(program=pair.cycle.program, role="committee").person
    Delegation.objects.create(application=writer.application, member=member)
    organizer = StaffFactory(program=pair.cycle.program).person
    slugs = {"program": pair.cycle.program.slug, "cycle": pair.cycle.slug}
    detail = reverse(
        "applications:application_detail", kwargs={**slugs, "pk": writer.application.pk}
    )
    shown = {}
    for who, person, address in (
        ("organizer", organizer, detail),
        ("member", member, detail),
        ("partner", partner, reverse("pairs:pair_detail", args=[pair.pk])),
    ):
        client.force_login(person)
        shown[who] = client.get(address).content.decode()
    return shown


@pytest.mark.parametrize("side", ["mentor", "mentee"])
def test_what_is_marked_for_somebody_is_shown_to_them_and_nothing_else(client, pair, side):
    shown = pages(client, pair, side)
    for mark, readers in MARKS.items():
        found = {who for who, page in shown.items() if f"{said(mark)} by {side}" in page}
        assert found == readers, mark


@pytest.mark.parametrize("side", ["mentor", "mentee"])
def test_ones_own_answers_stand_beside_each_with_its_readers(client, pair, side):
    client.force_login(getattr(pair, side).person)
    response = client.get(reverse("pairs:pair_detail", args=[pair.pk]))
    text = response.content.decode()
    shown = response.context["answers"]
    assert [answer.text for answer in shown.own] == [f"{said(Readers.PAIR)} by {side}"]
    assert len(shown.kept) == 2
    for mark in Readers:
        assert f"{said(mark)} by {side}" in text
        if mark != Readers.PAIR:
            assert readers_of_answer(Question(readers=mark)) in text
    name = pair.partner_of(getattr(pair, side).person).person.get_short_name()
    assert f"{name}, organizers and reviewers" in text
    assert "2 answers that" in text


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (["a", "b", "c"], ["offers help with 2 of the 3 areas you chose", "You offer help with 2"]),
        (["a"], ["offers help with the one area you chose", "You offer help with the one area"]),
        (["c"], []),
    ],
)
def test_the_focus_areas_that_both_chose_are_marked_and_counted(client, pair, chosen, said):
    for one, picked in ((pair.mentor, ["a", "b"]), (pair.mentee, chosen)):
        question = QuestionFactory(
            questionnaire=one.role.questionnaire,
            key="focus",
            kind="several",
            pairing_use="focus",
            readers="pair",
            choices=["a", "b", "c"],
        )
        for choice in question.choices.filter(value__in=picked):
            one.application.response.answers.create(question=question, choice=choice)
    address = reverse("pairs:pair_detail", args=[pair.pk])
    for side, words in zip(("mentee", "mentor"), said, strict=False):
        client.force_login(getattr(pair, side).person)
        assert words in " ".join(client.get(address).text.split())
    if not said:
        client.force_login(pair.mentee.person)
        assert "help with" not in client.get(address).text


def test_the_words_of_each_mark_name_its_readers():
    words = {"organizer": "Organizers", "member": "reviewers", "partner": "your partner"}
    for mark, readers in MARKS.items():
        text = readers_of_answer(Question(readers=mark))
        assert {who for who, word in words.items() if word in text} == readers


def test_an_ended_pair_keeps_what_was_shared_and_a_stranger_gets_nothing(client, pair, stranger):
    client.force_login(pair.mentee.person)
    page = reverse("pairs:pair_detail", args=[pair.pk])
    ended(pair, pair.created_at)
    assert said(Readers.PAIR) in client.get(page).content.decode()
    client.force_login(stranger)
    assert client.get(page).status_code == 404


def test_what_was_answered_is_not_opened_to_more_readers_afterwards(client, pair):
    organizer = StaffFactory(program=pair.cycle.program).person
    client.force_login(organizer)
    question = pair.mentee.role.questionnaire.questions.get(key="for-reviewers")
    edit = reverse(
        "programs:question_edit",
        args=[pair.cycle.program.slug, pair.cycle.slug, question.pk],
    )
    data = {"text": question.text, "kind": "long_text"}
    page = client.post(edit, {**data, "readers": "pair"}).content.decode()
    assert "was answered by people who were told" in page
    question.refresh_from_db()
    assert question.readers == "reviewers"
    client.post(edit, {**data, "readers": "organizers"})
    question.refresh_from_db()
    assert question.readers == "organizers"


@pytest.mark.parametrize("count", [1, 4])
def test_the_pair_page_costs_the_same_for_more_answers(
    client, pair, django_assert_num_queries, count
):
    client.force_login(pair.mentor.person)
    for number in range(count - 1):
        question = QuestionFactory(
            questionnaire=pair.mentee.role.questionnaire, key=f"more-{number}", readers="pair"
        )
        pair.mentee.application.response.answers.create(question=question, text="More")
    with django_assert_num_queries(31):
        client.get(reverse("pairs:pair_detail", args=[pair.pk]))
