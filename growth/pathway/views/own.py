"""A person's own pathway: the page, and what they make of its items."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from growth.opportunities.models import Opportunity
from growth.pathway.actions import closing, items
from growth.pathway.forms import AddItemForm, MoveForm, OwnItemForm, ScaleForm, SkipForm
from growth.pathway.models import PersonItem
from growth.pathway.permissions import own_closings, own_item
from growth.pathway.queries.entries import entry_of
from growth.pathway.queries.page import SIDES, Page, heading, open_doors
from growth.setup.access import growers
from people import refusals


@growers
def pathway(request):
    page = Page(request.user, timezone.now())
    return render(request, "growth/pathway/pathway.html", _frame({"page": page}))


@growers
def item_add(request):
    page = Page(request.user, timezone.now())
    form = AddItemForm(
        request.POST or None,
        here=page.here,
        opportunities=_opportunities(),
        initial={"to": request.GET["to"]} if "to" in request.GET else None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            items.add(
                request.user,
                form.values(),
                form.slot(),
                at=page.at,
                opportunity=form.cleaned_data.get("opportunity"),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("It is in your pathway."))
            return redirect("growth:pathway")
    return render(request, "growth/pathway/item_add.html", _frame({"form": form}))


@growers
def item(request, what, pk):
    """One item whole: ways to do it, what closed it, and what else one can make of it."""
    row = _row(request, what, pk)
    is_own = row.item_id is None
    form = OwnItemForm(request.POST or None, instance=row) if is_own else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            try:
                items.change(row, form.values(), at=timezone.now(), unchanged=form.unchanged)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Your item is saved."))
                return redirect("growth:pathway_item", what=what, pk=pk)
    return _item_page(request, row, form=form)


@growers
@require_POST
def item_tick(request, what, pk):
    row = _row(request, what, pk)
    seen = request.POST.get("seen", "")
    items.tick(
        row,
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 5 else 0,
        at=timezone.now(),
        today=timezone.localdate(),
    )
    return _back(request, what, pk)


@growers
@require_POST
def take_back(request, pk):
    closed = get_object_or_404(own_closings(request.user).select_related("item__person"), pk=pk)
    row = closed.item
    items.take_back(closed, at=timezone.now())
    messages.success(request, _("It no longer counts, and will not close anything again."))
    return _back(request, "item" if row.item_id else "own", row.item_id or row.pk)


@growers
def item_skip(request, what, pk):
    row = _row(request, what, pk)
    form = SkipForm(request.POST or None, initial={"reason": row.reason})
    if request.method == "POST" and form.is_valid():
        try:
            items.skip(row, form.cleaned_data["reason"], at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("It is skipped. You can take it up again at any time."))
            return redirect("growth:pathway")
    context = {"form": form, "entry": entry_of(row)}
    return render(request, "growth/pathway/item_skip.html", _frame(context))


@growers
@require_POST
def item_take_up(request, what, pk):
    items.take_up(_row(request, what, pk), at=timezone.now())
    return _back(request, what, pk)


@growers
@require_POST
def item_move(request, what, pk):
    row = _row(request, what, pk)
    page = Page(request.user, timezone.now())
    form = MoveForm(request.POST, here=page.here, entry=entry_of(row))
    if not form.is_valid():
        return _item_page(request, row, move_form=form)
    items.move(row, form.slot(), at=page.at)
    messages.success(request, _("It is moved to: %(when)s.") % {"when": heading(form.slot())})
    return redirect("growth:pathway")


@growers
@require_POST
def item_scale(request, what, pk):
    row = _row(request, what, pk)
    form = ScaleForm(request.POST, entry=entry_of(row))
    if not form.is_valid():
        return _item_page(request, row, scale_form=form)
    try:
        items.scale(row, form.cleaned_data["count"], at=timezone.now())
    except ValidationError as error:
        messages.error(request, refusals.words(error))
    return redirect("growth:pathway_item", what=what, pk=pk)


@growers
@require_POST
def item_plan(request, what, pk):
    """Put it into the plan as a goal."""
    try:
        items.put_into_plan(_row(request, what, pk), at=timezone.now())
    except ValidationError as error:
        messages.error(request, refusals.words(error))
    else:
        messages.success(request, _("It is a goal of your plan now."))
    return _back(request, what, pk)


@growers
@require_POST
def item_remove(request, what, pk):
    try:
        items.remove(_row(request, what, pk), at=timezone.now())
    except ValidationError as error:
        messages.error(request, refusals.words(error))
    else:
        messages.success(request, _("Your item is removed."))
    return redirect("growth:pathway")


@growers
@require_POST
def catch_up(request):
    """Count what the person did before they had a pathway."""
    found = closing.catch_up(request.user, at=timezone.now())
    if found:
        said = ngettext("One item is closed by it.", "%(n)s items are closed by it.", found)
        messages.success(request, said % {"n": found})
    else:
        messages.info(request, _("Nothing more was found that closes an item."))
    return redirect("growth:pathway")


def _item_page(request, row, *, form=None, move_form=None, scale_form=None):
    page = Page(request.user, timezone.now())
    entry = entry_of(row)
    asked = {entry.closed_by} & SIDES.keys() if entry.is_open else set()
    context = {
        "page": page,
        "entry": entry,
        "form": form,
        "doors": open_doors(asked, request.user, page.at).get(entry.closed_by, []),
        "move_form": move_form or MoveForm(here=page.here, entry=entry),
        "scale_form": scale_form or ScaleForm(entry=entry),
        "may_scale": entry.item is not None and entry.item.count > 1,
        "heading": heading(entry.slot),
    }
    return render(request, "growth/pathway/item_detail.html", _frame(context))


def _row(request, what: str, pk: int) -> PersonItem:
    row = own_item(request.user, what, pk) if what in {"item", "own"} else None
    if row is None:
        raise Http404
    return row


def _opportunities():
    """On the board now, by title."""
    return Opportunity.objects.on_board().order_by("title", "pk")


def _back(request, what: str, pk: int):
    """To the item where the form was there, else to the pathway."""
    if request.POST.get("next") == "item":
        return redirect("growth:pathway_item", what=what, pk=pk)
    return redirect("growth:pathway")


def _frame(context):
    return {"growth_here": "pathway", "nav_current": "growth", **context}
