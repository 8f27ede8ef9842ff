"""What surveys found, shown to those whom organizers chose, from a day on, until it is taken back."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from people.models import AuditEntry
from programs.actions import published_results, quotes
from programs.actions.published_results import Choice
from programs.models import PublishedResults, Quote
from tests.concurrency import together
from tests.factories import ParticipationFactory, StaffFactory, UserFactory
from tests.factories.cycle_surveys import CLOSES, OPENS, give_answers, make_cycle_survey

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(CLOSES + DAY, tick=False) as moved:
        yield moved


@pytest.fixture
def survey(cycle):
    made = make_cycle_survey(cycle).survey
    give_answers(made, "mentee", 6, comment="Secret words")
    return made


def address(cycle, name="results"):
    return reverse(f"programs:{name}", args=[cycle.program.slug, cycle.slug])


def publish(client, cycle, organizer, survey, **changed):
    client.force_login(organizer)
    questions = survey.questionnaire.questions.exclude(key="comment")
    data = {
        "questions": [one.pk for one in questions],
        "shows_quotes": "on",
        "audience": "public",
        "shown_from": "2021-07-02",
    }
    response = client.post(address(cycle, "results_publish"), data | changed)
    client.logout()
    return response


def test_chosen_totals_are_published_and_taken_back(client, cycle, organizer, survey):
    publish(client, cycle, organizer, survey)
    page = client.get(address(cycle)).content.decode()
    assert "6 of 6 answered, 100%" in " ".join(page.split())
    assert "Secret words" not in page
    assert address(cycle) in client.get(address(cycle, "cycle_public")).content.decode()
    client.force_login(organizer)
    client.post(address(cycle, "results_take_back"))
    assert "It was taken back." in client.get(address(cycle)).content.decode()
    client.force_login(UserFactory())
    assert client.get(address(cycle)).status_code == 404
    assert address(cycle) not in client.get(address(cycle, "cycle_public")).content.decode()
    assert not published_results.take_back(cycle, by=organizer, at=CLOSES)
    actions = AuditEntry.objects.filter(action__startswith="results.")
    assert list(actions.order_by("pk").values_list("action", flat=True)) == [
        "results.published",
        "results.taken_back",
    ]


@pytest.mark.parametrize(
    ("audience", "opens"),
    [
        ("public", {"visitor", "stranger", "member"}),
        ("signed_in", {"stranger", "member"}),
        ("members", {"member"}),
    ],
)
def test_it_opens_to_its_audience_alone(client, cycle, organizer, survey, audience, opens):
    publish(client, cycle, organizer, survey, audience=audience)
    people = {
        "visitor": None,
        "stranger": UserFactory(),
        "member": ParticipationFactory(cycle=cycle).person,
    }
    opened = set()
    for who, person in people.items():
        client.logout()
        if person:
            client.force_login(person)
        if client.get(address(cycle)).status_code == 200:
            opened.add(who)
    assert opened == opens


def test_before_its_day_only_organizers_see_it(client, cycle, organizer, survey):
    publish(client, cycle, organizer, survey, shown_from="2021-07-20")
    assert client.get(address(cycle)).status_code == 302
    client.force_login(organizer)
    assert "Others can read it from" in client.get(address(cycle)).content.decode()


def test_a_survey_joins_by_itself_once_it_has_closed(client, cycle, organizer, survey, clock):
    late = make_cycle_survey(cycle, kind="midway", mode="named").survey
    late.title = "Midway, later"
    late.closes_at = CLOSES + 9 * DAY
    late.save(update_fields=["title", "closes_at"])
    give_answers(late, "mentee", 5)
    questions = [
        *survey.questionnaire.questions.all(),
        *late.questionnaire.questions.exclude(key="comment"),
    ]
    publish(client, cycle, organizer, survey, questions=[one.pk for one in questions[:2]])
    published = PublishedResults.objects.get()
    published.questions.set(questions)
    assert late.title not in client.get(address(cycle)).content.decode()
    clock.move_to(CLOSES + 10 * DAY)
    assert late.title in client.get(address(cycle)).content.decode()


@pytest.mark.parametrize("mode", ["anonymous", "named"])
def test_fewer_than_five_are_shown_to_nobody(client, cycle, organizer, mode):
    small = make_cycle_survey(cycle, kind="midway", mode=mode).survey
    give_answers(small, "mentee", 4)
    publish(client, cycle, organizer, small)
    assert "Nothing to show yet" in client.get(address(cycle)).content.decode()


def test_quotes_stand_on_it_while_their_people_let_them(client, cycle, organizer, survey):
    person = ParticipationFactory(cycle=cycle).person
    Quote.objects.create(
        cycle=cycle,
        person=person,
        group="mentee",
        text="It changed my plans.",
        on_page=True,
        given_at=OPENS,
        approved_at=OPENS,
    )
    publish(client, cycle, organizer, survey)
    assert "It changed my plans." in client.get(address(cycle)).content.decode()
    quotes.withdraw(cycle, by=person, at=CLOSES)
    assert "It changed my plans." not in client.get(address(cycle)).content.decode()


def test_comments_and_nothing_at_all_cannot_be_published(client, cycle, organizer, survey):
    comment = survey.questionnaire.questions.get(key="comment")
    response = publish(client, cycle, organizer, survey, questions=[comment.pk])
    assert response.context["form"].errors
    nothing = Choice([comment], "public", CLOSES.date(), shows_changes=False, shows_quotes=False)
    with pytest.raises(ValidationError) as caught:
        published_results.publish(cycle, nothing, by=organizer, at=CLOSES)
    assert caught.value.code == "nothing"


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_costs_the_same(
    client, cycle, organizer, survey, count, django_assert_num_queries
):
    give_answers(make_cycle_survey(cycle, kind="midway", mode="named").survey, "mentee", 5 * count)
    publish(client, cycle, organizer, survey)
    with django_assert_num_queries(19):
        client.get(address(cycle))


def test_form_groups_questions_by_survey_and_keeps_what_was_ticked(
    client, cycle, organizer, survey
):
    other = make_cycle_survey(cycle, kind="midway", mode="named").survey
    for one, title in ((survey, "The end"), (other, "Half-way")):
        one.questionnaire.title = title
        one.questionnaire.save(update_fields=["title"])
    wanted = survey.questionnaire.questions.get(key="overall")
    client.force_login(organizer)
    page = client.post(address(cycle, "results_publish"), {"questions": [wanted.pk]})
    groups = page.context["form"].by_survey()
    assert sorted((title, len(boxes)) for title, boxes in groups) == [
        ("Half-way", 2),
        ("The end", 2),
    ]
    assert f'value="{wanted.pk}"' in page.text
    ticked = [box.data["value"] for _t, boxes in groups for box in boxes if box.data["selected"]]
    assert [str(value) for value in ticked] == [str(wanted.pk)]
    legends = [line.strip() for line in page.text.splitlines() if "<legend" in line]
    assert any("The end" in line for line in legends)


def opened(client, cycle, person):
    """A window of the form, and what it sends with all that it shows."""
    client.force_login(person)
    form = client.get(address(cycle, "results_publish")).context["form"]
    return {"seen": form["seen"].value(), "shows_quotes": "on", "shown_from": "2021-07-02"}


def test_the_second_of_two_organizers_reads_what_the_first_chose(client, cycle, organizer, survey):
    publish(client, cycle, organizer, survey)
    began = opened(client, cycle, organizer)
    other = StaffFactory(program=cycle.program).person
    publish(client, cycle, other, survey, audience="signed_in")
    client.force_login(organizer)
    page = client.post(address(cycle, "results_publish"), began | {"audience": "members"})
    shown = " ".join(page.text.split())
    assert "changed meanwhile" in shown
    assert "Who may read it? is now: Signed-in people" in shown
    assert cycle.published_results.audience == "signed_in"
    again = began | {"audience": "members", "seen": page.context["form"]["seen"].value()}
    assert client.post(address(cycle, "results_publish"), again).status_code == 302
    assert PublishedResults.objects.get().audience == "members"


def test_what_was_taken_back_meanwhile_is_not_published_again_unseen(
    client, cycle, organizer, survey
):
    publish(client, cycle, organizer, survey)
    began = opened(client, cycle, organizer)
    published_results.take_back(cycle, by=organizer, at=CLOSES)
    page = client.post(address(cycle, "results_publish"), began | {"audience": "public"})
    assert "changed meanwhile" in page.text
    assert "Taken back." in page.text
    assert PublishedResults.objects.get().taken_back_at is not None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_in_one_moment_one_is_told(cycle, organizer, survey):
    windows = [Client(), Client()]
    sent = [opened(window, cycle, organizer) for window in windows]
    answers = together(
        *(
            lambda window=window, form=form, audience=audience: window.post(
                address(cycle, "results_publish"), form | {"audience": audience}
            )
            for window, form, audience in zip(windows, sent, ("public", "members"), strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 302]
