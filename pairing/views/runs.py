from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pairing.actions import earlier_runs, runs
from pairing.forms.runs import RunForm
from pairing.models import Board, Run, RunFile
from pairing.queries.board import history
from pairing.queries.board.comparison import compare
from pairing.tasks import carry_out_run
from people import numbers, refusals
from programs.access import ORGANIZER, organizers

MOST_CHANGES = 50


@organizers
@require_POST
def run_start(request, cycle):
    form = RunForm(request.POST)
    with refusals.shown(request):
        if not form.is_valid():
            raise ValidationError(_("Choose one of the aims."), code="objective")
        run = runs.start(
            cycle, by=request.user, at=timezone.now(), objective=form.cleaned_data["objective"]
        )
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
    return render(
        request,
        "pairing/run_list.html",
        {
            "cycle": cycle,
            "board": board,
            "runs": Paginator(cycle.runs.select_related("started_by"), 30).get_page(
                request.GET.get("page")
            ),
            "history": _history(request, board),
            "may_change": ORGANIZER in request.roles,
            "comparison": _comparison(request, cycle),
            "chosen": request.GET.getlist("run"),
        },
    )


def _history(request, board):
    """The last changes, each with its line of words."""
    if board is None:
        return []
    changes = list(board.changes.select_related("by")[:MOST_CHANGES])
    return list(zip(changes, history.lines(changes, request.user), strict=True))


def _comparison(request, cycle):
    """Of the two runs that are ticked."""
    ticked = {numbers.number(text) for text in request.GET.getlist("run")} - {None}
    found = list(cycle.runs.filter(number__in=ticked, state=Run.State.DONE))
    if len(found) != 2:
        return None
    first, second = found
    return compare(first, second, request.user)


@organizers
@require_POST
def run_draft(request, cycle, number):
    get_object_or_404(Run, cycle=cycle, number=number, state=Run.State.DONE)
    with refusals.shown(request):
        done = earlier_runs.make_draft(cycle, number, by=request.user, at=timezone.now())
        undo = reverse("pairing:board_undo", args=[cycle.program.slug, cycle.slug, done.version])
        said = _("Run %(n)d is the draft now.") % {"n": number}
        messages.success(request, said, extra_tags=f"undo:{undo}")
        return redirect("pairing:board", cycle.program.slug, cycle.slug)
    return redirect("pairing:run_list", cycle.program.slug, cycle.slug)


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
