"""A person's promotion documents: starting, writing, printing and putting them away."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from growth.binder.permissions import own_items
from growth.promotion import queries
from growth.promotion.actions import documents
from growth.promotion.forms import ClaimForm, DocumentForm
from growth.promotion.models import PromotionTemplate
from growth.promotion.permissions import own_claims, own_documents
from growth.promotion.rules import parts as rules
from growth.setup.access import growers
from people import refusals
from people.models import User


@growers
def promotion(request):
    """The document somebody works on, or ways to start."""
    found = queries.open_documents(request.user).first()
    if found is None:
        return redirect("growth:promotion_start")
    return redirect("growth:promotion_document", pk=found.pk)


@growers
def promotion_start(request):
    own = own_documents(request.user)
    context = {
        "templates": queries.templates(),
        "documents": own,
        "open_templates": {row.template_id for row in own if row.state != row.State.CLOSED},
    }
    return render(request, "growth/promotion/promotion_start.html", _frame(context))


@growers
def promotion_begin(request, template):
    chosen = get_object_or_404(PromotionTemplate, slug=template, archived_at__isnull=True)
    form = DocumentForm(request.POST or None, initial={"title": chosen.name})
    if request.method == "POST" and form.is_valid():
        try:
            begun = documents.begin(request.user, chosen, form.values(), at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your document is begun. Nobody else sees it."))
            return redirect("growth:promotion_document", pk=begun.pk)
    context = {"form": form, "template": chosen}
    return render(request, "growth/promotion/promotion_begin.html", _frame(context))


@growers
def document(request, pk):
    found = _own(request, pk)
    others = queries.open_documents(request.user).exclude(pk=pk)
    context = {
        "document": found,
        "page": queries.page(found),
        "manager": User.objects.filter(reports=request.user, is_active=True).first(),
        "binder": queries.binder_beside(found),
        "others": others,
    }
    return render(request, "growth/promotion/document_detail.html", _frame(context))


@growers
def document_edit(request, pk):
    found = _own(request, pk)
    form = DocumentForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            documents.change(found, form.values(), at=timezone.now(), seen=seen)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Your document is saved."))
            return redirect("growth:promotion_document", pk=pk)
    context = {"form": form, "document": found}
    return render(request, "growth/promotion/document_edit.html", _frame(context))


@growers
def claim(request, pk):
    """Write under one pillar, and choose what shows it."""
    found = get_object_or_404(own_claims(request.user), pk=pk)
    if not found.document.can_be_changed:
        return redirect("growth:promotion_document", pk=found.document_id)
    form = ClaimForm(request.POST or None, claim=found, items=own_items(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            documents.write_claim(
                found,
                form.cleaned_data["text"],
                form.cleaned_data.get("items", ()),
                new=form.new_item(),
                at=timezone.now(),
                seen=form.cleaned_data["seen"],
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Your words are saved."))
            return redirect("growth:promotion_document", pk=found.document_id)
    context = {"form": form, "claim": found}
    return render(request, "growth/promotion/claim_edit.html", _frame(context))


@growers
@require_POST
def claim_goal(request, pk):
    """What is missing under a pillar becomes a goal of the plan."""
    found = get_object_or_404(own_claims(request.user), pk=pk)
    with refusals.shown(request):
        goal = documents.make_goal(found, at=timezone.now())
        messages.success(request, _("It is a goal in your plan. Say it in your words."))
        return redirect("growth:goal", pk=goal.pk)
    return redirect("growth:promotion_document", pk=found.document_id)


@growers
def sheet(request, pk):
    """The document on one page, to print; without what may not be shown."""
    found = _own(request, pk)
    context = {"document": found, "parts": queries.parts(found)}
    return render(request, "growth/promotion/document_sheet.html", _frame(context))


@growers
def markdown(request, pk):
    """The same as a text file."""
    found = _own(request, pk)
    about = _("%(name)s, from %(before)s to %(after)s") % {
        "name": request.user,
        "before": found.from_name,
        "after": found.to_name,
    }
    text = rules.markdown(
        found.title, about, found.summary, queries.parts(found), today=timezone.localdate()
    )
    answer = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="promotion-document.md"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


@growers
@require_POST
def document_close(request, pk):
    with refusals.shown(request):
        documents.close(_own(request, pk), at=timezone.now())
        messages.success(request, _("The document is closed. Nobody else can read it any more."))
        return redirect("growth:promotion_start")
    return redirect("growth:promotion_document", pk=pk)


@growers
@require_POST
def document_reopen(request, pk):
    with refusals.shown(request):
        documents.reopen(_own(request, pk), at=timezone.now())
        messages.success(request, _("The document is open again."))
    return redirect("growth:promotion_document", pk=pk)


@growers
@require_POST
def document_remove(request, pk):
    with refusals.shown(request):
        documents.remove(_own(request, pk))
        messages.success(request, _("The document is deleted."))
        return redirect("growth:promotion_start")
    return redirect("growth:promotion_document", pk=pk)


def _own(request, pk):
    rows = own_documents(request.user).select_related("person", "template")
    return get_object_or_404(rows, pk=pk)


def _frame(context):
    return {"growth_here": "promotion", "nav_current": "growth", **context}
