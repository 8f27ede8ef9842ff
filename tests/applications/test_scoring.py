from datetime import UTC, datetime

import pytest
from django.urls import reverse

from applications.models import Application, Criterion, Review, Score
from programs.actions import settings
from programs.actions.settings import state_of
from programs.programfile import dump, load
from surveys.models import Answer
from tests.factories import (
    ApplicationFactory,
    PairFactory,
    QuestionFactory,
    StaffFactory,
    UserFactory,
    ended,
)
from tests.factories.scoring import hand, make_criteria, score
from tests.refusals import refused

pytestmark = pytest.mark.django_db
AT = datetime(2021, 6, 24, 9, tzinfo=UTC)


@pytest.fixture
def application(cycle):
    return ApplicationFactory(
        cycle=cycle,
        person__name="Mia Mentee",
        person__email="mia.m@example.com",
        job_title="Support engineer",
        location="Graz",
        division="Sales",
    )


@pytest.fixture
def criteria(cycle):
    return make_criteria(cycle, 3, 1)


@pytest.fixture
def other(cycle):
    return StaffFactory(program=cycle.program, role="committee", person__name="Otto Other").person


def address(name, cycle, **more):
    parts = {"program": cycle.program.slug, "cycle": cycle.slug, **more}
    return reverse(f"applications:{name}", kwargs=parts)


def open_desk(client, person, application, query=""):
    client.force_login(person)
    where = address("application_detail", application.cycle, pk=application.pk)
    return client.get(f"{where}?{query}")


def send(client, application, criteria, *points, **more):
    where = address("application_score", application.cycle, pk=application.pk)
    given = {f"score-c_{one.pk}": value for one, value in zip(criteria, points, strict=False)}
    return client.post(where, {**given, **{f"score-{name}": more[name] for name in more}})


def test_scores_of_a_reviewer_replace_what_they_gave_before(application, criteria, organizer):
    score(application, criteria, [2, "ask_me"], by=organizer, at=AT, note="Unsure")
    score(application, criteria, [5, "abstain"], by=organizer, at=AT, proposal="waitlisted")

    review = Review.objects.get()
    assert (review.note, review.proposal) == ("", "waitlisted")
    assert list(review.scores.order_by("criterion").values_list("answer", "points")) == [
        ("points", 5),
        ("abstain", None),
    ]


@pytest.mark.parametrize(
    ("points", "expected"),
    [([5], "incomplete"), ([0, 1], "out_of_scale"), ([1, 6], "out_of_scale")],
)
def test_scores_are_complete_and_on_the_scale(application, criteria, organizer, points, expected):
    given = criteria[: len(points)]
    assert refused(score, application, given, points, by=organizer, at=AT) == expected
    assert not Review.objects.exists()


def test_criteria_of_another_role_are_not_taken(application, cycle, organizer):
    theirs = make_criteria(cycle, 1, side="mentor")
    assert refused(score, application, theirs, [3], by=organizer, at=AT) == "incomplete"


@pytest.mark.parametrize("change", [{"told_at": AT}, {"status": "withdrawn"}, {"status": "paired"}])
def test_nothing_is_scored_after_the_review(application, criteria, organizer, change):
    Application.objects.filter(pk=application.pk).update(**change)
    assert refused(score, application, criteria, [1, 1], by=organizer, at=AT) == "wrong_status"


def test_committee_member_scores_at_the_desk_and_goes_on(
    client, cycle, committee_member, application, criteria
):
    following = ApplicationFactory(cycle=cycle, person__name="Nora Next")
    hand(application, committee_member)
    hand(following, committee_member)
    assert "Clear goal 1" in open_desk(client, committee_member, application).content.decode()

    where = address("application_score", cycle, pk=application.pk)
    data = {f"score-c_{criteria[0].pk}": "5", f"score-c_{criteria[1].pk}": "1", "next": "1"}
    answer = client.post(where, {**data, "score-note": "Good", "score-proposal": "eligible"})
    assert answer.url == address("application_detail", cycle, pk=following.pk)
    page = open_desk(client, committee_member, application).content.decode()
    assert '<span class="big-n num">4.0</span>' in page
    assert "1 of 2" in page


def test_a_forgotten_criterion_keeps_what_was_typed(
    client, committee_member, application, criteria
):
    hand(application, committee_member)
    client.force_login(committee_member)
    answer = send(client, application, criteria, "4", note="My long thought")
    page = answer.content.decode()
    assert "My long thought" in page
    assert "Score this, abstain, or choose" in page
    assert not Review.objects.exists()


@pytest.mark.parametrize("points", ["11", "-1", "nine", "9" * 400, "\0"])
def test_nonsense_is_no_score(client, committee_member, application, criteria, points):
    hand(application, committee_member)
    client.force_login(committee_member)
    assert send(client, application, criteria, points, "1").status_code == 200
    assert not Review.objects.exists()


def test_committee_sees_the_mean_after_its_own_score_and_never_who_and_why(
    client, committee_member, other, application, criteria
):
    for member in (committee_member, other):
        hand(application, member)
    score(application, criteria, [5, 5], by=other, at=AT, note="Secret thought")
    page = open_desk(client, committee_member, application, "scores=1").content.decode()
    assert "1 reviewer has scored" in page
    assert "All scores" not in page

    score(application, criteria, [1, 1], by=committee_member, at=AT)
    page = open_desk(client, committee_member, application).content.decode()
    assert '<span class="big-n num">3.0</span>' in page
    for words in ("Secret thought", "Otto Other"):
        assert words not in page


def test_organizers_read_who_gave_what_after_their_own_or_on_purpose(
    client, organizer, other, application, criteria
):
    score(application, criteria, [5, 1], by=other, at=AT, note="Secret thought")
    page = open_desk(client, organizer, application).content.decode()
    assert "Secret thought" not in page
    assert "Show it without scoring" in page
    for query, points in (("scores=1", None), ("", [1, 1])):
        if points:
            score(application, criteria, points, by=organizer, at=AT)
        page = open_desk(client, organizer, application, query).content.decode()
        assert "Secret thought" in page
        assert "Otto Other" in page


def test_administrators_and_confirmers_read_no_scores(
    client, administrator, organizer, other, application, criteria, cycle
):
    score(application, criteria, [5, 1], by=other, at=AT, note="Secret thought")
    page = open_desk(client, administrator, application, "scores=1").content.decode()
    assert "Secret thought" not in page
    assert "scored" not in page
    table = address("application_list", cycle)
    query = "?sort=-score&column=score&column=spread"
    assert "Points apart" not in client.get(table + query).content.decode()
    client.force_login(organizer)
    assert "4.0" in client.get(table + query).content.decode()


@pytest.mark.parametrize("relation", ["self", "manager", "report", "partner", "past partner"])
def test_nobody_scores_whom_they_are_close_to(
    client, cycle, committee_member, relation, criteria, organizer
):
    person = committee_member if relation == "self" else UserFactory(name="Near")
    if relation == "manager":
        committee_member.manager = person
        committee_member.save(update_fields=["manager"])
    if relation == "report":
        person.manager = committee_member
        person.save(update_fields=["manager"])
    if "partner" in relation:
        pair = PairFactory(cycle=cycle, mentor__person=committee_member, mentee__person=person)
        if relation == "past partner":
            ended(pair, AT, ends_on="2021-06-01")
    application = ApplicationFactory(cycle=cycle, person=person)
    hand(application, committee_member)
    client.force_login(committee_member)

    assert send(client, application, criteria, "5", "5").status_code == 404
    assert open_desk(client, committee_member, application).status_code == 404
    assert "Near" not in client.get(address("review", cycle)).content.decode()
    StaffFactory(program=cycle.program, role="organizer", person=committee_member)
    assert send(client, application, criteria, "5", "5").status_code == 403
    assert not Review.objects.exists()


def test_table_sorts_by_score_and_hides_it_of_people_one_is_close_to(
    client, cycle, organizer, other, criteria
):
    low, high, own = (ApplicationFactory(cycle=cycle, person__name=name) for name in "ABC")
    score(low, criteria, [1, 2], by=other, at=AT)
    score(high, criteria, [5, 5], by=other, at=AT)
    score(high, criteria, [3, 3], by=organizer, at=AT)
    score(own, criteria, [4, 4], by=other, at=AT)
    own.person.manager = organizer
    own.person.save(update_fields=["manager"])
    client.force_login(organizer)
    query = "?sort=-score&column=score&column=spread&column=reviews"
    page = client.get(address("application_list", cycle) + query)
    cells = [[cell.text for _column, cell in row.cells] for row in page.context["rows"]]
    assert cells == [["4.0", "2.0", "2"], ["1.2", "0.0", "1"], ["", "", ""]]


def test_review_page_shows_how_far_reviewers_are_and_who_wants_to_talk(
    client, cycle, organizer, committee_member, other, application, criteria
):
    ApplicationFactory(cycle=cycle)
    hand(application, committee_member)
    score(
        application, criteria, ["ask_me", 2], by=committee_member, at=AT, note="Is the goal theirs?"
    )
    client.force_login(organizer)
    page = client.get(address("review", cycle))
    assert [(one.person, one.handed, one.done) for one in page.context["reviewers"]] == [
        (committee_member, 1, 1),
        (other, 0, 0),
    ]
    assert page.context["missing"] == 3
    assert "Is the goal theirs?" in page.content.decode()


# ---- Blind review


@pytest.fixture
def blind(cycle):
    cycle.review_is_blind = True
    cycle.save(update_fields=["review_is_blind"])
    return cycle


def test_blind_desk_says_nothing_about_who_applied(
    client, blind, organizer, committee_member, application
):
    question = QuestionFactory(questionnaire=application.role.questionnaire)
    words = "I am Mia, write to mia.m@example.com. Miami is far."
    Answer.objects.create(response=application.response, question=question, text=words)
    hand(application, committee_member)
    for person in (committee_member, organizer):
        page = open_desk(client, person, application).content.decode()
        for words in ("Mia ", "Mia,", "mia.m", "Support engineer", "Graz"):
            assert words not in page
        assert "Miami is far" in page
        assert f"Application {application.pk}" in page
    client.force_login(committee_member)
    assert "Mia" not in client.get(address("review", blind)).content.decode()

    Application.objects.filter(pk=application.pk).update(status="eligible")
    assert "Mia Mentee" in open_desk(client, committee_member, application).content.decode()


def test_blind_desk_does_not_tell_somebody_close_that_a_decision_was_made(
    client, blind, organizer, application
):
    application.person.manager = organizer
    application.person.save(update_fields=["manager"])
    Application.objects.filter(pk=application.pk).update(status="not_eligible")
    assert "Mia Mentee" not in open_desk(client, organizer, application).content.decode()


# ---- Settings


def typed(cycle, rows, **more):
    data = {
        "base": state_of(cycle, "review"),
        "reviews_wanted": "2",
        "review_scale": "5",
        **more,
    }
    for role in cycle.roles.all():
        prefix = f"criteria-{role.pk}"
        mine = rows if role.side == "mentee" else []
        data |= {f"{prefix}-TOTAL_FORMS": len(mine), f"{prefix}-INITIAL_FORMS": 0}
        for number, row in enumerate(mine):
            data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def test_organizer_says_what_is_scored(client, cycle, organizer):
    client.force_login(organizer)
    where = address("settings_review", cycle)
    rows = [
        {"name": "Second", "weight": "1", "place": "2"},
        {"name": "Clear goal", "help_text": "Could a mentor start?", "weight": "3", "place": "1"},
    ]
    assert client.post(where, typed(cycle, rows, review_is_blind="on")).status_code == 302
    cycle.refresh_from_db()
    assert cycle.review_is_blind
    assert [(one.key, one.weight) for one in Criterion.objects.all()] == [
        ("clear-goal", 3),
        ("second", 1),
    ]
    page = client.post(where, typed(cycle, [{"name": "Too heavy", "weight": "11"}]))
    assert "Too heavy" in page.content.decode()
    assert Criterion.objects.count() == 2


def test_what_was_scored_stays(client, cycle, organizer, application, criteria):
    score(application, criteria, [1, 2], by=organizer, at=AT)
    client.force_login(organizer)
    where = address("settings_review", cycle)
    assert "it stays" in client.post(where, typed(cycle, [])).content.decode()
    rows = [{"key": one.key, "name": one.name, "weight": "2"} for one in criteria]
    page = client.post(where, typed(cycle, rows, review_scale="7")).content.decode()
    assert "the highest score stays" in page
    assert client.post(where, typed(cycle, rows)).status_code == 302
    assert set(Criterion.objects.values_list("weight", flat=True)) == {2}
    assert Score.objects.count() == 2


def test_program_file_carries_the_review(cycle, criteria):
    settings_of = {"review_scale": 4, "reviews_wanted": 3, "review_is_blind": True}
    settings.put(cycle, settings_of, settings.Tally())
    text = dump(cycle)
    assert "blind: yes" in text
    load(text, at=AT)  # whatever the factories left out is there now
    text = dump(cycle)
    Criterion.objects.all().delete()
    assert load(text, at=AT).tally.of("created") == {"criterion": 2}
    assert load(text, at=AT).tally.changes_nothing
    assert dump(cycle) == text
