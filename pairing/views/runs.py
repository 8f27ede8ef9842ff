from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pairing.actions import runs
from pairing.forms.board import RunForm
from pairing.models import Board, BoardChange, RunFile
from pairing.tasks import carry_out_run
from programs.access import organizers


@organizers
@require_POST
def run_start(request, cycle):
    form = RunForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(_("Choose one of the aims."), code="objective")
        run = runs.start(
            cycle, by=request.user, at=timezone.now(), objective=form.cleaned_data["objective"]
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        carry_out_run.delay_on_commit(run.pk)
    return redirect("pairing:board", cycle.program.slug, cycle.slug)


@organizers
@require_POST
def run_cancel(request, cycle):
    if runs.cancel(cycle, at=timezone.now()):
        messages.success(request, _("Stopped. The board is as it was."))
    return redirect("pairing:board", cycle.program.slug, cycle.slug)


@organizers
@require_safe
def run_list(request, cycle):
    """Every run of the cycle, and what was done on the board."""
    board = Board.objects.filter(cycle=cycle).first()
    history = board.changes.select_related("by") if board else BoardChange.objects.none()
    return render(
        request,
        "pairing/run_list.html",
        {
            "cycle": cycle,
            "board": board,
            "runs": Paginator(cycle.runs.select_related("started_by"), 30).get_page(
                request.GET.get("page")
            ),
            "history": history[:50],
        },
    )


@organizers
@require_safe
def run_file(request, cycle, number):
    """The instance and the result with its certificate, for `python -m pairing.engine check`."""
    kept = get_object_or_404(RunFile, run__cycle=cycle, run__number=number)
    name = f"{cycle.program.slug}-{cycle.slug}-run-{number}.zip"
    return HttpResponse(
        bytes(kept.content),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
