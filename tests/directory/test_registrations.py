from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from directory.actions import registrations, requests
from pairs.models import Pair
from people.actions import people
from tests.concurrency import together
from tests.factories import PairFactory, UserFactory
from tests.factories.directory import ASKED_AT, RegistrationFactory, RequestFactory
from tests.messages import kinds_to

pytestmark = pytest.mark.django_db
AT = ASKED_AT
UNTIL = date(2021, 10, 1)


def register(by, other, *, other_mentors=True, ends_on=UNTIL):
    return registrations.register(other, by=by, other_mentors=other_mentors, ends_on=ends_on, at=AT)


def refused(code):
    return pytest.raises(ValidationError, check=lambda error: error.code == code)


def test_one_registers_the_other_confirms_and_both_have_a_pair(noor, ilse):
    made = register(noor, ilse)
    assert kinds_to(ilse) == ["pair_registered"]
    with refused("own"):
        registrations.confirm(made, by=noor, at=AT)

    pair = registrations.confirm(made, by=ilse, at=AT)

    assert (pair.mentor.person, pair.mentee.person, pair.ends_on) == (ilse, noor, UNTIL)
    assert kinds_to(noor) == ["pair_confirmed"]


def test_a_mentor_may_register_the_pair_too(noor, ilse):
    made = register(ilse, noor, other_mentors=False)

    assert (made.mentor, made.mentee, made.asked) == (ilse, noor, noor)


def test_a_pair_is_registered_once_and_not_with_a_manager_or_in_the_past(noor, ilse):
    register(noor, ilse)
    with refused("again"):
        register(ilse, noor)
    with refused("manager"):
        register(UserFactory(manager=ilse), ilse)
    with refused("past"):
        register(UserFactory(), ilse, ends_on=AT.date())
    pair = PairFactory()
    with refused("paired"):
        register(pair.mentee.person, pair.mentor.person)


def test_whoever_has_a_mentor_registers_no_other_and_hears_so_alone(noor, ilse):
    registrations.confirm(register(noor, ilse), by=ilse, at=AT)

    with refused("has_mentor"):
        register(noor, UserFactory())
    other = UserFactory()
    made = registrations.register(
        noor, by=other, other_mentors=False, ends_on=(AT + timedelta(days=100)).date(), at=AT
    )
    with refused("has_mentor"):
        registrations.confirm(made, by=noor, at=AT)


def test_a_confirmed_pair_ends_what_the_mentee_has_asked_of_others(noor, ilse):
    asked = RequestFactory(mentee=noor)
    of_somebody_else = RequestFactory()

    registrations.confirm(register(noor, ilse), by=ilse, at=AT)

    asked.refresh_from_db()
    of_somebody_else.refresh_from_db()
    assert (asked.state, asked.reason) == ("closed", "found")
    assert of_somebody_else.is_open
    assert kinds_to(asked.mentor) == ["mentoring_closed"]


def test_confirming_and_accepting_at_once_make_one_pair(transactional_db, noor, ilse):
    made = register(noor, ilse)
    asked = RequestFactory(mentee=noor)

    came = together(
        lambda: registrations.confirm(made, by=ilse, at=AT),
        lambda: requests.accept(asked, by=asked.mentor, at=AT),
    )

    assert sum(isinstance(one, Pair) for one in came) == 1
    assert Pair.objects.count() == 1
    asked.refresh_from_db()
    assert not asked.is_open


def test_two_presses_at_once_make_one_pair(transactional_db, noor, ilse):
    made = register(noor, ilse)

    came = together(*[lambda: registrations.confirm(made, by=ilse, at=AT)] * 2)

    (lost,) = [one for one in came if isinstance(one, Exception)]
    assert lost.code == "wrong_status"


def test_declining_tells_who_asked_and_taking_back_tells_nobody(noor, ilse):
    registrations.decline(register(noor, ilse), by=ilse, at=AT)
    assert kinds_to(noor) == ["pair_not_confirmed"]

    other = UserFactory()
    registrations.take_back(register(noor, other), by=noor, at=AT)
    assert kinds_to(other) == []


def test_what_nobody_confirms_ends_after_a_month_or_when_one_leaves(administrator):
    old = RegistrationFactory()
    assert registrations.expire_due(AT + timedelta(days=30)) == {"registrations expired": 1}
    left = RegistrationFactory()

    people.deactivate(left.mentor, by=administrator, at=AT)

    for row in (old, left):
        row.refresh_from_db()
        assert row.state == "expired"
