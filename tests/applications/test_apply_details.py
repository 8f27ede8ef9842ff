"""What the application form says beside its fields: who reads them, and how much time it takes."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from applications.permissions import readers_of_fact
from programs.permissions import readers_of_answer
from tests.factories import CallFactory, QuestionFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2021, 6, 10, 12, tzinfo=UTC)
REVIEWERS, ORGANIZERS = "Organizers and reviewers", "Organizers"
PAIR = "Organizers, reviewers and your partner once paired"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed_in(client):
    person = UserFactory(
        name="Ann Ahn", job_title="Engineer", department="EMEA", division="Sales",
        started_on=date(2020, 1, 6),
    )  # fmt: skip
    client.force_login(person)
    return client


def address(role, name="apply"):
    parts = [role.cycle.program.slug, role.cycle.slug, role.slug]
    return reverse(f"applications:application_{name}", args=parts)


@pytest.fixture
def mentor_role(cycle):
    role = cycle.roles.get(side="mentor")
    CallFactory(role=role)
    return role


def readers_beside(page):
    """By label, who is said to read it."""
    found = {}
    for chunk in page.split("<label")[1:]:
        name = re.search(r'for="id_(\w+)"', chunk)
        readers = re.search(r'class="sees">.*?</svg>\s*([^<]+?)\s*<', chunk, re.S)
        if name and readers:
            found[name[1]] = readers[1]
    return found


def test_each_field_says_who_reads_it(signed_in, mentor_role):
    for readers in ("organizers", "reviewers", "pair"):
        QuestionFactory(questionnaire=mentor_role.questionnaire, key=readers, readers=readers)
    found = readers_beside(signed_in.get(address(mentor_role)).text)
    assert {name: found[name] for name in ("f_manager", "f_time_zone", "f_languages")} == {
        "f_manager": ORGANIZERS,
        "f_time_zone": REVIEWERS,
        "f_languages": REVIEWERS,
    }
    assert {name: found[f"q_{name}"] for name in ("organizers", "reviewers", "pair")} == {
        "organizers": ORGANIZERS,
        "reviewers": REVIEWERS,
        "pair": PAIR,
    }


def test_the_words_follow_from_the_rules():
    said = [readers_of_answer(QuestionFactory(readers=one)) for one in ("organizers", "pair")]
    assert said == [ORGANIZERS, PAIR]
    assert readers_of_fact("started_on") == ORGANIZERS
    assert readers_of_fact("division") == REVIEWERS


@pytest.mark.parametrize(
    ("typed", "hours"), [("", "1 hour"), ("3", "3 hours"), ("x", "1 hour"), ("9" * 50, "1 hour")]
)
def test_hours_follow_what_is_typed_and_stay_without_javascript(
    signed_in, mentor_role, typed, hours
):
    draft = address(mentor_role, "draft")
    part = signed_in.post(draft, {"f_capacity": typed}, headers={"HX-Request": "true"}).text
    assert f"<b>{hours} per month.</b>" in part
    assert 'id="hours" hx-swap-oob="true"' in part
    assert f"<b>{hours} per month.</b>" in signed_in.get(address(mentor_role)).text


def test_both_roles_are_counted_together(signed_in, mentor_role):
    page = signed_in.get(address(mentor_role)).text
    assert "If you apply for both roles, they take 2 hours per month together." in page
