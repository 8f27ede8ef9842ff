"""A staff role that people apply for: in every list, decided, told, with its right, and out of pairing."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from applications.actions import applications, reviews
from applications.models import Application
from notifications import kinds
from notifications.models import Message
from outcomes.queries.funnel import application_counts
from pairing.actions import publication, runs
from pairing.queries.readiness.readiness import readiness
from programs.models import Role, Staff
from programs.programfile import dump, load
from tests.factories import (
    ApplicationFactory,
    CallFactory,
    QuestionFactory,
    QuestionnaireFactory,
    UserFactory,
)
from tests.pairing.crowd import apply as apply_for_pairing
from tests.programs.settings_page import Page, html

pytestmark = pytest.mark.django_db
OPEN = datetime(2021, 6, 10, 12, tzinfo=UTC)
Status = Application.Status
FORM = {"f_time_zone": "Europe/Vienna", "f_commitment": "yes", "q_why": "I like to help."}


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel(OPEN, tick=False) as clock:
        yield clock


@pytest.fixture
def helper(cycle):
    """The role “Event helper”, with a form, a criterion and an open call."""
    role = Role.objects.create(
        cycle=cycle,
        side="staff",
        slug="helper",
        name="Event helper",
        position=9,
        questionnaire=QuestionnaireFactory(),
    )
    QuestionFactory(questionnaire=role.questionnaire, key="why", text="Why?", kind="long_text")
    role.criteria.create(key="calm", name="Stays calm")
    CallFactory(role=role)
    return role


@pytest.fixture
def ann(db):
    return UserFactory(name="Ann Ahn", division="Sales", department="EMEA", job_title="Clerk")


@pytest.fixture
def sent(client, helper, ann):
    """Ann's application, as she sends it."""
    client.force_login(ann)
    answer = client.post(at(helper, "applications:application_apply", role=helper.slug), FORM)
    assert answer.status_code == 302
    return Application.objects.get(role=helper)


@pytest.fixture
def page(client, organizer):
    client.force_login(organizer)
    return Page(client)


def at(of, name, **more):
    parts = {"program": of.cycle.program.slug, "cycle": of.cycle.slug, **more}
    return reverse(name, kwargs=parts)


def words(response):
    assert response.status_code == 200
    return " ".join(response.text.split())


def accept(application, organizer):
    verdict = reviews.Verdict(status=Status.ELIGIBLE)
    reviews.decide(application, verdict, by=organizer, at=OPEN)
    reviews.send_decisions(application.cycle, by=organizer, at=OPEN)
    application.refresh_from_db()


def test_the_public_page_leads_to_its_form(client, helper, ann):
    client.force_login(ann)
    text = words(client.get(at(helper, "programs:cycle_public")))
    assert "Event helper" in text
    assert at(helper, "applications:application_apply", role="helper") in text


def test_the_form_speaks_of_no_sessions_and_no_pairs(client, helper, ann):
    client.force_login(ann)
    text = words(client.get(at(helper, "applications:application_apply", role="helper")))
    assert "Why?" in text
    assert "both roles" not in text
    assert "minutes every" not in text


def test_the_status_page_and_the_receipt_promise_no_pair(client, helper, sent, cycle):
    cycle.milestones.create(
        title="Pairs", kind="pairs_announced", starts_on=OPEN.date() + timedelta(days=25)
    )
    text = words(client.get(at(helper, "applications:application_status")))
    assert "We have your application" in text
    assert "Pairing" not in text
    assert "5 July" not in text
    _subject, body = kinds.render(Message.objects.get(kind="application_received"), at=OPEN)
    assert "5 July" not in body


def test_it_is_in_the_table_the_detail_and_the_export(client, organizer, helper, sent):
    client.force_login(organizer)
    for address in (
        at(helper, "applications:application_list"),
        at(helper, "applications:application_list") + "?role=helper",
    ):
        text = words(client.get(address))
        assert "Ann Ahn" in text
        assert "Event helper" in text
    assert "Ann Ahn" in words(client.get(at(helper, "applications:application_detail", pk=sent.pk)))
    exported = client.get(at(helper, "applications:application_export")).getvalue().decode()
    assert "Ann Ahn" in exported


def test_its_call_stands_in_the_timeline_and_can_be_moved(page, helper, cycle):
    fields = page.fields(cycle, "settings_timeline")
    row = next(k for k, v in fields.items() if k.endswith("-role") and v == str(helper.pk))
    changed = {row.replace("-role", "-closes"): "2021-07-05"}
    assert page.save(cycle, "settings_timeline", fields | changed).status_code == 302
    assert helper.calls.get().last_day.isoformat() == "2021-07-05"


def test_what_is_scored_in_it_can_be_changed(page, helper, cycle):
    text = page.read(cycle, "applications:settings_review")
    assert "Stays calm" in text


def test_it_can_be_imported(page, helper, cycle, organizer, tmp_path, capsys):
    UserFactory(name="Bo", email="bo@example.com")
    path = tmp_path / "helpers.csv"
    path.write_text("Email,Role,Why?\nbo@example.com,Event helper,Because\n")
    call_command("import_applications", f"{cycle.program.slug}/{cycle.slug}", str(path))
    assert "1 new" in capsys.readouterr().out
    assert Application.objects.get(role=helper).person.name == "Bo"


def test_links_and_suggestions_offer_it(page, helper, cycle, client, ann):
    assert "Event helper" in page.read(cycle, "applications:link_list")
    client.force_login(ann)
    assert "Event helper" in words(client.get(at(helper, "applications:nominate")))


def test_accepting_tells_at_once_and_gives_the_right(client, helper, sent, organizer, cycle):
    client.force_login(organizer)
    reviews.decide(sent, reviews.Verdict(status=Status.ELIGIBLE), by=organizer, at=OPEN)
    assert not Staff.objects.filter(person=sent.person).exists()
    text = words(client.get(at(helper, "applications:decision_list")))
    assert "1 person is told" in text
    assert "Ann Ahn" in text
    client.post(at(helper, "applications:decision_list"))

    right = Staff.objects.get(person=sent.person)
    assert (right.program, right.role) == (cycle.program, Staff.Role.COMMITTEE)
    subject, body = kinds.render(Message.objects.get(kind="application_accepted"), at=OPEN)
    assert "Event helper" in subject
    assert "Ann" in body
    client.force_login(sent.person)
    text = words(client.get(at(helper, "applications:application_status")))
    assert "You are on the team as Event helper" in text
    assert "Pairing is next" not in text
    assert client.get(at(helper, "applications:review")).status_code == 200


def test_accepting_twice_tells_once(sent, organizer):
    accept(sent, organizer)
    assert reviews.send_decisions(sent.cycle, by=organizer, at=OPEN) == 0
    assert Message.objects.filter(kind="application_accepted").count() == 1


def test_a_refusal_is_told_as_everybodys(sent, organizer):
    verdict = reviews.Verdict(status=Status.NOT_ELIGIBLE, refusal="time")
    reviews.decide(sent, verdict, by=organizer, at=OPEN)
    assert reviews.send_decisions(sent.cycle, by=organizer, at=OPEN) == 1
    assert not Staff.objects.filter(person=sent.person).exists()


def test_a_staff_role_has_no_waiting_list(sent, organizer):
    verdict = reviews.Verdict(status=Status.WAITLISTED)
    with pytest.raises(ValidationError) as refused:
        reviews.decide(sent, verdict, by=organizer, at=OPEN)
    assert refused.value.code == "no_waiting_list"


def test_the_decision_offers_to_take_on_and_no_waiting_list(client, helper, sent, organizer):
    client.force_login(organizer)
    text = words(client.get(at(helper, "applications:application_detail", pk=sent.pk)))
    assert "Take on" in text
    assert "Waitlist" not in text
    address = at(helper, "applications:application_decide_many")
    preview = words(client.post(address, {"chosen": sent.pk, "verb": "waitlisted"}))
    assert "its staff role has no waiting list" in preview


def test_the_right_ends_when_the_person_steps_down(client, sent, organizer, helper):
    accept(sent, organizer)
    client.force_login(sent.person)
    assert "Step down" in words(client.get(at(helper, "applications:application_status")))
    client.post(at(helper, "applications:application_withdraw", role="helper"))
    sent.refresh_from_db()
    assert sent.status == Status.WITHDRAWN
    assert not Staff.objects.filter(person=sent.person).exists()
    assert client.get(at(helper, "applications:review")).status_code == 404


def test_a_right_that_was_given_otherwise_stays(sent, organizer, cycle):
    Staff.objects.create(program=cycle.program, person=sent.person, role="committee")
    accept(sent, organizer)
    applications.withdraw(sent, by=sent.person, at=OPEN)
    assert Staff.objects.filter(person=sent.person, role="committee").exists()


def test_publishing_pairs_leaves_it_alone(sent, organizer, cycle):
    reviews.decide(sent, reviews.Verdict(status=Status.ELIGIBLE), by=organizer, at=OPEN)
    apply_for_pairing(cycle, "mentor", name="Mo", division="A")
    apply_for_pairing(cycle, "mentee", name="Me", division="B")
    runs.carry_out(runs.start(cycle, by=None, at=OPEN).pk)
    plan = publication.publish(cycle, by=organizer, at=OPEN)
    sent.refresh_from_db()
    assert sent.status == Status.ELIGIBLE
    assert sent.told_at is None
    assert plan.people_count == 2


def test_it_counts_in_no_figure_of_pairing(sent, organizer, cycle):
    accept(sent, organizer)
    counts = application_counts(cycle, organizer)
    assert (counts.applied.total, counts.eligible.total) == (0, 0)
    ready = readiness(cycle)
    assert (ready.mentors, ready.mentees, ready.late, ready.waitlisted) == (0, 0, 0, 0)


def test_mentoring_and_helping_are_not_both_roles(client, sent, cycle, organizer):
    mentor = cycle.roles.get(side="mentor")
    ApplicationFactory(cycle=cycle, person=sent.person, role=mentor, status="submitted")
    client.force_login(organizer)
    address = at(sent.role, "applications:application_list")
    text = words(client.get(address, {"both": "1"}))
    assert "Ann Ahn" not in text
    client.force_login(sent.person)
    CallFactory(role=mentor)
    form = words(client.get(at(mentor, "applications:application_apply", role=mentor.slug)))
    assert "Both roles together take" not in form


def test_a_role_without_a_call_is_nothing_to_apply_for(client, helper, ann):
    helper.calls.all().delete()
    client.force_login(ann)
    assert "Event helper" not in words(client.get(at(helper, "programs:cycle_public")))


def test_a_dump_holds_it(helper, cycle):
    load(dump(cycle), at=OPEN)
    assert load(dump(cycle), at=OPEN).tally.changes_nothing


def test_the_overview_asks_to_decide_and_not_to_pair(page, sent, helper, organizer):
    client = page.client
    with time_machine.travel(OPEN + timedelta(days=40)):
        client.force_login(organizer)
        text = words(client.get(at(helper, "outcomes:dashboard")))
        assert "application waits for a decision" in text
        reviews.decide(sent, reviews.Verdict(status=Status.ELIGIBLE), by=organizer, at=OPEN)
        text = words(client.get(at(helper, "outcomes:dashboard")))
        assert "waits to be paired" not in text
        assert "person does not know that they are on the team" in text


def test_a_page_of_settings_says_nothing_about_helpers_it_should_not(page, helper, cycle):
    assert "Event helper" in html(page.client.get(page.address(cycle, "settings_roles")))
