import io
import json
import subprocess
import sys
import threading
import zipfile
from datetime import timedelta
from time import sleep

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.utils import timezone

from applications.models import Application
from notifications import due
from pairing import engine
from pairing.actions import earlier_runs, edits, runs, working
from pairing.edits.lock import LockPair
from pairing.edits.places import ChangePlaces
from pairing.edits.veto import AllowPair, VetoPair
from pairing.engine.measuring.invented import scored
from pairing.models import Board, BoardChange, Run
from pairs.models import Pair
from programs.models import Cycle, PairingRule
from tests.factories import CycleFactory, PairFactory
from tests.pairing.crowd import apply, ask_focus, choose, crowd

pytestmark = pytest.mark.django_db


def solve(cycle, by=None):
    run = runs.start(cycle, by=by, at=timezone.now())
    runs.carry_out(run.pk)
    run.refresh_from_db()
    return run


def pairs(cycle):
    return {(one.mentor.name, one.mentee.name) for one in cycle.board.proposals.with_people()}


def test_run_writes_the_best_pairs_with_parts_and_proof(cycle, organizer):
    ask_focus(cycle)
    ann, bo = (apply(cycle, "mentor", name=name, division=name) for name in ("Ann", "Bo"))
    cy, di = (apply(cycle, "mentee", name=name, division=name) for name in ("Cy", "Di"))
    for one, area in ((ann, "feedback"), (bo, "writing"), (cy, "writing"), (di, "feedback")):
        choose(one, area)

    run = solve(cycle, by=organizer)

    assert run.state == Run.State.DONE
    assert run.is_proved
    assert run.number == 1
    assert pairs(cycle) == {("Ann", "Di"), ("Bo", "Cy")}
    proposal = cycle.board.proposals.get(mentor=ann)
    assert sum(part["points"] for part in proposal.parts) == proposal.score
    assert "Feedback" in next(p["sentence"] for p in proposal.parts if p["name"] == "focus_areas")
    assert BoardChange.objects.get(board=cycle.board).action == "run"


def test_run_keeps_what_anybody_needs_to_check_it(cycle, tmp_path):
    crowd(cycle, 3, 4)
    run = solve(cycle)
    with zipfile.ZipFile(io.BytesIO(bytes(run.file.content))) as packed:
        packed.extractall(tmp_path)

    command = [sys.executable, "-m", "pairing.engine", "check", "instance.json", "result.json"]
    checked = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(_root())}, capture_output=True, check=False
    )

    assert checked.returncode == 0, checked.stderr
    assert run.input_hash == json.loads((tmp_path / "result.json").read_text())["instance"]


def _root():
    from django.conf import settings

    return settings.BASE_DIR


def test_starting_twice_gives_one_run(cycle, organizer):
    crowd(cycle, 1, 1)
    first = runs.start(cycle, by=organizer, at=timezone.now())
    assert runs.start(cycle, by=organizer, at=timezone.now()) == first


@pytest.mark.django_db(transaction=True)
def test_two_starts_at_once_give_one_run():
    cycle = CycleFactory()
    crowd(cycle, 2, 2)
    started, together = [], threading.Barrier(2)

    def start():
        together.wait()
        started.append(runs.start(cycle, by=None, at=timezone.now()).pk)
        connection.close()

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(started) == 2
    assert len(set(started)) == 1


def test_carrying_out_twice_changes_nothing(cycle):
    crowd(cycle, 2, 2)
    run = solve(cycle)
    before = list(BoardChange.objects.values_list("pk", "version"))
    runs.carry_out(run.pk)
    assert list(BoardChange.objects.values_list("pk", "version")) == before == [(before[0][0], 1)]


def test_nobody_to_pair_is_refused(cycle):
    apply(cycle, "mentor")
    with pytest.raises(ValidationError) as refused:
        runs.start(cycle, by=None, at=timezone.now())
    assert refused.value.code == "nobody"


def test_cancelled_run_writes_nothing(cycle):
    crowd(cycle, 2, 2)
    run = runs.start(cycle, by=None, at=timezone.now())
    assert runs.cancel(cycle, at=timezone.now())
    runs.carry_out(run.pk)
    assert pairs(cycle) == set()
    assert not runs.cancel(cycle, at=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_cancelled_run_stops_in_the_middle_of_solving(monkeypatch):
    """Scores that take the engine seconds; with none of its own steps in between."""
    monkeypatch.setattr(working, "BEAT_SECONDS", 0.02)
    cycle = CycleFactory()
    crowd(cycle, 1, 1)
    run = runs.start(cycle, by=None, at=timezone.now())
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING)
    hard = scored("products", 1_500, 1_000, 1, (1,))
    runs.cancel(cycle, at=timezone.now())
    with pytest.raises(runs.StoppedError), runs.signs_of_life(run, timezone.now):
        engine.solve(hard)


@pytest.mark.django_db(transaction=True)
def test_run_shows_now_and_then_that_it_still_works(monkeypatch):
    monkeypatch.setattr(working, "BEAT_SECONDS", 0.02)
    cycle = CycleFactory()
    crowd(cycle, 1, 1)
    run = runs.start(cycle, by=None, at=timezone.now())
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING, heartbeat_at=None)
    shown = Run.objects.filter(pk=run.pk, heartbeat_at__isnull=False)
    with runs.signs_of_life(run, timezone.now):
        for _moment in range(500):
            if shown.exists():
                break
            sleep(0.02)
    assert shown.exists()


def test_silent_run_is_taken_up_again_by_due_work(cycle):
    crowd(cycle, 2, 2)
    at = timezone.now()
    run = runs.start(cycle, by=None, at=at - timedelta(minutes=5))
    Run.objects.filter(pk=run.pk).update(
        state=Run.State.RUNNING, attempts=1, heartbeat_at=at - timedelta(seconds=61)
    )
    assert due.run("silent runs", at) == {"runs taken up": 1}
    run.refresh_from_db()
    assert run.state == Run.State.DONE
    assert due.run("silent runs", at) == {}


def test_run_with_signs_of_life_is_left_to_its_worker(cycle):
    crowd(cycle, 2, 2)
    run = runs.start(cycle, by=None, at=timezone.now())
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING, heartbeat_at=timezone.now())
    runs.carry_out(run.pk)
    run.refresh_from_db()
    assert run.state == Run.State.RUNNING


def test_run_that_never_ends_is_given_up(cycle):
    crowd(cycle, 2, 2)
    run = runs.start(cycle, by=None, at=timezone.now())
    Run.objects.filter(pk=run.pk).update(attempts=3)
    runs.carry_out(run.pk)
    run.refresh_from_db()
    assert run.state == Run.State.FAILED
    assert run.problem


def test_new_run_keeps_locks_and_vetoes(cycle, organizer):
    ask_focus(cycle)
    (ann, bo), (cy, di) = crowd(cycle, 2, 2)
    for one, area in ((ann, "feedback"), (bo, "writing"), (cy, "feedback"), (di, "writing")):
        choose(one, area)
    solve(cycle)
    edits.make(cycle, VetoPair(cy.pk, ann.pk), by=organizer, at=timezone.now())
    solve(cycle)
    assert pairs(cycle) == {("Mentor 0", "Mentee 1"), ("Mentor 1", "Mentee 0")}

    edits.make(cycle, LockPair(cy.pk, bo.pk), by=organizer, at=timezone.now())
    edits.make(cycle, AllowPair(cy.pk, ann.pk), by=organizer, at=timezone.now())
    solve(cycle)

    assert pairs(cycle) == {("Mentor 0", "Mentee 1"), ("Mentor 1", "Mentee 0")}
    assert cycle.board.proposals.get(mentee=cy).is_locked


def test_hand_edit_during_a_run_counts(cycle, organizer, monkeypatch):
    """The run was solved without the veto, sees it when it writes, and solves again."""
    (ann,), (cy, _di) = crowd(cycle, 1, 2)
    run = runs.start(cycle, by=None, at=timezone.now())
    real, seen = runs._write, []

    def write(*args, **kwargs):
        if not seen:
            edits.make(cycle, VetoPair(cy.pk, ann.pk), by=organizer, at=timezone.now())
        seen.append(1)
        return real(*args, **kwargs)

    monkeypatch.setattr(runs, "_write", write)
    runs.carry_out(run.pk)

    assert len(seen) == 2
    assert pairs(cycle) == {("Mentor 0", "Mentee 1")}


def test_same_division_is_never_proposed_and_said_why(cycle):
    apply(cycle, "mentor", name="Ann", division="Sales")
    left = apply(cycle, "mentee", name="Cy", division="Sales")
    apply(cycle, "mentee", name="Di", division="Legal")
    run = solve(cycle)
    assert pairs(cycle) == {("Ann", "Di")}
    row = run.unpaired.get(application=left)
    assert row.reason == "rules"
    assert row.details["rules"] == {"cross_division": 1}
    assert row.details["only_by"] == {"cross_division": 1}


def test_soft_rule_costs_points_only(cycle):
    PairingRule.objects.create(cycle=cycle, name="cross_division", strength="soft", points=7)
    apply(cycle, "mentor", name="Ann", division="Sales")
    apply(cycle, "mentee", name="Cy", division="Sales")
    solve(cycle)
    proposal = cycle.board.proposals.get()
    assert "soft_rule" in proposal.flags
    assert [part["points"] for part in proposal.parts if part["name"] == "cross_division"] == [-7]


def test_partners_of_an_earlier_cycle_are_not_paired_again(cycle):
    before = PairFactory(cycle=CycleFactory(program=cycle.program))
    apply(cycle, "mentor", person=before.mentor.person, name="Ann", division="A")
    apply(cycle, "mentee", person=before.mentee.person, name="Cy", division="B")
    run = solve(cycle)
    assert pairs(cycle) == set()
    assert run.unpaired.filter(reason="rules").count() == 2


def test_late_applicants_come_after_those_in_time(cycle):
    ask_focus(cycle)
    ann = apply(cycle, "mentor", name="Ann", division="A")
    in_time = apply(cycle, "mentee", name="In time", division="B")
    late = apply(cycle, "mentee", name="Late", division="C", is_late=True)
    for one in (ann, late):
        choose(one, "feedback")
    run = solve(cycle)
    assert pairs(cycle) == {("Ann", in_time.name)}
    assert run.unpaired.get().reason == "shortage"


def test_waitlisted_people_are_not_paired(cycle):
    apply(cycle, "mentor", name="Ann", division="A")
    apply(cycle, "mentee", name="Cy", division="B")
    apply(cycle, "mentee", name="Waits", division="C", status=Application.Status.WAITLISTED)
    solve(cycle)
    assert pairs(cycle) == {("Ann", "Cy")}


def test_shortage_places_people_in_both_roles_as_mentors_only(cycle):
    ask_focus(cycle)
    ann = apply(cycle, "mentor", name="Ann", division="A")
    both = apply(cycle, "mentor", name="Both", division="B")
    as_mentee = apply(cycle, "mentee", person=both.person, name="Both", division="B")
    for one in (ann, as_mentee):
        choose(one, "feedback")
    apply(cycle, "mentee", name="Cy", division="C")
    apply(cycle, "mentee", name="Di", division="D")
    run = solve(cycle)
    assert run.mentor_only == [as_mentee.pk]
    assert run.unpaired.get(application=as_mentee).reason == "mentor_only"
    assert {mentor for mentor, _mentee in pairs(cycle)} == {ann.name, both.name}


def test_unpaired_of_the_last_cycle_come_first(cycle):
    cycle.previous = CycleFactory(program=cycle.program)
    cycle.save()
    before = apply(cycle.previous, "mentee", name="Patient", status=Application.Status.UNPAIRED)
    apply(cycle, "mentor", name="Ann", division="A")
    apply(cycle, "mentee", name="New", division="B")
    apply(cycle, "mentee", person=before.person, name="Patient", division="C")
    solve(cycle)
    assert pairs(cycle) == {("Ann", "Patient")}


def test_locked_pair_that_breaks_a_rule_by_now_fails_in_words(cycle, organizer):
    ann = apply(cycle, "mentor", name="Ann", division="A")
    cy = apply(cycle, "mentee", name="Cy", division="B")
    solve(cycle)
    edits.make(cycle, LockPair(cy.pk, ann.pk), by=organizer, at=timezone.now())
    Application.objects.filter(pk=cy.pk).update(division="A")
    run = solve(cycle)
    assert run.state == Run.State.FAILED
    assert "Ann with Cy" in run.problem
    assert pairs(cycle) == {("Ann", "Cy")}


def test_run_reads_people_in_a_constant_number_of_queries(cycle, django_assert_num_queries):
    from pairing.runs import cohort

    ask_focus(cycle)
    for count in (1, 4):
        mentors, mentees = crowd(cycle, count, count)
        for one in (*mentors, *mentees):
            choose(one, "feedback", "writing")
        fresh = Cycle.objects.get(pk=cycle.pk)  # without the names of roles it may have read
        with django_assert_num_queries(11):
            cohort.entries(fresh, at=timezone.now())


def test_command_pairs_and_tells_nobody(cycle, capsys):
    crowd(cycle, 2, 3)
    call_command("pair", f"{cycle.program.slug}/{cycle.slug}", "--json")
    said = json.loads(capsys.readouterr().out)
    assert (said["run"], said["pairs"], said["proved"]) == (1, 2, True)
    assert said["unpaired"] == {"shortage": 1}
    assert said["told"] == 0
    assert not Pair.objects.exists()


def test_command_publishes_when_asked(cycle, capsys):
    crowd(cycle, 2, 3)
    address = f"{cycle.program.slug}/{cycle.slug}"
    call_command("pair", address, "--publish", "--json")
    assert json.loads(capsys.readouterr().out)["told"] == 5
    assert Pair.objects.count() == 2
    with pytest.raises(CommandError, match="published"):
        call_command("pair", address)


def test_command_refuses_in_one_line(cycle):
    with pytest.raises(CommandError, match="at least one eligible"):
        call_command("pair", f"{cycle.program.slug}/{cycle.slug}")
    with pytest.raises(CommandError, match="no cycle"):
        call_command("pair", "nothing/here")


def _clock(cycle, before):
    """Shows the moment; `before` says what somebody else does just before, from the run as it is."""

    def now():
        before(cycle.runs.first())
        return timezone.now()

    return now


def test_a_run_cancelled_while_it_reads_or_writes_leaves_the_board_alone(cycle):
    crowd(cycle, 2, 3)
    for step in (Run.Step.READING, Run.Step.WRITING):
        run = runs.start(cycle, by=None, at=timezone.now())

        def stop(row, step=step):
            if row.step == step and row.state == Run.State.RUNNING:
                runs.cancel(cycle, at=timezone.now())

        runs.carry_out(run.pk, clock=_clock(cycle, stop))
        run.refresh_from_db()
        assert run.state == Run.State.CANCELLED
        assert not cycle.board.proposals.exists()


def test_a_run_whose_board_keeps_changing_gives_up_in_words(cycle):
    crowd(cycle, 2, 3)
    run = runs.start(cycle, by=None, at=timezone.now())

    def change(row):
        if row.step == Run.Step.WRITING:
            Board.objects.filter(cycle=cycle).update(version=F("version") + 1)

    runs.carry_out(run.pk, clock=_clock(cycle, change))
    run.refresh_from_db()
    assert run.state == Run.State.FAILED
    assert "kept changing" in run.problem


def test_locked_pairs_of_a_mentor_with_fewer_places_by_now_are_named(cycle, organizer):
    mentor = apply(cycle, "mentor", name="Ann", capacity=2)
    mentees = [apply(cycle, "mentee", name=name) for name in ("Cy", "Di")]
    solve(cycle)
    for mentee in mentees:
        edits.make(cycle, LockPair(mentee.pk, mentor.pk), by=organizer, at=timezone.now())
    Application.objects.filter(pk=mentor.pk).update(capacity=1)
    run = solve(cycle)
    assert run.state == Run.State.FAILED
    assert "Ann with Cy" in run.problem
    assert "Ann with Di" in run.problem


def test_a_run_that_cannot_read_somebodys_zone_says_why(cycle):
    crowd(cycle, 1, 1)
    cycle.applications.update(time_zone="Nowhere/Here")
    run = solve(cycle)
    assert run.state == Run.State.FAILED
    assert "cannot be paired as they are: unknown time zone" in run.problem


def test_an_earlier_run_with_fewer_places_by_now_is_no_draft(cycle, organizer):
    ann = apply(cycle, "mentor", name="Ann", division="A", capacity=2)
    crowd(cycle, 0, 2)
    solve(cycle)
    Application.objects.filter(pk=ann.pk).update(capacity=1)
    for number, code in ((1, "full"), (99, "no_run")):
        with pytest.raises(ValidationError) as refused:
            earlier_runs.make_draft(cycle, number, by=organizer, at=timezone.now())
        assert refused.value.code == code


@pytest.mark.parametrize("objective", ["max-min", "stable"])
def test_fewer_places_than_locked_pairs_cannot_be_paired_anew(cycle, organizer, objective):
    crowd(cycle, 2, 2)
    runs.carry_out(runs.start(cycle, by=None, at=timezone.now(), objective=objective).pk)
    row = cycle.board.proposals.first()
    edits.make(cycle, LockPair(row.mentee_id, row.mentor_id), by=organizer, at=timezone.now())
    with pytest.raises(ValidationError) as refused:
        edits.make_and_pair_anew(
            cycle,
            ChangePlaces(row.mentor_id, 0),
            by=organizer,
            at=timezone.now(),
            seen=Board.objects.get(cycle=cycle).version,
        )
    assert refused.value.code == "no_state"
