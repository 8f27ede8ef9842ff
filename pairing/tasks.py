from celery import shared_task
from django.utils import timezone

from pairing.actions import rehearsals, runs, working
from pairing.models import Rehearsal, Run
from pairing.queries.readiness import findings
from programs.models import Cycle


@shared_task
def carry_out_run(run_id):
    runs.carry_out(run_id)


@shared_task
def carry_out_rehearsal(rehearsal_id):
    rehearsals.carry_out(rehearsal_id)


@shared_task
def work_out_findings(cycle_id):
    """What the engine says about a large cycle. Twice is once: the answers are kept."""
    cycle = Cycle.objects.get(pk=cycle_id)
    if findings.kept(cycle) is None:
        findings.work_out(cycle, at=timezone.now())


def take_up_silent_runs(at):
    """Due work: runs whose worker died or whose job was lost go to a worker again."""
    lost = working.silent(Run, at)
    for run_id in lost:
        carry_out_run.delay(run_id)
    return {"runs taken up": len(lost)}


def take_up_silent_rehearsals(at):
    """Due work: the same for rehearsals."""
    lost = working.silent(Rehearsal, at)
    for rehearsal_id in lost:
        carry_out_rehearsal.delay(rehearsal_id)
    return {"rehearsals taken up": len(lost)}
