"""The board: what is proposed, why, who is left, and everything an organizer does about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from pairing.actions import board as changes
from pairing.actions import drafting, settling
from pairing.actions.publication import may_take_back
from pairing.forms.board import SETTLE_FORMS, PairForm, PlacesForm, SwapForm, TwoForm, WeightsForm
from pairing.models import Board
from pairing.queries.board import history, pane
from pairing.queries.board import page as queries
from pairing.queries.board.boardmap import map_of
from pairing.queries.readiness import findings, insight
from pairing.queries.readiness.readiness import readiness
from pairing.runs.cohort import weights_of
from pairing.tasks import weigh
from pairs.permissions import conflicted
from people import refusals
from people.numbers import number
from programs.access import ORGANIZER, organizers
from programs.models import Cycle

MOST_NEWS = 5


@organizers
@require_safe
def board(request, cycle):
    found = Board.objects.select_related("run", "cycle__program").filter(cycle=cycle).first()
    newest = cycle.runs.select_related("started_by").first()
    context = {
        "cycle": cycle,
        "may_change": ORGANIZER in request.roles,
        "newest": newest,
        "objectives": Cycle.Objective.choices,
        "is_running": newest is not None and not newest.is_over,
    }
    if found is None or not (found.run_id or found.proposals.exists()):
        return render(request, "pairing/board_ready.html", {**context, **_ready(request, cycle)})
    shown = _drafted(request, found)
    if shown["asked"].view == "insight" and not found.published_at:
        shown |= _ready(request, cycle)
    elif shown["asked"].view == "map" and shown["summary"].fits_on_map:
        shown["map"] = map_of(found, request.user)
    return render(request, "pairing/board.html", {**context, **shown})


def _ready(request, cycle):
    """Who is there, and what the engine says about the cycle; large cycles are left to a worker."""
    ready = readiness(cycle)
    told = findings.kept(cycle) if ready.is_worth_weighing else None
    if ready.is_worth_weighing and told is None:
        if findings.fits_at_once(cycle):
            told = findings.work_out(cycle, at=timezone.now())
        elif findings.is_first_to_ask(cycle):
            weigh.delay(cycle.pk)
    return {"ready": ready, "insight": insight.shown(told, request.user) if told else None}


def _drafted(request, found):
    """Everything the drafted board shows; a chosen pair, or the first of the list."""
    asked = queries.Asked.of(request.GET, request.GET.getlist("on"))
    window = queries.window(found, asked, request.user)
    mentees, mentors = queries.left_without(found, request.user, asked.more)
    shown = _pane(request, found, window)
    return {
        "board": found,
        "asked": asked,
        "window": window,
        "summary": queries.summary(found, request.user),
        "mentees": mentees,
        "mentors": mentors,
        "pane": shown,
        "weights_form": _weights_form(request, found),
        "chosen_id": shown.mentee.pk if shown and shown.mentee else None,
        "is_chosen": bool({"pair", "mentor"} & set(request.GET)),
        "conflicted": conflicted(request.user, found.cycle),
        "undoable": drafting.latest_undoable(found),
        "may_take_back": may_take_back(found, timezone.now()),
        "left_count": found.proposals.fallen().count() if not found.published_at else 0,
    }


def _pane(request, found, window):
    get, viewer, at = request.GET, request.user, timezone.now()
    is_draft = found.published_at is None  # what people were told is changed by a repair
    ask = get.get("ask", "") if is_draft else ""
    if ask in {"weights", "rule"}:
        return pane.of_all(found, ask, _wanted(ask, get), viewer, at=at)
    if mentor := number(get.get("mentor")):
        shown = pane.of_mentor(found, mentor, viewer)
        wanted = _wanted("places", get) if ask == "places" else None
        return pane.with_places(shown, found, wanted, viewer, at=at) if shown and wanted else shown
    chosen = number(get.get("pair"))
    if not chosen and window.rows:
        chosen = window.rows[0].mentee_id
    is_close = "pair" in get
    find = get.get("find", "")[:80]
    shown = pane.of_mentee(found, chosen, viewer, at=at, find=find, is_close=is_close)
    if shown and is_draft and (other := number(get.get("with"))):
        return pane.with_trial(shown, found, other, viewer, at=at)
    if shown and ask in {"veto", "unpair"}:
        return pane.with_question(shown, found, ask, viewer, at=at)
    return shown


def _weights_form(request, found):
    """What was typed, or the weights as they are."""
    if any(name.startswith("w_") for name in request.GET):
        return WeightsForm(request.GET)
    if request.GET.get("ask") != "weights":
        return None
    now = weights_of(found.cycle)
    return WeightsForm(initial={f"w_{name}": points for name, points in now.items()})


def _wanted(kind, typed):
    """The change the address asks about, if it says all of it."""
    form = SETTLE_FORMS[kind](typed)
    return form.wanted(kind) if form.is_valid() else None


_CHANGES: dict[str, tuple[type[Form], Callable[..., Any], Any]] = {
    "lock": (
        TwoForm,
        changes.lock,
        lazy("Locked. Nobody moves, and it stays when you suggest again."),
    ),
    "unlock": (TwoForm, changes.unlock, lazy("Unlocked. It can change when you suggest again.")),
    "veto": (TwoForm, changes.veto, lazy("Vetoed. Suggest again to pair the two with others.")),
    "allow": (TwoForm, changes.allow, lazy("The veto is taken back.")),
    "unpair": (TwoForm, changes.unpair, lazy("Taken off the board.")),
    "pair": (PairForm, changes.pair, lazy("Paired and locked.")),
    "swap": (SwapForm, changes.swap, lazy("Swapped and locked.")),
    "places": (PlacesForm, changes.set_places, lazy("Places changed.")),
}


@organizers
@require_POST
def board_change(request, cycle, change):
    if change not in _CHANGES:
        raise Http404
    form_class, action, said = _CHANGES[change]
    form = form_class(request.POST)
    if not form.is_valid():
        return _back(request, cycle, _("That was not complete. Try it once more."))
    given = form.cleaned_data
    seen = given.pop("version")
    people = {value for name, value in given.items() if name not in {"reason", "places"}}
    if people & conflicted(request.user, cycle):
        raise PermissionDenied
    with refusals.shown(request):
        done = action(cycle, **given, by=request.user, at=timezone.now(), seen=seen)
        undo = reverse("pairing:board_undo", args=[cycle.program.slug, cycle.slug, done.version])
        messages.success(request, said, extra_tags=f"undo:{undo}")
    return _back(request, cycle)


@organizers
@require_POST
def board_settle(request, cycle, kind):
    """Make a change and pair the rest anew, as the what-if showed."""
    if kind not in SETTLE_FORMS:
        raise Http404
    form = SETTLE_FORMS[kind](request.POST)
    if not form.is_valid() or form.cleaned_data["version"] is None:
        return _back(request, cycle, _("That was not complete. Try it once more."))
    wanted = form.wanted(kind)
    if wanted.people & conflicted(request.user, cycle):
        raise PermissionDenied
    with refusals.shown(request):
        done = settling.settle(
            cycle,
            wanted,
            by=request.user,
            at=timezone.now(),
            seen=form.cleaned_data["version"],
        )
        undo = reverse("pairing:board_undo", args=[cycle.program.slug, cycle.slug, done.version])
        said = ngettext(
            "Done. %(n)d pair changed.", "Done. %(n)d pairs changed.", len(done.data["added"])
        )
        messages.success(request, said % {"n": len(done.data["added"])}, extra_tags=f"undo:{undo}")
    return _back(request, cycle)


@organizers
@require_POST
def board_undo(request, cycle, version):
    with refusals.shown(request):
        changes.undo(cycle, version, by=request.user, at=timezone.now())
        messages.success(request, _("Undone."))
    return _back(request, cycle)


@organizers
@require_safe
def board_news(request, cycle):
    """What others changed since the page was made; nothing to say is an empty answer."""
    seen = number(request.GET.get("version")) or 0
    found = Board.objects.filter(cycle=cycle).first()
    since = history.since(found, seen) if found is not None else []
    others = [change for change in since if change.by_id != request.user.pk]
    if not others:
        return HttpResponse(status=204)
    lines = history.lines(others[-MOST_NEWS:], request.user)
    return render(request, "pairing/_board_news.html", {"cycle": cycle, "lines": lines})


def _back(request, cycle, problem=""):
    """To the board as it was looked at: its filters travel with every form."""
    if problem:
        messages.error(request, problem)
    address = reverse("pairing:board", args=[cycle.program.slug, cycle.slug])
    view = request.POST.get("view", "")
    return redirect(address + view if view.startswith("?") else address)
