from celery import shared_task
from django.utils import timezone

from pairing.actions import runs
from pairing.queries.readiness import findings
from programs.models import Cycle


@shared_task
def carry_out_run(run_id):
    runs.carry_out(run_id)


@shared_task
def work_out_findings(cycle_id):
    """What the engine says about a large cycle. Twice is once: the answers are kept."""
    cycle = Cycle.objects.get(pk=cycle_id)
    if findings.kept(cycle) is None:
        findings.work_out(cycle, at=timezone.now())


def take_up_silent_runs(at):
    """Due work: runs whose worker died or whose job was lost go to a worker again."""
    lost = list(runs.silent(at))
    for run_id in lost:
        carry_out_run.delay(run_id)
    return {"runs taken up": len(lost)}
