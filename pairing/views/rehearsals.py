"""Rehearsing a cycle before its call opens."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pairing.actions import rehearsals
from pairing.forms.rehearsals import RehearsalForm
from pairing.models import Rehearsal
from pairing.queries.rehearsals import shown, who
from pairing.tasks import carry_out_rehearsal
from programs.access import ORGANIZER, organizers
from programs.addresses import of_cycle

SHOWN_PROBLEMS = 3


@organizers
def rehearsal(request, cycle, number=None):
    """The newest rehearsal or the one of the address, and the form for the next."""
    rows = list(cycle.rehearsals.select_related("former__program", "started_by"))
    if number is not None:
        get_object_or_404(cycle.rehearsals, number=number, state=Rehearsal.State.DONE)
    typed = request.POST if request.method == "POST" and ORGANIZER in request.roles else None
    files = request.FILES if typed is not None else None
    form = RehearsalForm(typed, files, cycle=cycle, reader=request.user, initial=_wishes(rows))
    if typed is not None and form.is_valid():
        at = timezone.now()
        try:
            asked = form.asked(at)
            made = rehearsals.start(cycle, by=request.user, at=at, **asked)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if made.created_at == at:
                carry_out_rehearsal.delay_on_commit(made.pk)
                _say_left_out(request, asked["read"])
            else:
                words = _("A rehearsal is under way already, so yours was not started.")
                messages.warning(request, words)
            return redirect(of_cycle("pairing:rehearsal", cycle))
    context = {
        "cycle": cycle,
        "tab": "rehearsal",
        "form": form,
        "may_change": ORGANIZER in request.roles,
        **_seen(cycle, rows, number),
    }
    return render(request, "pairing/rehearsal.html", context)


def _say_left_out(request, read):
    """Which lines of a file could not be read, the first of them with the reason."""
    if read is None or not read.problems:
        return
    lines = len({problem.line for problem in read.problems})
    shown = "; ".join(
        _("line %(line)d: %(message)s") % {"line": one.line, "message": one.message}
        for one in read.problems[:SHOWN_PROBLEMS]
    )
    words = ngettext("%d row is left out.", "%d rows are left out.", lines) % lines
    messages.warning(request, f"{words} {shown}")


def _wishes(rows):
    """What was asked for last stands in the form again."""
    if not rows:
        return {}
    last = rows[0]
    if last.former_id:
        return {"cohort": last.cohort, "former": last.former_id}
    return {
        "cohort": last.cohort,
        "people": last.people,
        "mentor_percent": last.mentor_percent,
    }


def _seen(cycle, rows, number):
    """The one shown with the one before it to compare with, and all there are."""
    for one in rows:
        one.cycle = cycle
    newest = rows[0] if rows else None
    done = [one for one in rows if one.state == Rehearsal.State.DONE]
    place = next((n for n, one in enumerate(done) if number in (None, one.number)), None)
    board = None
    if place is not None:
        board = shown(done[place], done[place + 1] if place + 1 < len(done) else None)
    return {
        "newest": newest,
        "is_running": newest is not None and not newest.is_over,
        "shown": board,
        "rehearsals": [(one, who(one)) for one in done],
        "who": who(board.rehearsal) if board else "",
    }


@require_POST
@organizers
def rehearsal_cancel(request, cycle):
    if rehearsals.cancel(cycle, at=timezone.now()):
        messages.success(request, _("Stopped."))
    return redirect(of_cycle("pairing:rehearsal", cycle))
