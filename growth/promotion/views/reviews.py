"""Asking for a review, the manager's page for it, and the rounds that were."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from growth.promotion import queries
from growth.promotion.actions import reviews
from growth.promotion.forms import ReviewForm
from growth.promotion.permissions import (
    own_documents,
    own_rounds,
    reviews_of,
    taken_back_from,
)
from growth.setup.access import everybody_in_growth, growers
from people import refusals


@growers
@require_POST
def ask(request, pk):
    document = get_object_or_404(own_documents(request.user), pk=pk)
    with refusals.shown(request):
        asked = reviews.ask(document, at=timezone.now())
        said = _("%(name)s can read it now, and gets a mail without its words.")
        messages.success(request, said % {"name": asked.reviewer})
    return redirect("growth:promotion_document", pk=pk)


@growers
@require_POST
def take_back(request, pk):
    document = get_object_or_404(own_documents(request.user), pk=pk)
    with refusals.shown(request):
        reviews.take_back(document, at=timezone.now())
        messages.success(request, _("It is taken back. Nobody but you can read it."))
    return redirect("growth:promotion_document", pk=pk)


@growers
def own_round(request, pk):
    """One round as its writer looks back at it."""
    row = get_object_or_404(queries.with_answers(own_rounds(request.user)), pk=pk)
    context = _reading(row) | {"growth_here": "promotion"}
    return render(request, "growth/promotion/round_detail.html", context)


@growers
@require_POST
def round_goals(request, pk):
    """What the manager still wants to see becomes goals of the plan."""
    row = get_object_or_404(queries.with_answers(own_rounds(request.user)), pk=pk)
    with refusals.shown(request):
        made = reviews.make_goals(row, at=timezone.now())
        said = ngettext(
            "It is a goal in your plan now. Say it in your words.",
            "%(n)s goals are in your plan now. Say them in your words.",
            len(made),
        )
        messages.success(request, said % {"n": len(made)})
    return redirect("growth:promotion_document", pk=row.document_id)


@everybody_in_growth
def review(request, pk):
    """What a report asks about, for their manager: to read, and to answer once."""
    gone = taken_back_from(request.user).filter(pk=pk).first() if request.method == "POST" else None
    if gone is not None:
        return _taken_back(request, gone)
    row = get_object_or_404(queries.with_answers(reviews_of(request.user)), pk=pk)
    if not row.is_waiting:
        if request.method == "POST":
            messages.error(request, _("You have answered this already. Nothing was changed."))
            return redirect("growth:review", pk=pk)
        return render(request, "growth/promotion/review_done.html", _reading(row))
    parts = queries.parts_as_asked(row)
    form = ReviewForm(request.POST or None, parts=parts)
    if request.method == "POST" and form.is_valid():
        try:
            reviews.answer(
                row,
                form.cleaned_data["outcome"],
                form.cleaned_data["words"],
                form.answers(),
                at=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said = _("%(name)s can read your answer now.")
            messages.success(request, said % {"name": row.document.person})
            return redirect("growth:review", pk=pk)
    context = {"form": form, "round": row, "nav_current": "growth"}
    return render(request, "growth/promotion/review.html", context)


def _taken_back(request, row):
    """The manager was writing meanwhile: their own words, to copy, and nothing of the document."""
    typed = [
        words
        for name, words in request.POST.items()
        if name.split("_")[0] == "words" and words.strip()
    ]
    context = {"person": row.document.person, "typed": typed, "nav_current": "growth"}
    return render(request, "growth/promotion/review_taken_back.html", context)


def _reading(row):
    answers = {answer.claim_id: answer for answer in row.answers.all()}
    parts = [(part, answers.get(part.claim.pk)) for part in queries.parts_as_asked(row)]
    return {"round": row, "parts": parts, "nav_current": "growth"}
