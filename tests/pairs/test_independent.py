from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from pairs.actions import endings, independent, pairs
from pairs.models import Pair
from programs.models import Program
from programs.queries import public
from tests.concurrency import together
from tests.factories import CycleFactory, UserFactory
from tests.factories.directory import ASKED_AT
from tests.messages import kinds_to

pytestmark = pytest.mark.django_db
AT = ASKED_AT


def begin(mentor, mentee, ends_on=date(2021, 9, 14)):
    return independent.begin(mentor, mentee, starts_on=AT.date(), ends_on=ends_on, by=mentee, at=AT)


def test_the_first_pair_makes_the_program_and_no_list_shows_it():
    CycleFactory(program__slug=independent.SLUG)
    pair = begin(UserFactory(), UserFactory())

    assert str(pair.cycle) == "Independent mentoring"
    assert pair.cycle.program.slug == "independent-mentoring-2"
    assert pair.cycle.program not in [one.program for one in public.listed(pair.mentee.person)]
    assert pair.cycle.ends_on is None


def test_two_first_pairs_at_once_share_one_program(transactional_db):
    people = [(UserFactory(), UserFactory()) for _number in range(2)]

    came = together(*(lambda two=two: begin(*two) for two in people))

    assert all(isinstance(one, Pair) for one in came), came
    assert Program.objects.filter(is_independent=True).count() == 1


def test_somebody_has_one_mentor_at_a_time_and_a_mentor_several_mentees():
    mentor, mentee = UserFactory(), UserFactory()
    first = begin(mentor, mentee)
    begin(mentor, UserFactory())
    with pytest.raises(ValidationError, check=lambda error: error.code == "has_mentor"):
        begin(UserFactory(), mentee)

    pairs.end(first, reason="no_time", by=mentee, at=AT, leaver=first.mentee)

    again = begin(UserFactory(), mentee)
    assert (again.mentee, again.mentee.state) == (first.mentee, "active")


@pytest.mark.parametrize(
    "name",
    ["pairs:pair_detail", "pairs:session_log", "pairs:extension_propose", "completion:thanks"],
)
def test_no_page_of_the_two_names_organizers_who_see_something_or_a_program(client, name):
    pair = begin(UserFactory(), UserFactory())
    client.force_login(pair.mentee.person)

    page = " ".join(client.get(reverse(name, args=[pair.pk])).text.split())

    assert pair.mentor.person.get_short_name() in page
    for words in ("rganizers see", "The program", "the program’s page"):
        assert words not in page.partition("<main")[2]


def test_a_pair_ends_after_its_own_last_day_and_both_are_told_once():
    pair = begin(UserFactory(), UserFactory())
    over = AT.replace(month=9, day=17)
    assert endings.end_over(over - timedelta(days=2)) == {"completed pairs": 0}
    assert endings.end_over(over) == {"completed pairs": 1}
    assert endings.end_over(over) == {"completed pairs": 0}

    pair.refresh_from_db()
    assert (pair.state, pair.end_reason) == ("ended", "completed")
    assert kinds_to(pair.mentor.person) == kinds_to(pair.mentee.person) == ["pair_completed"]
