"""The rows of the seeds that concern set-up, each with the page that shows it (program of 2021)."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from applications.actions import outreach
from applications.models import Application
from programs.actions import cycles
from programs.catalog import TEMPLATES
from programs.models import Requirement
from programs.programfile import load
from tests import made_once
from tests.factories import UserFactory
from tests.programs.settings_page import Page

pytestmark = pytest.mark.django_db
AT = datetime(2021, 5, 1, 9, tzinfo=UTC)
PUBLIC, TIMELINE, ROLES = "cycle_public", "settings_timeline", "settings_role"
MENTOR, MENTEE = {"role": "mentor"}, {"role": "mentee"}

# Row of the seeds: what it says, the page, and words that page must hold.
ROWS = {
    "A2 programs have names and cycles": (PUBLIC, {}, ["Women at GitLab", "2021"]),
    "A3 the pilot came before and the mission stays": (PUBLIC, {}, ["pilot of 2020", "Mission"]),
    "A4 three months from July to September": (PUBLIC, {}, ["7 July", "30 September 2021"]),
    "A7 pairs may extend": (PUBLIC, {}, ["may extend as long as both stay engaged"]),
    "A8 mentors apply from 20 May to 7 June": (PUBLIC, {}, ["20 May to 7 June 2021"]),
    "A9 mentees apply from 7 to 23 June": (PUBLIC, {}, ["7 to 23 June 2021"]),
    "A10 calls last at least two weeks": (TIMELINE, {}, ["open for 19 days", "open for 17 days"]),
    "A12 pairing by hand needs a week and has six days": (
        TIMELINE,
        {},
        ["Pairing by hand gets 6 days", "at least 7 days"],
    ),
    "A13 pairs are told on 29 June": (PUBLIC, {}, ["every applicant is told", "29 June 2021"]),
    "A14 planning on 5 May is internal and has a link": (
        TIMELINE,
        {},
        ["Program details discussed", "2021-05-05", "issues/122", "Internal"],
    ),
    "A15 coffee chats before the start are optional": (PUBLIC, {}, ["Coffee chats", "Optional"]),
    "A16 the kickoff has three sittings of 25 minutes": (PUBLIC, {}, ["Kickoff", "25 minutes"]),
    "A18 elements say how binding they are": (PUBLIC, {}, ["expected"]),
    "A19 training in the week of 12 July": (PUBLIC, {}, ["Week of 12 July 2021", "Self-paced"]),
    "A20 the AMA is in the week of 16 August": (PUBLIC, {}, ["Week of 16 August 2021"]),
    "A21 the celebration is in the week of 20 September": (
        PUBLIC,
        {},
        ["Week of 20 September 2021", "50 minutes"],
    ),
    "A23 the timeline is a table of dates with resources": (
        PUBLIC,
        {},
        ["How to be a good mentor or mentee"],
    ),
    "A25 people leave word for the next call": (PUBLIC, {}, ["interest/"]),
    "A27 three groups host it": (
        PUBLIC,
        {},
        ["TMRG, GitLab Learning and Development, GitLab DIB team"],
    ),
    "B1 a text and a link for every channel": (
        "applications:link_list",
        {},
        ["Make a link for mail, chat"],
    ),
    "B2 colleagues suggest each other": (PUBLIC, {}, ["Suggest a colleague"]),
    "B3 role, place, focus and goals are asked": (
        "settings_questions",
        {},
        ["What is your role?", "Where do you work from?", "focus areas"],
    ),
    "B5 each role has a form of its own": ("settings_questions", {}, ["Mentor", "Mentee"]),
    "B6 both roles are possible after a talk with the manager": (
        ROLES,
        MENTOR,
        ["You have talked with your manager"],
    ),
    "B7 both roles take two hours per month": (PUBLIC, {}, ["2 hours per month"]),
    "B8 applying guarantees no place": (PUBLIC, {}, ["not guarantee a place"]),
    "B9 who took part before may apply again": (PUBLIC, {}, ["welcome to apply again"]),
    "B10 who cannot commit applies for a later cycle": (PUBLIC, {}, ["apply for a future program"]),
    "B13 questions go to channels, an issue, or the organizers": (
        PUBLIC,
        {},
        ["#women", "issues/31", "Ask the organizers"],
    ),
    "B14 the questions people ask are answered": (PUBLIC, {}, ["Can I participate as both"]),
    "C1 three months at the company": (PUBLIC, {}, ["at least 3 months"]),
    "C2 time every other week for the whole length": (PUBLIC, {}, ["at least 30 minutes"]),
    "C3 live trainings": (PUBLIC, {}, ["all live trainings"]),
    "C5 the certification is due before the start": (ROLES, MENTOR, ["DIB", "2021-07-06"]),
    "C6 the audience is a statement": (PUBLIC, {}, ["woman-identifying"]),
    "C7 how mentors are prioritized": (PUBLIC, {}, ["prior experience as a mentor"]),
    "C8 how mentees are prioritized": (PUBLIC, {}, ["management career track"]),
}


@pytest.fixture(scope="module")
def women(django_db_setup, django_db_blocker):
    with made_once.rows(django_db_blocker):
        olga = UserFactory(name="Olga Organizer", may_create_programs=True)
        cycle = load(TEMPLATES["women-at-gitlab-2021"].read(), owner=olga, at=AT).cycle
        yield cycles.publish(cycle, by=olga, at=AT)


@pytest.fixture
def page(client, women):
    client.force_login(women.program.staff.get().person)
    return Page(client)


@pytest.mark.parametrize("row", ROWS)
def test_a_page_shows_the_row(page, women, row):
    name, more, words = ROWS[row]
    text = page.read(women, name, **more).replace("&#x27;", "'")
    assert [word for word in words if word not in text] == []


def test_b4_choices_are_used_for_pairing_and_free_text_only_where_it_says(women):
    uses = {
        question.key: (question.kind, question.pairing_use)
        for role in women.roles.all()
        for question in role.questionnaire.questions.all()
    }
    assert uses["focus"] == ("several", "focus")
    assert uses["role"] == ("text", "")


def test_b12_both_roles_are_asked_whether_they_work_in_writing(women):
    for role in women.roles.all():
        assert role.questionnaire.questions.filter(pairing_use="async").count() == 1


def test_c4_and_c9_performance_is_answered_by_a_confirmer_and_shown_to_no_applicant(page, women):
    kinds = Requirement.objects.filter(role__cycle=women, kind="performance")
    assert kinds.count() == 2
    page.client.force_login(UserFactory())
    role = women.roles.get(side="mentor")
    form = reverse(
        "applications:application_apply", args=[women.program.slug, women.slug, role.slug]
    )
    assert "improvement plan" not in page.client.get(form).content.decode()


def test_c12_somebody_who_left_has_a_state_of_their_own():
    assert Application.Status.LEFT in Application.Status


def test_a11_late_applications_are_taken_with_a_note(women):
    call = women.calls.get(role__side="mentee")
    late = datetime(2021, 6, 25, tzinfo=UTC)
    assert call.state(late) == call.State.LATE
    assert "late applicants might not be paired" in women.late_note


def test_a25_the_interest_list_hears_when_a_call_opens(women):
    person = UserFactory()
    outreach.leave_interest(women.program, person=person, at=AT)
    told = outreach.tell_of_open_calls(datetime(2021, 5, 20, tzinfo=UTC))
    assert told == {"people told of an open call": 1}
