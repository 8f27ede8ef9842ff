"""The 2021 cycle of the Women at GitLab program, from the first call to the final report.

The dates are the program's real ones; the 1,470 people are made up. Everything goes through the
front door or the commands, at its moment; the figures at the end are worked out by hand below.
"""

import json
import random
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from applications.models import Application, PerformanceCheck
from events.actions import attendance
from notifications.models import Message
from pairs.models import Case, MentoringSession, Pair
from people.models import User
from programs.actions import cycles
from programs.catalog import TEMPLATES
from programs.models import Cycle
from tests.factories import UserFactory, organization
from tests.flows import forms

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PLANNED = datetime(2021, 5, 10, 9, tzinfo=UTC)
MENTOR_CALL = datetime(2021, 5, 25, 9, tzinfo=UTC)
MENTEE_CALL = datetime(2021, 6, 15, 9, tzinfo=UTC)
ANNOUNCED = datetime(2021, 6, 29, 9, tzinfo=UTC)
AFTER_THE_CALL = datetime(2021, 6, 25, 9, tzinfo=UTC)

LONG_ENOUGH_HERE = date(2021, 2, 20)
MENTORS, MENTEES = 41, 82
LATE_MENTEES = 3
IN_BOTH_ROLES = 4
ELIGIBLE_MENTORS = 32
REFUSED_MENTORS = 5
ONE_PAIR_MISSES = 7
WINDOWS = [date(2021, 7, 7) + timedelta(weeks=2 * number) for number in range(6)]


@pytest.fixture
def clock():
    with time_machine.travel(PLANNED, tick=False) as traveller:
        yield traveller


def address(name, cycle, *more):
    return reverse(name, args=[cycle.program.slug, cycle.slug, *more])


def test_a_whole_cycle_from_the_first_call_to_the_final_report(clock, client, tmp_path, capsys):
    dice = random.Random(2021)
    people = import_everybody(tmp_path)
    organizer, confirmer = UserFactory(name="Olga Organizer"), UserFactory(name="Conrad Confirmer")
    cycle = set_up(tmp_path, organizer, confirmer)
    can_apply = [person for person in people if person.started_on <= LONG_ENOUGH_HERE]
    dice.shuffle(can_apply)

    in_berlin = next(person for person in can_apply if person.time_zone == "Europe/Berlin")
    nobody_applies_before_the_call_opens(client, cycle, in_berlin)
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

    everybody_is_confirmed(client, cycle, confirmer)
    review_leaves_32_mentors(client, cycle, organizer)
    assert told("application_not_eligible") == REFUSED_MENTORS

    clock.move_to(ANNOUNCED)
    the_committee_would_serve_those_in_both_roles_first(cycle, both)
    everybody_is_paired_and_told_once(cycle, both)

    pairs = list(Pair.objects.filter(cycle=cycle).order_by("pk"))
    kickoff_is_attended(client, cycle, organizer, pairs)
    for number, window_start in enumerate(WINDOWS, start=1):
        clock.move_to(datetime.combine(window_start, time(18), tzinfo=UTC) + timedelta(days=3))
        everybody_meets(client, pairs, number)
    one_mentee_says_at_the_check_in_that_they_have_not_met(client, clock, cycle)
    the_end_survey_is_answered(client, clock, cycle)
    clock.move_to(datetime(2021, 10, 13, 9, tzinfo=UTC))
    the_report_says_what_came_of_it(client, cycle, organizer, pairs, capsys)


def import_everybody(folder):
    file = folder / "people.csv"
    file.write_text(organization.as_csv(organization.people(1470)), encoding="utf-8")
    for _time in range(2):
        call_command("import_people", str(file), as_of=PLANNED.date(), verbosity=0)
    assert User.objects.count() == 1470
    return list(User.objects.order_by("pk"))


def set_up(folder, organizer, confirmer):
    file = folder / "program.yaml"
    file.write_text(TEMPLATES["women-at-gitlab-2021"].read(), encoding="utf-8")
    call_command("load_program", str(file), owner=organizer.email, verbosity=0)
    cycle = Cycle.objects.select_related("program").get(slug="2021")
    cycle.program.staff.create(person=confirmer, role="confirmer")
    cycles.publish(cycle, by=organizer, at=PLANNED)
    return cycle


def nobody_applies_before_the_call_opens(client, cycle, person):
    client.force_login(person)
    page = client.get(address("applications:application_apply", cycle, "mentor"))
    assert "20 May" in page.content.decode()
    assert not Application.objects.exists()


def everybody_applies(client, cycle, role, people, dice):
    for person in people:
        client.force_login(person)
        answer = forms.apply(client, address("applications:application_apply", cycle, role), dice)
        assert answer.status_code == 302, answer.context["form"].errors


def everybody_is_confirmed(client, cycle, confirmer):
    client.force_login(confirmer)
    for application in Application.objects.filter(cycle=cycle):
        client.post(
            address("applications:review_confirm", cycle, application.pk), {"answer": "yes"}
        )
    assert PerformanceCheck.objects.filter(answer="yes").count() == MENTORS + MENTEES


def review_leaves_32_mentors(client, cycle, organizer):
    """The first 32 mentors, those in both roles among them; 5 are refused, 4 wait. All mentees."""
    client.force_login(organizer)
    submitted = Application.objects.filter(cycle=cycle).order_by("pk")
    mentors = list(submitted.filter(role__side="mentor"))
    mentees = list(submitted.filter(role__side="mentee"))
    decide(client, cycle, mentors[:ELIGIBLE_MENTORS] + mentees, "eligible")
    refused = mentors[ELIGIBLE_MENTORS : ELIGIBLE_MENTORS + REFUSED_MENTORS]
    decide(client, cycle, refused, "not_eligible", refusal="requirements")
    decide(client, cycle, mentors[ELIGIBLE_MENTORS + REFUSED_MENTORS :], "waitlisted")
    assert count(cycle, status="eligible") == ELIGIBLE_MENTORS + MENTEES
    assert told("application_not_eligible") == 0
    for _browser in range(2):
        client.post(address("applications:decision_list", cycle))


def decide(client, cycle, chosen, verb, **reason):
    numbers = [str(application.pk) for application in chosen]
    data = {"verb": verb, "chosen": numbers, "confirmed": "1", **reason}
    assert (
        client.post(address("applications:application_decide_many", cycle), data).status_code == 302
    )


def the_committee_would_serve_those_in_both_roles_first(cycle, both):
    """So that somebody else goes without because of them: what the shortage rule forbids."""
    mentees = Application.objects.filter(cycle=cycle, role__side="mentee", person__in=both)
    assert mentees.update(priority=9) == IN_BOTH_ROLES


def everybody_is_paired_and_told_once(cycle, both):
    """32 places for 82 mentees: those in both roles are mentors only. Nobody hears twice."""
    name = f"{cycle.program.slug}/{cycle.slug}"
    call_command("pair", name, publish=True)
    with pytest.raises(CommandError):
        call_command("pair", name, publish=True)
    pairs = list(Pair.objects.with_people().filter(cycle=cycle))
    assert len(pairs) == ELIGIBLE_MENTORS
    assert [pair for pair in pairs if pair.mentor.division == pair.mentee.division] == []
    assert count(cycle, status="mentor_only") == IN_BOTH_ROLES
    assert count(cycle, status="paired") == 2 * ELIGIBLE_MENTORS
    assert count(cycle, status="unpaired", role__side="mentee") == (
        MENTEES - IN_BOTH_ROLES - ELIGIBLE_MENTORS
    )
    waited_for_pairs = MENTORS - REFUSED_MENTORS + MENTEES - IN_BOTH_ROLES
    assert told("pairs_published") == waited_for_pairs
    call_command("run_due", at="2021-06-29T13:00Z")
    call_command("run_due", at="2021-06-29T13:00Z")
    assert told("pairs_published", status="sent") == waited_for_pairs
    assert len(mail.outbox) == Message.objects.filter(status="sent").count()


def kickoff_is_attended(client, cycle, organizer, pairs):
    """7 people in the first slot, as the program noted; 20 and 30 in the others: 57 of 64."""
    client.force_login(organizer)
    event = cycle.events.get(kind="kickoff")
    people = [side.person_id for pair in pairs for side in (pair.mentor, pair.mentee)]
    for slot, some in zip(
        event.slots.order_by("starts_at"), (people[:7], people[7:27], people[27:57]), strict=True
    ):
        for person in some:
            attendance.note(
                event, slot, User.objects.get(pk=person), by=organizer, at=slot.starts_at
            )


def everybody_meets(client, pairs, window):
    """One pair misses the third window. The first pair logs on the page, every third one async."""
    for number, pair in enumerate(pairs):
        if (number, window) == (ONE_PAIR_MISSES, 3):
            continue
        client.force_login(pair.mentee.person)
        page = client.get(reverse("pairs:session_log", args=[pair.pk]))
        form = "async" if number % 3 == 0 else "live"
        sent = fill_in(page.context["form"]) | {"form": form}
        answer = client.post(reverse("pairs:session_log", args=[pair.pk]), sent)
        assert answer.status_code == 302
    held = MentoringSession.objects.held().filter(pair__in=pairs)
    assert held.count() == len(pairs) * window - (window >= 3)


def fill_in(form):
    """The form as it stands on the page: two taps."""
    return {
        name: form[name].value() for name in form.fields if form[name].value() not in (None, "")
    }


def one_mentee_says_at_the_check_in_that_they_have_not_met(client, clock, cycle):
    call_command("run_due", at="2021-08-07T09:00Z")
    check_in = cycle.cycle_surveys.get(kind="check_in").survey
    assert set(check_in.invitations.values_list("group", flat=True)) == {"mentee"}
    assert check_in.invitations.count() == ELIGIBLE_MENTORS
    clock.move_to(datetime(2021, 8, 9, 9, tzinfo=UTC))
    for number, invitation in enumerate(check_in.invitations.order_by("pk")):
        client.force_login(invitation.person)
        met = "not-met" if number == 0 else "met"
        answer = client.post(reverse("surveys:answer", args=[invitation.pk]), {"q_met": met})
        assert answer.status_code == 302
    assert list(Case.objects.values_list("kind", "state")) == [("not_met", "open")]


def the_end_survey_is_answered(client, clock, cycle):
    """20 mentors give 5 of 5; of 25 mentees 20 give 4 and 5 give 3: 5.0 and 3.8."""
    call_command("run_due", at="2021-09-20T09:00Z")
    survey = cycle.cycle_surveys.get(kind="end").survey
    assert survey.invitations.count() == 2 * ELIGIBLE_MENTORS
    clock.move_to(datetime(2021, 9, 22, 9, tzinfo=UTC))
    mentors = survey.invitations.filter(group="mentor").order_by("pk")[:20]
    mentees = survey.invitations.filter(group="mentee").order_by("pk")[:25]
    given = [(one, "5") for one in mentors]
    given += [(one, "4" if number < 20 else "3") for number, one in enumerate(mentees)]
    dice = random.Random(1)
    for invitation, overall in given:
        client.force_login(invitation.person)
        address = reverse("surveys:answer", args=[invitation.pk])
        page = client.get(address)
        sent = forms.fill(page.context["form"], dice) | {"q_overall": overall}
        assert client.post(address, sent).status_code == 302
    assert survey.invitations.filter(has_answered=True).count() == 45


def the_report_says_what_came_of_it(client, cycle, organizer, pairs, capsys):
    """31 of 32 pairs met in all six complete windows: 96.9%, above 95%. Present at the kickoff
    were 7 + 20 + 30 of 64: 89.1%, below. Means of 5 and of (20 x 4 + 5 x 3) / 25 = 3.8; of all
    45, (100 + 95) / 45 = 4.3."""
    capsys.readouterr()
    call_command("report", f"{cycle.program.slug}/{cycle.slug}", json=True)
    report = json.loads(capsys.readouterr().out)
    assert report["bi_weekly_completion"] == {
        "percent": 96.9,
        "consistent_pairs": 31,
        "pairs": 32,
        "complete_windows": 6,
        "windows": 6,
        "target": 95,
        "reached": True,
    }
    assert report["live_attendance"] == {
        "percent": 89.1,
        "present": 57,
        "expected": 64,
        "target": 95,
        "reached": False,
    }
    (kickoff,) = report["events"]
    assert [slot["present"] for slot in kickoff["slots"]] == [7, 20, 30]
    assert report["participation"] == {"pairs": 32, "ended_early": 0, "people": 64}
    sides = {"mentors": [p.mentor for p in pairs], "mentees": [p.mentee for p in pairs]}
    for side, found in sides.items():
        assert sorted(report["departments"][side]) == sorted({one.department for one in found})
    (end,) = [one for one in report["feedback"] if one["survey"] == "End survey"]
    assert (end["invited"], end["answered"]) == (64, 45)
    overall = next(one for one in end["averages"] if one["question"].startswith("How was"))
    assert (overall["mentors"], overall["mentees"], overall["everybody"]) == (5.0, 3.8, 4.3)
    client.force_login(organizer)
    page = client.get(address("outcomes:report", cycle)).content.decode()
    assert "96.9" in page
    assert "89.1" in page


def count(cycle, **wanted):
    return Application.objects.filter(cycle=cycle, **wanted).count()


def told(kind, **wanted):
    return Message.objects.filter(kind=kind, **wanted).count()
