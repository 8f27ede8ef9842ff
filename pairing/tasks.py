from celery import shared_task

from pairing.actions import runs


@shared_task
def carry_out_run(run_id):
    runs.carry_out(run_id)


def take_up_silent_runs(at):
    """Due work: runs whose worker died or whose job was lost go to a worker again."""
    lost = list(runs.silent(at))
    for run_id in lost:
        carry_out_run.delay(run_id)
    return {"runs taken up": len(lost)}
