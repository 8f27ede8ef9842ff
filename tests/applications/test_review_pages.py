import pytest
from django.urls import reverse

from applications.models import Application, Delegation, Fulfilment, PerformanceCheck
from programs.models import Requirement
from surveys.models import Answer
from tests.factories import ApplicationFactory, PairFactory, QuestionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(cycle):
    return ApplicationFactory(
        cycle=cycle,
        person__name="Mia Mentee",
        person__job_title="Support engineer",
        person__started_on="2020-02-03",
        job_title="Support engineer",
    )


@pytest.fixture
def asks_performance(cycle):
    role = cycle.roles.get(side="mentee")
    return Requirement.objects.create(role=role, key="work", text="Plan", kind="performance")


def address(name, cycle, **more):
    parts = {"program": cycle.program.slug, "cycle": cycle.slug, **more}
    return reverse(f"applications:{name}", kwargs=parts)


def detail(client, person, application, query=""):
    client.force_login(person)
    where = address("application_detail", application.cycle, pk=application.pk)
    return client.get(f"{where}?{query}")


def answer(application, words, **fields):
    question = QuestionFactory(questionnaire=application.role.questionnaire, **fields)
    Answer.objects.create(response=application.response, question=question, text=words)


def decide(client, application, **data):
    where = address("application_decide", application.cycle, pk=application.pk)
    return client.post(where, data)


def test_one_application_shows_answers_facts_checks_and_the_decision(
    client, organizer, application
):
    answer(application, "Lead an incident", text="Goal?", section="Goals")
    answer(application, "Only for organizers", readers="organizers")
    application.division, application.attested_facts = "Sales", ["division"]
    application.save(update_fields=["division", "attested_facts"])

    page = detail(client, organizer, application).content.decode()
    for words in ("Lead an incident", "Goals", "Only for organizers", "Sales", "attested"):
        assert words in page
    assert 'name="internal_reason"' in page


def test_committee_reads_what_is_delegated_without_what_is_for_organizers(
    client, cycle, committee_member, application, confirmer, asks_performance
):
    answer(application, "Open words")
    answer(application, "Secret words", readers="organizers")
    application.internal_reason = "Inner words"
    application.save(update_fields=["internal_reason"])
    PerformanceCheck.objects.create(
        application=application, answer="no", by=confirmer, at=application.submitted_at
    )
    assert detail(client, committee_member, application).status_code == 404

    Delegation.objects.create(application=application, member=committee_member)
    page = detail(client, committee_member, application).content.decode()
    assert "Open words" in page
    for words in ("Secret words", "Inner words", "erformance", "Plan", "confirmed", "2020"):
        assert words not in page
    assert application.person.email not in page
    assert decide(client, application, status="eligible").status_code == 403

    Delegation.objects.all().delete()
    assert detail(client, committee_member, application).status_code == 404


def test_previous_and_next_stay_within_the_filters_and_the_delegation(
    client, cycle, organizer, committee_member
):
    people = [ApplicationFactory(cycle=cycle, person__name=name) for name in "ABCD"]
    Application.objects.filter(pk=people[1].pk).update(is_late=True)
    Application.objects.filter(pk=people[3].pk).update(is_late=True)

    beside = detail(client, organizer, people[1]).context["beside"]
    assert (beside.previous, beside.next, beside.place) == (people[0].pk, people[2].pk, 2)
    beside = detail(client, organizer, people[1], "late=1").context["beside"]
    assert (beside.previous, beside.next, beside.count) == (None, people[3].pk, 2)

    for one in (people[0], people[2]):
        Delegation.objects.create(application=one, member=committee_member)
    beside = detail(client, committee_member, people[0]).context["beside"]
    assert (beside.previous, beside.next, beside.count) == (None, people[2].pk, 2)


def test_save_and_next_goes_on_in_the_list(client, cycle, organizer):
    first, second = (ApplicationFactory(cycle=cycle, person__name=name) for name in "AB")
    client.force_login(organizer)

    response = decide(client, first, status="eligible", next="1")
    assert response.url == address("application_detail", cycle, pk=second.pk)
    first.refresh_from_db()
    assert first.status == "eligible"


def test_a_decision_with_a_mistake_keeps_what_was_typed(client, organizer, application):
    client.force_login(organizer)
    page = decide(client, application, status="not_eligible", internal_reason="My long thought")

    assert page.status_code == 200
    assert "My long thought" in page.content.decode()
    assert "Choose the reason the applicant reads." in page.content.decode()


@pytest.mark.parametrize("relation", ["self", "manager", "report", "partner"])
def test_conflict_of_interest_hides_reviews_and_forbids_deciding(
    client, cycle, organizer, relation, asks_performance
):
    person = organizer if relation == "self" else UserFactory(name="Near")
    if relation == "manager":
        organizer.manager = person
        organizer.save(update_fields=["manager"])
    if relation == "report":
        person.manager = organizer
        person.save(update_fields=["manager"])
    if relation == "partner":
        PairFactory(cycle=cycle, mentor__person=organizer, mentee__person=person)
    application = ApplicationFactory(
        cycle=cycle, person=person, status="not_eligible", internal_reason="Inner words"
    )
    PerformanceCheck.objects.create(
        application=application, answer="no", at=application.submitted_at
    )

    page = detail(client, organizer, application).content.decode()
    assert "not decide on it" in page
    for words in ("Inner words", "Not eligible", "confirmed", 'name="status"'):
        assert words not in page
    assert decide(client, application, status="eligible").status_code == 403
    application.refresh_from_db()
    assert application.status == "not_eligible"


def test_bulk_decisions_are_previewed_and_leave_conflicts_out(client, cycle, organizer):
    own = ApplicationFactory(cycle=cycle, person=organizer)
    others = [ApplicationFactory(cycle=cycle) for _ in range(2)]
    foreign = ApplicationFactory()
    client.force_login(organizer)
    where = address("application_decide_many", cycle)
    data = {"verb": "eligible", "chosen": [one.pk for one in (own, *others, foreign)]}

    page = client.post(where, data)
    assert page.context["outcome"].changed == 2
    assert page.context["has_close"]
    assert "Nobody is told yet" in page.content.decode()
    assert not Application.objects.filter(status="eligible").exists()

    client.post(where, {**data, "confirmed": "1"})
    assert set(Application.objects.filter(status="eligible")) == set(others)


def test_bulk_takes_everything_the_filters_leave(client, cycle, organizer):
    late = ApplicationFactory(cycle=cycle, is_late=True)
    ApplicationFactory(cycle=cycle)
    client.force_login(organizer)
    data = {"verb": "waitlisted", "everything": "1", "query": "late=1", "confirmed": "1"}

    client.post(address("application_decide_many", cycle), data)
    assert list(Application.objects.filter(status="waitlisted")) == [late]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"verb": "paired", "chosen": ["1"]},
        {"verb": "eligible", "chosen": ["x", "-1", "9" * 40]},
        {"verb": "eligible", "chosen": ["1"], "query": "sort=%00&q=%00"},
    ],
)
def test_bulk_with_nonsense_changes_nothing(client, cycle, organizer, data):
    ApplicationFactory(cycle=cycle)
    client.force_login(organizer)
    response = client.post(address("application_decide_many", cycle), {**data, "confirmed": "1"})
    assert response.status_code == 302
    assert Application.objects.get().status == "submitted"


def test_bulk_asks_for_the_reason_people_read_and_names_them(client, cycle, organizer):
    chosen = [ApplicationFactory(cycle=cycle, person__name=f"Nora {n}") for n in "ab"]
    client.force_login(organizer)
    where = address("application_decide_many", cycle)
    data = {"verb": "not_eligible", "chosen": [one.pk for one in chosen]}

    page = client.post(where, data).content.decode()
    assert "Nora a" in page
    assert "Nora b" in page
    assert "Choose the reason they read." not in page
    page = client.post(where, {**data, "confirmed": "1"}).content.decode()
    assert "Choose the reason they read." in page
    assert not Application.objects.filter(status="not_eligible").exists()

    client.post(where, {**data, "confirmed": "1", "refusal": "requirements"})
    assert Application.objects.filter(status="not_eligible").count() == 2


def test_bulk_hands_to_a_committee_member(client, cycle, organizer, committee_member):
    one = ApplicationFactory(cycle=cycle)
    client.force_login(organizer)
    where = address("application_decide_many", cycle)
    data = {"verb": "hand_on", "chosen": [one.pk]}
    assert "Committee member" in client.post(where, data).content.decode()

    client.post(where, {**data, "confirmed": "1", "member": committee_member.pk})
    assert Delegation.objects.get().member == committee_member


def test_requirement_is_verified_and_taken_back(client, organizer, application):
    requirement = Requirement.objects.create(
        role=application.role, key="certificate", text="Certificate", kind="certificate"
    )
    client.force_login(organizer)
    where = address(
        "application_verify", application.cycle, pk=application.pk, requirement=requirement.pk
    )
    client.post(where, {"is_met": "on"})
    assert Fulfilment.objects.get().verified_by == organizer
    client.post(where, {})
    assert Fulfilment.objects.get().verified_at is None


def test_confirmer_sees_only_what_is_needed_and_answers(
    client, cycle, confirmer, application, asks_performance
):
    answer(application, "My deep motives")
    ApplicationFactory(cycle=cycle, side="mentor", person__name="Not asked")
    ApplicationFactory(cycle=cycle, person__name="Draft person", status="draft")
    client.force_login(confirmer)
    response = client.get(address("review", cycle))
    page = response.content.decode()

    for words in ("Mia Mentee", "Support engineer", "3 February 2020"):
        assert words in page
    for words in ("My deep motives", application.person.email, "Not asked", "Draft person"):
        assert words not in page
    assert "no-store" in response["Cache-Control"]

    client.post(address("review_confirm", cycle, pk=application.pk), {"answer": "yes"})
    assert PerformanceCheck.objects.get().answer == "yes"
    bad = client.post(address("review_confirm", cycle, pk=application.pk), {"answer": "maybe"})
    assert bad.status_code == 404


def test_confirmer_never_answers_about_their_manager(
    client, cycle, confirmer, application, asks_performance
):
    confirmer.manager = application.person
    confirmer.save(update_fields=["manager"])
    client.force_login(confirmer)

    assert "Mia Mentee" not in client.get(address("review", cycle)).content.decode()
    where = address("review_confirm", cycle, pk=application.pk)
    assert client.post(where, {"answer": "yes"}).status_code == 404
    assert not PerformanceCheck.objects.exists()


@pytest.mark.parametrize(
    ("given", "shown"),
    [("yes", "Confirmed"), ("no", "Not confirmed"), ("ask_me", "Open"), (None, "Open")],
)
def test_organizers_see_confirmed_not_confirmed_or_open(
    client, cycle, organizer, confirmer, application, asks_performance, given, shown
):
    if given:
        PerformanceCheck.objects.create(
            application=application, answer=given, by=confirmer, at=application.submitted_at
        )
    client.force_login(organizer)
    page = client.get(address("review", cycle)).content.decode()
    assert f"{shown}</span>" in page
    assert "Ask me" not in page


@pytest.mark.parametrize("count", [1, 4])
def test_review_pages_cost_the_same_for_any_number(
    client, cycle, organizer, confirmer, asks_performance, count, django_assert_num_queries
):
    boss = UserFactory()
    for _ in range(count):
        application = ApplicationFactory(cycle=cycle, person__manager=boss)
        Delegation.objects.create(application=application, member=organizer)
        answer(application, "Words")
    client.force_login(organizer)
    # Two statements on each page that is recorded: looking for a line of today, and writing it.
    with django_assert_num_queries(12):
        client.get(address("review", cycle))
    with django_assert_num_queries(6):
        client.get(address("decision_list", cycle))
    client.force_login(confirmer)
    with django_assert_num_queries(7):
        client.get(address("review", cycle))
    client.force_login(organizer)
    with django_assert_num_queries(18):
        client.get(address("application_detail", cycle, pk=application.pk))


def test_decisions_are_sent_from_their_page(client, cycle, organizer):
    ApplicationFactory(cycle=cycle, status="not_eligible", person__name="Nora", shown_reason="R")
    client.force_login(organizer)
    where = address("decision_list", cycle)
    assert "Tell 1 person" in client.get(where).content.decode()

    client.post(where)
    assert "Nobody is waiting for a decision" in client.get(where).content.decode()
    assert Application.objects.get().told_at is not None
