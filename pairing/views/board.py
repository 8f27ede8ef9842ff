"""The board: what is proposed, why, who is left, and everything an organizer does about it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from applications.queries.open_points import open_points_for
from pairing.actions import boards, edits
from pairing.actions.publication import may_take_back
from pairing.edits import EDITS, About
from pairing.models import Board
from pairing.queries.board import history, page, pane
from pairing.queries.board.boardmap import map_of
from pairing.queries.readiness import findings, insight
from pairing.queries.readiness.readiness import readiness
from pairing.tasks import work_out_findings
from pairs.permissions import conflicted
from people import refusals
from people.models.columns import known
from people.numbers import number
from programs.access import ORGANIZER, organizers
from programs.models import Cycle

MOST_NEWS = 5


@organizers
@require_safe
def board(request, cycle):
    draft = Board.objects.select_related("run").filter(cycle=cycle).first()
    if draft is not None:
        draft.cycle = cycle
    newest = cycle.runs.select_related("started_by").first()
    context = {
        "cycle": cycle,
        "may_change": ORGANIZER in request.roles,
        "newest": newest,
        "objectives": Cycle.Objective.choices,
        "is_running": newest is not None and not newest.is_over,
    }
    if draft is None or not (draft.run_id or draft.proposals.exists()):
        return render(request, "pairing/board_ready.html", {**context, **_ready(request, cycle)})
    shown = _drafted(request, draft)
    if shown["asked"].view == "insight" and not draft.published_at:
        shown |= _ready(request, cycle)
    elif shown["asked"].view == "map" and shown["summary"].fits_on_map:
        shown["map"] = map_of(draft, request.user)
    return render(request, "pairing/board.html", {**context, **shown})


def _ready(request, cycle):
    """Who is there, and what the engine says about the cycle; large cycles are left to a worker."""
    ready = readiness(cycle)
    known = findings.kept(cycle) if ready.is_worth_working_out else None
    if ready.is_worth_working_out and known is None:
        if findings.fits_at_once(cycle):
            known = findings.work_out(cycle, at=timezone.now())
        elif findings.is_first_to_ask(cycle):
            work_out_findings.delay(cycle.pk)
    eligible = cycle.applications.for_pairs().eligible()
    return {
        "ready": ready,
        "open_points": open_points_for(cycle, eligible, request.user, roles=request.roles),
        "insight": insight.shown(known, request.user, cycle.called) if known else None,
    }


def _drafted(request, draft):
    """Everything the drafted board shows; a chosen pair, or the first of the list."""
    asked = page.Asked.of(request.GET, request.GET.getlist("on"))
    window = page.window(draft, asked, request.user)
    mentees, mentors = page.left_without(draft, request.user, asked.more)
    kind = _kind_asked(request, draft)
    shown = _pane(request, draft, window, kind)
    return {
        "board": draft,
        "asked": asked,
        "window": window,
        "summary": page.summary(draft, request.user),
        "mentees": mentees,
        "mentors": mentors,
        "pane": shown,
        "controls": _controls(request, draft, kind),
        "chosen_id": shown.mentee.pk if shown and shown.mentee else None,
        "is_chosen": bool({"pair", "mentor"} & set(request.GET)),
        "conflicted": conflicted(request.user, draft.cycle),
        "undoable": boards.latest_undoable(draft),
        "may_take_back": may_take_back(draft, timezone.now()),
        "left_count": draft.proposals.fallen().count() if not draft.published_at else 0,
    }


def _pane(request, draft, window, kind):
    get, viewer, at = request.GET, request.user, timezone.now()
    about = kind.asked_about if kind else None
    if about is About.EVERYBODY:
        edit = _edit_asked(kind, get)
        if edit or kind.controls:
            return pane.of_all(draft, kind, edit, viewer, at=at)
    if mentor := number(get.get("mentor")):
        shown = pane.of_mentor(draft, mentor, viewer)
        edit = _edit_asked(kind, get) if about is About.MENTOR else None
        return pane.with_answers(shown, draft, edit, viewer, at=at) if shown and edit else shown
    chosen = number(get.get("pair"))
    if not chosen and window.rows:
        chosen = window.rows[0].mentee_id
    is_close = "pair" in get
    find = get.get("find", "")[:80]
    shown = pane.of_mentee(draft, chosen, viewer, at=at, find=find, is_close=is_close)
    if not shown or draft.published_at:
        return shown
    if other := number(get.get("with")):
        return pane.with_trial(shown, draft, other, viewer, at=at)
    if about is About.PAIR and shown.mentee and shown.mentor:
        edit = kind(shown.mentee.pk, shown.mentor.pk)
        return pane.with_answers(shown, draft, edit, viewer, at=at)
    return shown


def _kind_asked(request, draft):
    """The kind of edit the address asks about. What people were told is changed by a repair."""
    return None if draft.published_at else EDITS.get(request.GET.get("ask", ""))


def _controls(request, draft, kind):
    """The form of a question that links do not say in full: what was typed, or what there is now."""
    if kind is None or not kind.controls:
        return None
    form = kind.form(request.GET)
    is_typed = any(name in request.GET for name in form.fields if name != "version")
    return form if is_typed else kind.form(initial=kind.as_now(draft.cycle))


def _edit_asked(kind, typed):
    """The edit the address asks about, if it says all of it."""
    form = kind.form(typed)
    return kind.from_form(form) if form.is_valid() else None


@organizers
@require_POST
def board_edit(request, cycle, kind):
    """Make one edit: by itself, or as the what-if showed, with the rest paired anew."""
    edit_class = EDITS.get(kind)
    is_whole = "paired_anew" in request.POST
    if edit_class is None or not (edit_class.paired_anew if is_whole else edit_class.alone):
        raise Http404
    form = edit_class.form(request.POST)
    if not form.is_valid() or (is_whole and form.cleaned_data["version"] is None):
        return _back(request, cycle, _("Something was missing. Please try again."))
    edit = edit_class.from_form(form)
    if edit.people & conflicted(request.user, cycle):
        raise PermissionDenied
    make = edits.make_and_pair_anew if is_whole else edits.make
    with refusals.shown(request):
        done = make(
            cycle,
            edit,
            by=request.user,
            at=timezone.now(),
            seen=form.cleaned_data["version"],
        )
        undo = reverse("pairing:board_undo", args=[cycle.program.slug, cycle.slug, done.version])
        said = _changed_words(len(done.data["added"])) if is_whole else str(known(edit.alone).done)
        messages.success(request, said, extra_tags=f"undo:{undo}")
    return _back(request, cycle)


def _changed_words(count):
    return ngettext("Done. %(n)d pair changed.", "Done. %(n)d pairs changed.", count) % {"n": count}


@organizers
@require_POST
def board_undo(request, cycle, version):
    with refusals.shown(request):
        boards.undo(cycle, version, by=request.user, at=timezone.now())
        messages.success(request, _("Undone."))
    return _back(request, cycle)


@organizers
@require_safe
def board_news(request, cycle):
    """What others changed since the page was made; nothing to say is an empty answer."""
    seen = number(request.GET.get("version")) or 0
    draft = Board.objects.filter(cycle=cycle).first()
    since = history.since(draft, seen) if draft is not None else []
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
