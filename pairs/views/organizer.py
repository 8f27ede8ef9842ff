"""Pairs as their organizers see them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from pairs.actions import cases, extensions, pairs
from pairs.forms.pairs import EndDayForm, ReleaseForm, TakeCaseForm
from pairs.models import Pair
from pairs.permissions import may_look_after
from pairs.queries import organizer as queries
from people import refusals
from people.models.columns import known
from programs.access import organizers

PER_PAGE = 50
COLUMNS = [
    ("met", gettext_lazy("Fortnights")),
    ("last", gettext_lazy("Last session")),
    ("", gettext_lazy("State")),
    ("", gettext_lazy("Looked after by")),
]
SLICES = {
    "active": gettext_lazy("Active"),
    queries.CHECK_IN: gettext_lazy("Need a check-in"),
    "case": gettext_lazy("With a case"),
    "silent": gettext_lazy("No session yet"),
    "ended": gettext_lazy("Ended"),
}


def _people(cycle):
    """The two columns of people, called as the cycle calls them."""
    return [("mentor", capfirst(cycle.called.mentor)), ("mentee", capfirst(cycle.called.mentee))]


@organizers
def pair_list(request, cycle):
    at = timezone.now()
    show = request.GET.get("show") if request.GET.get("show") in SLICES else "active"
    words, order = request.GET.get("q", "")[:100], request.GET.get("sort", "mentee")
    found = queries.with_log(queries.pairs_of(cycle, at, words=words, show=show, order=order))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    counts = queries.counts(cycle, at)
    context = {
        "cycle": cycle,
        "page": page,
        "lines": queries.lines(list(page.object_list), at),
        "slices": [(name, label, counts[name]) for name, label in SLICES.items()],
        "show": show,
        "words": words,
        "order": order,
        "columns": [*_people(cycle), *COLUMNS],
        "has_any": any(counts.values()),
        "at": at,
    }
    return render(request, "pairs/pair_list.html", context)


@organizers
def pair_overview(request, cycle, pair):
    return _overview(request, cycle, _pair(cycle, pair), ReleaseForm(called=cycle.called))


def _overview(request, cycle, found, form, end_day_form=None):
    at = timezone.now()
    context = {
        "cycle": cycle,
        "line": queries.lines([found], at)[0],
        "pair": found,
        "closed_cases": found.cases.exclude(state="open").select_related("owner"),
        "entries": queries.entries_of(found),
        "may_look_after": "organizer" in request.roles and may_look_after(request.user, found),
        "release_form": form,
        "end_day_form": end_day_form or EndDayForm(pair=found),
        "extension": found.extensions.proposed().select_related("proposed_by").first(),
        "at": at,
    }
    return render(request, "pairs/pair_overview.html", context)


@require_POST
@organizers
def pair_release(request, cycle, pair):
    found = _pair(cycle, pair)
    _refuse_own(request.user, found)
    form = ReleaseForm(request.POST, called=cycle.called)
    if not form.is_valid():
        return _overview(request, cycle, found, form)
    with refusals.shown(request):
        _release(found, form.cleaned_data, by=request.user)
        messages.success(request, _("The pair has ended, and the two are told."))
    return redirect("pairs:pair_overview", cycle.program.slug, cycle.slug, pair)


def _release(pair, said, *, by):
    """Somebody who left is out of all their pairs; else only this one ends."""
    leaver = {"mentor": pair.mentor, "mentee": pair.mentee}.get(said["who"])
    if said["reason"] == Pair.EndReason.LEFT and pair.state == Pair.State.ACTIVE:
        pairs.leave(known(leaver), by=by, at=timezone.now())
    else:
        pairs.end(pair, reason=said["reason"], by=by, at=timezone.now(), leaver=leaver)


@require_POST
@organizers
def pair_move_end(request, cycle, pair):
    """Another last day for this one pair."""
    found = _pair(cycle, pair)
    _refuse_own(request.user, found)
    form = EndDayForm(request.POST, pair=found)
    if form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), "unchanged": form.unchanged}
        try:
            extensions.move_end(found, form.cleaned_data["ends_on"], **facts)
        except ValidationError as error:
            form.add_error("ends_on", error.messages)
        else:
            messages.success(request, _("The last day is moved, and the two are told."))
            return redirect("pairs:pair_overview", cycle.program.slug, cycle.slug, pair)
    return _overview(request, cycle, found, ReleaseForm(called=cycle.called), form)


@require_POST
@organizers
def case_change(request, cycle, pair, case):
    """Take a case, give it back, note what was tried, or close it with what was done."""
    found = _pair(cycle, pair)
    _refuse_own(request.user, found)
    row = get_object_or_404(found.cases, pk=case)
    with refusals.shown(request):
        messages.success(request, _change_case(row, request.POST, request.user))
    return redirect("pairs:pair_overview", cycle.program.slug, cycle.slug, pair)


def _change_case(case, posted, by):
    """What was asked for, and what the page then says."""
    facts = {"by": by, "at": timezone.now()}
    change, text = posted.get("change"), posted.get("outcome", "")[:2000]
    if change == "take":
        form = TakeCaseForm(posted)
        if not form.is_valid():
            raise ValidationError(_("Enter a day, or leave it empty."), code="due")
        cases.assign(case, to=by, due_on=form.cleaned_data["due_on"], **facts)
        return _("The case is yours.")
    if change == "give":
        cases.assign(case, to=None, **facts)
        return _("Given back. Anyone on the team can take it.")
    if change == "note":
        cases.write_note(case, text, **facts)
        return _("Saved.")
    cases.close(case, outcome=text, **facts)
    return _("The case is closed.")


def _pair(cycle, number):
    return get_object_or_404(
        queries.with_log(Pair.objects.filter(cycle=cycle).with_people()), pk=number
    )


def _refuse_own(user, pair):
    if not may_look_after(user, pair):
        raise PermissionDenied
