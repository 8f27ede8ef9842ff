"""Several roles in one person never widen what they read about themselves and those near them."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from applications.actions import delegations
from applications.models import Application, Delegation, PerformanceCheck
from applications.permissions import confirmable, confirmations_seen, judgeable, may_judge
from outcomes.queries.funnel import application_counts
from programs.actions import staff
from programs.models import Requirement, Staff
from surveys.actions import answering
from surveys.models import Invitation
from tests.factories import ApplicationFactory, StaffFactory
from tests.factories.cycle_surveys import OPENS, make_cycle_survey, values_of

pytestmark = pytest.mark.django_db
AT = datetime(2021, 6, 20, 12, tzinfo=UTC)


def page(client, name, cycle, **more):
    slugs = {"program": cycle.program.slug, "cycle": cycle.slug}
    return " ".join(client.get(reverse(name, kwargs=slugs | more)).content.decode().split())


@pytest.fixture
def own(cycle, organizer):
    """The organizer's own application, refused and not told."""
    return ApplicationFactory(cycle=cycle, person=organizer, status="not_eligible")


def test_an_organizer_learns_nothing_of_her_own_refusal_before_she_is_told(
    client, cycle, organizer, own
):
    client.force_login(organizer)
    decisions = page(client, "applications:decision_list", cycle)
    assert "Nobody is waiting for a decision to be sent" in decisions
    assert "you may not see" not in decisions
    assert "not eligible" not in page(client, "outcomes:dashboard", cycle).replace("Not", "")
    assert (application_counts(cycle, organizer).untold, application_counts(cycle).untold) == (0, 1)
    review = client.get(
        reverse("applications:review", args=[cycle.program.slug, cycle.slug])
    ).context["progress"]
    assert (review.undecided, review.not_eligible, review.untold) == (1, 0, 0)


def test_sending_decisions_counts_only_those_in_sight(client, cycle, organizer, own):
    ApplicationFactory(cycle=cycle, status="not_eligible")
    client.force_login(organizer)
    address = reverse("applications:decision_list", args=[cycle.program.slug, cycle.slug])
    assert "1 person is told" in client.post(address, follow=True).content.decode()
    assert not Application.objects.filter(told_at=None).exists()


@pytest.mark.parametrize("kind", ["people", "totals"])
def test_an_organizer_reads_no_check_in_of_her_own_mentor(
    client, cycle, pair, mentor, mentee, kind
):
    StaffFactory(program=cycle.program, person=mentee)
    survey = make_cycle_survey(cycle, mode="named").survey
    for person, words in ((mentor, "She is late"), (ApplicationFactory().person, "All fine")):
        invitation = Invitation.objects.create(survey=survey, person=person, group="mentor")
        answering.answer(invitation, values_of(survey, comment=words), at=OPENS)
    client.force_login(mentee)
    pk = cycle.cycle_surveys.get().pk
    shown = page(client, "programs:survey_detail", cycle, pk=pk)
    if kind == "people":
        assert "All fine" in shown
        assert "She is late" not in shown
    else:
        assert "1 of 1 person answered" in shown


def test_for_an_administrator_the_question_about_performance_does_not_exist(
    client, cycle, organizer, administrator
):
    role = cycle.roles.get(side="mentee")
    Requirement.objects.create(role=role, key="good", kind="performance", text="Good")
    ApplicationFactory(cycle=cycle)
    ApplicationFactory(cycle=cycle, status="eligible")
    client.force_login(organizer)
    assert "confirmations are open" in page(client, "outcomes:dashboard", cycle)
    client.force_login(administrator)
    assert "onfirmation" not in page(client, "outcomes:dashboard", cycle)


def test_a_member_who_comes_back_finds_no_old_delegation(cycle, organizer, committee_member):
    application = ApplicationFactory(cycle=cycle)
    elsewhere = StaffFactory(person=committee_member, role="committee").program
    kept = ApplicationFactory(cycle__program=elsewhere)
    for one in (application, kept):
        delegations.delegate(one.cycle, [one.pk], committee_member, by=organizer, at=AT)
    row = Staff.objects.get(program=cycle.program, person=committee_member)
    staff.remove(row, by=organizer, at=AT)
    staff.add(cycle.program, person=committee_member, role="committee", by=organizer, at=AT)
    assert [one.application for one in Delegation.objects.all()] == [kept]
    assert not may_judge(committee_member, application, roles={"committee"})


def test_who_may_judge_and_confirm(cycle, organizer, confirmer, committee_member, own):
    other = ApplicationFactory(cycle=cycle)
    delegations.delegate(cycle, [other.pk], committee_member, by=organizer, at=AT)
    every = Application.objects.filter(cycle=cycle)

    def found(rule, person, *roles):
        return set(rule(every, person, roles=set(roles)))

    assert found(judgeable, organizer, "organizer") == {other}
    assert found(judgeable, committee_member, "committee") == {other}
    assert found(judgeable, confirmer, "confirmer") == set()
    assert found(confirmable, confirmer, "confirmer") == {own, other}
    assert found(confirmable, organizer, "organizer") == set()
    assert found(confirmations_seen, organizer, "organizer") == {other}
    assert found(confirmations_seen, committee_member, "committee") == set()
    assert not may_judge(organizer, own, roles={"organizer"})
    assert PerformanceCheck.objects.count() == 0
