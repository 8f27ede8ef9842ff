"""Two people, or a person and a worker, in the same moment: fifty rounds each on real Postgres.

A cohort is made once and put back after each round.
"""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from applications.actions import applications
from applications.models import Application, Participation
from notifications.models import Message
from pairing.actions import edits, publication, runs, working
from pairing.edits.pair import PairByHand
from pairing.edits.veto import VetoPair
from pairing.models import Board, BoardChange, Proposal, Run, RunFile, Unpaired, Veto
from pairs.models import Pair
from programs.models import Cycle
from tests.concurrency import together
from tests.factories import CycleFactory, StaffFactory
from tests.pairing.crowd import crowd

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 50
Status = Application.Status
NOW = timezone.now


class Cohort:
    """Two mentors with one place each and two mentees, drafted by a run."""

    def __init__(self):
        self.cycle = CycleFactory()
        self.organizer = StaffFactory(program=self.cycle.program).person
        self.mentors, self.mentees = crowd(self.cycle, 2, 2)

    def solve(self):
        runs.carry_out(runs.start(self.cycle, by=None, at=NOW()).pk)

    def publish(self):
        publication.publish(self.cycle, by=self.organizer, at=NOW())

    def pairs(self):
        rows = Proposal.objects.filter(board__cycle=self.cycle)
        return set(rows.values_list("mentor", "mentee"))

    def told(self):
        rows = Message.objects.of(self.cycle).filter(kind=publication.KIND)
        return sorted(rows.exclude(status="cancelled").values_list("to", flat=True))

    def empty_board(self):
        for rows in (Proposal, Veto, BoardChange):
            rows.objects.filter(board__cycle=self.cycle).delete()
        Board.objects.filter(cycle=self.cycle).update(version=0, run=None)


@pytest.fixture
def cohort():
    return Cohort()


def outcomes(number, *calls):
    """What came of each: "done", or the code of its refusal. Anything else is a failure.

    The first rounds are one after the other in both orders; from then on one of the two begins up
    to 30 ms late.
    """
    if number < 2:
        order = [*range(len(calls))][:: 1 - 2 * number]
        one_by_one = {one: together(calls[one])[0] for one in order}
        said = [one_by_one[one] for one in range(len(calls))]
    else:
        late = number % len(calls)
        wait = 0.03 * number / ROUNDS
        said = together(*[partial(delayed, one == late and wait, c) for one, c in enumerate(calls)])
    for one in said:
        if isinstance(one, Exception) and not isinstance(one, ValidationError):
            raise one
    return tuple(one.code if isinstance(one, ValidationError) else "done" for one in said)


def delayed(seconds, call):
    time.sleep(seconds)
    return call()


def test_two_publish_at_once_and_one_wins(cohort):
    cohort.solve()
    everybody = sorted(row.person_id for row in (*cohort.mentors, *cohort.mentees))
    for number in range(ROUNDS):
        said = outcomes(number, cohort.publish, cohort.publish)
        assert sorted(said) == ["done", "published"]
        assert Pair.objects.count() == 2
        assert Participation.objects.count() == 4
        assert cohort.told() == everybody
        publication.take_back(cohort.cycle, by=cohort.organizer, at=NOW())


def test_publishing_against_withdrawing_has_one_outcome(cohort):
    """Whoever withdraws first is out and nobody is paired with them; else they are told."""
    today = NOW().date()  # from a cycle that is over nobody withdraws
    Cycle.objects.update(starts_on=today, ends_on=today + timedelta(days=90))
    cohort.solve()
    drafted = list(Proposal.objects.all())
    seen = set()
    for number in range(ROUNDS):
        leaver = (cohort.mentors, cohort.mentees)[number % 4 // 2][0]
        withdraw = partial(applications.withdraw, leaver, by=leaver.person, at=NOW())
        said = outcomes(number, cohort.publish, withdraw)
        seen.add(said)
        leaver.refresh_from_db()
        theirs = Pair.objects.of(leaver.person)
        if said == ("done", "wrong_status"):  # published first
            assert (leaver.status, theirs.count(), len(cohort.told())) == ("paired", 1, 4)
        else:  # withdrawn first; publishing found it, or met it on the way and refused
            assert said in {("done", "done"), ("changed", "done")}
            assert (leaver.status, theirs.count()) == ("withdrawn", 0)
            assert len(cohort.told()) == (3 if said[0] == "done" else 0)
        _put_back(cohort, drafted, leaver)
    assert ("done", "wrong_status") in seen
    assert len(seen) > 1


def _put_back(cohort, drafted, leaver):
    if Board.objects.get(cycle=cohort.cycle).published_at:
        publication.take_back(cohort.cycle, by=cohort.organizer, at=NOW())
    Application.objects.filter(pk=leaver.pk).update(status=Status.ELIGIBLE)
    Proposal.objects.all().delete()
    Proposal.objects.bulk_create(drafted)


def test_the_last_place_of_a_mentor_is_taken_once(cohort):
    mentor = cohort.mentors[0].pk
    calls = [
        partial(edits.make, cohort.cycle, PairByHand(one.pk, mentor), by=cohort.organizer, at=NOW())
        for one in cohort.mentees
    ]
    for number in range(ROUNDS):
        said = outcomes(number, *calls)
        assert sorted(said) == ["done", "full"]
        row = Proposal.objects.get()
        assert (row.mentor_id, row.is_locked) == (mentor, True)
        assert row.mentee_id == cohort.mentees[said.index("done")].pk
        assert BoardChange.objects.count() == 1
        cohort.empty_board()


def test_run_against_a_hand_edit_keeps_the_edit(cohort):
    """A veto is either known to the run, or takes its pair off afterwards."""
    mentor, mentee = cohort.mentors[0].pk, cohort.mentees[0].pk
    other, second = cohort.mentors[1].pk, cohort.mentees[1].pk
    veto = partial(
        edits.make, cohort.cycle, VetoPair(mentee, mentor), by=cohort.organizer, at=NOW()
    )
    cohort.solve()
    straight = (mentor, mentee) in cohort.pairs()
    crossed = {(mentor, second), (other, mentee)}
    seen = set()
    for number in range(ROUNDS):
        cohort.empty_board()
        run = runs.start(cohort.cycle, by=None, at=NOW())
        assert outcomes(number, partial(runs.carry_out, run.pk), veto) == ("done", "done")
        run.refresh_from_db()
        assert run.state == Run.State.DONE
        changes = BoardChange.objects.order_by("version").values_list("version", "action")
        order = [action for _version, action in changes]
        seen.add(tuple(order))
        assert [version for version, _action in changes] == [1, 2]
        if order == ["veto", "run"] or not straight:
            assert cohort.pairs() == crossed
        else:
            assert order == ["run", "veto"]
            assert cohort.pairs() == {(other, second)}
        assert Unpaired.objects.filter(run=run).count() == 0
    assert seen == {("veto", "run"), ("run", "veto")}


class MortalWorker:
    """Carries out runs in a process that `kill` ends in the middle of its work."""

    def __init__(self):
        command = [sys.executable, "-m", "tests.pairing.mortal_worker"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        where = ("NAME", "HOST", "PORT", "USER", "PASSWORD")
        told = json.dumps({key: str(connection.settings_dict[key]) for key in where})
        self.process = subprocess.Popen([*command, told], cwd=settings.BASE_DIR, **pipes)

    def carry_out(self, run):
        self.process.stdin.write(f"{run.pk}\n")
        self.process.stdin.flush()
        self.child = int(self.process.stdout.readline())

    def kill(self):
        os.kill(self.child, signal.SIGKILL)
        assert self.process.stdout.readline() == "over\n"

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        assert self.process.wait(timeout=10) == 0


@pytest.fixture
def worker():
    mortal = MortalWorker()
    yield mortal
    mortal.close()


def test_killed_run_leaves_nothing_half_and_is_taken_up_again(cohort, worker):
    later = NOW() + timedelta(minutes=5)
    found = set()
    for number in range(ROUNDS):
        cohort.empty_board()
        run = runs.start(cohort.cycle, by=None, at=NOW())
        worker.carry_out(run)
        if number % 10:
            _wait_until_begun(run)
        time.sleep(number % 10 * 0.005)
        worker.kill()

        run.refresh_from_db()
        found.add(run.state)
        is_done = run.state == Run.State.DONE
        whole = (2, 1, 1) if is_done else (0, 0, 0)
        assert _written(cohort, run) == whole
        assert working.silent(Run, later) == ([] if is_done else [run.pk])
        runs.carry_out(run.pk, clock=lambda: later)
        run.refresh_from_db()
        assert (run.state, run.is_proved) == (Run.State.DONE, True)
        assert _written(cohort, run) == (2, 1, 1)
    assert Run.State.RUNNING in found


def _wait_until_begun(run):
    patience = time.monotonic() + 20
    while Run.objects.get(pk=run.pk).state == Run.State.WAITING:
        assert time.monotonic() < patience
        time.sleep(0.001)


def _written(cohort, run):
    changes = BoardChange.objects.filter(board__cycle=cohort.cycle, action="run")
    return len(cohort.pairs()), RunFile.objects.filter(run=run).count(), changes.count()
