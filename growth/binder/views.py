"""The binder of evidence, and the pages on which partners say whether it may be shown."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from growth.binder import actions, queries
from growth.binder.forms import AnswerForm, ItemForm, KudosForm
from growth.binder.permissions import asked_of, own_items
from growth.setup.access import everybody_in_growth, growers
from people import refusals


@growers
def binder(request):
    """Everything somebody keeps that shows what they did."""
    context = {"items": queries.binder(request.user)}
    return render(request, "growth/binder/binder.html", _frame(context))


@growers
def item_add(request):
    form = ItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_own(request.user, form.values(), at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("It is in your binder."))
            return redirect("growth:binder")
    return render(request, "growth/binder/item_edit.html", _frame({"form": form}))


@growers
def kudos_add(request):
    form = KudosForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        giver = form.cleaned_data["giver"]
        try:
            actions.add_kudos(request.user, giver, form.values(), at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said = _("It is in your binder. We ask %(name)s whether others may read it.")
            messages.success(request, said % {"name": giver})
            return redirect("growth:binder")
    return render(request, "growth/binder/kudos_add.html", _frame({"form": form}))


@growers
def take(request):
    """What the person did elsewhere here and could put into the binder."""
    context = {"groups": queries.groups(request.user)}
    return render(request, "growth/binder/take.html", _frame(context))


@growers
def put(request, source, pk):
    """Put one thing into the binder, in words of one's own."""
    candidate = queries.candidate(request.user, source, pk)
    if candidate is None:
        raise Http404
    form = ItemForm(request.POST or None, initial=candidate.initial())
    if request.method == "POST" and form.is_valid():
        try:
            actions.put(request.user, candidate, form.values(), at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _said(candidate.partner))
            return redirect("growth:binder")
    context = {"form": form, "candidate": candidate}
    return render(request, "growth/binder/item_edit.html", _frame(context))


@growers
def item_edit(request, pk):
    item = get_object_or_404(own_items(request.user), pk=pk)
    form = ItemForm(request.POST or None, instance=item)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(item, form.values(), at=timezone.now(), unchanged=form.unchanged)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your evidence is saved."))
            return redirect("growth:binder")
    context = {"form": form, "item": item}
    return render(request, "growth/binder/item_edit.html", _frame(context))


@growers
@require_POST
def item_remove(request, pk):
    actions.remove(get_object_or_404(own_items(request.user), pk=pk))
    messages.success(request, _("It is removed from your binder and your documents."))
    return redirect("growth:binder")


@everybody_in_growth
def consents(request):
    """What colleagues would like to show that is partly this person's."""
    context = {"items": asked_of(request.user), "nav_current": "growth"}
    return render(request, "growth/binder/consents.html", context)


@everybody_in_growth
@require_POST
def consent_answer(request, pk):
    item = get_object_or_404(asked_of(request.user), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose yes or no."))
        return redirect("growth:consents")
    agrees = form.cleaned_data["answer"] == "yes"
    with refusals.shown(request):
        actions.answer(item, agrees=agrees, at=timezone.now(), seen=form.cleaned_data["seen"])
        said = (
            _("%(name)s may show it. You can change your mind at any time.")
            if agrees
            else _("Nobody but you and %(name)s sees it.")
        )
        messages.success(request, said % {"name": item.person})
    return redirect("growth:consents")


def _said(partner):
    if partner is None:
        return _("It is in your binder.")
    said = _("It is in your binder. We ask %(name)s whether others may read it.")
    return said % {"name": partner}


def _frame(context):
    return {"growth_here": "promotion", "nav_current": "growth", **context}
