"""Who is in a pair: rows, with the rules about them kept by the database."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from pairs.actions import pairs
from pairs.models import Pair, PairMember
from tests.factories import PairFactory, ParticipationFactory, UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 19, 12, tzinfo=UTC)


def refused_by(rule, change):
    """The rule refuses the change, those that wait until the transaction ends included."""
    with pytest.raises(IntegrityError) as error:
        _at_once(change)
    assert error.value.__cause__.diag.constraint_name == rule


@transaction.atomic
def _at_once(change):
    change()
    connection.check_constraints()


def test_ending_leaves_nobody_at_work_and_everybody_a_member(pair, mentor, mentee):
    assert PairMember.objects.at_work().filter(pair=pair).count() == 2

    pairs.end(pair, reason="no_time", by=mentee, at=AT)

    assert set(pair.members.values_list("side", "left_at")) == {("mentor", AT), ("mentee", AT)}
    assert [one.person for one in Pair.objects.get().everybody] == [mentor, mentee]


def test_an_active_pair_has_somebody_at_work_on_each_side(pair):
    rule = "an_active_pair_has_somebody_on_each_side"
    refused_by(rule, lambda: Pair.objects.create(cycle=pair.cycle, starts_on=pair.starts_on))
    for side in PairMember.Side:
        one = pair.members.filter(side=side)
        refused_by(rule, lambda one=one: one.update(left_at=AT))
        refused_by(rule, lambda one=one: one.delete())
    refused_by("one_on_each_side_for_now", lambda: pair.members.update(side="mentee"))


def test_nobody_is_at_work_in_an_ended_pair(pair):
    rule = "nobody_is_at_work_in_an_ended_pair"
    theirs = Pair.objects.filter(pk=pair.pk)
    refused_by(rule, lambda: theirs.update(state="ended", ended_at=AT))

    pairs.end(pair, reason="no_time", by=None, at=AT)
    refused_by(rule, lambda: pair.members.filter(side="mentor").update(left_at=None))


def test_nobody_is_in_a_pair_twice(pair):
    def begin():
        Pair.objects.begin(
            cycle=pair.cycle, starts_on=pair.starts_on, mentor=pair.mentor, mentee=pair.mentor
        )

    refused_by("nobody_is_in_a_pair_twice", begin)


def test_today_a_side_is_one_person(pair):
    other = ParticipationFactory(cycle=pair.cycle, side="mentor")
    refused_by(
        "one_on_each_side_for_now",
        lambda: pair.members.create(participation=other, side="mentor"),
    )


def test_a_mentee_is_at_work_in_one_pair_and_a_mentor_in_several(pair):
    refused_by(
        "a_mentee_is_at_work_in_one_pair",
        lambda: PairFactory(cycle=pair.cycle, mentee=pair.mentee),
    )
    PairFactory(cycle=pair.cycle, mentor=pair.mentor)
    pairs.end(pair, reason="no_time", by=None, at=AT)
    PairFactory(cycle=pair.cycle, mentee=pair.mentee)


def test_a_pair_that_came_alone_asks_once_who_is_in_it(
    pair, mentor, mentee, django_assert_num_queries
):
    alone = Pair.objects.get(pk=pair.pk)
    with django_assert_num_queries(1):
        assert str(alone) == "Mona Mentor and Mia Mentee"
        assert (alone.partner_of(mentor).person, alone.side_of(mentor).person) == (mentee, mentor)
        assert (alone.role_of(mentor), alone.role_of(mentee)) == ("mentor", "mentee")
        assert [alone.has(one) for one in (mentor, UserFactory.build(pk=0))] == [True, False]
        assert alone.mentor.role.side == "mentor"


@pytest.mark.parametrize("count", [1, 4])
def test_pairs_with_their_people_cost_the_same_for_one_and_for_four(
    cycle, count, django_assert_num_queries
):
    sides = [
        [ParticipationFactory(cycle=cycle, side=side).pk for side in ("mentor", "mentee")]
        for _number in range(count)
    ]
    with django_assert_num_queries(2):
        Pair.objects.begin_all(
            (Pair(cycle=cycle, starts_on=cycle.starts_on), *two) for two in sides
        )
    with django_assert_num_queries(2):
        found = [[one.pk for one in pair.everybody] for pair in Pair.objects.with_people()]
    assert found == sides
